"""Hints: values that cannot well be, and lists in the text that do not add up."""

from __future__ import annotations

import pytest

from gongkai.statute.form import Finding, check

from .a_report import sound


def hints(agency: str, relation: str = "A8") -> list[Finding]:
    return [f for f in check(sound(agency=agency)) if f.relation == relation]


@pytest.mark.parametrize(
    "agency",
    [
        "示范区和平街道办事处",
        "松林镇人民政府",
        "青山乡人民政府",
        "示范县人民政府",
        "示范县教育局",
        "示范区人民政府",
        "示范市水务局",
    ],
)
def test_rules_made_where_none_can_be_made_are_a_hint(agency: str) -> None:
    found = [f for f in hints(agency) if f.cells == ("规章/本年制发件数",)]
    assert [(f.severity, f.found) for f in found] == [("hint", 1)]
    assert agency in found[0].message


@pytest.mark.parametrize(
    "agency",
    ["示范市人民政府", "示范省人民政府办公厅", "国家示范总局", "示范自治区人民政府", "示范自治州人民政府", ""],
)
def test_bodies_that_make_rules_are_silent(agency: str) -> None:
    assert hints(agency) == []


def test_rules_in_force_in_a_street_office_are_a_hint_too() -> None:
    assert {f.cells[0] for f in hints("和平街道办事处")} == {"规章/本年制发件数", "规章/现行有效件数"}


def test_no_rules_made_is_silent() -> None:
    zero = {"规章/本年制发件数": "/", "规章/本年废止件数": "/", "规章/现行有效件数": 0}
    report = sound(zero, agency="和平街道办事处")  # type: ignore[arg-type]
    assert [f for f in check(report) if f.relation == "A8"] == []


def listed(text: str) -> list[Finding]:
    return [f for f in check(sound(texts={1: text})) if f.relation == "A6"]


TEN = (
    "全年共公布政府信息{}条(其中机构职能类信息82条，政策、规范性文件类信息80条，规划计划类信息21条，行政许可类信息40条，"
    "重大建设项目信息390条，为民办实事类信息69条，民政扶贫救灾社会保障就业类信息143条，国土资源城乡建设环保能源类信息208条，"
    "科教文体卫生类信息246条，安全生产、应急管理类信息271条，其他应主动公开政府信息1053条)。"
)


def test_a_published_list_that_is_one_off() -> None:
    found = listed(TEN.format(2602))
    assert [(f.severity, f.expected, f.found) for f in found] == [("hint", 2603, 2602)]
    assert listed(TEN.format(2603)) == []


ADDS_UP = [
    "主动公开政府信息171条：基层政务公开领域信息124条，工作动态34条，预算决算4条，应急预案3条，政策文件2条，其他政府信息4条。",
    "公开政府信息22条，其中人事信息2条，动态信息2条，其他信息18条。",
    "收到申请82件，其中自然人申请66件，法人或其他组织申请16件。",
]
NOT_WHOLE = [
    "公开信息500条，其中网站300条，公众号150条。",
    "公开信息500条，其中政策文件20条，规划计划15条。",
    "发布信息300条，其中网站300条，微信公众号120条，公开栏50条。",
    "公开政府信息773条，公开行政规范性文件17件，其他政策文件35件。",
    "公开政府信息96条，其中网站41条，其中政策解读2份，其他55条。",
    "收到申请82件，其中办结79件，3件结转下年度。",
    "全年公开信息1000余条，其中动态300余条，其他200条。",
    "公开信息500条，占总数的45%，其中动态200条，其他100篇。",
]
OFF = [
    ("公开政府信息320条，其中政策文件200条，工作动态90条，其他信息20条。", 310, 320),
    ("收到申请82件，其中自然人申请66件，法人或其他组织申请15件。", 81, 82),
    ("公开信息100条，其中政策文件60条，规划计划30条，统计信息20条。", 110, 100),
]


@pytest.mark.parametrize("text", ADDS_UP + NOT_WHOLE)
def test_lists_that_add_up_or_do_not_claim_to_be_whole_are_silent(text: str) -> None:
    assert listed(text) == []


@pytest.mark.parametrize(("text", "added", "total"), OFF)
def test_lists_that_claim_to_be_whole_and_are_not(text: str, added: int, total: int) -> None:
    found = [f for f in listed(text) if f.severity == "hint"]
    assert [(f.expected, f.found) for f in found] == [(added, total)]
