"""A district with a published report, a corrected one, and one of every kind that nobody may see."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from tests.district import SHANGHAI, found, invited
from tests.reports.conftest import in_review

AT = datetime(2025, 1, 20, 9, 0, tzinfo=SHANGHAI)
LATER = datetime(2025, 2, 3, 10, 30, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _installation(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files in a folder of the test's own; two formats, for publishing in all takes half a second."""
    settings.FILES = tmp_path
    settings.GONGKAI_ADDRESS = "https://gk.example"
    settings.GONGKAI_API_RATE = settings.GONGKAI_ASK_RATE = settings.GONGKAI_UPLOAD_RATE = 0
    for name in ("NAME", "CODE"):
        setattr(settings, f"GONGKAI_SITE_{name}", "")
    settings.GONGKAI_ICP = settings.GONGKAI_POLICE_RECORD = settings.GONGKAI_COMPLAINTS = ""
    monkeypatch.setattr(writers, "FORMATS", ("html", "json"))


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
def supervisor(district: Agency) -> Person:
    return invited("supervisor", district, Role.SUPERVISOR)


def publish(
    supervisor: Person, agency: Agency, year: int = 2024, *, at: datetime = AT, **changes: object
) -> ReportVersion:
    """What is carried over is the same every year, so that the years fit."""
    version = in_review(supervisor, agency.name, year, **{"carried": 3, "to_next": 3, **changes})
    actions.accept(supervisor, version, at=at)
    return actions.publish(supervisor, version, at=at)


def correct(supervisor: Person, version: ReportVersion, cell: str, value: int, note: str) -> ReportVersion:
    """A second public version with one cell changed, accepted by somebody else."""
    reviewer = invited(f"second-{version.pk}", version.agency, Role.REVIEWER)
    fresh = actions.revise(supervisor, version, note=note, at=LATER)
    actions.correct_cell(supervisor, fresh, cell=cell, value=value, reason=note, at=LATER)
    fresh.refresh_from_db()
    actions.accept(reviewer, fresh, at=LATER)
    return actions.publish(supervisor, fresh, note=note, at=LATER)


@pytest.fixture
def report(supervisor: Person, bureau: Agency) -> ReportVersion:
    return publish(supervisor, bureau)


@pytest.fixture
def corrected(supervisor: Person, report: ReportVersion) -> ReportVersion:
    return correct(supervisor, report, "行政许可/本年处理决定数量", 13, "行政许可数量少计一件，现予更正。")


@pytest.fixture
def page(client: Client, db: None) -> Page:
    return Page(client)


class Page:
    """Asks for an address and gives its text."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, address: str, status: int = 200) -> str:
        response = self.client.get(address)
        assert response.status_code == status, (address, response.status_code)
        return response.content.decode()
