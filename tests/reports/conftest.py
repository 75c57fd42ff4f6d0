"""A small district, its persons, and reports to drop on its desk."""

from __future__ import annotations

from datetime import datetime

import pytest

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.readers import read
from gongkai.reports import actions, tasks
from gongkai.reports.models import Intake, ReportVersion
from tests.district import SHANGHAI, bureau, district, finance, folder, found, invited

from .made import report

AT = datetime(2025, 1, 20, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _few_formats(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing in every format takes half a second; ``every_format`` asks for it."""
    if "every_format" not in request.fixturenames:
        monkeypatch.setattr(writers, "FORMATS", ("html", "json"))


@pytest.fixture
def every_format() -> None:
    """This test publishes in every format."""


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
