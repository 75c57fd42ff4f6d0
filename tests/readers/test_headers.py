"""Which column stands where."""

from __future__ import annotations

from gongkai.readers.headers import HeaderCell, by_grid, by_order, columns, labels_in, unit_of

ORGS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
HEAD_3 = ["申请人情况", "自然人", "法人或其他组织", "总计"]


def test_the_order_of_the_form_read_row_by_row() -> None:
    header = by_order(labels_in([*HEAD_3, *ORGS]))
    assert header is not None
    assert header.slots == columns(3)


def test_another_order_is_honoured() -> None:
    header = by_order(labels_in(["总计", "自然人", "法人或其他组织", "科研机构", "商业企业", *ORGS[2:]]))
    assert header is not None
    assert header.slots == ("总计", "自然人", "科研机构", "商业企业", *ORGS[2:])


def test_a_header_that_is_there_twice_counts_once() -> None:
    header = by_order(labels_in([*HEAD_3, *ORGS, *HEAD_3, *ORGS]))
    assert header is not None
    assert header.slots == columns(3)


def test_cells_broken_in_two_rows() -> None:
    broken = [
        "自然人",
        "法人或其他组织",
        "总计",
        "商业",
        "科研",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "企业",
        "机构",
    ]
    header = by_order(labels_in(broken))
    assert header is not None
    assert header.slots == columns(3)


def test_a_column_short_is_no_header() -> None:
    assert by_order(labels_in([*HEAD_3, *ORGS[:4]])) is None


def test_the_edition_of_a_block_is_in_its_labels() -> None:
    new = by_order(labels_in(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]))
    old = by_order(labels_in(["信息内容", "本年新\n制作数量", "本年新\n公开数量", "对外公开总数量"]))
    assert new is not None
    assert old is not None
    assert (new.edition, old.edition) == ("2021", "2019")


def test_one_label_of_three_that_is_not_known_is_filled_in() -> None:
    header = by_order(labels_in(["信息内容", "本年制发件数", "清理失效", "现行有效件数"]))
    assert header is not None
    assert header.slots == ("本年制发件数", "本年废止件数", "现行有效件数")
    assert header.doubt


def test_two_unknown_labels_are_not() -> None:
    assert by_order(labels_in(["信息内容", "甲", "乙", "现行有效件数"])) is None


def test_three_groups_of_five() -> None:
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    header = by_order(
        labels_in(["行政复议", "行政诉讼", *leaves, "未经复议直接起诉", "复议后起诉", *leaves, *leaves])
    )
    assert header is not None
    assert header.slots == columns(4)


def test_groups_in_another_order() -> None:
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    header = by_order(labels_in(["行政复议", *leaves, "复议后起诉", *leaves, "未经复议直接起诉", *leaves]))
    assert header is not None
    assert header.slots[5] == "lawsuit_after_reconsideration/结果维持"


def cells(*row: tuple[str, int, int]) -> tuple[HeaderCell, ...]:
    return tuple((text, column, across, 1) for text, column, across in row)


def test_columns_by_the_grid() -> None:
    orgs = cells(*((t, 2 + i, 1) for i, t in enumerate(ORGS)))
    header = by_grid((cells(("自然人", 1, 1), ("法人或其他组织", 2, 5), ("总计", 7, 1)), orgs), 3)
    assert header is not None
    assert header.slots == columns(3)
    assert header.spans == tuple((i, i + 1) for i in range(1, 8))


def test_a_grid_that_lost_its_spans_says_nothing() -> None:
    orgs = cells(*((t, i, 1) for i, t in enumerate(ORGS)))
    assert by_grid((cells(("自然人", 0, 1), ("法人或其他组织", 1, 1), ("总计", 2, 1)), orgs), 3) is None


def test_halves_over_each_other() -> None:
    top = cells(
        ("自然人", 1, 1),
        ("商业", 2, 1),
        ("科研", 3, 1),
        ("社会公益", 4, 1),
        ("法律服务", 5, 1),
        ("其他", 6, 1),
        ("总计", 7, 1),
    )
    low = cells(("企业", 2, 1), ("机构", 3, 1), ("组织", 4, 1), ("机构", 5, 1))
    header = by_grid((top, low), 3)
    assert header is not None
    assert header.slots == columns(3)


def test_the_unit_of_an_amount() -> None:
    assert [unit_of(t) for t in ("本年收费金额（单位：万元）", "（单位 ： 万 元）", "金额（元）", "金额")] == [
        "万元",
        "万元",
        "元",
        None,
    ]


def test_other_is_short_for_other_results_at_the_head_of_table_4() -> None:
    groups = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"]
    short = ["结果维持", "结果纠正", "其他", "尚未审结", "总计"]
    header = by_order(labels_in([*groups, *short * 3]))
    assert header is not None
    assert header.slots == columns(4)


def test_a_column_of_table_3_at_the_head_of_table_4_is_no_header() -> None:
    wrong = ["结果维持", "自然人", "其他结果", "尚未审结", "总计"]
    assert by_order(labels_in(["行政复议", *wrong])) is None
