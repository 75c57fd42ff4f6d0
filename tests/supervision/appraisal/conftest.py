"""A bureau with a clerk who writes and a head who opens, and a district that looks on."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.supervision.models import Questionnaire
from tests.district import bureau, district, finance, folder, invited

from . import made

__all__ = ["bureau", "district", "finance", "folder"]


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return invited("wangmin", bureau, Role.CLERK)


@pytest.fixture
def head(bureau: Agency) -> Person:
    return invited("zhaogang", bureau, Role.HEAD)


@pytest.fixture
def supervisor(district: Agency) -> Person:
    return invited("zhouxin", district, Role.SUPERVISOR)


@pytest.fixture
def stranger(finance: Agency) -> Person:
    return invited("liqing", finance, Role.HEAD)


@pytest.fixture
def draft(clerk: Person, bureau: Agency) -> Questionnaire:
    return made.written(clerk, bureau)


@pytest.fixture
def running(head: Person, draft: Questionnaire) -> Questionnaire:
    return made.opened(head, draft)
