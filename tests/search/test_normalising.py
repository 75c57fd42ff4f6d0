from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.normalising import form, normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("京政发〔2024〕5号", "京政发(2024)5号"),
        ("京政发[2024]5号", "京政发(2024)5号"),
        ("京政发【2024】5号", "京政发(2024)5号"),
        ("京政发（2024）5号", "京政发(2024)5号"),
        ("京政发［2024］5号", "京政发(2024)5号"),
        ("京政发﹝2024﹞5号", "京政发(2024)5号"),
        ("通　　知", "通知"),
        ("政府\n信息\t公开", "政府信息公开"),
        ("Open  Data", "open data"),
        ("公开 Open Data 平台", "公开open data平台"),
        (" 首尾 ", "首尾"),
        ("零\u200b宽\ufeff", "零宽"),
        ("空\0字符", "空字符"),
        ("ｶﾞ", "カ\u3099"),
        ("㎡", "m2"),
        ("⼀", "一"),
        ("Straße", "strasse"),
        ("，。！", ",。!"),
        ("\ud800坏", "坏"),
        ("", ""),
    ],
)
def test_one_form(text: str, expected: str) -> None:
    assert normal(text) == expected


@given(st.text())
def test_what_is_normal_stays_as_it_is_and_is_of_one_line(text: str) -> None:
    found = normal(text)
    assert normal(found) == found or "\u3099" in found or any(map(unicodedata.combining, found))
    assert not set(found) & set("\n\r\t\u3000\0")
    assert "  " not in found


@given(st.text(alphabet="政府信息公开（〔2024〕Ａb ", max_size=30))
def test_case_width_and_brackets_make_no_difference(text: str) -> None:
    assert normal(text.upper()) == normal(text.lower()) == normal(text.replace("〔", "[").replace("〕", "]"))


def test_a_character_by_itself() -> None:
    assert form("Ａ") == "a"
    assert form("\u3000") == " "
    assert form("\u200b") == ""
