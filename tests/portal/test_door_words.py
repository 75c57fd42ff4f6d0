"""What the visitors' doors say before anybody writes."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from gongkai.agencies.models import Agency

pytestmark = pytest.mark.django_db


def test_a_complaint_names_the_line_or_where_it_stands(client: Client, bureau: Agency, settings: Settings) -> None:
    settings.GONGKAI_COMPLAINTS = "000-12345"
    assert "监督电话：000-12345" in client.get("/doors/complain/").content.decode()
    settings.GONGKAI_COMPLAINTS = ""
    text = client.get("/doors/complain/").content.decode()
    assert '监督投诉的电话和地址见<a href="/guide/">' in text
    assert "监督电话" not in text
