from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions, people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2010, 1, 1)


def found(name: str, parent: Agency | None = None, order: int = 10, kind: Kind = Kind.DEPARTMENT) -> Agency:
    return actions.create(name, kind=kind, parent=parent, order=order, valid_from=SINCE, by=OPERATOR, at=AT)


@pytest.fixture
def district(db: None) -> Agency:
    return found("示范区人民政府", kind=Kind.GOVERNMENT)


@pytest.fixture
def bureau(district: Agency) -> Agency:
    return found("示范区民政局", district)


@pytest.fixture
def administrator(district: Agency) -> Person:
    return people.invite("guan", name="管某", agency=district, role=Role.ADMINISTRATOR, by=OPERATOR, at=AT).person


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return people.invite("jing", name="经某", agency=bureau, role=Role.CLERK, by=OPERATOR, at=AT).person
