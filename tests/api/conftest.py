"""The same district and reports as the portal's tests: both faces show one set of data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.portal import conftest as portal

_installation = portal._installation
district = portal.district
bureau = portal.bureau
finance = portal.finance
street = portal.street
supervisor = portal.supervisor
report = portal.report
corrected = portal.corrected


class Interface:
    """Asks and gives the decoded answer."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, address: str, status: int = 200) -> Any:
        response = self.client.get(f"/api/v1/{address}")
        assert response.status_code == status, (address, response.status_code, response.content.decode()[:300])
        return response.json()


@pytest.fixture
def ask(client: Client, db: None) -> Interface:
    return Interface(client)
