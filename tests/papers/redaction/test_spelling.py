"""One string in all its forms is found; another string is not taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.redaction import spelling


def found(text: str, term: str) -> list[str]:
    line = spelling.Line(enumerate(text))
    return [text[line.places[start] : line.places[end - 1] + 1] for start, end in line.find(term)]


@pytest.mark.parametrize(
    ("text", "term", "stands"),
    [
        ("申请人赵铁柱来函", "赵铁柱", "赵铁柱"),
        ("申请人赵 铁　柱来函", "赵铁柱", "赵 铁　柱"),
        ("申请人赵\n铁柱来函", "赵铁柱", "赵\n铁柱"),
        ("申请人赵\u200b铁柱来函", "赵铁柱", "赵\u200b铁柱"),
        ("阿不都·热合曼", "阿不都热合曼", "阿不都·热合曼"),
        ("⻢上", "马上", "⻢上"),
        ("⼤会", "大会", "⼤会"),
        ("ＯＳＴＲＯＷＳＫＡ", "Ostrowska", "ＯＳＴＲＯＷＳＫＡ"),
        ("the oﬃce", "office", "oﬃce"),
        ("1101 0519 4912 3100 2X", "11010519491231002X", "1101 0519 4912 3100 2X"),
        ("１３８-0013-8000", "13800138000", "１３８-0013-8000"),
        ("O s t r o w s k a", "Ostrowska", "O s t r o w s k a"),
        ("Os trow ska.", "Ostrowska", "Os trow ska"),
        ("see Ostrow-\nska", "Ostrowska", "Ostrow-\nska"),
        ("see Ostro\nwskas", "Ostrowska", "Ostro\nwska"),
        ("Mill  Lane", "Mill Lane", "Mill  Lane"),
        ("MillLane", "mill lane", "MillLane"),
        ("preOstrowskapost", "Ostrowska", "Ostrowska"),
    ],
)
def test_found(text: str, term: str, stands: str) -> None:
    assert stands in found(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("the man", "them"),
        ("a new", "an"),
        ("a\nnew", "an"),
        ("a-new", "an"),
        ("海上", "上海"),
        ("赵某铁柱", "赵铁柱"),
        ("", "赵"),
        ("赵", ""),
    ],
)
def test_not_found(text: str, term: str) -> None:
    assert found(text, term) == []


def test_backwards_counts_only_where_it_is_not_chance() -> None:
    assert spelling.has("akswortsO", "Ostrowska")
    assert not spelling.has("海上", "上海")


def test_codings_are_those_of_chinese_software_and_of_hexadecimal() -> None:
    coded = set(spelling.codings("赵铁柱"))
    assert {"赵铁柱".encode(coding) for coding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")} <= coded
    assert "赵铁柱".encode("utf-16-be").hex().upper().encode() in coded
    assert "柱铁赵".encode() in coded


def test_what_is_too_short_turns_up_by_chance_and_is_left_to_other_checks() -> None:
    assert all(len(one) >= spelling.PLAIN for one in spelling.bytes_of(["上", "AB"]))


@given(st.text(st.characters(categories=["Lo", "Ll", "Nd"]), min_size=1, max_size=12), st.integers(0, 12))
def test_any_string_is_found_in_itself_spaced_or_not(term: str, at: int) -> None:
    if not spelling.plain(term):
        return
    assert spelling.has(f"、{term}。", term)
    assert spelling.has(" ".join(term), term)
    assert spelling.has(f"、{term[:at]}\u200b{term[at:]}。", term)


@given(st.text(max_size=30))
def test_plain_is_stable(text: str) -> None:
    once = spelling.plain(text)
    assert spelling.plain(once) == once
