"""A request with its code in an office of the portal's district, and a browser that has proved it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.ui import limits
from gongkai.ui.limits.counts import Counts
from tests.cases.following.conftest import Followed, followed
from tests.cases.walk import Office, turn_to
from tests.district import FOUNDED, SHANGHAI, invited

__all__ = ["Followed", "counted_apart", "followed", "in_browser", "looked_at", "office_of", "text_of"]


def office_of(agency: Agency) -> Office:
    turn_to(agency, FOUNDED)
    clerk, reviewer, head = (
        invited(f"{role}{agency.pk}", agency, role) for role in (Role.CLERK, Role.REVIEWER, Role.HEAD)
    )
    return Office(agency, clerk, reviewer, head)


def counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look-ups of this test are counted for themselves."""
    counts = Counts(None, "test")
    monkeypatch.setattr(limits, "_counts", lambda: counts)


def in_browser(one: Followed) -> Client:
    client = Client()
    response = client.post("/follow/", {"number": one.incoming.number, "code": one.code})
    assert response.status_code == 302, response.content.decode()
    return client


@contextmanager
def looked_at(on: date, hour: int = 12) -> Iterator[None]:
    with time_machine.travel(datetime(on.year, on.month, on.day, hour, tzinfo=SHANGHAI), tick=False):
        yield


def text_of(client: Client, address: str = "/follow/request/") -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()
