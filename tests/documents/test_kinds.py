from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.documents.kinds import content_type, kind_of


def _zip(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"MZ\x90\x00", "program"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (_zip("word/document.xml"), "docx"),
        (_zip("xl/workbook.xml"), "xlsx"),
        (_zip("OFD.xml"), "ofd"),
        (_zip("other.txt"), "zip"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "html"),
        (b'{"schema": 1}', "json"),
        ("一、总体情况".encode(), "text"),
        (b"\x00\x01\x02", "other"),
    ],
)
def test_content_decides_what_a_file_is(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize("kind", ["program", "ole", "other", "zip", "picture", "no such kind"])
def test_what_is_not_known_to_be_harmless_is_bytes_to_save(kind: str) -> None:
    assert content_type(kind) == "application/octet-stream"
