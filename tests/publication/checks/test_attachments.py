"""Attachments that are missing, badly named or unread, and what they hide."""

from __future__ import annotations

import io

import openpyxl
import pytest

from gongkai.documents import actions as documents
from gongkai.documents import examining
from gongkai.papers.hidden import Finding, Report
from gongkai.publication.checks import hidden
from gongkai.publication.models import Attachment, Version
from gongkai.publication.models.checks import Kind, Severity
from tests.publication.conftest import AT

from .conftest import found


def workbook(*, hide: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("名单", 0).append(["姓名", "金额"])
    del book["Sheet"]
    if hide:
        sheet = book.create_sheet("底稿")
        sheet.append(["张某", "住址"])
        sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def attach(version: Version, name: str, data: bytes | None = None, **more: str) -> Attachment:
    file = documents.store(data or workbook(), name, at=AT)
    number = version.attachments.count()
    return Attachment.objects.create(
        version=version, file=file, name=name, token=f"t{number}", order=number, **more
    )


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("请填写附件1后报送。", "没有上传附件"),
        ("具体要求详见附件。", "没有上传附件"),
        ("现印发给你们。\n附件：申请表", "缺1个"),
        ("附件：1.申请表\n　　　2.名单\n示范区民政局", "缺2个"),
    ],
)
def test_what_the_text_names_and_is_not_there(draft: Version, text: str, lacking: str) -> None:
    (one,) = found(draft, Kind.ATTACHMENTS, text=text)
    assert (one.code, one.severity) == ("missing", Severity.DECIDE)
    assert lacking in one.message
    assert one.start is not None


@pytest.mark.parametrize(
    "text",
    ["附件的安装应当牢固。", "附件：申请表\n示范区民政局\n附件\n申请表", "附件1\n名单", "不附件。"],
)
def test_no_attachment_is_missed_where_none_is_named_or_it_is_printed_below(draft: Version, text: str) -> None:
    assert found(draft, Kind.ATTACHMENTS, text=text) == []


def test_as_many_as_are_listed_under_their_names(draft: Version) -> None:
    attach(draft, "1.申请表.xlsx", text="表")
    attach(draft, "附件2 补助名单.xlsx", text="名单")
    assert found(draft, Kind.ATTACHMENTS, text="附件：1.申请表\n2.补助名单\n") == []
    (one,) = found(draft, Kind.ATTACHMENTS, text="附件：1.申请表\n2.汇总表\n")
    assert (one.code, one.severity) == ("otherwise-named", Severity.HINT)
    (one,) = found(draft, Kind.ATTACHMENTS, text="附件：1.申请表\n2.补助名单\n3.说明")
    assert "缺1个" in one.message


def test_a_name_that_says_nothing_and_a_file_that_nobody_read(draft: Version) -> None:
    attach(draft, "附件1.xlsx", text="x")
    attach(draft, "公示名单.xlsx", unread="扫描件")
    given = found(draft, Kind.ATTACHMENTS)
    assert [(one.code, one.severity) for one in given] == [
        ("name", Severity.HINT),
        ("unread", Severity.DECIDE),
    ]


def test_a_hidden_sheet_is_found(draft: Version) -> None:
    one = attach(draft, "名单.xlsx", workbook(hide=True))
    given = found(draft, Kind.HIDDEN)
    sheet = next(each for each in given if each.code == "hidden-sheet")
    assert (sheet.severity, sheet.place) == (Severity.DECIDE, f"attachment:{one.token}")
    assert "清除" in sheet.message


def test_a_file_that_nobody_could_look_into_is_no_pass(draft: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    def report(file: object) -> Report:
        return Report(examined=False, findings=(), unexamined="文件已加密。")

    monkeypatch.setattr(examining, "_report", report)
    attach(draft, "名单.xlsx")
    (one,) = found(draft, Kind.HIDDEN)
    assert (one.code, one.severity) == ("unexamined", Severity.DECIDE)
    assert "文件已加密" in one.message


def test_what_everybody_sees_is_left_to_the_check_of_personal_data(
    draft: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        Finding("phone", "第1页", "138****1234"),
        Finding("author", "属性", "张某"),
        Finding("comment", "第2页", "x"),
    )

    def report(file: object) -> Report:
        return Report(examined=True, findings=rows)

    monkeypatch.setattr(examining, "_report", report)
    attach(draft, "名单.docx")
    given = found(draft, Kind.HIDDEN)
    assert [(one.code, one.severity) for one in given] == [("author", Severity.HINT), ("comment", Severity.DECIDE)]
    assert "张某" not in given[0].message


def test_its_edition_follows_that_of_the_examination() -> None:
    assert hidden.EDITION.endswith(examining.EDITION)
