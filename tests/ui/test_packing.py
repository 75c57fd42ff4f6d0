"""What goes out is packed for whoever can unpack it: an old phone on a slow line waits a fourth as long."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_page_is_packed_when_asked_and_says_the_same() -> None:
    client = Client()
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    # Django pads each answer by up to a hundred bytes against BREACH, and this page is small.
    assert len(packed.content) - 100 < len(plain.content) / 2
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.django_db
def test_a_page_seen_before_is_not_sent_again_though_packed() -> None:
    client = Client()
    first = client.get("/reports/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/reports/", headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
