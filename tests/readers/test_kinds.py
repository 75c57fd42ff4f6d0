"""Files that are no report: every one is told what it is and what to do, and none makes a traceback or hangs."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from gongkai.errors import NotText, ReadError, TooLarge, UnknownKind, Unreadable
from gongkai.readers import legacy, limits
from gongkai.readers.extract import extract
from gongkai.readers.limits import Deadline

from . import word
from .show import plain

REAL = Path(__file__).parent.parent / "real"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def says(data: bytes, name: str = "") -> tuple[type[ReadError], str]:
    with pytest.raises(ReadError) as caught:
        extract(data, name)
    return type(caught.value), str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b" \r\n\t"])
def test_empty(data: bytes) -> None:
    assert says(data) == (Unreadable, "文件是空的（没有内容）；请重新下载或重新导出后再试。")


@pytest.mark.parametrize(
    "head",
    [b"MZ\x90\x00", b"\x7fELF\x02\x01", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe\x00\x00", b"dex\n035"],
)
def test_a_renamed_program(head: bytes) -> None:
    error, sentence = says(head + b"\0" * 600, "年度报告.docx")
    assert error is UnknownKind
    assert "程序" in sentence


@pytest.mark.parametrize(
    "head",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"II*\x00",
        b"MM\x00*",
        b"RIFF\0\0\0\0WEBP",
        b"\0\0\0\x18ftypheic",
        b"BM\x36\x00\x0c\x00\x00\x00\x00\x00",
    ],
)
def test_a_picture(head: bytes) -> None:
    error, sentence = says(head + b"\1" * 300, "报告.pdf")
    assert error is NotText
    assert "图片" in sentence


@pytest.mark.parametrize(
    ("head", "word_in"),
    [
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b\x08", "压缩包"),
        (b"\0" * 1 + b"x" * 256 + b"ustar", "压缩包"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"ID3\x03", "音频"),
        (b"\0\0\0\x18ftypmp42", "音频"),
    ],
)
def test_other_kinds_are_named(head: bytes, word_in: str) -> None:
    error, sentence = says(head + b"\1" * 300)
    assert error is UnknownKind
    assert word_in in sentence
    assert "请" in sentence


@pytest.mark.parametrize(
    ("members", "error", "word_in"),
    [
        ({"OFD.xml": "<ofd/>"}, NotText, "OFD"),
        ({"ppt/presentation.xml": "<p/>"}, UnknownKind, "演示文稿"),
        ({"content.xml": "<o/>", "mimetype": "x"}, UnknownKind, "ODF"),
        ({"xl/workbook.bin": b"x"}, UnknownKind, "XLSB"),
        ({"a.txt": "x"}, UnknownKind, "解压"),
    ],
)
def test_zip_that_is_no_docx(members: dict[str, str | bytes], error: type[ReadError], word_in: str) -> None:
    found, sentence = says(word.package(members), "a.docx")
    assert found is error
    assert word_in in sentence


def test_other_json_and_word_xml() -> None:
    assert says(json.dumps({"a": 1}).encode())[0] is UnknownKind
    assert "另存为DOCX" in says(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>')[1]


def test_bytes_that_are_no_text() -> None:
    assert says(bytes(range(1, 32)) * 40)[0] is UnknownKind
    assert says(struct.pack("<500d", *(n * 1.7 for n in range(500))))[0] is UnknownKind


class TestOldOffice:
    def test_encrypted(self) -> None:
        error, sentence = says(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx")
        assert error is Unreadable
        assert "密码" in sentence

    def test_slides(self) -> None:
        assert "演示文稿" in says(OLE + "PowerPoint Document".encode("utf-16-le"))[1]

    def test_no_libreoffice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("shutil.which", lambda name: None)
        error, sentence = says(OLE, "a.doc")
        assert error is UnknownKind
        assert "LibreOffice" in sentence
        assert "另存为DOCX" in sentence

    def office(self, folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr("shutil.which", lambda name: str(program) if name == "soffice" else None)

    def test_converted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "out.docx").write_bytes(word.docx(word.p("旧文件")))
        self.office(
            tmp_path,
            monkeypatch,
            f'for last; do :; done; cp "{tmp_path}/out.docx" "$(dirname "$last")/source.docx"',
        )
        assert plain(extract(OLE, "a.doc")) == ["旧文件"]

    def test_fails_or_takes_too_long(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.office(tmp_path, monkeypatch, "exit 1")
        with pytest.raises(Unreadable, match="转换不成功"):
            legacy.convert(OLE, Deadline())
        self.office(tmp_path, monkeypatch, "sleep 20")
        with pytest.raises(TooLarge, match="已停止"):
            legacy.convert(OLE, Deadline(0.2))


class TestDamaged:
    def test_a_word_file_cut_anywhere(self) -> None:
        whole = word.docx(word.p("正文" * 500))
        for at in range(4, len(whole) - 1, 61):
            assert says(whole[:at])[0] in (Unreadable, UnknownKind)

    def test_a_word_file_with_a_byte_changed(self) -> None:
        whole = word.docx(word.p("正文" * 500))
        for at in range(0, len(whole), 23):
            changed = whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :]
            with suppress(ReadError):  # anything else raised here fails the test
                extract(changed)

    def test_encrypted_member(self) -> None:
        data = bytearray(word.docx(word.p("x")))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = -1
            while (at := data.find(mark, at + 1)) >= 0:
                data[at + offset] |= 1
        assert says(bytes(data))[0] is Unreadable

    def test_xml_that_is_none(self) -> None:
        assert says(word.package({"word/document.xml": "<w:document"}))[0] is Unreadable
        assert says(word.package({"word/styles.xml": "<a/>"}))[0] is Unreadable


class TestBombs:
    def test_more_than_the_bound_goes_unread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MAX_INPUT", 100)
        assert says(b"x" * 101)[0] is TooLarge

    def test_a_zip_bomb(self) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"<a>" + b" " * (40 * 2**20))
        assert says(target.getvalue())[0] is TooLarge

    def test_a_declared_size_is_not_believed(self) -> None:
        packed = bytearray(word.package({"word/document.xml": "<a>" + " " * 100_000 + "</a>"}))
        at = packed.find(b"PK\x01\x02", packed.find(b"PK\x01\x02") + 1)
        packed[at + 24 : at + 28] = struct.pack("<I", 10)
        assert says(bytes(packed))[0] in (Unreadable, TooLarge)

    def test_very_many_members(self) -> None:
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 0, 0, 0)
        assert says(b"PK\x03\x04" + b"\0" * 100 + end)[0] is TooLarge

    @pytest.mark.parametrize(
        "doctype",
        [
            '<!DOCTYPE a [<!ENTITY b "c">]>',
            '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">'
            + "".join(f'<!ENTITY x{n} "{f"&x{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
            + "]>",
        ],
    )
    def test_entities_and_doctypes(self, doctype: str) -> None:
        content = f"<?xml version='1.0'?>{doctype}<a>&b;</a>"
        assert says(word.package({"word/document.xml": content}))[0] is Unreadable
        content = f"<?xml version='1.0'?>{doctype}<a/>"
        assert says(word.package({"word/document.xml": content}))[0] is Unreadable

    def test_deep_nesting(self) -> None:
        deep = "<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000
        assert says(word.docx(deep))[0] is TooLarge
        assert says(b"<html><!-- -->" + b"<div>" * 100_000)[0] is TooLarge
        assert says(b"<table><tr><td>" * 5_000 + b"</table>" * 5_000)[0] is TooLarge

    def test_depth_that_costs_nothing_is_read(self) -> None:
        assert plain(extract(b"<div>" * 100_000 + "正文".encode())) == ["正文"]

    def test_deeply_nested_tables_below_the_bound(self) -> None:
        deep = "<table><tr><td>" * 60 + "底" + "</td></tr></table>" * 60
        assert plain(extract(f"<html>{deep}</html>".encode())) == ["底"]

    def test_very_many_lines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MAX_BLOCKS", 50)
        assert says(b"a\n" * 100)[0] is TooLarge

    def test_time_is_up(self) -> None:
        with pytest.raises(TooLarge, match="超过0秒"):
            extract((REAL / "pingtan-2023-html.html").read_bytes(), deadline=Deadline(0))


class TestPdf:
    def test_damaged(self) -> None:
        assert says(b"%PDF-1.7\n%%EOF")[0] is Unreadable
        assert says(b"%PDF-1.4\n" + b"1 0 obj\n<<\n" * 200)[0] is Unreadable

    def test_a_stream_that_unpacks_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MAX_UNPACKED", 2**20)
        packed = zlib.compress(b" " * (4 * 2**20))
        assert says(pdf_with(packed))[0] is TooLarge

    def test_a_page_that_is_a_picture(self) -> None:
        picture = (
            b"5 0 obj\n<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
            b"/Length 1>>\nstream\n\xff\nendstream\nendobj\n"
        )
        error, sentence = says(pdf_with(zlib.compress(b"q 500 0 0 700 0 0 cm /I Do Q"), picture))
        assert error is NotText
        assert "扫描件" in sentence

    def test_a_password(self) -> None:
        locked = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
        error, sentence = says(pdf_with(zlib.compress(b"q Q"), trailer=locked))
        assert error is Unreadable
        assert "密码" in sentence


def pdf_with(packed: bytes, picture: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page with this (deflated) content."""
    resources = b"<</XObject<</I 5 0 R>>>>" if picture else b"<<>>"
    objects = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources "
        + resources
        + b">>\nendobj\n",
        b"4 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n",
        picture,
    ]
    out, places = b"%PDF-1.4\n", []
    for one in filter(None, objects):
        places.append(len(out))
        out += one
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % p for p in places)
    return (
        out
        + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, trailer, len(out))
    )
