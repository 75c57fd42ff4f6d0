"""``/healthz`` answers, and says so when the database does not."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from gongkai.ui import health


@pytest.mark.django_db
def test_it_answers(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_an_unreachable_database_is_said_without_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def cursor(self) -> None:
            raise DatabaseError("password of the database")

    monkeypatch.setattr(health, "connection", Down())
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "database unreachable"})
