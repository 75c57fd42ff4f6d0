"""Automatic numbers as Word prints them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.readers.numbering import Numbering, counting

from .word import part


def lists(format: str, text: str = "%1", start: int = 1) -> Numbering:
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    inner = f'<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    inner += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return Numbering(etree.fromstring(part("numbering", inner).encode()), None)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1003, "一千零三"),
        (9999, "九千九百九十九"),
        (0, "0"),
        (10_000, "10000"),
    ],
)
def test_counting(number: int, words: str) -> None:
    assert counting(number) == words


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_every_number_has_its_own_words(one: int, two: int) -> None:
    assert (counting(one) == counting(two)) == (one == two)


@pytest.mark.parametrize(
    ("format", "start", "printed"),
    [
        ("decimal", 7, "7."),
        ("decimalZero", 7, "07."),
        ("decimalFullWidth", 12, "１２."),
        ("chineseCounting", 12, "十二."),
        ("chineseLegalSimplified", 12, "壹拾贰."),
        ("ideographDigital", 12, "一二."),
        ("ideographTraditional", 3, "丙."),
        ("ideographZodiac", 4, "卯."),
        ("upperLetter", 27, "AA."),
        ("lowerLetter", 2, "b."),
        ("upperRoman", 14, "XIV."),
        ("lowerRoman", 9, "ix."),
        ("decimalEnclosedCircle", 3, "③."),
        ("decimalEnclosedCircle", 21, "21."),
        ("decimalEnclosedParen", 2, "⑵."),
        ("ideographEnclosedCircle", 1, "㈠."),
        ("none", 5, "."),
        ("something new", 5, "5."),
    ],
)
def test_formats(format: str, start: int, printed: str) -> None:
    assert lists(format, "%1.", start).next("", "1", "0") == printed


def test_a_number_that_ends_openly_keeps_apart_from_the_text() -> None:
    assert lists("decimal").next("", "1", "0") == "1 "
    assert lists("chineseCounting", "第%1条").next("", "1", "") == "第一条 "


def test_it_counts_on_and_knows_no_other_list() -> None:
    numbers = lists("decimal", "%1、")
    assert [numbers.next("", "1", "0") for _ in range(3)] == ["1、", "2、", "3、"]
    assert numbers.next("", "2", "0") == ""
    assert numbers.next("any", "", "") == ""


@pytest.mark.parametrize(
    "broken", ["<w:num/>", "<w:abstractNum/>", '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>']
)
def test_a_broken_part_gives_no_numbers(broken: str) -> None:
    numbers = Numbering(etree.fromstring(part("numbering", broken).encode()), None)
    assert numbers.next("", "1", "0") == ""
