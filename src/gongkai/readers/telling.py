"""What a person must be told about a report as a whole: tables that are not there, where it ends. Which form
it had to use is law, and told by ``statute.form.check``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.statute.form import AnnualReport, Finding

from .found import Harvest
from .sections import Part
from .sheet import Filled

_FIRST_YEAR = 2019


def told(
    report: AnnualReport,
    filled: Filled,
    found: Sequence[Part],
    harvest: Harvest,
    notes: Sequence[str],
    traditional: bool,
    second: bool,
) -> Iterator[Finding]:
    """Findings about the whole, in the order a person wants them."""
    if second:
        yield Finding("reading", "warning", "文件里有前后两份报告，只读了第一份；第二份请单独存为一个文件。")
    if report.year is not None and report.year < _FIRST_YEAR and not filled.tables:
        yield _too_old(report.year)
        return
    yield from _absent(report, filled, found)
    for note in notes:
        if not filled.tables:
            yield Finding("reading", "warning", note)
    if traditional:
        yield Finding("reading", "hint", "原文为繁体，已按简体读取。")


def _too_old(year: int) -> Finding:
    return Finding(
        "reading",
        "warning",
        f"{year}年的报告早于2019年施行的统一格式，没有三张法定表格，只读取了正文。",
        expected="2019",
        found=year,
    )


def _absent(report: AnnualReport, filled: Filled, found: Sequence[Part]) -> Iterator[Finding]:
    """Tables that are not there as text; where the file ends before them that is only worth a hint."""
    order = [part.section for part in found if part.section is not None]
    last = found[-1].section if found[-1].heading is not None else None
    for table in (2, 3, 4):
        if table in filled.tables:
            continue
        ends = bool(order) and (last == table or (table not in order and all(s < table for s in order)))
        if ends:
            yield Finding(
                "reading", "hint", f"文件到表{table}之前就结束了，没有读到表{table}。", place=f"表{table}"
            )
        else:
            yield Finding(
                "reading",
                "warning",
                f"表{table}没有以文字出现（可能是图片，或在转换时丢失），没有读到数字；请用原来的电子版再试。",
                place=f"表{table}",
            )
    yield from _gaps(report, filled, last)


def _gaps(report: AnnualReport, filled: Filled, last: int | None) -> Iterator[Finding]:
    """Rows of a table that are missing: at the end of the file it breaks off, elsewhere they were left out."""
    for table in (3,):
        rows = [r for b in report.layout() if b.table == table for r in b.rows]
        if table not in filled.tables or not rows:
            continue
        there = [any(name in filled.figures for name in (f"{r.name}/总计", f"{r.name}/自然人")) for r in rows]
        if all(there) or not any(there):
            continue
        missing = [r for r, have in zip(rows, there, strict=True) if not have]
        end = len(there) - 1 - there[::-1].index(True)
        if last == table and all(there[: end + 1]):
            words = f"表{table}到“{rows[end].label}”为止，之后没有了；已读的照实列出。"
            yield Finding("reading", "hint", words, place=f"表{table}“{rows[end].label}”行")
        else:
            names = "、".join(f"“{r.label.partition('（区分')[0]}”" for r in missing[:3])
            more = f"等{len(missing)}行" if len(missing) > 3 else ""
            yield Finding("reading", "warning", f"表{table}缺少{names}{more}，没有读到。", place=f"表{table}")
