"""What a file hides: found once, tried again where nobody could look, and a copy without it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gongkai.documents import examining, queries
from gongkai.documents.actions import store
from gongkai.documents.models import Examination, StoredFile
from gongkai.errors import GongkaiError, TooLarge, Unreadable
from gongkai.papers.hidden import KINDS, Report

from . import sheets

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> StoredFile:
    return store(sheets.positioned(), "现场.jpg", at=AT, encrypted=True)


def test_what_was_found_is_kept_with_its_place(photo: StoredFile) -> None:
    assert examining.known(photo) is None
    made = examining.examine(photo, at=AT)
    found = examining.findings(made)
    assert made.examined
    assert made.count == len(found) > 0
    assert {one.kind for one in found} >= {"picture-metadata"}
    assert all(one.where and one.kind in KINDS for one in found)
    assert examining.known(photo) == made


def test_it_is_looked_into_once_for_its_bytes(photo: StoredFile, monkeypatch: pytest.MonkeyPatch) -> None:
    made = examining.examine(photo, at=AT)
    monkeypatch.setattr(examining, "apart", _fails)
    assert examining.examine(photo, at=AT + timedelta(days=1)) == made
    assert Examination.objects.count() == 1


def test_other_rules_look_again(photo: StoredFile, monkeypatch: pytest.MonkeyPatch) -> None:
    examining.examine(photo, at=AT)
    monkeypatch.setattr(examining, "EDITION", "next")
    assert examining.known(photo) is None
    examining.examine(photo, at=AT)
    assert Examination.objects.count() == 2


@pytest.mark.parametrize("error", [TooLarge("超过60秒"), Unreadable("程序中断")])
def test_what_nobody_could_look_into_says_why_and_is_tried_again(
    photo: StoredFile, monkeypatch: pytest.MonkeyPatch, error: GongkaiError
) -> None:
    def fails(*args: object, **kwargs: object) -> Report:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(examining, "apart", fails)
        made = examining.examine(photo, at=AT)
    assert (made.examined, made.unexamined, made.count) == (False, str(error), 0)
    again = examining.examine(photo, at=AT)
    assert again.examined
    assert Examination.objects.count() == 1


def test_the_findings_are_not_readable_in_the_database(photo: StoredFile) -> None:
    from django.db import connection

    examining.examine(photo, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT findings FROM documents_examination")
        (stored,) = cursor.fetchone()
    assert "Camera" not in stored


def test_a_cleaned_copy_hides_nothing_and_the_original_stays(photo: StoredFile) -> None:
    copy = examining.clean_copy(photo, at=AT)
    assert copy.file.encrypted
    assert copy.file != photo
    assert {one.kind for one in copy.removed} >= {"picture-metadata"}
    assert not [one for one in copy.left if one.kind == "picture-metadata"]
    assert b"Camera of Somebody" not in queries.content(copy.file)
    assert queries.content(photo) == sheets.positioned()


def test_what_cannot_be_cleaned_is_refused_and_nothing_is_kept() -> None:
    odd = store(b"\x00\x01\x02 nobody knows", "x.bin", at=AT, encrypted=True)
    with pytest.raises(GongkaiError):
        examining.clean_copy(odd, at=AT)
    assert StoredFile.objects.count() == 1


def _fails(*args: object, **kwargs: object) -> None:
    raise AssertionError("looked into twice")
