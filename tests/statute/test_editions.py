"""Both editions of the form, every label typed out by hand from the form."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.statute.form import Block, cells_by_name, edition, edition_for, editions

SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
TABLE_2_OF_2021 = [
    ("第二十条第（一）项", ["本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "行政规范性文件"]),
    ("第二十条第（五）项", ["本年处理决定数量"], ["行政许可"]),
    ("第二十条第（六）项", ["本年处理决定数量"], ["行政处罚", "行政强制"]),
    ("第二十条第（八）项", ["本年收费金额"], ["行政事业性收费"]),
]
TABLE_2_OF_2019 = [
    ("第二十条第（一）项", ["本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章", "规范性文件"]),
    (
        "第二十条第（五）项",
        ["上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "其他对外管理服务事项"],
    ),
    ("第二十条第（六）项", ["上一年项目数量", "本年增/减", "处理决定数量"], ["行政处罚", "行政强制"]),
    ("第二十条第（八）项", ["上一年项目数量", "本年增/减"], ["行政事业性收费"]),
    ("第二十条第（九）项", ["采购项目数量", "采购总金额"], ["政府集中采购"]),
]
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROWS = [
    ("1", "一、本年新收政府信息公开申请数量"),
    ("2", "二、上年结转政府信息公开申请数量"),
    ("3.1", "三、本年度办理结果（一）予以公开"),
    ("3.2", "三、本年度办理结果（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("3.3.1", "三、本年度办理结果（三）不予公开1.属于国家秘密"),
    ("3.3.2", "三、本年度办理结果（三）不予公开2.其他法律行政法规禁止公开"),
    ("3.3.3", "三、本年度办理结果（三）不予公开3.危及“三安全一稳定”"),
    ("3.3.4", "三、本年度办理结果（三）不予公开4.保护第三方合法权益"),
    ("3.3.5", "三、本年度办理结果（三）不予公开5.属于三类内部事务信息"),
    ("3.3.6", "三、本年度办理结果（三）不予公开6.属于四类过程性信息"),
    ("3.3.7", "三、本年度办理结果（三）不予公开7.属于行政执法案卷"),
    ("3.3.8", "三、本年度办理结果（三）不予公开8.属于行政查询事项"),
    ("3.4.1", "三、本年度办理结果（四）无法提供1.本机关不掌握相关政府信息"),
    ("3.4.2", "三、本年度办理结果（四）无法提供2.没有现成信息需要另行制作"),
    ("3.4.3", "三、本年度办理结果（四）无法提供3.补正后申请内容仍不明确"),
    ("3.5.1", "三、本年度办理结果（五）不予处理1.信访举报投诉类申请"),
    ("3.5.2", "三、本年度办理结果（五）不予处理2.重复申请"),
    ("3.5.3", "三、本年度办理结果（五）不予处理3.要求提供公开出版物"),
    ("3.5.4", "三、本年度办理结果（五）不予处理4.无正当理由大量反复申请"),
    ("3.5.5", "三、本年度办理结果（五）不予处理5.要求行政机关确认或重新出具已获取信息"),
    (
        "3.6.1",
        "三、本年度办理结果（六）其他处理1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "3.6.2",
        "三、本年度办理结果（六）其他处理2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("3.6.3", "三、本年度办理结果（六）其他处理3.其他"),
    ("3.7", "三、本年度办理结果（七）总计"),
    ("4", "四、结转下年度继续办理"),
]
ONE_ROW = ("3.6", "三、本年度办理结果（六）其他处理")
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def shape(block: Block) -> tuple[str, list[str], list[str]]:
    return block.title, [c.label for c in block.columns], [r.label for r in block.rows]


@pytest.mark.parametrize(("code", "expected"), [("2021", TABLE_2_OF_2021), ("2019", TABLE_2_OF_2019)])
def test_table_two(code: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    assert [shape(b) for b in edition(code).table(2)] == expected
    assert {b.head for b in edition(code).table(2)} == {"信息内容"}


def test_table_three_of_2021_has_25_rows_of_seven() -> None:
    (block,) = edition("2021").table(3)
    assert [c.label for c in block.columns] == COLUMNS
    assert [(r.code, r.full_label) for r in block.rows] == ROWS
    assert (len(block.rows), len(block.columns), len(block.cells)) == (25, 7, 175)


def test_table_three_of_2019_has_one_row_for_other_handling() -> None:
    (block,) = edition("2019").table(3)
    before, after = ROWS[:20], ROWS[23:]
    assert [(r.code, r.full_label) for r in block.rows] == [*before, ONE_ROW, *after]
    assert (len(block.rows), len(block.cells)) == (23, 161)


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_table_three_says_its_own_relation_and_spans_the_organisations(code: str) -> None:
    (block,) = edition(code).table(3)
    assert block.note == NOTE
    assert block.head == "申请人情况"
    assert [c.group for c in block.columns] == [(), *[("法人或其他组织",)] * 5, ()]


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_table_four_is_three_times_five(code: str) -> None:
    (block,) = edition(code).table(4)
    assert [c.label for c in block.columns] == RESULTS
    assert [("".join(r.group), r.label) for r in block.rows] == [
        ("", "行政复议"),
        ("行政诉讼", "未经复议直接起诉"),
        ("行政诉讼", "复议后起诉"),
    ]
    assert len(block.cells) == 15


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_six_sections_in_order(code: str) -> None:
    assert edition(code).sections == SECTIONS


def test_kinds_of_figure() -> None:
    kinds = {c.name: c.column.kind for e in editions().values() for c in e.cells}
    assert kinds["行政事业性收费/本年收费金额"] == "money"
    assert kinds["政府集中采购/采购总金额"] == "money"
    assert kinds["行政许可/本年增/减"] == "signed"
    assert kinds["行政事业性收费/本年增/减"] == "signed"
    assert {n for n, k in kinds.items() if k != "count" and "增/减" not in n} == {
        "行政事业性收费/本年收费金额",
        "政府集中采购/采购总金额",
    }


def test_units_of_money() -> None:
    units = {c.label: c.unit for e in editions().values() for b in e.blocks for c in b.columns if c.unit}
    assert units == {"本年收费金额": "万元", "采购总金额": "元"}


def test_where_the_editions_come_from() -> None:
    assert edition("2019").reference == "国办公开办函〔2019〕60号"
    assert edition("2021").reference == "国办公开办函〔2021〕30号"
    assert all(e.checked_on >= date(2026, 1, 1) for e in editions().values())


@pytest.mark.parametrize(
    ("year", "code"),
    [(2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (2030, "2021")],
)
def test_which_edition_a_year_must_use(year: int, code: str | None) -> None:
    found = edition_for(year)
    assert (found.code if found else None) == code


def test_an_unknown_edition_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        edition("2016")


def test_names_of_cells_are_unique_in_an_edition_and_found_again() -> None:
    for one in editions().values():
        names = [c.name for c in one.cells]
        assert len(names) == len(set(names))
        assert set(names) <= set(cells_by_name())
    assert cells_by_name()["3.7/自然人"][1].edition == "2021"
    assert cells_by_name()["规章/对外公开总数量"][1].edition == "2019"


def test_the_cells_of_a_row() -> None:
    (block,) = edition("2021").table(3)
    assert [c.name for c in block.row_cells(block.rows[-1])] == [f"4/{c}" for c in COLUMNS]
