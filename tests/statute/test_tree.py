"""The list of agencies: the tree it gives, and every fault named with its line."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.errors import Unreadable
from gongkai.statute.credit_code import check_character
from gongkai.statute.form.tree import Body, Tree, agencies_from_csv

HEAD = "统一社会信用代码,名称,类型,上级代码,排序"


def code(number: int) -> str:
    body = f"11370305{number:09d}"
    return body + check_character(body)


LIST = f"""{HEAD}
{code(1)},示范区人民政府,人民政府,,1
{code(2)},示范区建设局,政府部门,{code(1)},30
{code(3)},示范区教育局,政府部门,{code(1)},20
{code(4)},建设局质监站,事业单位,{code(2)},1
{code(5)},东街道办事处,街道办事处,{code(1)},40
"""


def test_the_tree_stands_in_official_order_not_in_code_order() -> None:
    tree = agencies_from_csv(LIST)
    assert [b.name for b in tree.roots] == ["示范区人民政府"]
    assert [b.name for b in tree.children(code(1))] == ["示范区教育局", "示范区建设局", "东街道办事处"]
    assert [b.name for b in tree.above(code(4))] == ["示范区建设局", "示范区人民政府"]
    assert tree.notes == ()


def test_who_reports_below_leaves_out_institutions_and_stops_at_a_government() -> None:
    more = f"{LIST}{code(6)},南县人民政府,县人民政府,{code(1)},50\n{code(7)},南县财政局,政府部门,{code(6)},1\n"
    names = [b.name for b in agencies_from_csv(more).below(code(1))]
    assert names == ["示范区教育局", "示范区建设局", "东街道办事处", "南县人民政府"]


def test_days_and_successors() -> None:
    text = f"{HEAD},设立日期,撤销日期,承继机关代码\n{code(1)},甲局,政府部门,,1,,2024-03-31,{code(2)}、{code(3)}\n"
    text += f"{code(2)},乙局,政府部门,,2,2024-04-01,,\n{code(3)},丙局,政府部门,,3,2024-04-01,,\n"
    first = agencies_from_csv(text).bodies[code(1)]
    assert first.successors == (code(2), code(3))
    assert first.exists_on(date(2024, 3, 31))
    assert not first.exists_on(date(2024, 4, 1))
    assert not agencies_from_csv(text).bodies[code(2)].exists_on(date(2024, 3, 31))


def test_a_mark_at_the_beginning_blank_lines_and_other_columns_do_not_matter() -> None:
    text = (
        f"\ufeff名称,备注,类型,上级代码,排序,统一社会信用代码\n\n 甲 局 ,无,政府部门,,,{code(1).lower()}\n,,,,,\n"
    )
    (body,) = agencies_from_csv(text).roots
    assert (body.code, body.name, body.parent) == (code(1), "甲局", None)


def test_a_code_that_cannot_be_right_is_a_note_not_an_error() -> None:
    tree = agencies_from_csv(f"{HEAD}\nA1,甲局,政府部门,,1\n")
    assert tree.notes == ("甲局：统一社会信用代码应为18位，现为2位。",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空的"),
        (HEAD, "只有表头"),
        ("名称,类型\n甲局,部门\n", "统一社会信用代码、上级代码、排序"),
        (f"{HEAD}\n,甲局,政府部门,,1\n", "第2行：缺少统一社会信用代码"),
        (f"{HEAD}\n{code(1)},,政府部门,,1\n", "第2行：缺少名称"),
        (f"{HEAD}\n{code(1)},甲局,政府部门,,一\n", "第2行：排序应是整数，现为“一”"),
        (f"{HEAD}\n{code(1)},甲局,政府部门,,²\n", "排序应是整数"),
        (f"{HEAD}\n{code(1)},甲局,,,1\n{code(1)},乙局,,,2\n", "第3行.*与第2行相同"),
        (f"{HEAD}\n{code(1)},甲局,,{code(9)},1\n", f"甲局的上级或承继机关代码 {code(9)} 不在名单里"),
        (f"{HEAD}\n{code(1)},甲局,,{code(1)},1\n", "绕成了圈：甲局→甲局"),
        (f"{HEAD}\n{code(1)},甲局,,{code(2)},1\n{code(2)},乙局,,{code(1)},2\n", "绕成了圈：甲局→乙局→甲局"),
        (f"{HEAD},撤销日期\n{code(1)},甲局,,,1,2024年底\n", "撤销日期应写作2024-12-31"),
        (f'{HEAD}\n"{code(1)},甲局,,,1\n' + "a" * 200_000, "CSV格式"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        agencies_from_csv(text)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(Unreadable, match=r"第2行.*第3行.*第4行"):
        agencies_from_csv(f"{HEAD}\n,甲,,,1\n,乙,,,2\n{code(1)},,,,3\n")


def test_bodies_given_as_values_are_held_to_the_same() -> None:
    with pytest.raises(Unreadable, match="代码相同"):
        Tree.of([Body("1", "甲局"), Body("1", "乙局")])
