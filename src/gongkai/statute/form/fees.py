"""A10: the information-processing fee (信息处理费) is told in section 6 and sits inside the administrative
charges of table 2; and charges quoted in the text equal table 2 (A6).

国办函〔2020〕109号: the fee collected is reported in section 6 of the annual report; the fee is an
administrative charge (行政事业性收费), so it cannot be more than the figure of table 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import guards
from .findings import Finding
from .prose import Sentence, even
from .relations import severity_of
from .report import AnnualReport, counted
from .wording import cell_words, figure_words, place_of

CHARGES = "行政事业性收费/本年收费金额"
_UNPAID = "3.6.2/总计"
_MONEY = r"(?P<n>\d+(?:\.\d+)?)(?P<unit>亿元|万元|元)"
_FEE = re.compile(rf"(?:处理费|收取|收费|收缴|费用|金额|合计|共计|总计)[^，。；\d每]{{0,14}}{_MONEY}(?!/|每)")
_CHARGE = re.compile(rf"行政事业性收费(?:的|总?金额|收入|总额|总计|共计|共|为|合计|人民币)*{_MONEY}")
_EXPLAINED = re.compile(r"处理费|收费|收取|费用")
_NO_NOTICE = re.compile(r"(?:未|没有|无)(?:发出|开具|制发|产生|出具|下达|送达)?(?:过|任何)*收费通知")
_RELIEF = re.compile(r"减免|减征|免征|降低|取消|标准|每件|每页|按件|按量")
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of the information-processing fee in yuan, as one sentence states it."""

    yuan: Decimal
    words: str
    sentence: Sentence


def fees(report: AnnualReport, told: Sequence[Sentence]) -> Iterator[Finding]:
    """A10, and A6 for charges and fee notices, from every sentence of the report that speaks of money."""
    about = [s for s in told if "费" in s.text or ("元" in s.text and "处理费" in s.before)]
    amounts = [a for s in about for a in _amounts(s, report)]
    yield from _charges_in_text(report, about)
    yield from _notices(report, about)
    yield from _unexplained(report, amounts)
    yield from _outside(report, amounts)


def _amounts(sentence: Sentence, report: AnnualReport) -> Iterator[Amount]:
    text = sentence.text
    if "处理费" not in sentence.before + text or _RELIEF.search(text):
        return
    match = _FEE.search(text)
    if match and not guards.other_year(text[: match.start()], report.year):
        words = guards.clause(text[: match.start()]) + match.group()
        if "行政事业性" not in words and not guards.of_other_time(words.replace("逾期", "")):
            yield Amount(Decimal(match["n"]) * _UNITS[match["unit"]], words, sentence)


def _unexplained(report: AnnualReport, amounts: list[Amount]) -> Iterator[Finding]:
    """Fees or charges collected of which section 6 says nothing, or something else."""
    section = report.section(6)
    if section is None or not section.paragraphs:
        return
    there = [a for a in amounts if a.sentence.section.number == 6]
    elsewhere = [a for a in amounts if a.sentence.section.number != 6 and a.yuan > 0]
    explained = any(_EXPLAINED.search(even(p)) for p in section.paragraphs)
    charged = counted(report.value(CHARGES))
    if elsewhere and not explained:
        yield _warning(
            f"正文写“{elsewhere[0].words}”，第六部分没有说明收取信息处理费的情况。", elsewhere[0].sentence.place
        )
    elif elsewhere and all(a.yuan != elsewhere[0].yuan for a in there):
        stated = f"“{there[0].words}”" if there else "没有写明该金额"
        yield _warning(
            f"正文写“{elsewhere[0].words}”，第六部分{stated}，两处不一致。", elsewhere[0].sentence.place
        )
    elif charged and not explained:
        yield _warning(
            f"{cell_words(CHARGES)}为{figure_words(report.value(CHARGES))}万元，第六部分没有说明收费情况"
            "（信息处理费即使为零也应报告）。",
            place_of(report, CHARGES),
            (CHARGES,),
        )


def _outside(report: AnnualReport, amounts: list[Amount]) -> Iterator[Finding]:
    """A fee that is more than all administrative charges together."""
    if not amounts or CHARGES not in report.figures:
        return
    most = max(amounts, key=lambda a: a.yuan)
    charged = report.value(CHARGES)
    figure = counted(charged)
    fee = most.yuan / _UNITS["万元"]
    if most.yuan > 0 and fee > Decimal(figure or 0) + _rounding(Decimal(figure or 0)):
        yield Finding(
            "A10",
            severity_of("A10"),
            f"正文写“{most.words}”，应包含在表二行政事业性收费之内，{cell_words(CHARGES)}为{figure_words(charged)}"
            f"{'万元' if figure is not None else ''}。",
            (CHARGES,),
            expected=_plain(fee),
            found=charged,
            place=most.sentence.place,
        )


def _rounding(printed: Decimal) -> Decimal:
    """Half a unit of the last printed place; nothing for a plain zero, which says there was none."""
    exponent = printed.as_tuple().exponent
    if printed == 0 and exponent == 0:
        return Decimal(0)
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _plain(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _charges_in_text(report: AnnualReport, about: list[Sentence]) -> Iterator[Finding]:
    figure = counted(report.value(CHARGES))
    if figure is None:
        return
    for sentence in about:
        match = _CHARGE.search(sentence.text)
        if match is None or _RELIEF.search(sentence.text):
            continue
        before = sentence.text[: match.start()]
        words = guards.clause(before) + match.group()
        if guards.other_year(before, report.year) or guards.of_other_time(words) or guards.of_a_part(words):
            continue
        told = Decimal(match["n"]) * _UNITS[match["unit"]] / _UNITS["万元"]
        slack = (
            _rounding(Decimal(figure)) + _rounding(Decimal(match["n"])) * _UNITS[match["unit"]] / _UNITS["万元"]
        )
        if abs(told - Decimal(figure)) > slack:
            yield Finding(
                "A6",
                severity_of("A6"),
                f"正文写“{match.group()}”，表中{cell_words(CHARGES)}为{figure_words(report.value(CHARGES))}万元，两者不一致。",
                (CHARGES,),
                expected=figure,
                found=_plain(told),
                place=sentence.place,
            )


def _notices(report: AnnualReport, about: list[Sentence]) -> Iterator[Finding]:
    """Section 6 says no fee notice was sent, row 3.6.2 counts requests dropped for not paying one."""
    unpaid = counted(report.value(_UNPAID))
    for sentence in about:
        match = _NO_NOTICE.search(sentence.text)
        if unpaid and match and not guards.other_year(sentence.text, report.year):
            yield Finding(
                "A6",
                severity_of("A6"),
                f"正文写“{match.group()}”，{cell_words(_UNPAID)}为{unpaid}，两者不一致。",
                (_UNPAID,),
                expected=unpaid,
                found=0,
                place=sentence.place,
            )


def _warning(message: str, place: str | None, cells: tuple[str, ...] = ()) -> Finding:
    return Finding("A10", severity_of("A10"), message, cells, place=place)
