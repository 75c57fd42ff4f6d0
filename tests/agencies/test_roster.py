"""Who acts on a day: the stand-in in place of the absent, nobody who has left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.agencies.roster import acting_for, in_role

from .conftest import AT, found

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def invited(username: str, agency: Agency, role: Role) -> Person:
    return people.invite(username, name=username, agency=agency, role=role, by=OPERATOR, at=AT).person


def absent(person: Person, deputy: Person, until: date = TODAY) -> None:
    people.stand_in(person.memberships.get(), deputy, from_on=TODAY, until_on=until, by=OPERATOR, at=AT)


def test_who_has_the_role(bureau: Agency, district: Agency, clerk: Person) -> None:
    second = invited("second", bureau, Role.CLERK)
    invited("head", bureau, Role.HEAD)
    invited("elsewhere", district, Role.CLERK)
    assert in_role(bureau, Role.CLERK, on=TODAY) == [clerk, second]
    assert len(in_role(bureau, Role.CLERK, Role.HEAD, on=TODAY)) == 3


def test_the_stand_in_instead_of_the_absent(bureau: Agency, clerk: Person) -> None:
    deputy = invited("deputy", bureau, Role.INFORMATION_OFFICER)
    absent(clerk, deputy)
    assert in_role(bureau, Role.CLERK, on=TODAY) == [deputy]
    assert acting_for(clerk, [bureau], on=TODAY) == [deputy]
    assert in_role(bureau, Role.CLERK, on=TODAY + timedelta(days=1)) == [clerk]
    assert acting_for(clerk, [bureau], on=TODAY + timedelta(days=1)) == [clerk]


def test_nobody_who_has_left(bureau: Agency, clerk: Person) -> None:
    people.dismiss(clerk.memberships.get(), last_day=TODAY, by=OPERATOR, at=AT)
    assert in_role(bureau, Role.CLERK, on=TODAY) == [clerk]
    assert in_role(bureau, Role.CLERK, on=TODAY + timedelta(days=1)) == []
    assert acting_for(clerk, [bureau], on=TODAY + timedelta(days=1)) == []


def test_nobody_who_may_not_sign_in(bureau: Agency, clerk: Person) -> None:
    people.disable(clerk, reason="x", by=OPERATOR, at=AT)
    assert in_role(bureau, Role.CLERK, on=TODAY) == []


def test_each_once_whatever_their_roles(bureau: Agency, clerk: Person) -> None:
    people.appoint(clerk, agency=bureau, role=Role.HEAD, from_on=TODAY, by=OPERATOR, at=AT)
    assert in_role(bureau, Role.CLERK, Role.HEAD, on=TODAY) == [clerk]
    assert acting_for(clerk, [bureau, found("他局")], on=TODAY) == [clerk]


def test_where_they_work_only(bureau: Agency, district: Agency, clerk: Person) -> None:
    assert acting_for(clerk, [district], on=TODAY) == []
