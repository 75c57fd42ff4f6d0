"""A small district and the persons who answer requests in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import channels
from tests.district import FOUNDED, SHANGHAI, bureau, district, finance, folder, invited

if TYPE_CHECKING:
    from .walk import Office

# A Monday; the year is one whose holidays are known.
AT = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


def entries(verb: str) -> list[Entry]:
    """What stands in the audit chain about this verb."""
    return list(Entry.objects.filter(verb=verb))


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
