"""Figures as CSV for a spreadsheet: UTF-8 with its mark, nothing in it that would be run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from django.http import HttpResponse

from gongkai.reports.export import neutral
from gongkai.reports.lines import NOTHING, Found, Line
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import SLASH
from gongkai.statute.form.plain import plain_value


def response(name: str, text: str) -> HttpResponse:
    """``name`` is what the file is called, without its ending."""
    found = HttpResponse(text, content_type="text/csv; charset=utf-8")
    found["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return found


def series(wanted: Sequence[Line], versions: Sequence[ReportVersion], found: dict[int, dict[str, Found]]) -> str:
    """A line a row, a year a column: a blank is empty, "/" stays, 无此项 where the form has no such cell."""
    head = ["代码", "数据项", *(f"{v.year}年度" for v in versions)]
    rows = (
        [line.code, line.label, *(_text(found[v.pk].get(line.code, NOTHING)) for v in versions)] for line in wanted
    )
    return _csv(head, rows)


def _text(found: Found) -> object:
    if not found.given:
        return "无此项"
    return SLASH if found.value == SLASH else plain_value(found.value)


def _csv(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()
