"""Tables that somebody sends are read in bounds, whatever stands in them."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.errors import Refused
from gongkai.publication import sheet

from .test_counts import workbook


def test_columns_in_any_order_with_those_that_may_lack() -> None:
    data = workbook(["题目"], ["乙", " 甲 ", "丙"], [2, 1.0, "x"], [None, None, None], ["", date(2026, 3, 2), ""])
    assert list(sheet.rows(data, "表", ("甲", "乙"), ("丙", "丁"))) == [
        (3, {"甲": "1", "乙": "2", "丙": "x"}, []),
        (5, {"甲": "2026-03-02", "乙": "", "丙": ""}, []),
    ]


def test_a_formula_is_never_taken_for_what_it_shows() -> None:
    ((_, values, faults),) = sheet.rows(workbook(["甲"], ["=1+1"]), "表", ("甲",))
    assert values == {"甲": ""}
    assert "公式" in faults[0]


def test_a_head_that_never_comes() -> None:
    with pytest.raises(Refused, match="表头"):
        list(sheet.rows(workbook(*[[n] for n in range(20)]), "表", ("甲",)))
    with pytest.raises(Refused, match="缺少：乙"):
        list(sheet.rows(workbook(["甲"]), "表", ("甲", "乙")))


def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST", 2)
    with pytest.raises(Refused, match="分次"):
        list(sheet.rows(workbook(["甲"], [1], [2], [3]), "表", ("甲",)))
