"""Sheets of agencies, sent."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry

from .conftest import text_of

YES = {"confirmed": "1"}


def send(client: Client, name: str, agency: Agency, sheet: dict[str, Any]) -> str:
    """What is answered: the page, or where it leads."""
    response = client.post(reverse(f"desk:{name}", args=[agency.pk]), sheet)
    return response.get("Location") or text_of(response)


def detail(agency: Agency) -> str:
    return reverse("desk:agency", args=[agency.pk])


def last() -> Entry:
    return Entry.objects.latest("sequence")


def fresh(agency: Agency) -> Agency:
    return Agency.objects.get(pk=agency.pk)
