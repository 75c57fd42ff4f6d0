"""Relations between reports: last year's (A4, A7) and those that make up this one (A9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .arithmetic import kinds
from .editions import Block
from .findings import Finding
from .relations import relations, severity_of
from .report import AnnualReport, Value, counted
from .sums import Ledger, Number, left_open
from .wording import cell_words, figure_words, place_of

_STOCK = ("规章", "行政规范性文件")


def follows(report: AnnualReport, last_year: AnnualReport) -> bool:
    """Whether ``last_year`` is the year before, as far as the years are known."""
    return report.year is None or last_year.year is None or last_year.year == report.year - 1


def carried_over(books: Iterable[Ledger], before: Sequence[Sequence[Ledger]]) -> dict[str, tuple[Number, Number]]:
    """For each cell of row 2 that every report can tell: (what last year's row 4 says, what stands here).
    ``before`` has the ledgers of one report of last year, or of several that became this body: those add up."""
    pairs: dict[str, tuple[Number, Number]] = {}
    for book in (b for b in books if b.block.table == 3):
        for column in book.block.columns:
            name = f"2/{column.label}"
            here = book.number(name)
            there = [n for last in before if (n := _handed_on(last, column.label)) is not None]
            if here is not None and before and len(there) == len(before):
                pairs[name] = (sum(there, start=0), here)
    return pairs


def _handed_on(last: Sequence[Ledger], column: str) -> Number | None:
    """Row 4 of one report of last year."""
    found = (book.number(f"4/{column}") for book in last if book.block.table == 3)
    return next((n for n in found if n is not None), None)


def carry_over(
    report: AnnualReport, pairs: dict[str, tuple[Number, Number]], bodies: int = 1
) -> Iterator[Finding]:
    """A4: what was carried over from last year is what last year's report, or those of the ``bodies`` that became
    this one together, carried over to this one."""
    for name, (there, here) in pairs.items():
        if here != there:
            yield Finding(
                "A4",
                severity_of("A4"),
                f"{cell_words(name)}为{figure_words(report.value(name))}，{_told(there, bodies)}，应相等；"
                "因机构调整不一致的，请在报告中说明。",
                (name,),
                expected=there,
                found=report.value(name),
                place=place_of(report, name),
            )


def _told(there: Number, bodies: int) -> str:
    row = "“四、结转下年度继续办理”该列"
    if bodies == 1:
        return f"上年报告{row}为{figure_words(there)}"
    return f"机构合并前{bodies}个机关上年报告{row}合计为{figure_words(there)}"


def in_force(report: AnnualReport, before: Sequence[AnnualReport]) -> Iterator[Finding]:
    """A7: documents in force roll forward, those of merged bodies together. Not an identity (documents lapse), so
    only a doubt; never across editions, whose columns mean different things."""
    if not {one.edition for one in (report, *before)} <= set(relations()["A7"].editions):
        return
    for label in _STOCK:
        name = f"{label}/现行有效件数"
        made, repealed = (
            counted(report.value(f"{label}/{column}")) for column in ("本年制发件数", "本年废止件数")
        )
        stock = [n for one in before if (n := counted(one.value(name))) is not None]
        found = counted(report.value(name))
        if len(stock) != len(before) or made is None or repealed is None or found is None:
            continue
        had, together = sum(stock, start=0), "合计" if len(before) > 1 else ""
        if found != had + made - repealed:
            yield Finding(
                "A7",
                severity_of("A7"),
                f"{cell_words(name)}为{found}，上年现行有效{together}{had}加本年制发{made}减本年废止{repealed}"
                f"为{had + made - repealed}；有失效或清理的，请说明。",
                (name,),
                expected=had + made - repealed,
                found=found,
                place=place_of(report, name),
            )


def roll_up(report: AnnualReport, parts: Sequence[AnnualReport]) -> Iterator[Finding]:
    """A9: a report that sums others equals their sum, cell by cell; a cell that one of them does not have
    cannot be checked."""
    for block in report.layout():
        for name, expected in _added(block, parts):
            found = report.value(name)
            if name not in report.figures or (counted(found) or 0) == expected:
                continue
            if not any(left_open(r, name) for r in (report, *parts)):
                yield Finding(
                    "A9",
                    severity_of("A9"),
                    f"{cell_words(name)}为{figure_words(found)}，所属{len(parts)}份报告之和为"
                    f"{figure_words(expected)}；联合办理的只计一次，有此情形请说明。",
                    (name,),
                    expected=expected,
                    found=found,
                    place=place_of(report, name),
                )


def _added(block: Block, parts: Sequence[AnnualReport]) -> Iterator[tuple[str, Number]]:
    for name, _ in kinds(block):
        values: list[Value] = [p.figures[name] for p in parts if name in p.figures]
        if len(values) == len(parts):
            yield name, sum((counted(v) or 0 for v in values), start=0)
