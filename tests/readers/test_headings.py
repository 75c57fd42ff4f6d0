"""Which paragraphs are headings of the six sections."""

from __future__ import annotations

import pytest

from gongkai.readers.headings import heading, numeral


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("一、总体情况", 1),
        ("1、 总体情况", 1),
        ("总体情况", 1),
        ("一、概述", 1),
        ("二、主动公开政府信息情况", 2),
        ("(二)主动公开政府信息情况", 2),
        ("二、行政机关主动公开政府信息的情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3),
        ("三、依申请公开情况", 3),
        ("四、政府信息公开行政复议、行政诉讼情况", 4),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("四、政府信息公开行政法复议、行政诉讼情况", 4),
        ("五、存在的主要问题及改进情况", 5),
        ("五、存在问题及改进情况", 5),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("六、其他需要报告的事项", 6),
        ("六、其它需要报告的事项", 6),
        ("一、总体请况", 1),
        ("六、其他需要报告的事顶", 6),
    ],
)
def test_recognised_however_worded(text: str, section: int) -> None:
    found = heading(text)
    assert found is not None
    assert found.section == section
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "（三）政府信息管理情况",
        "三、本年度办理结果",
        "一是思想认识方面尚需加强。",
        "（一）存在问题",
        "（二）改进措施",
        "2023年，我局主动公开政府信息情况良好，全年公开信息167条。",
        "四、结转下年度继续办理",
        "3.工作方案落实情况",
    ],
)
def test_what_is_no_heading_of_a_section(text: str) -> None:
    assert heading(text) is None


def test_the_right_numeral_weighs_more() -> None:
    found = [heading(f"{number}主动公开政府信息情况") for number in ("二、", "2、", "（一）")]
    weights = [one.weight for one in found if one is not None]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3


def test_text_on_the_line_of_its_heading() -> None:
    found = heading("六、其他需要报告的事项 本年度未收取信息处理费，没有其他需要报告的事项。")
    assert found is not None
    assert found.text == "六、其他需要报告的事项"
    assert found.rest.startswith("本年度未收取")


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("6", 6), ("十", 10), ("十一", 11), (None, None), ("", None)]
)
def test_numerals(text: str | None, value: int | None) -> None:
    assert numeral(text) == value
