"""Who answers for a column, since when, and who stands in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import columns, owners
from gongkai.publication.models import Column, ColumnOwner

from .conftest import AT, TODAY, nothing_after
from .law import told

LATER = date(2026, 6, 1)


@pytest.fixture
def column(head: Person, bureau: Agency) -> Column:
    return columns.add(head, bureau, title="社会救助", at=AT)


def test_an_owner_follows_another_and_both_stay(
    head: Person, clerk: Person, officer: Person, column: Column
) -> None:
    owners.appoint(head, column, person=clerk, unit=" 救助科 ", from_on=TODAY, at=AT)
    owners.appoint(head, column, person=officer, stand_in=clerk, from_on=LATER, at=AT)
    assert told("columns.owner") == {
        "person": officer.key, "stand_in": clerk.key, "from_on": "2026-06-01", "before": clerk.key,
    }  # fmt: skip
    rows = [(one.person, one.unit, one.from_on, one.until_on) for one in ColumnOwner.objects.order_by("from_on")]
    assert rows == [(clerk, "救助科", TODAY, LATER - timedelta(days=1)), (officer, "", LATER, None)]
    today, then = owners.current(column, TODAY), owners.current(column, LATER)
    assert today is not None
    assert then is not None
    assert (today.person, then.person) == (clerk, officer)
    assert owners.owners_of([column], LATER)[column.pk].stand_in == clerk
    assert owners.current(column, TODAY - timedelta(days=1)) is None


def test_who_may_not_names_nobody(clerk: Person, stranger: Person, column: Column) -> None:
    before = Entry.objects.count()
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            owners.appoint(person, column, person=clerk, from_on=TODAY, at=AT)
    assert not ColumnOwner.objects.exists()
    assert nothing_after(before)


def test_an_owner_works_there_and_does_not_stand_in_for_themselves(
    head: Person, clerk: Person, reviewer: Person, stranger: Person, column: Column
) -> None:
    for one in (stranger, reviewer):
        with pytest.raises(Refused, match="经办人"):
            owners.appoint(head, column, person=one, from_on=TODAY, at=AT)
    with pytest.raises(Refused, match="自己"):
        owners.appoint(head, column, person=clerk, stand_in=clerk, from_on=TODAY, at=AT)
    with pytest.raises(Refused, match="经办人"):
        owners.appoint(head, column, person=clerk, stand_in=stranger, from_on=TODAY, at=AT)


def test_history_is_not_written_anew(head: Person, clerk: Person, officer: Person, column: Column) -> None:
    owners.appoint(head, column, person=clerk, from_on=TODAY, at=AT)
    with pytest.raises(WrongState, match="没有改动"):
        owners.appoint(head, column, person=clerk, from_on=LATER, at=AT)
    with pytest.raises(Refused, match="应晚于"):
        owners.appoint(head, column, person=officer, from_on=TODAY, at=AT)
    columns.close(head, column, last_day=TODAY, reason="并入", at=AT)
    with pytest.raises(WrongState, match="停用"):
        owners.appoint(head, column, person=officer, from_on=LATER, at=AT)


def test_the_stand_in_answers_when_the_owner_is_away_or_gone(
    head: Person, clerk: Person, officer: Person, bureau: Agency, column: Column
) -> None:
    owner = owners.appoint(head, column, person=clerk, stand_in=officer, from_on=TODAY, at=AT)
    assert owners.answering(owner, bureau, TODAY) == [clerk]
    held = Membership.objects.get(person=clerk)
    people.dismiss(held, last_day=TODAY, by=OPERATOR, at=AT)
    assert owners.answering(owner, bureau, TODAY + timedelta(days=1)) == [officer]
