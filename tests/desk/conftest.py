"""A small district at the desk: a government, two bureaus, and a person for every role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies import actions, people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2010, 1, 1)

Appoint = Callable[[Role, Agency], Person]
SignIn = Callable[[Person], Client]


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return actions.create(name, kind=kind, parent=parent, order=order, valid_from=SINCE, by=OPERATOR, at=AT)


@pytest.fixture
def district(db: None) -> Agency:
    return found("示范区人民政府", kind=Kind.GOVERNMENT)


@pytest.fixture
def housing(district: Agency) -> Agency:
    return found("示范区住房和城乡建设局", district, order=20)


@pytest.fixture
def street(district: Agency) -> Agency:
    return found("示范区示范街道办事处", district, order=30, kind=Kind.STREET_OFFICE)


@pytest.fixture
def appoint() -> Appoint:
    """A person with this role in this agency, with what signing in needs."""

    def make(role: Role, agency: Agency) -> Person:
        username = f"{role}-{agency.pk}"
        made = people.invite(username, name=f"{role.label}甲", agency=agency, role=role, by=OPERATOR, at=AT).person
        made.set_password("a long enough password")
        made.save()
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "x"})
        return made

    return make


@pytest.fixture
def sign_in() -> SignIn:
    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def supervisor(district: Agency, appoint: Appoint) -> Person:
    return appoint(Role.SUPERVISOR, district)


@pytest.fixture
def administrator(district: Agency, appoint: Appoint) -> Person:
    return appoint(Role.ADMINISTRATOR, district)


@pytest.fixture
def auditor(district: Agency, appoint: Appoint) -> Person:
    return appoint(Role.AUDITOR, district)


@pytest.fixture
def clerk(housing: Agency, appoint: Appoint) -> Person:
    return appoint(Role.CLERK, housing)
