"""A compiled report for a person at a terminal: the verdict, the figures that are not nought, the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.statute.form import AnnualReport, Block, Row
from gongkai.statute.form.wording import figure_words

from .verdict import for_person

if TYPE_CHECKING:
    from gongkai.reports.compiling.cells import Compiled


def of_records(plain: dict[str, Any], found: Compiled) -> str:
    """``plain`` is its element; the rows of tables 3 and 4 that are all nought are left out."""
    lines = [for_person({**plain, "path": "由记录编制"}).rstrip("\n")]
    lines += [f"    未核对　{one}" for one in found.unchecked]
    lines += ["", *_tables(found.report), "", *_text(found.report)]
    # Of a sum of many reports every cell would say so.
    noted = [cell for cell in found.cells.values() if cell.note and cell.source.name != "REPORTS"]
    notes = [f"{cell.name}：{cell.note}" for cell in noted]
    return "\n".join([*lines, *(["", *notes] if notes else [])]).rstrip("\n") + "\n"


def _tables(report: AnnualReport) -> Iterator[str]:
    for block in report.layout():
        for row in block.rows:
            line = _row(report, block, row)
            if line:
                yield f"表{'一二三四'[block.table - 1]}　{line}"


def _row(report: AnnualReport, block: Block, row: Row) -> str:
    shown = []
    for cell in block.row_cells(row):
        value = report.value(cell.name)
        if value or block.table == 2:
            # Table 4 is one row; its columns are named by their group.
            label = "".join((*cell.column.group, cell.column.label)) if block.table == 4 else cell.column.label
            shown.append(f"{label} {'未填' if value is None else figure_words(value)}")
    return f"{row.full_label}：{'，'.join(shown)}" if shown else ""


def _text(report: AnnualReport) -> Iterator[str]:
    yield from report.preamble
    for section in report.sections:
        yield section.heading
        yield from section.paragraphs
