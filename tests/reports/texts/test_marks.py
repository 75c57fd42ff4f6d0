"""Numbers typed by hand: those that equal no record are marked, what is no figure is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.reports.texts.editing import edited
from gongkai.reports.texts.facts import Fact, Part, Parts, reads, same_kind, shown
from gongkai.reports.texts.library import library
from gongkai.reports.texts.marks import marks
from gongkai.reports.texts.pieces import HAND, Bound, Paragraph, Run, Text, lines
from gongkai.reports.texts.writing import part

from . import sample

FACTS = {
    "items": Fact(167, "条"),
    "trainings": Fact(3, "次"),
    "fee": Fact(380, "元"),
    "results": Fact(Parts((Part("予以公开", 4), Part("不予公开", 0))), "件"),
}


def said(words: str) -> Text:
    return (Paragraph(HAND, (Run(HAND, (words,)),)),)


def marked(words: str) -> list[str]:
    return [one.words for one in marks(said(words), FACTS)]


@pytest.mark.parametrize(
    "words",
    [
        "2024年公开信息167条", "从2024年1月1日到12月31日止", "2023—2024年", "《条例》第20条第（5）项",
        "依据第20条第1款", "国办公开办函〔2021〕30号", "国务院令第711号", "（3）加强学习。",
        "1.加强学习。2.做好公开。",
        "电话：0533-7080070，邮编：255430", "邮箱a1@zb.gov.cn", "在20个工作日内答复", "12345热线",
        "落实“5+2”工作法", "印发《2024年工作要点30条》", "培训3次", "培训三次", "第三次会议", "办理4件", "共4件",
        "收费380元",
        "不断提高三大能力", "一次性告知", "0件", "每两周更新", "每季度1次检查",
    ],
)  # fmt: skip
def test_not_marked(words: str) -> None:
    assert marked(words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("公开信息168条", ["168条"]),
        ("公开信息170余条", ["170"]),
        ("培训167次", ["167次"]),
        ("培训四次", ["四次"]),
        ("办结率99.5%", ["99.5%"]),
        ("收费3.8万元", ["3.8万元"]),
        ("更新栏目12个、信息员20人", ["12个", "20人"]),
        ("开展活动十二场", ["十二场"]),
    ],
)
def test_marked(words: str, found: list[str]) -> None:
    assert marked(words) == found


def test_a_fee_in_ten_thousands_equals_its_record() -> None:
    assert marked("收费0.038万元") == []


def test_where_it_stands_and_what_else_has_that_value() -> None:
    (found,) = marks(said("培训167次。"), FACTS)
    assert (found.paragraph, found.start, found.end, found.near) == (0, 2, 6, ("items",))


def test_what_is_bound_or_as_drafted_is_never_marked() -> None:
    text = (
        Paragraph("p", (Run("drafted", ("公开", Bound("items", "999"), "条，另有55条。")),)),
        Paragraph("q", (Run(HAND, ("公开", Bound("items", "999"), "条，另有55条。")),)),
    )
    assert [(one.paragraph, one.words) for one in marks(text, FACTS)] == [(1, "55条")]


def test_in_a_whole_draft_only_what_was_typed_is_marked() -> None:
    text = part(1, sample.facts(), library(sample.END))
    plain = "\n".join(lines(text))
    assert marks(text, sample.facts()) == ()
    changed = edited(text, plain.replace("政府信息167条", "政府信息170条"))
    assert [one.words for one in marks(changed, sample.facts())] == ["170条"]


def test_the_sample_itself_has_no_number_without_its_record() -> None:
    """Every line of every part as if a person had typed it."""
    facts = sample.facts()
    for number in (1, 5, 6):
        text = part(number, facts, sample.own())
        for line in lines(text):
            assert [one.words for one in marks(said(line), facts)] == [], line


def test_counters_of_one_kind() -> None:
    assert same_kind("人", "人次")
    assert same_kind("", "次")
    assert not same_kind("次", "条")


def test_numbers_as_printed() -> None:
    assert [shown(one) for one in (3, Decimal("2.50"), Decimal("300"), Decimal("1E+3"))] == [
        "3",
        "2.5",
        "300",
        "1000",
    ]
    assert reads(FACTS, "results/予以公开") == "4"
    assert reads(FACTS, "results/其他") == "0"
    assert reads(FACTS, "nothing") is None
