"""A district's own catalogue: heads in one row or two, merged cells, ticks, another level, nothing half."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused
from gongkai.publication import column_import, columns
from gongkai.publication.column_import import HEADS
from gongkai.publication.models import Column

from .conftest import AT, TODAY, nothing_after
from .law import told
from .test_counts import workbook

ROW = [
    1, "社会救助", "最低生活保障", "保障对象名单", "《社会救助暂行办法》", "制定或获取信息之日起20个工作日内",
    "区民政局", "■政府网站 □政府公报 ■两微一端\n■社区/企事业单位/村公示栏（电子屏）", "全社会", "主动", "县、乡",
]  # fmt: skip
SECOND = [
    2,
    None,
    "临时救助",
    "救助对象名单",
    "",
    "批复后20日内",
    "区民政局",
    "政府网站、公开查阅点",
    "特定群体",
    "依申请",
    "县",
]
FOR_TOWNS = [3, "养老服务", "补贴发放", "名单", "", "7个工作日", "乡镇", "□政府网站", "全社会", "主动", "乡村"]
PLAIN = workbook(["基层政务公开标准目录"], list(HEADS), ROW, SECOND, FOR_TOWNS)

ABOVE = [
    "序号", "公开事项", None, "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
    "公开对象", None,
    "公开方式", None, "公开层级", None,
]  # fmt: skip
BELOW = [
    None, "一级事项", "二级事项", None, None, None, None, None, "全社会", "特定群体（请自行填写）",
    "主动", "依申请公开", "县级", "乡、村级",
]  # fmt: skip
BOTH = [
    1,
    "社会救助",
    "最低生活保障",
    "名单",
    "x",
    "长期公开",
    "区民政局",
    "☑政府网站",
    "√",
    None,
    "√",
    None,
    "√",
    "√",
]
SOME = [
    2, "社会救助", "特困人员", "名单", "x", "20个工作日", "区民政局", "☑政府网站", None, "特困人员",
    None, "√", "√", None,
]  # fmt: skip
TWO_ROWS = workbook(ABOVE, BELOW, BOTH, SOME)


def of(agency: Agency, title: str) -> Column:
    return Column.objects.get(agency=agency, title=title)


def test_a_table_with_its_heads_in_one_row(head: Person, bureau: Agency) -> None:
    done = column_import.import_columns(head, bureau, PLAIN, at=AT)
    assert done.applied
    assert [(line.row, line.step) for line in done.lines] == [(3, "new"), (4, "new"), (5, "left_out")]
    assert told("columns.import") == {"new": 2, "changed": 0}
    first = of(bureau, "最低生活保障")
    assert first.parent is not None
    assert (first.parent.title, first.origin) == ("社会救助", "基层政务公开标准目录")
    assert (first.content, first.basis, first.period) == ("保障对象名单", "《社会救助暂行办法》", "ordinary")
    assert first.ways == ["website", "wechat", "weibo", "app", "board"]
    assert (first.audience, first.manner, first.level) == ("全社会", "active", "乡村、县级")
    second = of(bureau, "临时救助")
    assert second.parent == first.parent
    assert (second.period, second.period_words) == ("budget-department", "批复后20日内")
    assert (second.ways, second.manner) == (["website", "reading_point"], "on_request")


def test_a_street_office_takes_the_rows_of_its_level(supervisor: Person, street: Agency) -> None:
    done = column_import.import_columns(supervisor, street, PLAIN, at=AT)
    assert [line.step for line in done.lines] == ["new", "left_out", "new"]
    assert "没有勾选" in done.lines[2].message
    assert of(street, "补贴发放").period == "licence"
    every = column_import.import_columns(supervisor, street, PLAIN, every_level=True, dry_run=True, at=AT)
    assert [line.step for line in every.lines] == ["same", "new", "same"]


def test_a_table_with_its_heads_in_two_rows(head: Person, bureau: Agency) -> None:
    done = column_import.import_columns(head, bureau, TWO_ROWS, category="21.7", at=AT)
    assert [(line.row, line.step) for line in done.lines] == [(3, "new"), (4, "new")]
    first, second = of(bureau, "最低生活保障"), of(bureau, "特困人员")
    assert (first.audience, first.manner, first.level) == ("全社会", "active", "乡村、县级")
    assert (second.audience, second.manner, second.level) == ("特定群体：特困人员", "on_request", "县级")
    assert (first.category, first.parent and first.parent.category) == ("21.7", "21.7")
    assert "长期公开" in done.lines[0].message
    assert (first.period, first.period_words) == ("ordinary", "长期公开")


def test_a_dry_run_changes_nothing(head: Person, bureau: Agency) -> None:
    before = Entry.objects.count()
    tried = column_import.import_columns(head, bureau, PLAIN, dry_run=True, at=AT)
    assert not tried.applied
    assert not tried.errors
    assert not Column.objects.exists()
    assert nothing_after(before)


def test_taken_in_again_it_changes_only_what_the_table_says(head: Person, bureau: Agency) -> None:
    column_import.import_columns(head, bureau, PLAIN, at=AT)
    columns.edit(head, of(bureau, "最低生活保障"), fresh_days=90, column_type="重点领域", at=AT)
    again = column_import.import_columns(head, bureau, PLAIN, at=AT)
    assert [line.step for line in again.lines] == ["same", "same", "left_out"]
    changed = workbook(list(HEADS), [*ROW[:3], "保障对象名单、发放标准", *ROW[4:]])
    assert [line.step for line in column_import.import_columns(head, bureau, changed, at=AT).lines] == ["changed"]
    row = of(bureau, "最低生活保障")
    assert (row.content, row.fresh_days, row.column_type) == ("保障对象名单、发放标准", 90, "重点领域")


def test_one_wrong_row_keeps_all_out(head: Person, bureau: Agency) -> None:
    bad = workbook(list(HEADS), ROW, ROW, [None, "养老", "=1+1", *ROW[3:]])
    before = Entry.objects.count()
    found = column_import.import_columns(head, bureau, bad, at=AT)
    assert [line.step for line in found.lines] == ["new", "error", "error"]
    assert not found.applied
    assert not Column.objects.exists()
    assert nothing_after(before)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"nothing", "XLSX"), (workbook(["甲", "乙"], [1, 2]), "表头"),
        (workbook(list(HEADS[:6]), ROW[:6]), "缺少"), (workbook(list(HEADS)), "空"),
    ],
)  # fmt: skip
def test_what_is_no_such_table(head: Person, bureau: Agency, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        column_import.import_columns(head, bureau, data, at=AT)


def test_who_may_not(clerk: Person, stranger: Person, bureau: Agency) -> None:
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            column_import.import_columns(person, bureau, PLAIN, at=AT)
    assert not columns.listed(bureau, TODAY).exists()
