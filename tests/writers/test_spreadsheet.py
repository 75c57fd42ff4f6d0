"""Nothing that goes into a spreadsheet is executed there, and nothing else is changed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.writers.spreadsheet import csv_text, neutral


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86 533", "'+86 533"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        (-5, -5),
        ("-5", "-5"),
        ("+2.5", "+2.5"),
        ("-", "'-"),
        (None, None),
        ("示范区", "示范区"),
        ("'quoted", "'quoted"),
    ],
)
def test_only_what_would_be_executed_is_changed(value: object, shown: object) -> None:
    assert neutral(value) == shown


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    shown = str(neutral(text))
    assert not shown.startswith(("=", "@", "\t", "\r"))
    assert shown.lstrip("'") == text.lstrip("'")


def test_csv_opens_in_excel_and_reads_back() -> None:
    text = csv_text(["机关", "件数"], [["=1+1", 3], ["甲,乙", None]])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [["机关", "件数"], ["'=1+1", "3"], ["甲,乙", ""]]
