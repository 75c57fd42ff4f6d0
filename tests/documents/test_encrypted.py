"""Files of cases: unreadable on disk, opened with the keys of the installation, whole after a rotation."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from django.conf import Settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongkai import fields
from gongkai.documents import files, queries, sealing
from gongkai.documents.actions import forget, store
from gongkai.documents.models import StoredFile
from gongkai.errors import Misconfigured, TooLarge, Unreadable

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SCAN = b"%PDF-1.7 \xe5\xbc\xa0\xe4\xb8\x89 370305199001011234"


def _on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_nothing_of_it_can_be_read_on_disk(folder: Path) -> None:
    file = store(SCAN, "身份证.pdf", at=AT, encrypted=True)
    assert (file.kind, file.size) == ("pdf", len(SCAN))
    assert file.sha256 == hashlib.sha256(SCAN).hexdigest()
    (path,) = _on_disk(folder)
    assert b"370305" not in path.read_bytes()
    assert path.name == hashlib.sha256(path.read_bytes()).hexdigest() == file.on_disk
    assert file.sha256 not in str(path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("张三丰370305199001011231.PDF", "原件.pdf"),
        ("张三丰", "原件"),
        ("a.张三丰的身份证明", "原件"),
        (".pdf", "原件"),
    ],
)
def test_its_name_tells_nobody_whose_it_is(name: str, kept: str) -> None:
    assert store(SCAN, name, at=AT, encrypted=True).name == kept


@pytest.mark.django_db
def test_it_is_read_back_from_a_fresh_row() -> None:
    file = store(SCAN, "身份证.pdf", at=AT, encrypted=True)
    assert queries.content(StoredFile.objects.get(pk=file.pk)) == SCAN


@pytest.mark.django_db
def test_its_key_is_not_readable_in_the_database() -> None:
    file = store(SCAN, "a.pdf", at=AT, encrypted=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_key FROM documents_storedfile")
        (stored,) = cursor.fetchone()
    assert file.file_key not in stored
    assert fields.decrypt(stored) == file.file_key


@pytest.mark.django_db
def test_the_same_bytes_may_be_here_both_ways(folder: Path) -> None:
    plain = store(SCAN, "a.pdf", at=AT)
    encrypted = store(SCAN, "b.pdf", at=AT, encrypted=True)
    assert plain != encrypted
    assert plain.sha256 == encrypted.sha256
    assert store(SCAN, "c.pdf", at=AT, encrypted=True) == encrypted
    assert queries.known(SCAN) == plain
    assert queries.content(plain) == queries.content(encrypted) == SCAN
    assert len(_on_disk(folder)) == 2


@pytest.mark.django_db
def test_the_database_keeps_both_flavours_apart() -> None:
    file = store(SCAN, "a.pdf", at=AT, encrypted=True)
    copy = {"sha256": file.sha256, "size": 1, "kind": "pdf", "name": "x", "created_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**copy, encrypted=True, stored_as="f" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**copy, encrypted=False, stored_as="f" * 64)
    copy["sha256"] = "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(**copy, encrypted=True)


@pytest.mark.django_db
def test_field_keys_rotate_and_the_bytes_stay(settings: Settings, folder: Path) -> None:
    file = store(SCAN, "a.pdf", at=AT, encrypted=True)
    before = _on_disk(folder)[0].read_bytes()
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    row = StoredFile.objects.get(pk=file.pk)
    row.save(update_fields=["file_key"])
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert queries.content(StoredFile.objects.get(pk=file.pk)) == SCAN
    assert _on_disk(folder)[0].read_bytes() == before


@pytest.mark.django_db
def test_without_the_keys_nothing_is_read(settings: Settings) -> None:
    store(SCAN, "a.pdf", at=AT, encrypted=True)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Misconfigured, match="密钥"):
        StoredFile.objects.get()


@pytest.mark.django_db
def test_lost_bytes_are_written_again_by_the_next_who_has_them(folder: Path) -> None:
    file = store(SCAN, "a.pdf", at=AT, encrypted=True)
    files.remove(file.on_disk)
    with pytest.raises(Unreadable, match="备份"):
        queries.content(file)
    again = store(SCAN, "a.pdf", at=AT, encrypted=True)
    assert again.pk == file.pk
    assert queries.content(StoredFile.objects.get()) == SCAN
    assert len(_on_disk(folder)) == 1


@pytest.mark.django_db
def test_a_row_that_points_at_other_bytes_opens_nothing() -> None:
    file, other = (store(data, "a", at=AT, encrypted=True) for data in (SCAN, b"other"))
    file.stored_as = other.stored_as
    with pytest.raises(Unreadable, match="无法解开"):
        queries.content(file)
    file.file_key = other.file_key
    with pytest.raises(Unreadable, match="无法解开"):
        queries.content(file)


@pytest.mark.django_db
def test_too_large_leaves_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(files, "MAX_SIZE", len(SCAN))
    store(SCAN, "a.pdf", at=AT, encrypted=True)
    with pytest.raises(TooLarge):
        store(SCAN + b"x", "a.pdf", at=AT, encrypted=True)
    assert len(_on_disk(folder)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_encrypted_file_is_forgotten_with_its_bytes(folder: Path) -> None:
    plain, encrypted = store(SCAN, "a.pdf", at=AT), store(SCAN, "a.pdf", at=AT, encrypted=True)
    assert forget([encrypted.pk]) == 1
    assert queries.content(plain) == SCAN
    assert [path.name for path in _on_disk(folder)] == [plain.sha256]


@pytest.mark.django_db(transaction=True)
def test_a_row_rolled_back_leaves_no_way_to_its_bytes() -> None:
    with transaction.atomic():
        store(SCAN, "a.pdf", at=AT, encrypted=True)
        transaction.set_rollback(True)
    file = store(SCAN, "a.pdf", at=AT, encrypted=True)
    assert queries.content(file) == SCAN


@given(st.binary(max_size=200))
def test_what_was_sealed_is_opened_and_nothing_else(data: bytes) -> None:
    key, sha256 = sealing.new_key(), hashlib.sha256(data).hexdigest()
    sealed = sealing.seal(data, key=key, sha256=sha256)
    assert sealing.unseal(sealed, key=key, sha256=sha256) == data
    broken = bytes([sealed[0] ^ 1]) + sealed[1:]
    for wrong in ((broken, key, sha256), (sealed, sealing.new_key(), sha256), (sealed, key, "0" * 64)):
        with pytest.raises(Unreadable):
            sealing.unseal(wrong[0], key=wrong[1], sha256=wrong[2])
