"""Measure (a): every sentence of the sample's text comes out of the records, and each hangs on its own.

The sample is read from its file; the table below names, for each of its sentences, the records it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai.readers import read
from gongkai.reports.texts.pieces import lines
from gongkai.reports.texts.writing import part
from gongkai.supervision.models import Accountability

from . import sample

_FILE = Path(__file__).parents[2] / "real" / "qiling-2024.txt"
# What printed numbering and headings add, in the mixed ways of the original.
_MARKER = re.compile(
    r"^(?:（[一二三四五1-5]）|[1-4]\.)(?:[^。]{2,40}情况。|存在问题$|改进措施$|存在的主要问题。|改进措施。)?"
)


def sentences_of(paragraphs: Iterator[str]) -> list[str]:
    found: list[str] = []
    for paragraph in paragraphs:
        plain = _MARKER.sub("", re.sub(r"\s|\[bookmark:_GoBack\]", "", paragraph.replace(": ", ":")))
        found += [one for one in plain.split("。") if one]
    return found


def theirs() -> list[str]:
    """The sentences of the sample: opening lines, sections 1, 5 and 6."""
    report = read(_FILE.read_bytes(), name=_FILE.name).report
    told = [*report.preamble]
    for number in (1, 5, 6):
        section = report.section(number)
        assert section is not None
        told += section.paragraphs
    return sentences_of(iter(told))


def ours(**change: Any) -> list[str]:
    facts = sample.facts(**change)
    return sentences_of(line for number in (0, 1, 5, 6) for line in lines(part(number, facts, sample.own())))


def test_every_sentence_of_the_sample_comes_out_of_its_records() -> None:
    drafted = ours()
    assert [one for one in theirs() if one not in drafted] == []


def test_nothing_else_is_said() -> None:
    there = theirs()
    assert [one for one in ours() if one not in there] == []


def _without(name: str) -> dict[str, Any]:
    return {"records": sample.records(**{name: ()})}


def _pub(**change: Any) -> dict[str, Any]:
    return {"published": sample.published(**change)}


def _problem(at: int, **change: Any) -> dict[str, Any]:
    """The records with another word in one problem."""
    found = list(sample.records().problems)
    for name, value in change.items():
        setattr(found[at], name, value)
    return {"records": sample.records(problems=tuple(found))}


def _activity(at: int, **change: Any) -> dict[str, Any]:
    found = list(sample.records().activities)
    for name, value in change.items():
        setattr(found[at], name, value)
    return {"records": sample.records(activities=tuple(found))}


# Sentence of the sample (its beginning; two of them with "|") -> the record that is changed, and what the
# sentence reads then; None where it
# is gone. Nothing else of the text changes.
STANDS_ON: list[tuple[str, str, Callable[[], dict[str, Any]], str | None]] = [
    ("如对报告内容有疑问", "机关的联系方式", lambda: {"head": replace(sample.head(), phone="0533-7080071")},
     "电话：0533-7080071"),
    ("齐陵街道始终把政府网站|利用信息化手段", "在政府网站公开的信息", lambda: _pub(website=0), None),
    ("2024年，齐陵街道全年主动公开政府信息167条", "公开的信息", lambda: _pub(items=168),
     "168条，撰写政务公开工作稿12篇"),
    ("2024年，齐陵街道全年主动公开政府信息167条", "工作稿件", lambda: {
        "records": sample.records(articles=sample.records().articles[:11])}, "167条，撰写政务公开工作稿11篇"),
    ("2024年，齐陵街道全年主动公开政府信息167条", "没有工作稿件", lambda: _without("articles"), "政府信息167条"),
    ("政府信息公开工作紧紧围绕", "重点领域", lambda: _pub(topic_items={"乡村振兴": 9, "安全生产": 8}),
     "主要围绕乡村振兴、安全生产等"),
    ("政府信息公开工作紧紧围绕", "没有重点领域", lambda: _pub(topic_items={}), None),
    ("齐陵街道严格按照", "申请渠道", lambda: {"asked": sample.asked(channels=())}, None),
    ("2024年度，齐陵街道未收到依申请公开请求", "行政复议", lambda: {"tables": sample.tables(reviews=1, upheld=1)},
     "2024年度，齐陵街道未收到依申请公开请求"),
    ("街道认真落实新修订的", "公开审查和保密审查", lambda: _pub(reviewed=0), None),
    ("严格信息类型", "公开属性", lambda: _pub(classes={"主动公开": 167, "依申请公开": 6}), None),
    ("严格发布程序", "发布程序", lambda: _pub(every_step=False), None),
    ("进一步规范信息管理", "页面更正", lambda: _pub(errors_mended=0), "保持专人专岗高效运作政府信息公开体系"),
    ("进一步规范信息管理", "经办人员", lambda: {"head": replace(sample.head(), staff=0)},
     "进一步规范信息管理，确保政府网站实时更新、及时纠错"),
    ("优化并丰富了", "制度修订", lambda: _pub(rules_new=0), None),
    ("街道认真开展信息公开平台建设", "标准目录", lambda: _pub(obligations=0), "组织信息员积极参加线上线下培训"),
    ("利用信息化手段", "在公示栏公开", lambda: _pub(boards=0), "丰富信息公开形式，以政府网站为载体"),
    ("切实改进工作作风", "四季度的检查", lambda: {
        "records": sample.records(inspections=sample.records().inspections[:3])},
     "全年开展政府信息公开工作检查督查3次"),
    ("建立工作制度规范", "工作制度", lambda: _pub(rules=0), "公开政府信息公开目录，向社会公布举报投诉电话"),
    ("建立工作制度规范", "目录栏目", lambda: _pub(columns=0), "建立工作制度规范，向社会公布举报投诉电话"),
    ("建立工作制度规范", "举报投诉渠道", lambda: _pub(complaint_line=False),
     "建立工作制度规范，公开政府信息公开目录"),
    ("2024年度街道社会评议良好", "社会评议", lambda: _without("appraisals"), "2024年度未产生责任追究"),
    ("2024年度街道社会评议良好", "责任追究", lambda: {"records": sample.records(
        accountabilities=(Accountability(pk=1, title="逾期", on=sample.END, result="correct"),))},
     "街道社会评议良好，责任追究1件，其中责令改正1件"),
    ("齐陵街道在推进政府信息公开工作中", "问题一", lambda: _problem(0, title="思想认识需要提高"),
     "一是思想认识需要提高"),
    ("对于政务公开的重要性认识尚浅", "问题一的原因", lambda: _problem(0, cause="对政务公开学习不够"),
     "对政务公开学习不够"),
    ("二是随着政府信息公开数量", "问题二", lambda: _problem(1, title="服务质量仍需提升"), "二是服务质量仍需提升"),
    ("三是政府信息公开工作存在", "问题三", lambda: _problem(2, title="更新不够及时"), "三是更新不够及时"),
    ("通过多种媒体和宣传渠道", "措施一", lambda: _problem(
        0, measure="持续增强普及宣传的力度。用多种媒体发布"), "用多种媒体发布"),
    ("针对政府信息更新上传不够及时", "措施二", lambda: _problem(
        1, measure="持续优化公开工作机制。按月检查"), "按月检查"),
    ("依据职能配置", "措施三", lambda: _problem(2, measure="切实提升管理维护水平。每季度开会"), "每季度开会"),
    ("同时，积极收集", "意见建议", lambda: _without("suggestions"), "总结并推广实践中形成的优秀经验"),
    ("同时，积极收集", "经验推广", lambda: _without("spreads"), "意见和建议"),
    ("未收取费用", "收费台账", lambda: {"asked": sample.asked(fee=380, fee_cases=1)},
     "对1件申请收取信息处理费380元"),
    ("人大代表建议3件，政协提案0件", "建议提案", lambda: _without("proposals"),
     "本年度没有承办人大代表建议和政协提案"),
    ("拓宽解读渠道", "创新做法", lambda: _without("innovations"), None),
    ("为进一步巩固脱贫攻坚成果", "推荐岗位", lambda: _activity(0, posts=0), "让居民了解更多的就业政策"),
    ("街道开展了一系列关于社会救助", "政策宣讲", lambda: _activity(1, explained="低保"),
     "低保、医疗救助、临时救助等方面"),
    ("2024年以街道分管负责人为重点", "专题培训的内容", lambda: {"records": sample.records(trainings=(
        *sample.records().trainings[:2], *_materials("《中华人民共和国政府信息公开条例》")))},
     "对《中华人民共和国政府信息公开条例》等进行了专题培训"),
]  # fmt: skip


def _materials(text: str) -> tuple[Any, ...]:
    last = sample.records().trainings[2]
    last.materials = text
    return (last,)


@pytest.mark.parametrize(
    ("begins", "record", "change", "reads"), STANDS_ON, ids=[f"{row[1]}: {row[0]}" for row in STANDS_ON]
)
def test_a_sentence_stands_on_its_record(
    begins: str, record: str, change: Callable[[], dict[str, Any]], reads: str | None
) -> None:
    before, after = ours(), ours(**change())
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    assert all(one.startswith(wanted) for one, wanted in zip(gone, begins.split("|"), strict=True))
    assert all(reads is not None and reads in one for one in come[:1])
    assert bool(come) == (reads is not None)


def test_every_sentence_that_states_a_fact_is_in_the_table() -> None:
    """What is not in it is words alone: openings that no record is behind, and the halves of a longer record."""
    openings = (
        "本年度报告中所列数据统计期限", "2024年，齐陵街道办事处在临淄区委、区政府的坚强领导下",
        "齐陵街道针对不足之处", "持续增强普及宣传的力度", "持续优化公开工作机制", "切实提升管理维护水平",
        "一是送岗到户", "二是社会救助惠民生", "为了提高社会救助的知晓率", "向群众详细解读了申请流程",
        "同时积极参加政务公开业务培训",
    )  # fmt: skip
    told = tuple(begins for row in STANDS_ON for begins in row[0].split("|")) + openings
    assert [one for one in theirs() if not one.startswith(told)] == []
