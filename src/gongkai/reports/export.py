"""Lists as CSV for a spreadsheet: UTF-8 with its mark, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.reports.figures import value_of
from gongkai.reports.models import FigureState, ReportFigure, ReportVersion
from gongkai.reports.published import code_of
from gongkai.reports.stored import dump_value
from gongkai.statute.form import cells_by_name
from gongkai.writers.spreadsheet import csv_text


def figures_csv(versions: Sequence[ReportVersion]) -> str:
    """One figure a row: agency, year, cell, figure. Blank, "/" and not there at all are told apart."""
    head = ["统一社会信用代码", "机关", "年度", "版本", "表", "行", "列", "单元格", "数值", "说明"]
    by_key = {v.pk: v for v in versions}
    found = ReportFigure.objects.filter(version__in=list(by_key)).order_by("version", "pk")
    return csv_text(head, (_figure(by_key[f.version_id], f) for f in found))


def _figure(version: ReportVersion, figure: ReportFigure) -> list[object]:
    cell, block = cells_by_name()[figure.cell]
    number = dump_value(value_of(figure.state, figure.value))
    return [
        code_of(version.agency),
        version.agency.name,
        version.year,
        version.public_number or "",
        f"表{block.table}",
        cell.row.full_label,
        cell.column.label,
        figure.cell,
        number,
        "" if figure.state == FigureState.NUMBER else FigureState(figure.state).label,
    ]
