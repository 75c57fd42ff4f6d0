"""When a clause is about the whole body and the whole year."""

from __future__ import annotations

import pytest

from gongkai.statute.form import AnnualReport, guards


@pytest.mark.parametrize(
    ("before", "other"),
    [
        ("2024年共", False),
        ("2023年共", True),
        ("2023年为65件，2024年为", False),
        ("截至2024-12-31", False),
        ("国办发〔2023〕12号规定", False),
        ("共", False),
    ],
)
def test_the_last_year_named_counts(before: str, other: bool) -> None:
    assert guards.other_year(before, 2024) is other
    assert guards.other_year(before, None) is False


def test_the_clause_a_number_is_in() -> None:
    assert guards.clause("全年收到申请，其中网络") == "其中网络"
    assert guards.clause("行政复议1件（申请人撤回结案）、行政诉讼") == "行政复议1件、行政诉讼"
    assert guards.clause("（二）依申请公开：共") == "共"


@pytest.mark.parametrize("text", ["较上年", "去年", "上半年", "3月份", "同期", "3个工作日内", "平均", "历年"])
def test_other_times(text: str) -> None:
    assert guards.of_other_time(text)


@pytest.mark.parametrize("text", ["全年", "上年度结转", "截至12月31日", "2024年1-12月共", "本年度"])
def test_this_year(text: str) -> None:
    assert not guards.of_other_time(text)


@pytest.mark.parametrize(
    ("text", "agency", "subordinate"),
    [
        ("我局共收到", "青禾区水务局", False),
        ("2024年我局共", "青禾区水务局", False),
        ("区水务局共收到", "青禾区水务局", False),
        ("区住建局共收到", "青禾区住房和城乡建设局", False),
        ("区教育局收到", "青禾区水务局", True),
        ("各街道收到", "青禾区人民政府", True),
        ("街道收到", "南棠街道办事处", False),
        ("南棠街道收到", "青禾区南棠街道", False),
        ("全区各部门共收到", "青禾区人民政府", False),
        ("所属单位收到", "青禾区水务局", True),
        ("区教育局收到", None, False),
        ("市政府办公厅共受理", "澜州市人民政府办公厅", False),
        ("依法办理", "青禾区水务局", False),
        ("不断规范各部门的", "青禾区水务局", True),
    ],
)
def test_other_bodies(text: str, agency: str | None, subordinate: bool) -> None:
    assert guards.of_a_subordinate(text, agency) is subordinate


@pytest.mark.parametrize(
    ("text", "agency", "wider"),
    [
        ("全区共收到", "青禾区水务局", True),
        ("全区共收到", "青禾区人民政府", False),
        ("全区共收到", "平潭综合实验区", False),
        ("全市共收到", "青禾区人民政府", True),
        ("全镇共收到", "云汀镇人民政府", False),
        ("全局共收到", "青禾区水务局", False),
        ("全区共收到", "青禾经济开发区管委会", False),
        ("全县共收到", None, False),
    ],
)
def test_wider_bodies(text: str, agency: str | None, wider: bool) -> None:
    assert guards.of_a_wider_body(text, agency) is wider


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("自然人提出的", True),
        ("企业提出的", True),
        ("公民、法人和其他组织提出的", False),
        ("各类", False),
        ("", False),
    ],
)
def test_kinds_of_applicant(text: str, one: bool) -> None:
    assert guards.of_one_kind(text) is one


def test_what_the_sentence_was_about_last() -> None:
    assert guards.of_something_else("收到热线工单312件，办结")
    assert guards.of_something_else("收到信息公开申请82件，受理信访件12件，办结")
    assert not guards.of_something_else("收到信息公开申请82件，办结")
    assert not guards.of_something_else("共")


def test_closed_brackets_do_not_set_the_year() -> None:
    report = AnnualReport(agency="青禾区水务局", year=2024)
    assert guards.about_everything("办结申请80件（含2023年结转的2件），其中", "予以公开5件", report)
    assert not guards.about_everything("2023年办结申请80件，其中", "予以公开5件", report)
