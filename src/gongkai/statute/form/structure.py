"""Sections and edition: six sections, in order, none left out, none added, numbered through; the five topics of
section 1; section 5 says something; the form of the year was used.

A report that breaks off is not told that what follows the break is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from .editions import edition_for, editions
from .findings import Finding
from .prose import NUMERALS, even, whole_number
from .relations import severity_of
from .report import AnnualReport, Section

TOPICS = {
    "主动公开": re.compile(r"主动公开|公开政府信息|信息发布"),
    "依申请公开": re.compile(r"申请公开|公开申请|依申请"),
    "政府信息管理": re.compile(
        r"信息(?:资源|公开)?(?:的|规范|规范化|动态|日常|精细化|全周期)?管理|管理(?:政府|政务)?信息|规范性文件|审查|审核"
    ),
    "政府信息公开平台建设": re.compile(r"平台|网站|载体|渠道|新媒体|公众号"),
    "监督保障": re.compile(r"监督|保障|考核|评议|责任追究|培训|督促|检查"),
}
_NOTHING = {"无", "暂无", "没有", "无。", "暂无。", "无！", "/", "—"}
_SUBHEADING = re.compile(r"[（(]([一二三四五六七八九十]+|\d+)[)）]|([一二三四五六七八九十])是|(\d+)[.．、]")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?")
_BRACKETED = re.compile(r"\s*[（(]([一二三四五六七八九十]+|\d+)[)）]")


def structure(report: AnnualReport) -> Iterator[Finding]:
    """Relation "sections": order, missing, repeated, added, misnumbered, empty; and the topics of section 1."""
    known = [s for s in report.sections if s.number is not None]
    before_the_form = report.year is not None and edition_for(report.year) is None
    if known and not before_the_form:
        yield from _order(known)
        yield from _missing(report, known)
        yield from _added(report.sections)
        yield from _numbering(report.sections)
        yield from _empty(report, known)
        yield from _topics(report)


def form_in_use(report: AnnualReport) -> Iterator[Finding]:
    """Relation "edition": a form of another year, or two editions mixed in one report."""
    due = edition_for(report.year) if report.year else None
    if report.edition == "hybrid":
        expected = due.title if due else None
        message = "报告混用了两种格式的表格" + (
            f"，{report.year}年度应用{due.reference}所附格式。" if due else "。"
        )
        yield Finding("edition", severity_of("edition"), message, (), expected=expected, found="hybrid")
    elif due and report.edition and report.edition != due.code:
        used = editions()[report.edition]
        yield Finding(
            "edition",
            severity_of("edition"),
            f"{report.year}年度报告应用{due.reference}所附格式，本报告用的是{used.reference}的格式。",
            (),
            expected=due.code,
            found=report.edition,
        )


def _finding(message: str, place: str | None = None, severity: Literal["warning", "hint"] = "warning") -> Finding:
    return Finding("sections", severity, message, place=place)


def _name(number: int) -> str:
    titles = next(reversed(editions().values())).sections
    return f"{NUMERALS[number - 1]}、{titles[number - 1]}"


def _order(known: list[Section]) -> Iterator[Finding]:
    highest, seen = 0, set()
    for section in known:
        number = section.number or 0
        if number in seen:
            yield _finding(f"“{_name(number)}”出现了两次。", section.place or section.heading)
        elif number < highest:
            yield _finding(f"“{_name(number)}”应在“{_name(highest)}”之前。", section.place or section.heading)
        seen.add(number)
        highest = max(highest, number)


def _missing(report: AnnualReport, known: list[Section]) -> Iterator[Finding]:
    numbers = {s.number for s in known}
    last = max(n for n in numbers if n)
    through = 6 if last == 5 and report.complete and _ends(known[-1]) else last
    for number in range(1, through + 1):
        if number not in numbers:
            yield _finding(f"缺少“{_name(number)}”。六个部分不能遗漏。")


def _ends(section: Section) -> bool:
    """Whether the last section ends with a sentence, so that the report does not break off in it."""
    return bool(section.paragraphs) and section.paragraphs[-1].rstrip().endswith(("。", "！", "；", "."))


def _added(sections: tuple[Section, ...]) -> Iterator[Finding]:
    titles = [t for one in editions().values() for t in one.sections]
    for section in sections:
        if section.number is None and section.printed_number:
            words = _NUMBER.sub("", even(section.heading))
            if not any(t.startswith(words) for t in titles):  # else the heading itself breaks off
                yield _finding(
                    f"“{section.heading}”不是格式规定的部分，六个部分不宜增加。", section.place or section.heading
                )


def _style(section: Section) -> tuple[bool, bool]:
    return bool(_BRACKETED.match(section.heading)), not (section.printed_number or "").strip("（）()").isdigit()


def _numbering(sections: tuple[Section, ...]) -> Iterator[Finding]:
    """Headings that carry a wrong number, or numbers of several kinds (1、 / （2） / 三、)."""
    printed = [s for s in sections if s.printed_number]
    for at, section in enumerate(printed, 1):
        value = whole_number((section.printed_number or "").strip("（）()、.．"))
        if value is not None and value not in (at, section.number):
            expected = section.number or at
            numeral = NUMERALS[expected - 1] if expected <= len(NUMERALS) else str(expected)
            yield _finding(f"“{section.heading}”的序号应为“{numeral}”。", section.place or section.heading)
    styles = Counter(_style(s) for s in printed)
    if len(styles) > 1:
        usual = styles.most_common(1)[0][0]
        odd = [s for s in printed if _style(s) != usual]
        yield _finding(
            f"各部分标题的序号写法不一：{'、'.join(f'“{s.heading}”' for s in odd[:3])}。",
            odd[0].place or odd[0].heading,
            "hint" if len(odd) == 1 else "warning",
        )
    for section in sections:
        yield from _subheadings(section)


def _subheadings(section: Section) -> Iterator[Finding]:
    found = [m.group(1) for p in section.paragraphs if (m := _BRACKETED.match(p))]
    values = [whole_number(f) for f in found]
    kinds = {f.isdigit() for f in found}
    if len(kinds) > 1 and values == list(range(1, len(values) + 1)):
        yield _finding(
            f"“{section.heading}”中小标题的序号写法不一（{'、'.join(f'（{f}）' for f in found)}）。",
            section.place or section.heading,
            "hint",
        )


def _empty(report: AnnualReport, known: list[Section]) -> Iterator[Finding]:
    section = report.section(5)
    if section is None:
        return
    text = "".join(section.text.split())
    if text in _NOTHING or (not text and section is not known[-1]):
        yield _finding("“五、存在的主要问题及改进情况”没有内容。", section.place or section.heading)


def _topics(report: AnnualReport) -> Iterator[Finding]:
    """Topics that section 1 lacks: a warning where it is plainly built from them, else a hint."""
    section = report.section(1)
    if section is None or report.edition != "2021" or not (report.complete or report.section(6)):
        return
    text = even(section.text)
    lacking = [topic for topic, words in TOPICS.items() if not words.search(text)]
    if lacking:
        heads = [even(p)[:24] for p in section.paragraphs if _SUBHEADING.match(even(p))]
        built = sum(any(w.search(h) for h in heads) for w in TOPICS.values()) >= 3
        yield _finding(
            f"“一、总体情况”没有写到{'、'.join(f'“{t}”' for t in lacking)}。",
            section.place or section.heading,
            "warning" if built else "hint",
        )
