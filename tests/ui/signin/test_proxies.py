"""Nobody chooses their own address; whom to believe is set, and only they are believed."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.conf import Settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ui.signin.proxies import visitor

PROXY = ip_network("10.0.0.5/32")
NETWORK = ip_network("192.168.0.0/16")
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.signin.urls")]


def _seen(client: Client, peer: str, **headers: str) -> list[str]:
    return client.get("/", REMOTE_ADDR=peer, **headers).content.decode().split()  # type: ignore[arg-type]


def test_without_proxies_the_header_is_ignored(client: Client) -> None:
    assert _seen(client, "203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.1")[1] == "203.0.113.9"


def test_a_stranger_cannot_claim_https(client: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [PROXY]
    assert _seen(client, "203.0.113.9", HTTP_X_FORWARDED_PROTO="https")[2] == "False"
    assert _seen(client, "10.0.0.5", HTTP_X_FORWARDED_PROTO="https")[2] == "True"


def test_https_everywhere_but_for_the_health_of_the_process(client: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES, settings.SECURE_SSL_REDIRECT = [PROXY], True
    settings.SECURE_HSTS_SECONDS = 60
    assert client.get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_PROTO="https").status_code == 301
    assert client.get("/healthz", REMOTE_ADDR="203.0.113.9").status_code == 200
    secure = client.get("/", REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_PROTO="https")
    assert (secure.status_code, secure["Strict-Transport-Security"][:10]) == (200, "max-age=60")


def test_a_trusted_proxy_is_believed(client: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [PROXY]
    assert _seen(client, "10.0.0.5", HTTP_X_FORWARDED_FOR="198.51.100.1")[1] == "198.51.100.1"


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the visitor wrote the first one
        ("10.0.0.5", "198.51.100.1, 192.168.3.4", "198.51.100.1"),  # two proxies of ours
        ("10.0.0.5", "192.168.3.4", "192.168.3.4"),
        ("10.0.0.5", "198.51.100.1:5678", "198.51.100.1"),
        ("10.0.0.5", "[2001:db8::1]:443", "2001:db8::1"),
        ("10.0.0.5", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "unknown", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1, nonsense", "10.0.0.5"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("", "198.51.100.1", ""),
    ],
)
def test_which_address_counts(peer: str, forwarded: str, expected: str) -> None:
    assert visitor(peer, forwarded, [PROXY, NETWORK]) == expected


@given(st.text(max_size=60))
def test_whatever_a_visitor_writes_before_is_not_believed(written: str) -> None:
    forwarded = f"{written}, 198.51.100.1"
    assert visitor("10.0.0.5", forwarded, [PROXY]) == "198.51.100.1"


@given(st.text(max_size=60))
def test_a_stranger_stays_who_they_are(written: str) -> None:
    assert visitor("203.0.113.9", written, [PROXY, NETWORK]) == "203.0.113.9"
