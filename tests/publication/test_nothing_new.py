"""本期无新增 is a record, and never in the face of something that was published or is owed."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import columns, nothing_new, obligations
from gongkai.publication.models import Column, Item, NothingNew

from .conftest import AT, nothing_after
from .law import told

FIRST, LAST = nothing_new.quarter(2025, 4)


@pytest.fixture
def column(head: Person, bureau: Agency) -> Column:
    return columns.add(head, bureau, title="社会救助", at=AT)


def test_the_days_of_a_quarter() -> None:
    assert nothing_new.quarter(2026, 1) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (date(2025, 10, 1), date(2025, 12, 31)) == (FIRST, LAST)


def test_somebody_looked_and_found_nothing(officer: Person, column: Column) -> None:
    made = nothing_new.confirm(officer, column, from_on=FIRST, until_on=LAST, reason="没有新政策", at=AT)
    assert (made.by, made.reason) == (officer, "没有新政策")
    assert told("columns.nothing-new") == {"from_on": "2025-10-01", "until_on": "2025-12-31"}
    assert nothing_new.last_of(Column.objects.all()) == {column.pk: LAST}
    with pytest.raises(WrongState, match="已经确认"):
        nothing_new.confirm(officer, column, from_on=FIRST, until_on=LAST, at=AT)


@pytest.mark.parametrize("who", ["reviewer", "stranger"])
def test_who_may_not(who: str, column: Column, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        nothing_new.confirm(person, column, from_on=FIRST, until_on=LAST, at=AT)
    assert not NothingNew.objects.exists()
    assert nothing_after(before)


def test_a_time_that_is_not_over_or_runs_backwards(clerk: Person, column: Column) -> None:
    with pytest.raises(Refused, match="没有结束"):
        nothing_new.confirm(clerk, column, from_on=date(2026, 1, 1), until_on=date(2026, 3, 31), at=AT)
    with pytest.raises(Refused, match="早于"):
        nothing_new.confirm(clerk, column, from_on=LAST, until_on=FIRST, at=AT)


def test_not_on_a_first_level_that_has_parts(head: Person, clerk: Person, bureau: Agency, column: Column) -> None:
    columns.add(head, bureau, title="低保", parent=column, at=AT)
    with pytest.raises(Refused, match="二级"):
        nothing_new.confirm(clerk, column, from_on=FIRST, until_on=LAST, at=AT)


def test_not_where_something_was_published_or_is_owed(
    clerk: Person, bureau: Agency, column: Column, public: Item
) -> None:
    Item.objects.filter(pk=public.pk).update(column=column, first_public_on=date(2025, 11, 3))
    with pytest.raises(WrongState, match="公开过"):
        nothing_new.confirm(clerk, column, from_on=FIRST, until_on=LAST, at=AT)
    Item.objects.filter(pk=public.pk).update(column=None)
    obligations.enter(clerk, bureau, title="通知", formed_on=date(2025, 12, 30), column=column, at=AT)
    with pytest.raises(WrongState, match="应公开"):
        nothing_new.confirm(clerk, column, from_on=FIRST, until_on=LAST, at=AT)
