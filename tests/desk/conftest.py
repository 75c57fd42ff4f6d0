"""A small district at the desk: a government, two bureaus, and a person for every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies import people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Case
from gongkai.readers import read
from gongkai.reports import actions, tasks
from gongkai.reports.models import Intake, ReportVersion
from tests.cases import walk
from tests.reports.made import report

from .cases import NOW, made

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2010, 1, 1)

Appoint = Callable[[Role, Agency], Person]
SignIn = Callable[[Person], Client]


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return agencies.create(name, kind=kind, parent=parent, order=order, valid_from=SINCE, by=OPERATOR, at=AT)


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
        username = f"{role}-{agency.pk}-{Person.objects.count()}"
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


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """It is the day in the middle of a request's twenty working days."""
    with time_machine.travel(NOW, tick=False) as travel:
        yield travel


@pytest.fixture
def case(clock: time_machine.Coordinates, housing: Agency, clerk: Person) -> Case:
    """A request in the clerk's hands, in an office that can answer."""
    walk.turn_to(housing, date(2026, 3, 2))
    return made(housing, clerk, date(2026, 3, 9))


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.FILES = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _few_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing in every format is tested with the reports; here two are enough."""
    monkeypatch.setattr(writers, "FORMATS", ("html", "json"))


@pytest.fixture
def reviewer(housing: Agency, appoint: Appoint) -> Person:
    return appoint(Role.REVIEWER, housing)


@pytest.fixture
def head(housing: Agency, appoint: Appoint) -> Person:
    return appoint(Role.HEAD, housing)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def version(supervisor: Person, housing: Agency) -> ReportVersion:
    """In review, of the housing bureau for 2024, without an error; collected by the supervisor."""
    return in_review(supervisor, housing)


def in_review(user: Person, agency: Agency, year: int = 2024, **changes: object) -> ReportVersion:
    data = writers.write(report(agency.name, year, **changes), "json")
    (intake,) = actions.take_in(user, [actions.Dropped(f"{agency.name}{year}.json", data)], at=AT)
    tasks.work(AT, read=read)
    return Intake.objects.get(pk=intake.pk).versions.get()


WRONG = {"3.1/自然人": 3}
"""One figure that breaks a row and a column: the culprit."""
