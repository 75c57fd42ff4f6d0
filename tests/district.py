"""What tests of several capabilities stand on: a small district, its persons, and two who act at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import actions, people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUNDED = date(2010, 1, 1)
# Before everything that a test dates.
_BEFORE = datetime(2015, 1, 1, tzinfo=SHANGHAI)


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return actions.create(name, kind=kind, parent=parent, order=order, valid_from=FOUNDED, by=OPERATOR, at=_BEFORE)


def invited(username: str, agency: Agency, role: Role, email: str = "") -> Person:
    return people.invite(
        username, name=f"{username}某", email=email, agency=agency, role=role, by=OPERATOR, at=_BEFORE
    ).person


def together(*works: Callable[[], object]) -> list[object]:
    """What each gave back, or the refusal it met, when all began at the same moment."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        barrier.wait(timeout=20)
        try:
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.FILES = tmp_path
    return tmp_path


@pytest.fixture
def district(db: None) -> Agency:
    return found("示范区人民政府", kind=Kind.GOVERNMENT)


@pytest.fixture
def bureau(district: Agency) -> Agency:
    return found("示范区民政局", district, 10)


@pytest.fixture
def finance(district: Agency) -> Agency:
    return found("示范区财政局", district, 20)
