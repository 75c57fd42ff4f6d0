"""防伪查询: ours or not, and whether it still holds; nothing of a file is kept."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from gongkai import writers
from gongkai.publication import seals
from gongkai.publication.models import Attachment, Item, Seal
from gongkai.ui import hashing, limits

from .conftest import Page
from .items import AT, IN_FILE, TITLE, TOKEN, Desk, desk, item

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]
FORGED = "2345-6789-ABCD-EFGH"


def asked(client: Client, code: str = "", data: bytes | None = None, status: int = 200) -> str:
    given: dict[str, object] = {"code": code}
    if data is not None:
        given["file"] = file = io.BytesIO(data)
        file.name = "一个文件.pdf"
    response = client.post("/verify/", given)
    assert response.status_code == status
    return response.content.decode()


def sealed(item: Item, format: str = "docx") -> Seal:
    assert item.current is not None
    return seals.of_text(item.current, format, lambda code: f"{item.title}{code}".encode(), at=AT)


def test_a_code_that_holds_leads_to_the_page(client: Client, item: Item) -> None:
    text = asked(client, sealed(item).code.lower().replace("-", " "))
    assert "是本站发布的现行文本" in text
    assert f'href="/items/{item.pk}/"' in text
    assert str(item.number) in text


def test_the_same_bytes_are_ours_and_one_more_are_not(client: Client, item: Item) -> None:
    data = f"{item.title}{sealed(item).code}".encode()
    assert "一字不差" in asked(client, data=data)
    text = asked(client, data=data + b" ")
    assert "不是本平台发布的文件" in text
    assert "另存、转换格式" in text


def test_an_attachment_bears_its_code_beside_the_download(client: Client, page: Page, item: Item) -> None:
    """From the moment it is shown, whether or not anybody took it."""
    (code,) = re.findall(r"防伪码 <span class=\"code\">([^<]+)</span>", page(f"/items/{item.pk}/"))
    assert seals.by_code(code)
    assert "现行文本" in asked(client, code)
    assert "一字不差" in asked(client, data=client.get(f"/items/{item.pk}/files/{TOKEN}/").content)
    assert "一字不差" in asked(client, data=IN_FILE.encode())


def test_what_was_corrected_is_told_from_what_holds(client: Client, desk: Desk, item: Item) -> None:
    old = sealed(item)
    desk.correct(item, "标准有误，现予更正。", title="关于调整最低生活保障标准的通知")
    text = asked(client, old.code)
    assert "已更正，不是现行文本" in text
    assert f'href="/items/{item.pk}/"' in text
    item.refresh_from_db()
    assert "是本站发布的现行文本" in asked(client, sealed(item).code)


def test_what_was_withdrawn_says_so_and_nothing_of_what_it_was(client: Client, desk: Desk, item: Item) -> None:
    old = sealed(item)
    desk.withdraw(item)
    text = asked(client, old.code)
    assert "已撤回" in text
    assert TITLE not in text


def test_what_was_removed_was_never_there(client: Client, desk: Desk, item: Item) -> None:
    old = sealed(item)
    desk.remove(item)
    text = asked(client, old.code)
    assert "不是本平台发布的文件" in text
    assert str(item.number) not in text


def test_a_forged_code_says_what_to_do(client: Client, db: None) -> None:
    text = asked(client, FORGED)
    for words in ("没有这个防伪码", "打电话核实", "/doors/complain/"):
        assert words in text


@pytest.mark.parametrize(
    ("code", "words"),
    [("", "请填写防伪码，或者选择一个文件"), ("1234", "防伪码是16位"), ("？" * 60, "防伪码是16位")],
)
def test_what_cannot_be_a_code_is_told_so(client: Client, db: None, code: str, words: str) -> None:
    assert words in asked(client, code)


def test_code_and_file_together_are_not_guessed_at(client: Client, db: None) -> None:
    text = asked(client, FORGED, b"x")
    assert "请只用一种" in text
    assert "请重新选择：文件" in text


def test_nothing_of_the_file_touches_memory_or_disk(
    client: Client, item: Item, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Larger than what is held in memory: no temporary file is opened for it."""

    def opened(*args: object, **more: object) -> None:
        raise AssertionError("a file was kept")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile.__init__", opened)
    monkeypatch.setattr("django.core.files.uploadhandler.InMemoryUploadedFile.__init__", opened)
    before = Seal.objects.count(), sorted(tmp_path.rglob("*"))
    assert "不是本平台发布的文件" in asked(client, data=b"x" * (3 * 2**20))
    assert before == (Seal.objects.count(), sorted(tmp_path.rglob("*")))


def test_too_much_is_not_read(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "MOST", 1000)
    assert "过大" in asked(client, data=b"x" * 4000, status=413)


def test_other_pages_take_files_as_before(client: Client, db: None) -> None:
    """The handler is for one page."""
    handler = hashing.HashingUploadHandler()
    handler.new_file("file", "a.txt", "text/plain", 3)
    assert handler.receive_data_chunk(b"abc", 0) == b"abc"
    assert handler.file_complete(3) is None


def test_guessing_is_asked_a_question_and_then_refused(
    client: Client, db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.GONGKAI_LOOKUP_FAILURES = 2
    limits._counts.cache_clear()
    settings.HOME = tmp_path
    for _ in range(2):
        assert "没有这个防伪码" in asked(client, FORGED)
    text = asked(client, FORGED)
    assert 'name="challenge"' in text
    assert "没有这个防伪码" not in text
    limits._counts.cache_clear()


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_download_bears_its_code_and_is_found_by_it(client: Client, item: Item, format: str) -> None:
    response = client.get(f"/items/{item.pk}/item.{format}")
    if response.status_code == 404:
        pytest.skip("no font for it here")
    assert response["Content-Type"] == writers.MEDIA_TYPES[format]
    assert response.content == client.get(f"/items/{item.pk}/item.{format}").content
    assert "一字不差" in asked(client, data=response.content)
    code = Seal.objects.get(version=item.current, attachment=None, format=format).code
    assert code in text_of(response.content, format)
    assert f"/items/{item.pk}/" in text_of(response.content, format)


def text_of(data: bytes, format: str) -> str:
    if format == "docx":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "".join(package.read(one).decode() for one in package.namelist() if one.endswith(".xml"))
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return "".join(one.get_textpage().get_text_range() for one in document)


def test_every_version_of_a_file_has_a_code(desk: Desk, item: Item) -> None:
    desk.correct(item, "附件有误。", summary="改过的概述")
    assert Attachment.objects.filter(seals=None).count() == 0
    assert len({one.code for one in Seal.objects.all()}) == 2
