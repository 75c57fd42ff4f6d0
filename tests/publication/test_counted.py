"""What the report asks: an item counts once, withdrawn ones are listed, table 2 opens onto its records."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed
from gongkai.publication import counted, counts, queries
from gongkai.publication.counted import Line
from gongkai.publication.models import Item, Showing, Topic
from gongkai.statute.form import cells_by_name

from .conftest import AT, TODAY
from .test_register import laid

DAY = date(2026, 2, 3)


def item(agency: Agency, number: str, on: date = DAY, **more: Any) -> Item:
    return laid(agency, number, on, **{"genre": "notice", "validity": "", **more})


def line(lines: tuple[Line, ...], code: str) -> tuple[int, int]:
    (found,) = [one for one in lines if one.code == code]
    return found.number, found.before


def test_an_item_counts_in_the_year_of_its_first_release(clerk: Person, bureau: Agency) -> None:
    item(bureau, "1", category="20.3")
    item(bureau, "2", category="20.3", changed_at=AT + timedelta(days=400))
    item(bureau, "3", date(2025, 12, 31), category="20.3", released_at=AT)
    item(bureau, "4", category="", state="withdrawn")
    item(bureau, "5", state="removed")
    item(bureau, "6", state="kept", disclosure_class="on_request")
    found = counted.year_of(clerk, bureau, 2026, on=TODAY)
    assert (found.items, found.before, found.withdrawn, found.removed) == (3, 1, 1, 1)
    assert line(found.categories, "20.3") == (2, 1)
    assert line(found.categories, "none") == (1, 0)
    assert sum(one.number for one in found.categories) == found.items
    assert line(found.classes, "active") == (3, 1)
    assert [one.number for one in counted.withdrawn(bureau, 2026)] == [f"{bureau.pk}/4"]
    assert counted.group(bureau, 2026, "category", "20.3").count() == 2
    assert counted.group(bureau, 2026, "category", "none").count() == 1


def test_several_channels_are_one_item_and_one_that_does_not_stand_is_none(clerk: Person, bureau: Agency) -> None:
    one = item(bureau, "1")
    for way in ("website", "wechat", "wechat"):
        Showing.objects.create(item=one, way=way, from_on=DAY, added_at=AT, passed_at=AT)
    Showing.objects.create(item=one, way="gazette", from_on=DAY, added_at=AT, passed_at=AT, struck_at=AT)
    Showing.objects.create(item=one, way="press", from_on=DAY, added_at=AT)
    found = counted.year_of(clerk, bureau, 2026, on=TODAY)
    assert {row.code: row.number for row in found.ways} == {"website": 1, "wechat": 1}
    assert counted.group(bureau, 2026, "way", "wechat").count() == 1
    for way in ("gazette", "press"):
        assert not counted.group(bureau, 2026, "way", way).exists(), "struck, or looked at by nobody"


def test_the_key_topics_of_the_year_beside_those_of_last(clerk: Person, district: Agency, bureau: Agency) -> None:
    now = Topic.objects.create(district=district, year=2026, name="民生服务")
    last = Topic.objects.create(district=district, year=2025, name="民生服务")
    other = Topic.objects.create(district=district, year=2026, name="安全生产", order=5)
    item(bureau, "1").topics.add(now)
    item(bureau, "2", date(2025, 6, 1)).topics.add(last)
    found = counted.year_of(clerk, bureau, 2026, on=TODAY)
    assert [(one.label, one.number, one.before) for one in found.topics] == [
        ("民生服务", 1, 1),
        ("安全生产", 0, 0),
    ]
    assert counted.group(bureau, 2026, "topic", str(now.pk)).count() == 1
    assert not counted.group(bureau, 2026, "topic", str(other.pk)).exists()


def test_the_target_of_the_year_stands_beside(clerk: Person, bureau: Agency) -> None:
    counts.set_target(clerk, bureau, year=2026, number=100, at=AT)
    counts.set_target(clerk, bureau, year=2026, category="20.7", number=4, at=AT)
    found = counted.year_of(clerk, bureau, 2026, on=TODAY)
    assert found.target == 100
    assert [(one.code, one.number, one.target) for one in found.categories] == [("20.7", 0, 4)]


def test_what_was_decided_not_to_be_published_is_counted_by_its_class(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    from gongkai.publication import reviewing

    from .conftest import drafted

    version = drafted(
        clerk, bureau, disclosure_class="on_request", class_basis="《条例》第十六条", class_reason="x"
    )
    reviewing.submit(clerk, version, at=AT)
    reviewing.unit_pass(reviewer, version, at=AT)
    reviewing.disclosure_pass(reviewer, version, checklist=reviewing.all_right(), at=AT)
    kept = reviewing.keep(head, version, at=AT).item
    found = counted.year_of(clerk, bureau, 2026, on=TODAY)
    assert found.items == 0
    assert line(found.classes, "on_request") == (1, 0)
    assert list(counted.group(bureau, 2026, "class", "on_request")) == [kept]


@pytest.mark.parametrize(("by", "code"), [("topic", "x"), ("way", "x"), ("class", "x")])
def test_a_group_that_there_is_not(bureau: Agency, by: counted.By, code: str) -> None:
    with pytest.raises(KeyError):
        counted.group(bureau, 2026, by, code)


def test_table_2_opens_onto_what_is_behind_it(clerk: Person, bureau: Agency) -> None:
    made = laid(bureau, "1", date(2026, 1, 5))
    laid(bureau, "2", date(2020, 1, 5), validity="repealed", ended_on=date(2026, 2, 1))
    laid(bureau, "3", date(2021, 1, 5), genre="rule")
    entered = counts.enter(clerk, bureau, year=2026, what="penalty", number=1003, at=AT)
    counts.enter(clerk, bureau, year=2026, what="charge", number=Decimal("2.02"), at=AT)
    found = counted.table2(clerk, bureau, 2026, on=TODAY)
    assert {cell: figure.number for cell, figure in found.items()} == {
        "规章/本年制发件数": 0, "规章/本年废止件数": 0, "规章/现行有效件数": 1,
        "行政规范性文件/本年制发件数": 1, "行政规范性文件/本年废止件数": 1, "行政规范性文件/现行有效件数": 1,
        "行政许可/本年处理决定数量": None, "行政处罚/本年处理决定数量": 1003, "行政强制/本年处理决定数量": None,
        "行政事业性收费/本年收费金额": Decimal("2.02"),
    }  # fmt: skip
    behind = counted.behind(bureau, 2026, "行政规范性文件/本年制发件数")
    assert behind.items is not None
    assert list(behind.items) == [made]
    behind = counted.behind(bureau, 2026, "行政处罚/本年处理决定数量")
    assert behind.entered is not None
    assert list(behind.entered) == [entered]
    assert found["行政处罚/本年处理决定数量"].records == 1
    with pytest.raises(KeyError):
        counted.behind(bureau, 2026, "3.1/总计")


def test_the_cells_are_those_of_the_form() -> None:
    assert set(counted.CELLS) <= set(cells_by_name())
    assert len(counted.CELLS) == 10


def test_who_may_not_look(stranger: Person, supervisor: Person, bureau: Agency) -> None:
    with pytest.raises(NotAllowed):
        counted.year_of(stranger, bureau, 2026, on=TODAY)
    with pytest.raises(NotAllowed):
        queries.table2(stranger, bureau, 2026, on=TODAY)
    assert queries.year_of(supervisor, bureau, 2026, on=TODAY).items == 0
