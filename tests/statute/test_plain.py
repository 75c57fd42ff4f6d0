"""Tables as JSON prints them, and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.form import AnnualReport, Value, edition
from gongkai.statute.form.plain import figures, plain_value, tables

from .a_report import sound, without

counts = st.one_of(st.integers(0, 10**8), st.none(), st.just("/"))
money = st.one_of(st.decimals(0, 10**6, places=2).map(lambda d: d + Decimal("0.01")), st.none(), st.just("/"))


@st.composite
def filled(draw: st.DrawFn, code: str) -> dict[str, Value]:
    out: dict[str, Value] = {}
    for cell in edition(code).cells:
        kinds = {"money": st.integers(0, 9), "signed": st.integers(-99, 99)}
        out[cell.name] = draw(kinds.get(cell.column.kind, counts))
    return out


@pytest.mark.parametrize("code", ["2019", "2021"])
@given(data=st.data())
def test_what_is_printed_is_read_back(code: str, data: st.DataObject) -> None:
    given_figures = data.draw(filled(code))
    report = AnnualReport(edition=code, figures=given_figures)  # type: ignore[arg-type]
    assert figures(report.layout(), tables(report)) == given_figures


@given(money)
def test_money_is_a_number_and_whole_money_an_int(value: Value) -> None:
    plain = plain_value(value)
    if isinstance(value, Decimal):
        assert float(value) == plain
        assert isinstance(plain, int) == (value == value.to_integral_value())
    else:
        assert plain == value


def test_the_shape_of_the_2021_form() -> None:
    plain = tables(sound())
    assert plain["table2"] == {
        "rules": [1, 2, 14],
        "normative_documents": [5, 1, 25],
        "licences": 312,
        "penalties": 47,
        "coercive_measures": 3,
        "charges": 282.1,
    }
    assert list(plain["table3"])[:3] == ["1", "2", "3.1"]
    assert plain["table3"]["3.1"] == [22, 4, 1, 0, 1, 0, 28]
    assert plain["table4"] == [5, 1, 2, 1, 9, 2, 1, 1, 1, 5, 1, 1, 1, 2, 5]


def test_a_table_that_is_not_there_is_none_and_a_row_that_is_not_there_is_left_out() -> None:
    plain = tables(without(sound(), "3.4", "3.5", "3.6", "3.7", "4/", "行政复议", "未经", "复议后"))
    assert plain["table4"] is None
    assert list(plain["table3"])[-1] == "3.3.8"
    assert tables(AnnualReport()) == {"table2": None, "table3": None, "table4": None}


def test_blank_and_slash_are_not_zero() -> None:
    plain = tables(sound({"3.1/自然人": None, "3.1/商业企业": "/", "行政许可/本年处理决定数量": "/"}))
    assert plain["table3"]["3.1"][:3] == [None, "/", 1]
    assert plain["table2"]["licences"] == "/"


def test_a_row_of_the_wrong_length_is_named() -> None:
    plain = tables(sound())
    plain["table3"]["3.2"] = [1, 2, 3]
    with pytest.raises(ValueError, match=r"部分公开.*3 figures, 7 columns"):
        figures(sound().layout(), plain)
