"""A1, A2, A3, A5 (the sums of tables 3 and 4) and A8 (what a figure may be) for one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from .culprit import Culprit, culprits
from .editions import Block, Kind, editions
from .findings import Finding
from .relations import severity_of
from .report import SLASH, AnnualReport, Value
from .sums import Ledger, Number, Outcome, ledger
from .wording import cell_words, figure_words, place_of

_TIMES = ("", "", "两", "三", "四", "五")
_PARTS = {
    "A1": "自然人与各类法人或其他组织之和",
    "A2": "（一）至（六）各行之和",
    "A3": "第一项加第二项之和",
    "A5": "四种结果之和",
}


def ledgers(report: AnnualReport) -> tuple[Ledger, ...]:
    """Tables 3 and 4 of a report held against their equations."""
    return tuple(ledger(b, report) for b in report.layout() if b.table in (3, 4))


def sums(
    report: AnnualReport, books: Iterable[Ledger], fixed: Mapping[str, Number] | None = None
) -> Iterator[Finding]:
    """A1, A2, A3 and A5: error where figures contradict, warning where a total is blank beside figures."""
    for book in books:
        if book.broken:
            likely = culprits(book, fixed)
            for at, outcome in enumerate(book.broken):
                yield _finding(report, book, outcome, likely.get(at))


def _finding(report: AnnualReport, book: Ledger, outcome: Outcome, culprit: Culprit | None) -> Finding:
    relation = outcome.equation.relation
    cells = _cells(book, outcome)
    missing = outcome.blank and outcome.right == 0
    expected: Value = outcome.left
    found: Value = None if missing else outcome.right
    return Finding(
        relation,
        "warning" if outcome.blank else severity_of(relation),
        _message(relation, cells, outcome) + _hint(culprit),
        cells,
        expected=expected,
        found=found,
        place=place_of(report, *((culprit.cell,) if culprit else ()), *cells),
        culprit=culprit.cell if culprit else None,
    )


def _cells(book: Ledger, outcome: Outcome) -> tuple[str, ...]:
    equation = outcome.equation
    places = (
        equation.right if len(equation.right) == 1 else equation.right[:1] + equation.left + equation.right[1:]
    )
    return tuple(book.names[i] for i in places)


def _message(relation: str, cells: tuple[str, ...], outcome: Outcome) -> str:
    left, right = figure_words(outcome.left), figure_words(outcome.right)
    if relation == "A3":
        column = cells[0].partition("/")[2]
        return f"表三“{column}”列：第一项加第二项为{left}，第三项加第四项为{right}，两者应相等。"
    name, parts = cell_words(cells[0]), _PARTS[relation]
    if outcome.blank and outcome.right == 0:
        return f"{name}未填，{parts}为{left}。"
    if outcome.blank:
        return f"{name}为{right}，但各分项均未填。"
    return f"{name}为{right}，{parts}为{left}，应相等。"


def _hint(culprit: Culprit | None) -> str:
    if culprit is None:
        return ""
    found, right = figure_words(culprit.found), figure_words(culprit.expected)
    times = _TIMES[culprit.repairs] if culprit.repairs < len(_TIMES) else str(culprit.repairs)
    return (
        f"最可能填错的是{cell_words(culprit.cell)}：{found}，应为{right}；"
        f"改为{right}后{times}处{'都' if culprit.repairs > 1 else ''}相符。"
    )


@cache
def _kinds(edition: str, code: str) -> tuple[tuple[str, Kind], ...]:
    block = next(b for b in editions()[edition].blocks if b.code == code)
    return tuple((c.name, c.column.kind) for c in block.cells)


def kinds(block: Block) -> tuple[tuple[str, Kind], ...]:
    """Each cell of a block by name with the kind of figure it takes."""
    return _kinds(block.edition, block.code)


def values(report: AnnualReport) -> Iterator[Finding]:
    """A8: counts are whole and not negative, amounts are not negative, changes are whole."""
    get = report.figures.get
    for block in report.layout():
        for name, kind in kinds(block):
            value = get(name)
            if type(value) is int:
                if value < 0 and kind != "signed":
                    yield _not_allowed(report, name, value, "不应为负数")
            elif value is not None and value != SLASH:
                reason = _fault(value, kind)
                if reason:
                    yield _not_allowed(report, name, value, reason)


def _fault(value: Value, kind: Kind) -> str | None:
    if not isinstance(value, Decimal):
        return "不是数字"
    if kind == "money":
        return "不应为负数" if value < 0 else None
    if value != value.to_integral_value():
        return "应为整数"
    return "不应为负数" if value < 0 and kind == "count" else None


def _not_allowed(report: AnnualReport, name: str, value: Value, reason: str) -> Finding:
    return Finding(
        "A8",
        severity_of("A8"),
        f"{cell_words(name)}为{figure_words(value)}，{reason}。",
        (name,),
        found=value,
        place=place_of(report, name),
    )
