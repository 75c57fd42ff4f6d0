"""Lists handed out as CSV open in a spreadsheet as they were shown, and run nothing."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from gongkai.desk.tables import csv_response


def rows(*values: object) -> list[list[str]]:
    text = csv_response("名单", ("值",), [(v,) for v in values]).content.decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


@pytest.mark.parametrize("bad", ["=1+1", "+A1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_is_made_text(bad: str) -> None:
    ((handed,),) = rows(bad)
    assert handed != bad
    assert handed.endswith(bad)
    assert handed[0] not in "=+@-"


def test_everything_else_stays_what_it_is() -> None:
    assert rows("示范区", 12, date(2025, 1, 31)) == [["示范区"], ["12"], ["2025-01-31"]]


def test_it_begins_with_a_mark_and_bears_its_name() -> None:
    response = csv_response("年报-示范区-2024", ("机关", "日期"), [("甲,乙", date(2025, 1, 31))])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.decode("utf-8-sig").splitlines() == ["机关,日期", '"甲,乙",2025-01-31']
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "-2024.csv" in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]
