"""What a page shows apart in a text."""

from __future__ import annotations

from gongkai.reports.texts.editing import edited
from gongkai.reports.texts.library import library
from gongkai.reports.texts.pieces import HAND, Bound, Paragraph, Run, Text, lines
from gongkai.reports.texts.segments import Kind, label_of, segments
from gongkai.reports.texts.writing import part

from . import sample

SHIPPED = library(sample.END)
FACTS = sample.facts()


def kinds(text: Text) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for row in segments(text, FACTS) for one in row if one.kind != Kind.WORDS]


def by_hand(*pieces: str | Bound) -> Text:
    return (Paragraph("p", (Run(HAND, pieces),)),)


def test_every_character_is_shown_once_and_in_order() -> None:
    for number in (0, 1, 5, 6):
        text = part(number, FACTS, SHIPPED)
        assert tuple("".join(one.text for one in row) for row in segments(text, FACTS)) == lines(text)


def test_a_bound_figure_names_its_record() -> None:
    (row,) = segments(by_hand("公开", Bound("items", "167"), "条"), FACTS)
    assert [(one.kind, one.text, one.label) for one in row] == [
        (Kind.WORDS, "公开", ""), (Kind.BOUND, "167", "主动公开政府信息"), (Kind.WORDS, "条", ""),
    ]  # fmt: skip


def test_one_whose_record_changed_or_is_gone() -> None:
    text = by_hand(Bound("items", "160"), "条，", Bound("gone", "3"), "件")
    found = [one for row in segments(text, FACTS) for one in row if one.kind == Kind.BEHIND]
    assert [(one.text, one.now) for one in found] == [("160", "167"), ("3", "")]


def test_a_number_without_a_record_stands_out_with_what_else_has_its_value() -> None:
    text = edited(part(1, FACTS, SHIPPED), "\n".join(lines(part(1, FACTS, SHIPPED))).replace("167条", "170条"))
    assert (Kind.UNKNOWN, "170条") in kinds(text)
    (row,) = segments(by_hand("开会167次。"), FACTS)
    (unknown,) = [one for one in row if one.kind == Kind.UNKNOWN]
    assert unknown.label.split("、")[0] == "主动公开政府信息"


def test_a_listed_sentence_is_several_rows() -> None:
    rows = segments(part(5, FACTS, SHIPPED), FACTS)
    assert ["".join(one.text for one in row)[:2] for row in rows] == ["（一", "（二", "1.", "2.", "3."]


def test_labels() -> None:
    assert label_of(FACTS, "items") == "主动公开政府信息"
    assert label_of(FACTS, "classes/主动公开") == "公开属性：主动公开"
    assert label_of(FACTS, "problems/problem:1/cause") == "存在的问题"
    assert label_of(FACTS, "nothing") == ""
