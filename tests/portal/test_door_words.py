"""What the visitors' doors say before anybody writes."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from pytest_django import Settings

from gongkai.agencies.models import Agency

pytestmark = pytest.mark.django_db


def test_every_page_leads_to_the_door_for_its_errors(client: Client, bureau: Agency) -> None:
    for address in ("/", "/items/", f"/agencies/a{bureau.pk}/", "/reports/"):
        text = client.get(address).content.decode()
        link = re.search(r'href="(/doors/error/\?page=[^"]+)"[^>]*>指出本页错误', text)
        assert link is not None, address
        door = client.get(html.unescape(link[1])).content.decode()
        assert f'关于本站页面：<a href="{html.escape(address)}">' in door
    for address in ("/search/?q=%E4%B9%A6", "/follow/", "/verify/"):
        text = client.get(address).content.decode()
        assert "/doors/error/" in text
        assert "/doors/error/?page" not in text, "what somebody looks for, or holds, is theirs"


def test_a_complaint_names_the_line_or_where_it_stands(client: Client, bureau: Agency, settings: Settings) -> None:
    settings.GONGKAI_COMPLAINTS = "000-12345"
    assert "监督电话：000-12345" in client.get("/doors/complain/").content.decode()
    settings.GONGKAI_COMPLAINTS = ""
    text = client.get("/doors/complain/").content.decode()
    assert '监督投诉的电话和地址见<a href="/guide/">' in text
    assert "监督电话" not in text
