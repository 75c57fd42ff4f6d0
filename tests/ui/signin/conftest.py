from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.agencies import actions, people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _counts_start_anew(db: None) -> None:
    cache.clear()


@pytest.fixture
def agency(db: None) -> Agency:
    since = date(2010, 1, 1)
    return actions.create("示范区人民政府", kind=Kind.GOVERNMENT, parent=None, order=1, valid_from=since,
                          by=OPERATOR, at=AT)  # fmt: skip


@pytest.fixture
def staff(agency: Agency) -> Callable[[Role], Person]:
    """Somebody in this role, with PASSWORD."""

    def make(role: Role, username: str = "") -> Person:
        made = people.invite(username or role.value, name="某人", email=f"{role.value}@example.gov.cn",
                             agency=agency, role=role, by=OPERATOR, at=AT)  # fmt: skip
        return accounts.set_password(made.person, PASSWORD, by=OPERATOR, agency=None, at=AT)

    return make


@pytest.fixture
def sign_in(client: Client) -> Callable[..., str]:
    """Sends the form; where it leads, or the text of the page that says no."""

    def send(username: str, password: str = PASSWORD, **headers: str) -> str:
        response = client.post("/accounts/login/", {"login": username, "password": password}, **headers)  # type: ignore[arg-type]
        return response.headers.get("Location", "") or response.content.decode()

    return send
