"""Wording as a person edits it: places, conditions, boxes, and what is refused."""

from __future__ import annotations

import pytest

from gongkai.errors import Refused
from gongkai.letters import templates
from gongkai.statute.elements import Element
from gongkai.statute.letters import letter_kind
from gongkai.writers.letter import Table
from tests.letters import sample

KIND = letter_kind("supplement-notice", sample.ON)
TEXT = templates.shipped("supplement-notice")


def show(element: Element, boxed: bool) -> list[str]:
    return [f"<{element.code}>"]


def test_labels_become_codes() -> None:
    text = TEXT.replace("{supplement_until}", "{ 合理的补正期限 }")
    assert templates.normal(KIND, text) == TEXT
    assert "{合理的补正期限}" in templates.readable(KIND, TEXT)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t + "\n{电话}", "不能有“{电话}”"),
        (lambda t: t + "\n{remedy}", "不能有"),
        (lambda t: t.replace("{supplement_until}", "三日"), "缺少必备要素：合理的补正期限"),
        (lambda t: t + "\n{", "花括号"),
        (lambda t: t + "\n| 一 | 二 | 三 |", "竖线"),
    ],
)
def test_what_would_make_a_letter_incomplete_is_refused(change: object, says: str) -> None:
    assert callable(change)
    with pytest.raises(Refused) as caught:
        templates.normal(KIND, change(TEXT))
    assert says in str(caught.value)


def test_conditions() -> None:
    kind = letter_kind("transfer-notice", sample.ON)
    text = "{?handled=transferred}已转送。\n{!transferred_on}未转送。\n{?right_agency}{?handled}两者。"
    values = {"handled": "transferred", "right_agency": "某局"}
    assert templates.filled(kind, text, values, show) == ("已转送。", "未转送。", "两者。")
    assert templates.filled(kind, text, {"transferred_on": "2026-03-01"}, show) == ()


def test_boxes_have_spans_heights_and_lines() -> None:
    text = "前言。\n| 一 |\n| 栏 | {request} |3\n| 甲 | 乙 | 丙↵→丁 | 戊 |\n后记。"
    before, table, after = templates.filled(KIND, text, {}, show)
    assert (before, after) == ("前言。", "后记。")
    assert isinstance(table, Table)
    assert [[(c.text, c.span, c.head) for c in row.cells] for row in table.rows] == [
        [("一", 4, True)],
        [("栏", 1, True), ("<request>", 3, False)],
        [("甲", 1, True), ("乙", 1, False), ("丙\n\t丁", 1, True), ("戊", 1, False)],
    ]
    assert [row.height for row in table.rows] == [1, 3, 1]


def test_a_value_alone_on_its_line_ends_with_a_mark() -> None:
    def several(element: Element, boxed: bool) -> list[str]:
        return ["一", "二。", "三；"]

    assert templates.filled(KIND, "{supplement_items}", {}, several) == ("一。", "二。", "三；")


def test_values_bring_no_places_and_no_boxes() -> None:
    def sly(element: Element, boxed: bool) -> list[str]:
        return ["| {request} | ↵"]

    assert templates.filled(KIND, "{supplement_items}", {}, sly) == ("| {request} | ↵。",)
    (table,) = templates.filled(KIND, "| 栏 | {request} |", {}, sly)
    assert isinstance(table, Table)
    assert table.rows[0].cells[1].text == "| {request} | ↵"


def test_an_unknown_kind_has_no_wording() -> None:
    for code in ("nothing", "../reasons"):
        with pytest.raises(Refused):
            templates.shipped(code)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("第二章（第12页至第37页）", "第二章（第12页至第37页）。"),
        ("检索词为“改造”", "检索词为“改造”。"),
        ("他说：“没有。”", "他说：“没有。”"),
        ("（详见附件）", "（详见附件）"),
        ("需要核对的事项：", "需要核对的事项："),
    ],
)
def test_brackets_and_quotes_are_no_mark_at_the_end(written: str, printed: str) -> None:
    assert templates.filled(KIND, "{supplement_items}", {}, lambda element, boxed: [written]) == (printed,)
