"""A draft is of one browser, keeps everything that was typed, is bounded, and ends."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts, infected, submitting, uploads
from gongkai.cases.filing import Paper
from gongkai.cases.models import CaseFile, Draft, DraftFile
from gongkai.documents import scanning
from gongkai.documents.models import Scan, StoredFile
from gongkai.errors import Refused, TooLarge, UnknownKind, WrongState
from gongkai.notices.models import Notice
from tests.documents.fake_clamd import EICAR, clamd

from .asking import NUMBER
from .conftest import AT
from .web import CARD, FILLED, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opened")]
IDENTITY = CaseFile.What.IDENTITY
_NOBODY = "127.0.0.1:1"


@pytest.fixture
def draft(bureau: Agency) -> Draft:
    return filled(bureau)[0]


def _zip(name: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(name, "x")
    return kept.getvalue()


def test_only_its_key_opens_it(bureau: Agency, finance: Agency) -> None:
    draft, key = drafts.begin(bureau, at=AT)
    assert drafts.open_(bureau, key, at=AT) == draft
    assert drafts.open_(bureau, key + "x", at=AT) is None
    assert drafts.open_(finance, key, at=AT) is None
    assert len(key) >= 43
    assert key not in str(Draft.objects.values().get())


def test_none_is_begun_where_nobody_takes_it(finance: Agency) -> None:
    with pytest.raises(Refused, match="当面提交或者邮寄"):
        drafts.begin(finance, at=AT)
    assert not Draft.objects.exists()


def test_everything_comes_back_right_or_wrong(bureau: Agency) -> None:
    draft, _ = drafts.begin(bureau, at=AT)
    typed = {"kind": "nonsense", "name": " 张三 ", "description": "一\n二", "notify": ["mail", "x"]}
    drafts.save(draft, typed, at=AT)
    assert drafts.values_of(Draft.objects.get()) == typed


def test_what_the_form_does_not_have_is_left_out(bureau: Agency) -> None:
    draft, _ = drafts.begin(bureau, at=AT)
    drafts.save(draft, {"purpose": "为什么", "csrfmiddlewaretoken": "x", "name": "张三\0\x07"}, at=AT)
    assert drafts.values_of(Draft.objects.get()) == {"name": "张三"}


def test_it_is_encrypted(bureau: Agency) -> None:
    from django.db import connection

    draft, _ = filled(bureau)
    drafts.attach(draft, CARD, IDENTITY, at=AT)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "values" FROM cases_draft UNION ALL SELECT name FROM cases_draftfile')
        rows = str(cursor.fetchall())
    assert "张三丰" not in rows
    assert NUMBER not in rows


def test_it_is_bounded(draft: Draft) -> None:
    with pytest.raises(TooLarge, match="没有保存"):
        drafts.save(draft, FILLED | {"description": "长" * 30_000}, at=AT)
    assert drafts.values_of(Draft.objects.get())["description"] == FILLED["description"]


def test_working_on_it_keeps_it(draft: Draft, bureau: Agency) -> None:
    later = AT + timedelta(days=6)
    drafts.save(draft, FILLED, at=later)
    assert Draft.objects.get().expires_at == later + drafts.KEPT


def test_it_ends_with_its_files(draft: Draft, folder: Path) -> None:
    drafts.attach(draft, CARD, IDENTITY, at=AT)
    assert drafts.delete_expired(AT + drafts.KEPT - timedelta(minutes=1)) == 0
    assert drafts.delete_expired(AT + drafts.KEPT) == 1
    assert not (Draft.objects.exists())
    assert not (DraftFile.objects.exists())
    assert not (StoredFile.objects.exists())


def test_after_its_end_nothing_goes_into_it(draft: Draft) -> None:
    for step in (
        lambda: drafts.save(draft, FILLED, at=AT + drafts.KEPT),
        lambda: drafts.attach(draft, CARD, IDENTITY, at=AT + drafts.KEPT),
        lambda: drafts.detach(draft, 1, at=AT + drafts.KEPT),
    ):
        with pytest.raises(WrongState, match="已经提交或者已过期"):
            step()
    assert not DraftFile.objects.exists()


def test_files_are_kept_under_their_names_and_taken_away_again(draft: Draft, bureau: Agency) -> None:
    kept = drafts.attach(draft, CARD, IDENTITY, at=AT)
    assert (kept.name, kept.what, kept.file.encrypted) == (CARD.name, "identity", True)
    other, _ = filled(bureau)
    drafts.detach(other, kept.pk, at=AT)
    assert DraftFile.objects.get() == kept
    drafts.detach(draft, kept.pk, at=AT)
    assert not (DraftFile.objects.exists())
    assert not (StoredFile.objects.exists())


def test_a_file_that_two_drafts_have_stays_for_the_other(draft: Draft, bureau: Agency) -> None:
    other, _ = filled(bureau)
    kept = [drafts.attach(one, CARD, IDENTITY, at=AT) for one in (draft, other)]
    drafts.detach(draft, kept[0].pk, at=AT)
    assert StoredFile.objects.get() == kept[1].file


@pytest.mark.parametrize(
    "data",
    [b"MZ program", b"\x7fELF", _zip("a.exe"), b"<html><body>x</body></html>", b"{}", b"\0\1\2", b"PK\x03\x04"],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(draft: Draft, data: bytes) -> None:
    with pytest.raises(UnknownKind, match="没有接收"):
        drafts.attach(draft, Paper("身份证.pdf", data), IDENTITY, at=AT)
    assert not (DraftFile.objects.exists())
    assert not (StoredFile.objects.exists())


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", _zip("word/document.xml"), _zip("OFD.xml"),
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "一些文字".encode()],
)  # fmt: skip
def test_documents_are_taken_whatever_they_are_called(draft: Draft, data: bytes) -> None:
    assert drafts.attach(draft, Paper("无名", data), IDENTITY, at=AT).pk


def test_an_empty_file_and_an_unknown_purpose_are_refused(draft: Draft) -> None:
    with pytest.raises(Refused, match="空文件"):
        drafts.attach(draft, Paper("a.pdf", b""), IDENTITY, at=AT)
    with pytest.raises(Refused, match="身份证明"):
        drafts.attach(draft, CARD, CaseFile.What.OPINION, at=AT)


def test_neither_too_large_nor_too_many(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLarge, match="15MB"):
        drafts.attach(draft, Paper("a.pdf", b"%PDF" + b" " * uploads.MAX_FILE), IDENTITY, at=AT)
    for n in range(uploads.MAX_FILES):
        drafts.attach(draft, Paper("a.pdf", b"%PDF-" + bytes([n])), IDENTITY, at=AT)
    with pytest.raises(TooLarge, match="其他文件都在"):
        drafts.attach(draft, CARD, IDENTITY, at=AT)
    assert DraftFile.objects.count() == uploads.MAX_FILES


def test_all_drafts_together_are_bounded(draft: Draft, bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.attach(draft, CARD, IDENTITY, at=AT)
    monkeypatch.setattr(drafts, "MAX_EVERYBODY", len(CARD.data) + 5)
    with pytest.raises(TooLarge, match="当面或者邮寄"):
        drafts.attach(filled(bureau)[0], CARD, IDENTITY, at=AT)


# -- viruses -----------------------------------------------------------------------------------------------
def test_a_virus_is_not_kept(draft: Draft, settings: Settings) -> None:
    with clamd() as settings.GONGKAI_CLAMD, pytest.raises(Refused, match="发现病毒"):
        drafts.attach(draft, Paper("a.pdf", b"%PDF-" + EICAR), IDENTITY, at=AT)
    assert not (DraftFile.objects.exists())
    assert not (StoredFile.objects.exists())
    assert not (Scan.objects.exists())


def test_what_is_clean_is_kept(draft: Draft, settings: Settings) -> None:
    with clamd() as settings.GONGKAI_CLAMD:
        kept = drafts.attach(draft, CARD, IDENTITY, at=AT)
    assert Scan.objects.get(file=kept.file).state == "clean"


def test_a_scanner_that_is_away_hinders_nobody_from_asking(bureau: Agency, settings: Settings) -> None:
    settings.GONGKAI_CLAMD = _NOBODY
    draft, key = filled(bureau)
    drafts.attach(draft, Paper("a.pdf", b"%PDF-" + EICAR), IDENTITY, at=AT)
    made = submitting.submit(bureau, key, at=AT)
    assert scanning.outcome(made.incoming.files.get().file).held


@pytest.mark.usefixtures("clerk")
def test_the_clerk_is_told_of_what_is_found_later(bureau: Agency, settings: Settings) -> None:
    settings.GONGKAI_CLAMD = _NOBODY
    draft, key = filled(bureau)
    drafts.attach(draft, Paper("a.pdf", b"%PDF-" + EICAR), IDENTITY, at=AT)
    made = submitting.submit(bureau, key, at=AT)
    assert infected.tell_of_infected(AT) == 0
    with clamd() as settings.GONGKAI_CLAMD:
        scanning.ask_again(AT)
    assert infected.tell_of_infected(AT) == 1
    assert infected.tell_of_infected(AT + timedelta(hours=1)) == 0
    told = Notice.objects.filter(means="desk").get()
    assert made.incoming.number in told.body
    assert "张三丰" not in told.body + told.subject
