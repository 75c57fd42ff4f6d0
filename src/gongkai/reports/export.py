"""Lists as CSV for a spreadsheet: UTF-8 with its mark, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from gongkai.reports.figures import value_of
from gongkai.reports.models import FigureState, ReportFigure, ReportVersion
from gongkai.reports.published import code_of
from gongkai.reports.stored import dump_value
from gongkai.reports.table import DistrictTable, Row
from gongkai.statute.form import cells_by_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: object) -> str:
    """A cell as text. What a spreadsheet would take for a formula gets an apostrophe; plain numbers do not."""
    text = "" if value is None else str(value)
    if text.startswith(_FORMULA) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    body = text[1:] if text[:1] in "+-" else text
    return body.replace(".", "", 1).isascii() and body.replace(".", "", 1).isdigit()


def table_csv(table: DistrictTable) -> str:
    """The district's table as shown: one agency a row, in official order."""
    head = [
        "统一社会信用代码", "机关", "应报送日期", "报送日期", "状态", "逾期天数",
        "错误", "存疑", "提示", "待确认", "已发布版本",
    ]  # fmt: skip
    return _csv(head, (_row(row) for row in (*table.rows, table.own)))


def _row(row: Row) -> list[object]:
    version, published = row.version, row.published
    found: list[object] = ["", "", "", ""]
    if version is not None:
        found = [version.errors, version.warnings, version.hints, version.open_cells]
    return [
        code_of(row.agency),
        row.agency.name,
        row.due.on.isoformat(),
        row.received_on.isoformat() if row.received_on else "",
        row.words,
        row.days_late if row.late else 0,
        *found,
        published.public_number if published else "",
    ]


def totals_csv(table: DistrictTable) -> str:
    """Every total with who is missing from it."""
    head = ["单元格", "合计", "计入份数", "缺少份数", "缺少的机关"]
    lines = (
        [t.cell, t.value, t.counted, len(t.missing), "、".join(a.name for a in t.missing)]
        for t in table.totals.values()
    )
    return _csv(head, lines)


def figures_csv(versions: Sequence[ReportVersion]) -> str:
    """One figure a row: agency, year, cell, figure. Blank, "/" and not there at all are told apart."""
    head = ["统一社会信用代码", "机关", "年度", "版本", "表", "行", "列", "单元格", "数值", "说明"]
    by_key = {v.pk: v for v in versions}
    found = ReportFigure.objects.filter(version__in=list(by_key)).order_by("version", "pk")
    return _csv(head, (_figure(by_key[f.version_id], f) for f in found))


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


def _csv(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()
