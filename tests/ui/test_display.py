"""Large print is a cookie, the first thing the keyboard reaches, and leads back to where one was."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages_for_tests")]


def test_switching_on_and_off_comes_back_to_the_same_page(client: Client) -> None:
    response = client.get("/ui/large-print", {"on": "1", "next": "/a-page?year=2024"})
    assert response["Location"] == "/a-page?year=2024"
    assert '<html lang="zh-CN" class="large">' in client.get("/a-page").content.decode()
    client.get("/ui/large-print", {"on": "0", "next": "/a-page"})
    assert '<html lang="zh-CN">' in client.get("/a-page").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil", ""]
)
def test_another_site_is_never_followed(client: Client, elsewhere: str) -> None:
    assert client.get("/ui/large-print", {"on": "1", "next": elsewhere})["Location"] == "/"


def test_it_is_the_first_link_of_a_page_and_the_second_leads_past_the_navigation(client: Client) -> None:
    body = client.get("/a-page").content.decode().split("<body", 1)[1]
    links = re.findall(r'<a [^>]*href="([^"]+)"', body)
    assert links[0].startswith("/ui/large-print?on=1")
    assert links[1] == "#content"
    assert 'id="content"' in body


def test_only_reading_changes_it(client: Client) -> None:
    assert client.post("/ui/large-print", {"on": "1"}).status_code == 405


def test_pages_carry_no_inline_script_or_style(client: Client) -> None:
    text = client.get("/a-page").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text)
    assert "script-src" in client.get("/a-page")["Content-Security-Policy"] or (
        "default-src 'self'" in client.get("/a-page")["Content-Security-Policy"]
    )
