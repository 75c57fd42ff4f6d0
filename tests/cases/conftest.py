"""A small district and the persons who answer requests in it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies import people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import channels

if TYPE_CHECKING:
    from .walk import Office

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUNDED = date(2010, 1, 1)
# A Monday; the year is one whose holidays are known.
AT = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return agencies.create(name, kind=kind, parent=parent, order=order, valid_from=FOUNDED, by=OPERATOR, at=AT)


def invited(username: str, agency: Agency, role: Role, email: str = "") -> Person:
    at = datetime(2015, 1, 1, tzinfo=SHANGHAI)
    return people.invite(
        username, name=f"{username}某", email=email, agency=agency, role=role, by=OPERATOR, at=at
    ).person


def entries(verb: str) -> list[Entry]:
    """What stands in the audit chain about this verb."""
    return list(Entry.objects.filter(verb=verb))


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


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return invited("clerk", bureau, Role.CLERK, "clerk@example.cn")


@pytest.fixture
def reviewer(bureau: Agency) -> Person:
    return invited("reviewer", bureau, Role.REVIEWER)


@pytest.fixture
def head(bureau: Agency) -> Person:
    return invited("head", bureau, Role.HEAD, "head@example.cn")


@pytest.fixture
def auditor(district: Agency) -> Person:
    return invited("auditor", district, Role.AUDITOR)


@pytest.fixture
def supervisor(district: Agency) -> Person:
    return invited("supervisor", district, Role.SUPERVISOR)


@pytest.fixture
def outsider(finance: Agency) -> Person:
    return invited("outsider", finance, Role.CLERK)


@pytest.fixture
def office(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> Office:
    """The bureau with all that its letters need."""
    from . import walk

    walk.turn_to(bureau, FOUNDED)
    return walk.Office(bureau, clerk, reviewer, head)


@pytest.fixture
def opened(bureau: Agency) -> None:
    """The bureau takes requests by fax, e-mail and its site, too."""
    for channel, address in (("fax", "0533-1234567"), ("email", "gk@example.cn"), ("web", "https://example.cn")):
        channels.open_channel(OPERATOR, bureau, channel, address=address, from_on=FOUNDED, at=AT)
