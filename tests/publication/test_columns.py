"""The list of what must be public: from the law, edited, ended, and shown as a tree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import columns
from gongkai.publication.models import Column

from .conftest import AT, TODAY, nothing_after, shown
from .law import told


@pytest.fixture
def listed(head: Person, bureau: Agency) -> list[Column]:
    return columns.from_law(head, bureau, at=AT)


def of(agency: Agency, title: str) -> Column:
    return Column.objects.get(agency=agency, title=title)


def test_a_bureau_gets_article_20_and_its_part_of_21(listed: list[Column], bureau: Agency) -> None:
    nodes = columns.public_columns(bureau, TODAY)
    assert [node.column.category for node in nodes][:15] == [f"20.{n}" for n in range(1, 16)]
    assert {node.column.title for node in nodes} >= {"市政建设", "社会救助"}
    documents = nodes[0]
    assert [child.column.title for child in documents.children] == ["行政规范性文件", "其他文件"]
    assert of(bureau, "行政许可结果").period == "licence"
    assert of(bureau, "预算").period == "budget-department"
    assert len(told("columns.from-law")["categories"]) == len(nodes)


def test_what_is_left_out_can_be_taken_in_later_and_nothing_comes_twice(head: Person, bureau: Agency) -> None:
    columns.from_law(head, bureau, leave_out=["20.10", "21.6"], at=AT)
    assert [one.category.code for one in columns.proposed(bureau, TODAY) if not one.there] == ["20.10", "21.6"]
    made = columns.from_law(head, bureau, at=AT)
    assert [one.category for one in made] == ["20.10", "21.6"]
    with pytest.raises(Refused, match="没有可以加入"):
        columns.from_law(head, bureau, at=AT)


def test_a_street_office_has_no_article_21_and_an_institution_nothing(
    supervisor: Person, street: Agency, station: Agency
) -> None:
    assert not any(one.category.startswith("21.") for one in columns.from_law(supervisor, street, at=AT))
    with pytest.raises(Refused, match="第五十五条"):
        columns.from_law(supervisor, station, at=AT)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "stranger"])
def test_who_may_not_changes_nothing(who: str, bureau: Agency, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        columns.from_law(person, bureau, at=AT)
    with pytest.raises(NotAllowed):
        columns.add(person, bureau, title="x", at=AT)
    assert not Column.objects.exists()
    assert nothing_after(before)


def test_a_line_of_ones_own_with_its_freshness(head: Person, bureau: Agency, listed: list[Column]) -> None:
    parent = of(bureau, "社会救助")
    made = columns.add(
        head, bureau, title=" 低保对象名单 ", parent=parent, category="21.7", period="ordinary",
        ways=["website", "board"], column_type="重点领域", fresh_days=90, at=AT,
    )  # fmt: skip
    assert (made.title, made.from_on, made.origin) == ("低保对象名单", TODAY, "own")
    assert told("columns.add") == {"category": "21.7", "period": "ordinary"}
    assert made in columns.leaves(bureau, TODAY)
    assert parent not in columns.leaves(bureau, TODAY)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "名称"), ({"category": "20.16"}, "条例事项"), ({"period": "soon"}, "公开时限"),
        ({"ways": ["shout"]}, "渠道"), ({"manner": "never"}, "公开方式"), ({"fresh_days": 0}, "更新周期"),
        ({"title": "长" * 121}, "120"),
    ],
)  # fmt: skip
def test_what_a_line_cannot_say(head: Person, bureau: Agency, fields: dict[str, object], says: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=says):
        columns.add(head, bureau, at=AT, **{"title": "某事项", **fields})  # type: ignore[arg-type]  # one of them
    assert not Column.objects.exists()
    assert nothing_after(before)


def test_a_name_stands_once_on_its_level(head: Person, bureau: Agency) -> None:
    first = columns.add(head, bureau, title="社会救助", at=AT)
    with pytest.raises(Refused, match="已有"):
        columns.add(head, bureau, title="社会救助", at=AT)
    columns.add(head, bureau, title="社会救助", parent=first, at=AT)
    with pytest.raises(Refused, match="已有"):
        columns.add(head, bureau, title="社会救助", parent=first, at=AT)


def test_there_are_two_levels_and_a_column_with_items_stays_whole(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    first = columns.add(head, bureau, title="一", at=AT)
    second = columns.add(head, bureau, title="二", parent=first, at=AT)
    with pytest.raises(Refused, match="二级"):
        columns.add(head, bureau, title="三", parent=second, at=AT)
    item = shown(clerk, reviewer, head, bureau, "通知", column=second)
    with pytest.raises(Refused, match="二级"):
        columns.add(head, bureau, title="三", parent=second, at=AT)
    assert item.column == second


def test_an_edit_says_what_it_changed(head: Person, bureau: Agency) -> None:
    column = columns.add(head, bureau, title="社会救助", at=AT)
    columns.edit(head, column, title="社会救助和福利", fresh_days=180, period="ordinary", at=AT)
    assert told("columns.edit") == {"fields": ["fresh_days", "title"]}
    with pytest.raises(WrongState, match="没有改动"):
        columns.edit(head, column, fresh_days=180, at=AT)


def test_only_what_holds_may_be_ended_and_nothing_public_is_left_behind(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    first = columns.add(head, bureau, title="一", at=AT)
    second = columns.add(head, bureau, title="二", parent=first, at=AT)
    with pytest.raises(WrongState, match="二级"):
        columns.close(head, first, last_day=TODAY, reason="并入", at=AT)
    with pytest.raises(Refused, match="理由"):
        columns.close(head, second, last_day=TODAY, reason=" ", at=AT)
    with pytest.raises(Refused, match="停用日期"):
        columns.close(head, second, last_day=TODAY - timedelta(days=2), reason="并入", at=AT)
    item = shown(clerk, reviewer, head, bureau, "通知", column=second)
    with pytest.raises(WrongState, match="已公开"):
        columns.close(head, second, last_day=TODAY, reason="并入", at=AT)
    type(item).objects.filter(pk=item.pk).update(column=None)
    columns.close(head, second, last_day=TODAY, reason="并入", at=AT)
    assert told("columns.close") == {"until_on": TODAY.isoformat()}
    assert [node.children for node in columns.public_columns(bureau, TODAY + timedelta(days=1))] == [()]
    with pytest.raises(WrongState, match="停用"):
        columns.edit(head, second, fresh_days=3, at=AT)
    columns.add(head, bureau, title="二", parent=first, at=AT)


def test_the_tree_counts_only_what_the_public_sees(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    first = columns.add(head, bureau, title="一", at=AT)
    second = columns.add(head, bureau, title="二", parent=first, at=AT)
    item = shown(clerk, reviewer, head, bureau, "通知", column=second)
    (node,) = columns.public_columns(bureau, TODAY)
    assert (node.items, node.newest, node.children[0].items) == (1, TODAY, 1)
    type(item).objects.filter(pk=item.pk).update(state="withdrawn")
    (node,) = columns.public_columns(bureau, TODAY)
    assert (node.items, node.newest) == (0, None)


def test_the_tree_asks_a_constant_number_of_questions(bureau: Agency, listed: list[Column]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        columns.public_columns(bureau, TODAY)
    assert len(asked) == 2


def test_what_somebody_may_not_see_is_not_there(stranger: Person, head: Person, bureau: Agency) -> None:
    column = columns.add(head, bureau, title="一", at=AT)
    assert columns.visible(head, column.pk, on=TODAY) == column
    with pytest.raises(Column.DoesNotExist):
        columns.visible(stranger, column.pk, on=TODAY)
