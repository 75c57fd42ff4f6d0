from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from gongkai.documents import queries
from gongkai.documents.actions import forget, keep, store
from gongkai.documents.models import StoredFile
from gongkai.errors import TooLarge

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_a_file_is_kept_with_what_it_is() -> None:
    file = store(b"%PDF-1.7", "../年报.pdf", at=AT)
    assert (file.name, file.kind, file.size, file.created_at) == ("年报.pdf", "pdf", 8, AT)
    assert queries.content(file) == b"%PDF-1.7"
    assert queries.known(b"%PDF-1.7") == file


@pytest.mark.django_db
def test_the_same_bytes_are_one_file_however_they_are_called() -> None:
    first, second = store(b"x", "a.txt", at=AT), store(b"x", "b.txt", at=AT)
    assert first == second
    assert second.name == "a.txt"


@pytest.mark.django_db
def test_too_large_leaves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.documents.files.MAX_SIZE", 1)
    with pytest.raises(TooLarge):
        store(b"xx", "a.txt", at=AT)
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_bytes_may_be_written_ahead() -> None:
    assert keep(b"x") == store(b"x", "a.txt", at=AT).sha256
    assert queries.known(b"y") is None


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nothing_is_bound_to_is_forgotten_with_its_bytes(folder: Path) -> None:
    file, other = store(b"x", "a.txt", at=AT), store(b"y", "b.txt", at=AT)
    assert forget([file.pk]) == 1
    assert list(StoredFile.objects.all()) == [other]
    assert [p.read_bytes() for p in folder.rglob("*") if p.is_file()] == [b"y"]


@pytest.mark.django_db(transaction=True)
def test_a_forgetting_that_is_rolled_back_loses_nothing(folder: Path) -> None:
    file = store(b"x", "a.txt", at=AT)
    with transaction.atomic():
        forget([file.pk])
        transaction.set_rollback(True)
    assert queries.content(StoredFile.objects.get()) == b"x"
