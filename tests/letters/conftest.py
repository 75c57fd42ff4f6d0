"""Two agencies with a clerk and a head, and letters on the way."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from PIL import Image

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.letters import drafting, issuing
from gongkai.letters.models import Letter
from tests.district import SHANGHAI, bureau, district, finance, folder, invited
from tests.letters import sample

AT = datetime(2026, 3, 9, 10, 0, tzinfo=SHANGHAI)
ON = AT.date()


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
