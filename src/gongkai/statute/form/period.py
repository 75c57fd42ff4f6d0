"""The period and the year: 1 January to 31 December, one year in title, period and text.

Other years are named rightly all the time: to compare, in titles of documents, for plans. Only a sentence that
states this report's own doings under another year is doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from .findings import Finding
from .prose import Sentence, even
from .relations import severity_of
from .report import AnnualReport

_SPAN = re.compile(
    r"(20\d\d)年1月1日起?(?:至|到|—|－|-|～|~)+(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日|"
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日起?(?:至|到|—|－|-|～|~)+(?:(20\d\d)年)?12月31日"
)
_TITLE_YEAR = re.compile(r"(20\d\d)(?=年)")
_UNTIL = re.compile(r"截[至止]到?(20\d\d)年度?(?:年?底|末|12月(?:31日)?)")
_OPENING = re.compile(r"(20\d\d)年(?:度)?(?:以来|来)?(?=[，]|[我本全]|共|，)")
_TITLES = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_COMPARING = re.compile(
    r"较|比|同期|分别|今年|本年|去年|上年|年以来|历年|累计|结转|考核|评估|获|表彰|评为|将|计划|拟|下一步|力争|预计|争取|目标|"
    r"力度再|继续|印发的|发布的|修订|施行|预算|决算|年报"
)
_DOINGS = re.compile(
    r"我[局镇乡街办委厅区县市院中队所处校]|本[局镇机单办]|全[年镇局区县市]|共|收到|收取|受理|未收|办结|主动公开|认真|坚持|围绕|贯彻"
)
_ANNOUNCED = re.compile(
    r"(?:现将?|特)(?:向社会)?(?:公布|公开|编制|将)[^，。《]{0,24}?(20\d\d)年度?(?:政府|政务)?信息公开"
)


def period(report: AnnualReport, told: Sequence[Sentence]) -> Iterator[Finding]:
    """Warnings about the stated period and about years that do not fit; silent where no year is known."""
    seen: set[str] = set()
    for finding in (*_stated(report), *_titled(report), *_opening_lines(report), *_in_text(report, told)):
        key = str(finding.found)
        if key not in seen:
            seen.add(key)
            yield finding


def _warning(message: str, expected: str | None, found: str, place: str | None) -> Finding:
    return Finding("period", severity_of("period"), message, (), expected, found, place)


def _days(start: date, end: date) -> str:
    return f"{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日"


def _stated(report: AnnualReport) -> Iterator[Finding]:
    if report.period is None:
        return
    start, end = report.period
    year = report.year or start.year
    right = (date(year, 1, 1), date(year, 12, 31))
    if (start, end) != right:
        yield _warning(
            f"统计期限写{_days(start, end)}，{year}年度报告应为{_days(*right)}。",
            _days(*right),
            _days(start, end),
            None,
        )


def _titled(report: AnnualReport) -> Iterator[Finding]:
    years = _TITLE_YEAR.findall(report.title or "")
    if report.year and years and str(report.year) not in years:
        yield _warning(
            f"标题写{years[0]}年，报告年度为{report.year}年。", f"{report.year}年", f"{years[0]}年", None
        )


def _opening_lines(report: AnnualReport) -> Iterator[Finding]:
    """The preamble (or the first lines of section 1): the span of the figures, the year announced."""
    if report.year is None:
        return
    first = report.section(1)
    for paragraph in (*report.preamble, *(first.paragraphs[:2] if first else ())):
        if "20" not in paragraph:
            continue
        text = _TITLES.sub("", even(paragraph))
        for match in _SPAN.finditer(text):
            years = {g for g in (match[1], match[2], match[5], match[8]) if g}
            whole = (match[3] or "12", match[4] or "31", match[6] or "1", match[7] or "1") == (
                "12",
                "31",
                "1",
                "1",
            )
            if (
                report.period is None
                and ("统计" in text or "期限" in text)
                and (years != {str(report.year)} or not whole)
            ):
                yield _warning(
                    f"统计期限写“{match.group()}”，应为{report.year}年1月1日至12月31日。",
                    f"{report.year}年1月1日至{report.year}年12月31日",
                    match.group(),
                    None,
                )
        announced = _ANNOUNCED.search(text)
        if announced and announced[1] != str(report.year):
            yield _other(report, announced.group(), f"{announced[1]}年", "报告开头")


def _in_text(report: AnnualReport, told: Sequence[Sentence]) -> Iterator[Finding]:
    if report.year is None:
        return
    year = str(report.year)
    for at, sentence in enumerate(told):
        text = sentence.text
        if "20" not in text:
            continue
        text = _TITLES.sub("", text)
        until = _UNTIL.search(text)
        if until and until[1] != year and year not in text and not _COMPARING.search(text):
            yield _other(report, until.group(), f"{until[1]}年", sentence.place)
            continue
        opening = _OPENING.match(text)
        if opening and opening[1] != year and _stale(report, sentence, text, told[max(0, at - 1) : at + 2]):
            yield _other(report, text[:30], f"{opening[1]}年", sentence.place)


def _stale(report: AnnualReport, sentence: Sentence, text: str, around: Sequence[Sentence]) -> bool:
    """Whether a sentence that opens with another year states this report's doings."""
    if sentence.section.number == 5 or _COMPARING.search(text) or not _DOINGS.search(text):
        return False
    if len(set(_TITLE_YEAR.findall(text))) > 1:
        return False
    frames = sentence.section.number == 1 and sentence.number == 1 and not sentence.before
    return frames or not any(str(report.year) in s.text for s in around)


def _other(report: AnnualReport, words: str, found: str, place: str | None) -> Finding:
    return _warning(
        f"正文写“{words}”，与报告年度{report.year}年不符，可能是沿用了旧稿。", f"{report.year}年", found, place
    )
