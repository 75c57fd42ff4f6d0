from __future__ import annotations

import pytest

from gongkai.errors import CannotSearch
from gongkai.search.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府信息", ("政府信息",)),
        (" 乡村 振兴　资金 ", ("乡村", "振兴", "资金")),
        ("京政发〔2024〕5号", ("京政发(2024)5号",)),
        ("Open Data", ("open", "data")),
        ("公开 公开", ("公开",)),
        ("公开 信息公开", ("信息公开",)),
        ("“十四五”规划", ("“十四五”规划",)),
        ("", ()),
        (" \u200b ", ()),
    ],
)
def test_words_are_parted_normalised_and_told_once(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [("字" * 201, "200个字"), (" ".join("一二三四五六七八九"), "8个"), ("字" * 129, "128个字")],
)
def test_what_is_too_much_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(CannotSearch, match=why):
        words(text)


def test_the_bounds_themselves_are_not_too_much() -> None:
    assert len(words(" ".join("一二三四五六七八"))) == 8
    assert words("字" * 128) == ("字" * 128,)
