"""A small district, its persons, and records of the work as a clerk writes them down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.supervision.models import WorkRecord
from tests.district import SHANGHAI, bureau, district, finance, folder, invited

__all__ = ["bureau", "district", "finance", "folder"]
R = TypeVar("R", bound=WorkRecord)
AT = datetime(2024, 11, 20, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return invited("wangmin", bureau, Role.CLERK)


@pytest.fixture
def supervisor(district: Agency) -> Person:
    return invited("zhouxin", district, Role.SUPERVISOR)


@pytest.fixture
def stranger(finance: Agency) -> Person:
    return invited("liqing", finance, Role.CLERK)


@pytest.fixture
def auditor(district: Agency) -> Person:
    return invited("shenji", district, Role.AUDITOR)


def made(kind: type[R], agency: Agency, on: date = date(2024, 5, 7), /, **given: Any) -> R:
    """One as it stands in the database, without the step that wrote it down."""
    return kind._default_manager.create(agency=agency, on=on, created_at=AT, **{"title": "甲", **given})
