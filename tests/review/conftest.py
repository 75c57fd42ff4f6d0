"""A small district whose bureau is taken before a review body and a court."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from tests.district import SHANGHAI, bureau, district, finance, folder, found, invited

AT = datetime(2026, 5, 6, 9, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


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
def supervisor(district: Agency) -> Person:
    return invited("supervisor", district, Role.SUPERVISOR)


@pytest.fixture
def stranger(finance: Agency) -> Person:
    """The head of another bureau."""
    return invited("stranger", finance, Role.HEAD)


def last_entry(verb: str) -> Entry:
    """The last entry of the chain, which is of this verb."""
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.verb == verb
    return entry


__all__ = ["AT", "HOUR", "bureau", "district", "finance", "folder", "found", "invited", "last_entry"]
