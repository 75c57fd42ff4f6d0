"""A request with its code, and the walk that brings it into every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from gongkai.cases.asking import codes
from gongkai.cases.following.holder import Holder, still
from gongkai.cases.models import Case, Incoming
from gongkai.documents import scanning
from tests.cases import asking
from tests.cases.conftest import AT
from tests.cases.walk import Office, now


@dataclass
class Followed:
    """``holder`` is asked for anew each time, as each page does."""

    incoming: Incoming
    code: str
    key: int
    case: Case

    @property
    def holder(self) -> Holder:
        found = still(self.key)
        assert found is not None
        return found

    def now(self) -> Case:
        return now(self.case)


def followed(office: Office, *, at: datetime = AT, **more: Any) -> Followed:
    """Over the counter, registered, and with a code."""
    came = asking.came(office.clerk, office.agency, at=at)
    code = codes.issue(came, at=at)
    case = asking.registered(office.clerk, came, at=at, **more)
    key = came.access_codes.get(ended_at=None).pk
    return Followed(came, code, key, case)


@pytest.fixture
def mine(office: Office) -> Followed:
    return followed(office)


@pytest.fixture(autouse=True)
def _no_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "configured", lambda: False)
