from __future__ import annotations

import pytest

from gongkai.search.marking import beginning, excerpt, mark
from gongkai.search.normalising import normal


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("政府信息公开", ["信息"], "政府<mark>信息</mark>公开"),
        ("临政发〔2024〕5号", ["发[2024]5"], "临政<mark>发〔2024〕5</mark>号"),
        ("ＯＰＥＮ Data", ["open"], "<mark>ＯＰＥＮ</mark> Data"),
        ("通　知，通\n知", ["通知"], "<mark>通　知</mark>，<mark>通\n知</mark>"),
        ("甲乙丙", ["甲", "丙"], "<mark>甲</mark>乙<mark>丙</mark>"),
        ("政府信息", ["政府", "政府信息"], "<mark>政府信息</mark>"),
        ("没有", ["别的"], "没有"),
        ("<b>粗</b>&", ["粗"], "&lt;b&gt;<mark>粗</mark>&lt;/b&gt;&amp;"),
        ("<script>", ["<script>"], "<mark>&lt;script&gt;</mark>"),
        ("a.b*c", [".b*"], "a<mark>.b*</mark>c"),
        ("文字", [], "文字"),
    ],
)
def test_every_place_is_marked_and_everything_escaped(text: str, words: list[str], expected: str) -> None:
    assert mark(text, [normal(word) for word in words]) == expected


def test_an_excerpt_is_a_part_around_the_first_place() -> None:
    text = "前" * 300 + "政府信息" + "后" * 300
    found = excerpt(text, ["政府信息"], size=60)
    assert found is not None
    assert found.startswith("…前")
    assert found.endswith("后…")
    assert "<mark>政府信息</mark>" in found
    assert len(found) < 90


def test_an_excerpt_is_on_one_line_and_none_without_a_place() -> None:
    assert excerpt("第一行\n  第二行", ["第二"]) == "第一行 <mark>第二</mark>行"
    assert excerpt("第一行", ["第三"]) is None
    assert excerpt("第一行", []) is None


def test_the_beginning_where_only_the_title_has_it() -> None:
    assert beginning("字" * 200, size=10) == "字" * 10 + "…"
    assert beginning("<短>", ["短"]) == "&lt;<mark>短</mark>&gt;"


def test_a_long_word_at_the_end_of_an_excerpt_is_shown_whole() -> None:
    word = "乡村振兴" * 30
    found = excerpt(f"前{word}后", [word], size=40)
    assert found is not None
    assert f"<mark>{word}</mark>" in found
