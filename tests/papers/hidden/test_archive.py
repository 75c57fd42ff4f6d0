"""Archives, texts, pages, and files of kinds that cannot be examined."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.errors import Refused
from gongkai.papers.hidden import KINDS, clean, examine
from gongkai.papers.personal import Kind

from .makers import MASKED, NUMBER, cleaned, docx, kinds, members, of, p, pdf, photo, r, texts, zipped


def test_each_member_is_examined() -> None:
    data = zipped(
        {
            "名单.txt": f"第一行\n{NUMBER}",
            "a.docx": docx(p(r("藏", "<w:vanish/>"))),
            "内/b.zip": zipped({"c.pdf": pdf(b"BT /F1 20 Tf 20 20 Td (13812345678) Tj ET")}),
        }
    )
    report = examine(data)
    assert report.examined
    assert {(f.kind, f.where) for f in report.findings} == {
        ("id-number", "名单.txt　第2行"),
        ("hidden-text", "a.docx　正文第1段"),
        ("phone", "内/b.zip　c.pdf　第1页"),
    }


def test_names_packed_on_an_older_windows() -> None:
    data = zipped({"xxxx.txt": "13812345678"})
    renamed = data.replace(b"xxxx.txt", "名单".encode("gbk") + b".txt")
    assert of(examine(renamed), "phone")[0].where == "名单.txt　第1行"


def test_personal_data_in_names_and_in_the_comment() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"张某{NUMBER}.txt", "x")
        archive.comment = "整理人13812345678".encode()
    report = examine(out.getvalue())
    assert texts(report, "id-number") == [MASKED]
    assert texts(report, "comment") == ["整理人138****5678"]
    assert NUMBER not in str(report)
    cleaned(out.getvalue(), "comment")


def test_members_that_cannot_be_read_leave_the_whole_unexamined() -> None:
    data = zipped({"a.txt": "13812345678", "b.rar": b"Rar!\x1a\x07\x00"})
    report = examine(data)
    assert not report.examined
    assert report.unexamined.startswith("b.rar")
    assert kinds(report) == {"phone"}


def test_an_encrypted_member() -> None:
    data = bytearray(zipped({"a.txt": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    report = examine(bytes(data))
    assert not report.examined
    assert "已加密" in report.unexamined


def test_archives_too_deep_are_not_examined() -> None:
    data = zipped({"a.txt": "x"})
    for _ in range(8):
        data = zipped({"a.zip": data})
    report = examine(data)
    assert not report.examined
    assert "层" in report.unexamined


def test_a_bomb_is_not_unpacked() -> None:
    assert not examine(zipped({"a.txt": bytes(80_000_000)})).examined


def test_cleaning_cleans_every_member() -> None:
    data = zipped({"a.docx": docx(p(r("留"), r("藏", "<w:vanish/>"))), "b.jpg": photo(), "c.txt": "文本"})
    copy = members(cleaned(data, "hidden-text", "picture-position"))
    assert list(copy) == ["a.docx", "b.jpg", "c.txt"]
    assert copy["c.txt"].decode() == "文本"


def test_cleaning_stops_at_what_cannot_be_examined() -> None:
    with pytest.raises(Refused, match=r"b\.rar"):
        clean(zipped({"b.rar": b"Rar!\x1a\x07\x00"}))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加密"),
        (b"{\\rtf1 x}", "RTF"),
        (b"7z\xbc\xaf\x27\x1c", "7Z"),
        (b"MZ\x90\x00", "程序"),
        (zipped({"OFD.xml": "<x/>"}), "OFD"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "演示文稿"),
        (zipped({"content.xml": "<x/>"}), "ODF"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", "邮件"),
        (b"From: a@example.com\nSubject: x\nContent-Type: text/plain\n\nx", "邮件"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "XML格式"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"PK\x03\x04broken", "损坏"),
        (b"\x00\x01\x02" * 100, "未知格式"),
    ],
)
def test_kinds_that_are_not_examined_say_why(data: bytes, word: str) -> None:
    report = examine(data)
    assert not report.examined
    assert word in report.unexamined
    with pytest.raises(Refused):
        clean(data)


def test_the_name_decides_nothing() -> None:
    report = examine(docx(p(r("藏", "<w:vanish/>"))), "图片.jpg")
    assert kinds(report) == {"hidden-text"}
    assert texts(examine(b"x", f"{NUMBER}.txt"), "id-number") == [MASKED]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_of_each_encoding(encoding: str) -> None:
    report = examine(f"第一行\n电话13812345678，{NUMBER}\n".encode(encoding))
    assert {(f.kind, f.where) for f in report.findings} == {("phone", "第2行"), ("id-number", "第2行")}


def test_an_ordinary_text_and_an_empty_file() -> None:
    for data in (zipped({"空.txt": ""}), "一、总体情况".encode(), b"a,b\n1,2\n"):
        assert examine(data).findings == ()
        assert examine(data).examined


PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="author" content="张三"></head><body>
<!-- 内部：{NUMBER} --><p>公开的内容</p><p style="display: none">藏一</p><p hidden>藏二</p>
<form><input type="hidden" name="a" value="13812345678"></form></body></html>"""


def test_a_page_and_what_it_hides() -> None:
    data = PAGE.encode()
    report = examine(data)
    assert texts(report, "comment") == [f"内部：{MASKED}"]
    assert texts(report, "hidden-text") == ["藏一", "藏二", "138****5678"]
    assert texts(report, "author") == ["张三"]
    copy = cleaned(data, "comment", "hidden-text", "author", "id-number").decode()
    assert "公开的内容" in copy
    assert "藏" not in copy


def test_every_kind_has_a_label_and_personal_data_is_never_cleaned_away() -> None:
    assert {kind.value for kind in Kind} <= set(KINDS)
    assert all(sort.label for sort in KINDS.values())
    assert not any(KINDS[kind.value].cleanable for kind in Kind)


def test_no_finding_is_longer_than_it_may_be() -> None:
    report = examine(docx(p(r("藏" * 500, "<w:vanish/>"))))
    assert [len(f.text) for f in report.findings] == [120]


def test_an_examination_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.papers.hidden import limits

    monkeypatch.setattr(limits, "MAX_SECONDS", -1)
    report = examine(zipped({"a.txt": "13812345678"}))
    assert not report.examined
    assert "已停止" in report.unexamined


@pytest.mark.parametrize(
    ("proof", "data", "words"),
    [
        ("word_clean.seen", docx(p(r("留"), r("藏", "<w:vanish/>"))), "看得见的文字"),
        ("pdf_clean._differ", pdf() + b" behind the end", "第1页的样子"),
    ],
)
def test_a_copy_that_looks_different_is_not_given(
    monkeypatch: pytest.MonkeyPatch, proof: str, data: bytes, words: str
) -> None:
    answers = iter(range(9))
    monkeypatch.setattr(f"gongkai.papers.hidden.{proof}", lambda *given: next(answers) or "other")
    with pytest.raises(Refused, match=words):
        clean(data)


def test_nothing_in_a_finding_acts_on_a_terminal() -> None:
    report = examine(zipped({"\x1b[2J\u202e13812345678.txt": "\x1b[31m13912345678"}))
    assert not [c for f in report.findings for c in f.where + f.text if c in "\x1b\u202e"]
    assert {f.kind for f in report.findings} == {"phone"}
