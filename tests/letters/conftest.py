"""Two agencies with a clerk and a head, and letters on the way."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies import people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.letters import drafting, issuing
from gongkai.letters.models import Letter
from tests.letters import sample

AT = datetime(2026, 3, 9, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ON = AT.date()
FOUNDED = date(2010, 1, 1)


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return agencies.create(name, kind=kind, parent=parent, order=order, valid_from=FOUNDED, by=OPERATOR, at=AT)


def invited(username: str, agency: Agency, role: Role) -> Person:
    at = datetime(2015, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    return people.invite(username, name=f"{username}某", agency=agency, role=role, by=OPERATOR, at=at).person


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
    return invited("clerk", bureau, Role.CLERK)


@pytest.fixture
def head(bureau: Agency) -> Person:
    return invited("head", bureau, Role.HEAD)


@pytest.fixture
def reviewer(bureau: Agency) -> Person:
    return invited("reviewer", bureau, Role.REVIEWER)


@pytest.fixture
def outsider(finance: Agency) -> Person:
    return invited("outsider", finance, Role.HEAD)


def drafted(user: Person, agency: Agency, kind: str = "supplement-notice", **changes: object) -> Letter:
    values = {**sample.values(kind), **changes}
    return drafting.draft(
        user, agency=agency, kind=kind, subject="case:5", addressee="张某", values=values, on=ON, at=AT
    )


def issued(user: Person, agency: Agency, kind: str = "supplement-notice") -> Letter:
    return issuing.issue(user, drafted(user, agency, kind), on=ON, at=AT)


@pytest.fixture
def draft(clerk: Person, bureau: Agency) -> Letter:
    return drafted(clerk, bureau)


@pytest.fixture
def letter(clerk: Person, bureau: Agency) -> Letter:
    """Issued, not yet sealed."""
    return issued(clerk, bureau)


def scan(colour: int = 200) -> bytes:
    """A small page as a scanner gives it."""
    out = io.BytesIO()
    Image.effect_noise((200, 280), colour).save(out, "PNG")
    return out.getvalue()


def entries(verb: str) -> list[Entry]:
    """What stands in the audit chain about this verb."""
    return list(Entry.objects.filter(verb=verb))
