"""Words and runs of digits of one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.readers.tokens import tokens_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("规章 1 2 15", [("words", "规章"), ("run", "1 2 15")]),
        ("行政许可12", [("words", "行政许可"), ("run", "12")]),
        ("1.属于国家秘密 0 0 3", [("words", "1属于国家秘密"), ("run", "0 0 3")]),
        ("(1) 申请人", [("words", "1申请人")]),
        ("3、其他法律行政法规禁止公开5", [("words", "3其他法律行政法规禁止公开"), ("run", "5")]),
        ("本年收费金额 2.02万元", [("words", "本年收费金额"), ("run", "2.02万元")]),
        ("+3 -2", [("run", "+3 -2")]),
        ("/ / 0", [("run", "/ / 0")]),
        ("，。", []),
        ("", []),
    ],
)
def test_a_line_is_words_and_runs(line: str, expected: list[tuple[str, str]]) -> None:
    assert tokens_of(line) == expected


def test_a_figure_glued_before_an_items_number_stays_a_figure() -> None:
    assert tokens_of("05.保护第三方") == [("run", "0"), ("words", "5保护第三方")]


def test_a_figure_before_an_item_is_a_run_of_its_own() -> None:
    found = tokens_of("12 3.属于三类内部事务信息 4")
    assert found == [("run", "12"), ("words", "3属于三类内部事务信息"), ("run", "4")]


@given(st.text("0123456789.,、 ()/-规章许可总计", max_size=40))
def test_whatever_a_line_says_only_words_and_runs_come_out(line: str) -> None:
    """Nothing that is neither word nor figure comes through, and only blanks stand between figures."""
    for kind, text in tokens_of(line):
        assert text == text.strip()
        assert kind in ("words", "run")
        assert set(text) <= set("0123456789.,+-/ 规章许可总计")
