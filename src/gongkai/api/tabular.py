"""Figures as CSV for a spreadsheet: UTF-8 with its mark, nothing in it that would be run as a formula."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.reports.lines import NOTHING, Found, Line
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import SLASH
from gongkai.statute.form.plain import plain_value
from gongkai.writers.spreadsheet import csv_text


def series(wanted: Sequence[Line], versions: Sequence[ReportVersion], found: dict[int, dict[str, Found]]) -> str:
    """A line a row, a year a column: a blank is empty, "/" stays, 无此项 where the form has no such cell."""
    head = ["代码", "数据项", *(f"{v.year}年度" for v in versions)]
    rows = (
        [line.code, line.label, *(_text(found[v.pk].get(line.code, NOTHING)) for v in versions)] for line in wanted
    )
    return csv_text(head, rows)


def _text(found: Found) -> object:
    if not found.given:
        return "无此项"
    return SLASH if found.value == SLASH else plain_value(found.value)
