"""Encrypted columns: unreadable at rest, readable with any key of the ring, found by fingerprint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from django.conf import Settings
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from gongkai import fields
from gongkai.errors import Misconfigured


class Secret(models.Model):
    text = fields.EncryptedTextField(null=True)
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "audit"
        managed = False
        db_table = "tests_secret"


@pytest.fixture
def table(db: None) -> Iterator[None]:
    number = "integer PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE tests_secret (id {number}, text text, text_hash varchar(64))")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tests_secret")


def _stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM tests_secret")
        return str(cursor.fetchone()[0])


@given(st.text(max_size=200))
def test_there_and_back(plain: str) -> None:
    token = fields.encrypt(plain)
    assert fields.decrypt(token) == plain
    assert token != fields.encrypt(plain)


def test_what_lies_in_the_database_is_unreadable(table: None) -> None:
    Secret.objects.create(text="张三")
    assert "张三" not in _stored()
    assert Secret.objects.get().text == "张三"


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_stays_nothing(nothing: str | None, table: None) -> None:
    Secret.objects.create(text=nothing)
    assert Secret.objects.get().text == nothing


def test_rotating_keys(table: None, settings: Settings) -> None:
    old = list(settings.FIELD_KEYS)
    Secret.objects.create(text="张三")
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    assert Secret.objects.get().text == "张三"
    fresh = fields.rotate(_stored())
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert fields.decrypt(fresh) == "张三"
    with pytest.raises(Misconfigured, match="field_keys"):
        Secret.objects.get()


def test_the_wrong_keys_are_said_and_never_shown_as_empty(settings: Settings) -> None:
    token = fields.encrypt("张三")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    for ask in (fields.decrypt, fields.rotate):
        with pytest.raises(Misconfigured, match="密钥备份"):
            ask(token)
    settings.FIELD_KEYS = ["no key"]
    with pytest.raises(Misconfigured, match="格式"):
        fields.encrypt("x")


def test_it_cannot_be_searched_in_the_clear(table: None) -> None:
    with pytest.raises(TypeError, match="fingerprint"):
        Secret.objects.filter(text="张三").exists()
    assert not Secret.objects.filter(text__isnull=True).exists()


def test_a_fingerprint_finds_it(table: None) -> None:
    Secret.objects.create(text="张三", text_hash=fields.fingerprint("张三", purpose="name"))
    found = Secret.objects.filter(text_hash__in=fields.fingerprints(" 张三 ", purpose="name"))
    assert found.get().text == "张三"


def test_fingerprints_depend_on_key_purpose_and_sense_only(settings: Settings) -> None:
    one = fields.fingerprint("Ａbc", purpose="name")
    assert one == fields.fingerprint("abc ", purpose="name")
    assert one != fields.fingerprint("abc", purpose="phone")
    settings.HMAC_KEYS = ["another", *settings.HMAC_KEYS]
    assert fields.fingerprint("abc", purpose="name") != one
    assert one in fields.fingerprints("abc", purpose="name")
