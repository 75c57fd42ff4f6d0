"""A small district, its persons, and reports to drop on its desk."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies import people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.readers import read
from gongkai.reports import actions, tasks
from gongkai.reports.models import Intake, ReportVersion

from .made import report

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUNDED = date(2010, 1, 1)
AT = datetime(2025, 1, 20, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return agencies.create(name, kind=kind, parent=parent, order=order, valid_from=FOUNDED, by=OPERATOR, at=AT)


def invited(username: str, agency: Agency, role: Role) -> Person:
    at = datetime(2015, 1, 1, tzinfo=SHANGHAI)
    return people.invite(username, name=f"{username}某", agency=agency, role=role, by=OPERATOR, at=at).person


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.FILES = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _few_formats(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing in every format takes half a second; ``every_format`` asks for it."""
    if "every_format" not in request.fixturenames:
        monkeypatch.setattr(writers, "FORMATS", ("html", "json"))


@pytest.fixture
def every_format() -> None:
    """This test publishes in every format."""


@pytest.fixture
def district(db: None) -> Agency:
    return found("示范区人民政府", kind=Kind.GOVERNMENT)


@pytest.fixture
def bureau(district: Agency) -> Agency:
    return found("示范区民政局", district, 10)


@pytest.fixture
def finance(district: Agency) -> Agency:
    return found("示范区财政局", district, 20)


@pytest.fixture
def street(district: Agency) -> Agency:
    return found("示范区齐陵街道办事处", district, 30, Kind.STREET_OFFICE)


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return invited("clerk", bureau, Role.CLERK)


@pytest.fixture
def reviewer(bureau: Agency) -> Person:
    return invited("reviewer", bureau, Role.REVIEWER)


@pytest.fixture
def head(bureau: Agency) -> Person:
    return invited("head", bureau, Role.HEAD)


@pytest.fixture
def auditor(district: Agency) -> Person:
    return invited("auditor", district, Role.AUDITOR)


@pytest.fixture
def supervisor(district: Agency) -> Person:
    return invited("supervisor", district, Role.SUPERVISOR)


@pytest.fixture
def outsider(finance: Agency) -> Person:
    return invited("outsider", finance, Role.HEAD)


def dropped(agency: str = "示范区民政局", year: int = 2024, **changes: object) -> actions.Dropped:
    data = writers.write(report(agency, year, **changes), "json")
    return actions.Dropped(f"{agency}{year}.json", data)


def taken(user: Person, *files: actions.Dropped, at: datetime = AT) -> list[Intake]:
    """Dropped and read in this process."""
    intakes = actions.take_in(user, files, at=at)
    tasks.work(at, read=read)
    return [Intake.objects.get(pk=i.pk) for i in intakes]


def in_review(user: Person, agency: str = "示范区民政局", year: int = 2024, **changes: object) -> ReportVersion:
    (intake,) = taken(user, dropped(agency, year, **changes))
    return intake.versions.get()


@pytest.fixture
def version(supervisor: Person, bureau: Agency) -> ReportVersion:
    """In review, of the bureau for 2024, without an error."""
    return in_review(supervisor)


def entries(verb: str) -> list[Entry]:
    """What stands in the audit chain about this verb."""
    return list(Entry.objects.filter(verb=verb))


@pytest.fixture
def published(version: ReportVersion, supervisor: Person) -> ReportVersion:
    accepted = actions.accept(supervisor, version, at=AT)
    return actions.publish(supervisor, accepted, at=AT)
