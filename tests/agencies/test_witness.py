"""A role that was written into the database past every action shows beside the chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import people, witness
from gongkai.agencies.heads import UntoldRole, verify_daily
from gongkai.agencies.models import Agency, Membership, StandIn
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role

from .conftest import AT, SINCE, found

TODAY = date(2025, 1, 20)
DAY = timedelta(days=1)


@pytest.fixture
def in_order(district: Agency, bureau: Agency, clerk: Person, administrator: Person) -> Membership:
    """Everything that actions do with roles; the clerk's membership."""
    mine = clerk.memberships.get()
    people.appoint(
        clerk, agency=district, role=Role.REVIEWER, from_on=TODAY, until_on=TODAY + DAY, by=OPERATOR, at=AT
    )
    people.stand_in(mine, administrator, from_on=TODAY, until_on=TODAY + 9 * DAY, by=OPERATOR, at=AT)
    people.dismiss(mine, last_day=TODAY + 9 * DAY, by=administrator, at=AT)
    people.dismiss(mine, last_day=TODAY + 5 * DAY, by=administrator, at=AT)
    return mine


def test_what_actions_did_is_told(in_order: Membership) -> None:
    assert witness.untold() == []


def _promoted(mine: Membership) -> object:
    return Membership.objects.filter(pk=mine.pk).update(role=Role.SUPERVISOR)


def _moved(mine: Membership) -> object:
    return Membership.objects.filter(pk=mine.pk).update(agency=mine.agency.parent)


def _handed_on(mine: Membership) -> object:
    other = Membership.objects.exclude(person=mine.person).first()
    assert other is not None
    return Membership.objects.filter(pk=mine.pk).update(person=other.person)


def _longer(mine: Membership) -> object:
    return Membership.objects.filter(pk=mine.pk).update(until_on=None)


def _earlier(mine: Membership) -> object:
    return Membership.objects.filter(pk=mine.pk).update(from_on=SINCE)


@pytest.mark.parametrize("change", [_promoted, _moved, _handed_on, _earlier, _longer])
def test_a_changed_role_shows(change: Callable[[Membership], object], in_order: Membership) -> None:
    change(in_order)
    assert witness.untold() == [in_order.key]


def test_a_role_without_end_shows(bureau: Agency, clerk: Person) -> None:
    short = people.appoint(
        clerk, agency=bureau, role=Role.REVIEWER, from_on=TODAY, until_on=TODAY + DAY, by=OPERATOR, at=AT
    )
    _longer(short)
    assert witness.untold() == [short.key]


def test_a_role_out_of_nowhere_shows_and_fails_the_daily_job(
    in_order: Membership, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    verify_daily(AT)
    elsewhere = found("邻区人民政府")
    made = Membership.objects.create(person=in_order.person, agency=elsewhere, role=Role.SUPERVISOR, from_on=TODAY)
    with pytest.raises(UntoldRole, match="1个"):
        verify_daily(AT)
    assert witness.untold() == [made.key]


def test_a_stand_in_out_of_nowhere_shows(in_order: Membership, administrator: Person) -> None:
    made = StandIn.objects.create(membership=in_order, person=administrator, from_on=TODAY, until_on=TODAY)
    assert witness.untold() == [made.key]
