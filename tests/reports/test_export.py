from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions, export
from gongkai.reports.table import district_table

from .conftest import AT, TODAY, found, in_review


def _rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 533", "'+86 533"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        (-5, "-5"),
        ("+2", "+2"),
        ("2.02", "2.02"),
        (None, ""),
        ("示范区", "示范区"),
    ],
)
def test_nothing_in_it_that_a_spreadsheet_would_run(value: object, shown: str) -> None:
    assert export.neutral(value) == shown


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    shown = export.neutral(text)
    assert not shown.startswith(("=", "@", "\t", "\r")) or shown.startswith("'")


def test_the_table_as_shown(supervisor: Person, district: Agency, bureau: Agency, finance: Agency) -> None:
    in_review(supervisor, change={"3.1/自然人": 3})
    first, second, own = _rows(export.table_csv(district_table(supervisor, district, 2024, on=TODAY)))
    assert (first["机关"], first["状态"], first["报送日期"]) == ("示范区民政局", "待审核", "2025-01-20")
    assert int(first["错误"]) > 0
    assert (second["机关"], second["状态"], second["应报送日期"]) == ("示范区财政局", "未报送", "2025-01-31")
    assert own["机关"] == "示范区人民政府"


def test_totals_name_who_is_missing(supervisor: Person, district: Agency, bureau: Agency, finance: Agency) -> None:
    actions.accept(supervisor, in_review(supervisor), at=AT)
    rows = {r["单元格"]: r for r in _rows(export.totals_csv(district_table(supervisor, district, 2024, on=TODAY)))}
    assert (rows["1/自然人"]["合计"], rows["1/自然人"]["缺少的机关"]) == ("5", "示范区财政局")


def test_figures_tell_blank_slash_and_number_apart(supervisor: Person, bureau: Agency) -> None:
    version = in_review(
        supervisor, change={"规章/本年制发件数": "/", "规章/本年废止件数": None}, drop=("规章/现行有效件数",)
    )
    rows = {r["单元格"]: r for r in _rows(export.figures_csv([version]))}
    assert (rows["规章/本年制发件数"]["数值"], rows["规章/本年制发件数"]["说明"]) == ("/", "不适用（/）")
    assert (rows["规章/本年废止件数"]["数值"], rows["规章/本年废止件数"]["说明"]) == ("", "空白")
    assert rows["规章/现行有效件数"]["说明"] == "原件没有"
    assert (rows["行政事业性收费/本年收费金额"]["数值"], rows["1/自然人"]["数值"]) == ("2.02", "5")
    assert rows["3.3.1/自然人"]["行"] == "三、本年度办理结果（三）不予公开1.属于国家秘密"


def test_a_name_like_a_formula_is_neutralised(supervisor: Person, district: Agency) -> None:
    found("=HYPERLINK(1)", district)
    table = district_table(supervisor, district, 2024, on=TODAY)
    assert _rows(export.table_csv(table))[0]["机关"] == "'=HYPERLINK(1)"
