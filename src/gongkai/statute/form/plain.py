"""The three tables as plain lists and numbers, the shape that ``gongkai check --json`` prints.

``table2`` maps each matter to its figure, or to its figures in column order where it has several;
``table3`` maps each code of the form to its figures in column order; ``table4`` is one list of fifteen.
A figure is a number, None when not given, "/" when the report says it does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from .editions import Block
from .report import AnnualReport, Value

Plain = int | float | str | None


def plain_value(value: Value | str) -> Plain:
    """A figure as JSON can hold it; a whole Decimal becomes an int (24252.311082 stays a float)."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def tables(report: AnnualReport) -> dict[str, Any]:
    """``{"table2": …, "table3": …, "table4": …}``; a table the report does not have is None, and a row of
    table 3 that it does not have is left out."""
    out: dict[str, Any] = {"table2": None, "table3": None, "table4": None}
    for block in report.layout():
        for row in block.rows:
            cells = block.row_cells(row)
            if not any(c.name in report.figures for c in cells):
                continue
            values = [plain_value(report.value(c.name)) for c in cells]
            if block.table == 2:
                into = out["table2"] if out["table2"] is not None else {}
                into[row.code] = values[0] if len(values) == 1 else values
                out["table2"] = into
            elif block.table == 3:
                into = out["table3"] if out["table3"] is not None else {}
                into[row.code] = values
                out["table3"] = into
            else:
                out["table4"] = (out["table4"] or []) + values
    return out


def figures(blocks: Sequence[Block], plain: Mapping[str, Any]) -> dict[str, Value]:
    """The figures that ``tables`` printed, by cell name, for a report of these blocks.

    Raises ValueError naming the row whose figures are not as many as its columns.
    """
    out: dict[str, Value] = {}
    for block in blocks:
        table = plain.get(f"table{block.table}")
        if table is None:
            continue
        width = len(block.columns)
        for at, row in enumerate(block.rows):
            if block.table == 4:
                values = table[at * width : (at + 1) * width]
            elif row.code not in table:
                continue
            else:
                found = table[row.code]
                values = found if isinstance(found, list) else [found]
            if len(values) != width:
                raise ValueError(f"{row.full_label}: {len(values)} figures, {width} columns")
            out.update({c.name: v for c, v in zip(block.row_cells(row), values, strict=True)})
    return out
