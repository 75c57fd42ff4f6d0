"""Attachments as they were attached, and items, guides and catalogues as papers; of what is shown only."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import quote

import pypdfium2
import pytest
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.documents.models import Scan
from gongkai.portal import item_papers
from gongkai.publication import columns
from gongkai.publication.models import Attachment, Item

from .conftest import Page
from .items import AT, FILE, IN_FILE, LATER, TITLE, TOKEN, Desk, attach, desk, item
from .test_item_lists import with_guide

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]


def text_of_pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def text_of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def test_an_attachment_is_handed_out_as_it_is(client: Client, item: Item) -> None:
    response = client.get(f"/items/{item.pk}/files/{TOKEN}/")
    assert response.content == IN_FILE.encode()
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote(FILE)}"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/items/{item.pk}/files/{TOKEN}/", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_of_another_item_or_of_none_is_not_here(page: Page, desk: Desk, item: Item) -> None:
    other = desk.show("另一条")
    for address in (f"/items/{other.pk}/files/{TOKEN}/", f"/items/{item.pk}/files/nothing/"):
        assert "没有这个文件" in page(address, 404)


def test_a_file_of_a_draft_is_not_here(page: Page, desk: Desk, item: Item) -> None:
    from gongkai.publication import drafting

    version = drafting.revise(desk.clerk, item, note="换附件", at=LATER)
    attach(version, "新表.txt", token="freshtoken", text="新的")
    page(f"/items/{item.pk}/files/freshtoken/", 404)


def test_a_file_that_the_scanner_holds_is_not_handed_out(page: Page, item: Item) -> None:
    file = Attachment.objects.get(token=TOKEN).file
    Scan.objects.create(file=file, state=Scan.State.WAITING, asked_at=AT)
    assert "暂时不能下载" in page(f"/items/{item.pk}/files/{TOKEN}/", 404)


def test_an_item_as_word_and_pdf_says_what_the_page_says(client: Client, item: Item) -> None:
    for format, text_of in (("docx", text_of_docx), ("pdf", text_of_pdf)):
        response = client.get(f"/items/{item.pk}/item.{format}")
        assert response.status_code == 200
        text = "".join(text_of(response.content).split())
        for words in ("最低生活保障标准", "每人每月一千元", item.number or ""):
            assert words in text, format
        assert client.get(f"/items/{item.pk}/item.{format}").content == response.content
        assert quote(f"{TITLE}.{format}") in response["Content-Disposition"]


def test_another_wording_is_another_file(client: Client, desk: Desk, item: Item) -> None:
    before = client.get(f"/items/{item.pk}/item.docx").content
    desk.correct(item, "更正。", body="<p>现为九百元。</p>")
    after = client.get(f"/items/{item.pk}/item.docx").content
    assert "现为九百元" in text_of_docx(after)
    assert "现为九百元" not in text_of_docx(before)


def test_another_format_is_not_there(page: Page, item: Item) -> None:
    page(f"/items/{item.pk}/item.exe", 404)


def test_a_guide_as_word_and_pdf(client: Client, page: Page, bureau: Agency) -> None:
    page(f"/agencies/a{bureau.pk}/guide.docx", 404)
    with_guide(bureau)
    for format, text_of in (("docx", text_of_docx), ("pdf", text_of_pdf)):
        text = text_of(client.get(f"/agencies/a{bureau.pk}/guide.{format}").content)
        assert "按内容分类" in text
        assert "示范路1号" in text


@pytest.mark.parametrize("format", ["docx", "pdf", "xlsx"])
def test_the_catalogue_as_a_file(client: Client, desk: Desk, item: Item, format: str) -> None:
    columns.from_law(OPERATOR, desk.agency, at=AT)
    for name in ("catalogue", "items"):
        response = client.get(f"/agencies/a{desk.agency.pk}/{name}.{format}")
        assert response.status_code == 200
        assert response.content[:4] in (b"%PDF", b"PK\x03\x04")


def test_papers_are_made_one_at_a_time(client: Client, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for many long lists at once keeps nobody from the pages."""
    monkeypatch.setattr(item_papers, "WAITS", 0.01)
    address = f"/agencies/a{item.agency_id}/items.xlsx"
    with item_papers._TURN:
        busy = client.get(address)
        assert (busy.status_code, busy["Retry-After"]) == (503, "15")
        assert "请过十几秒再下载" in busy.content.decode()
        assert client.get(f"/items/{item.pk}/").status_code == 200
    assert client.get(address).status_code == 200
