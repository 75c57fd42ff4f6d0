"""The sealed paper: what it may be, and that those bytes are the letter from then on."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from PIL import Image

from gongkai.accounts.models import Person
from gongkai.documents import files
from gongkai.documents.models import StoredFile
from gongkai.errors import Refused, TooLarge, WrongState
from gongkai.letters import rendering, sealing
from gongkai.letters.models import Letter
from tests.letters.conftest import AT, entries, scan


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(scan())).convert("L").save(out, "JPEG")
    return out.getvalue()


def signed(data: bytes) -> bytes:
    """A PDF with an electronic seal appended, as far as can be told without the authority's certificate."""
    return data + b"\n99 0 obj << /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] >> endobj\n%%EOF\n"


def test_a_scan_becomes_the_letter(clerk: Person, letter: Letter) -> None:
    data = scan()
    sealed = sealing.attach(clerk, letter, data=data, name="扫描件.png", at=AT)
    assert sealed.state == Letter.State.SEALED
    assert (sealed.sealed_by, sealed.sealed_at, sealed.electronic_seal) == (clerk, AT, False)
    assert sealed.sealed_sha256 == hashlib.sha256(data).hexdigest()
    assert rendering.sealed(sealed) == data
    (entry,) = entries("letters.seal")
    assert json.loads(entry.data) == {
        "kind": letter.kind, "subject": "case:5", "number": letter.number, "sha256": sealed.sealed_sha256,
        "electronic": False, "size": len(data),
    }  # fmt: skip


def test_it_lies_encrypted(clerk: Person, letter: Letter) -> None:
    sealed = sealing.attach(clerk, letter, data=scan(), name="扫描件.png", at=AT)
    file = StoredFile.objects.get(pk=sealed.sealed_file_id)
    assert file.encrypted
    assert files.get(file.on_disk) != scan()


@pytest.mark.parametrize("kind", ["pdf", "jpeg"])
def test_kinds_that_are_taken(clerk: Person, letter: Letter, kind: str) -> None:
    data = rendering.pdf(letter) if kind == "pdf" else jpeg()
    assert sealing.attach(clerk, letter, data=data, name="a", at=AT).state == Letter.State.SEALED


def test_an_electronic_seal_is_a_pdf_with_a_signature(clerk: Person, letter: Letter) -> None:
    plain = rendering.pdf(letter)
    for data in (plain, scan()):
        with pytest.raises(Refused, match="电子签章"):
            sealing.attach(clerk, letter, data=data, name="a.pdf", electronic=True, at=AT)
    sealed = sealing.attach(clerk, letter, data=signed(plain), name="a.pdf", electronic=True, at=AT)
    assert sealed.electronic_seal


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Refused),
        (scan()[:500], Refused),
        (b"PK\x03\x04" + b"word/document.xml" * 100, Refused),
        (b"GIF89a" + b"\0" * 2000, Refused),
        (b"%PDF-1.7\n" + b"broken " * 400, Refused),
        (scan()[:3000], Refused),
        (b"%PDF-1.7\n" + b"\0" * sealing.MOST, TooLarge),
    ],
    ids=["empty", "small", "docx", "gif", "broken pdf", "half a picture", "large"],
)
def test_what_is_no_letter_is_refused(clerk: Person, letter: Letter, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        sealing.attach(clerk, letter, data=data, name="a.pdf", at=AT)
    assert Letter.objects.get().state == Letter.State.ISSUED
    assert not StoredFile.objects.exists()
    assert not entries("letters.seal")


def test_too_many_pixels_are_refused(clerk: Person, letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_MOST_PIXELS", 100)
    with pytest.raises(TooLarge, match="像素"):
        sealing.attach(clerk, letter, data=scan(), name="a.png", at=AT)


def test_only_what_was_issued_and_only_once(clerk: Person, draft: Letter) -> None:
    with pytest.raises(WrongState, match="草稿"):
        sealing.attach(clerk, draft, data=scan(), name="a.png", at=AT)
    with pytest.raises(WrongState, match="还没有上传盖章件"):
        rendering.sealed(draft)


def test_a_second_scan_is_refused(clerk: Person, letter: Letter) -> None:
    first = scan()
    sealing.attach(clerk, letter, data=first, name="a.png", at=AT)
    with pytest.raises(WrongState, match="已盖章"):
        sealing.attach(clerk, letter, data=scan(90), name="b.png", at=AT)
    assert rendering.sealed(Letter.objects.get()) == first
