"""A Word file becomes the body of an item: with its tables, without what it hides."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx as python_docx
import pytest

from gongkai.accounts.models import Person
from gongkai.documents.models import StoredFile
from gongkai.errors import NotAllowed, Refused, Stale, TooLarge, UnknownKind, Unreadable, WrongState
from gongkai.papers import rich_text
from gongkai.publication import bodies, drafting
from gongkai.publication.models import Version
from gongkai.publication.stopping import SecrecyMark
from tests.papers.hidden.makers import docx, p, r, word_part, zipped

from .conftest import AT, TITLE, audited
from .files import old_word, pdf, picture, sheet, table_word, word

pytestmark = pytest.mark.django_db

CHANGED = (
    '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>加上的</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="x"><w:r><w:delText>删去的</w:delText></w:r></w:del>'
    "<w:r><w:t>留下的</w:t></w:r></w:p>"
)


def taken(clerk: Person, draft: Version, data: bytes, name: str = "正文.docx") -> bodies.Taken:
    return bodies.from_file(clerk, draft, data=data, name=name, at=AT)


class TestTaken:
    def test_tables_keep_their_spans_and_lines_their_place(self, draft: Version, clerk: Person) -> None:
        found = taken(clerk, draft, table_word())
        assert found.notes == ()
        assert found.version.body == (
            "<p>各街道办事处：</p>\n<table><tbody>"
            '<tr><td rowspan="2">对象</td><td colspan="2">标准</td></tr>\n'
            "<tr><td>调整前</td><td>调整后</td></tr>\n<tr><td>城市</td><td>920</td><td>1000</td></tr></tbody></table>\n"
            '<h2>二、执行时间</h2>\n<p class="right">示范区民政局</p>'
        )
        assert "城市\t920\t1000" in found.version.text
        assert json.loads(audited("items.take-body").data) == {"pictures": 0, "version": 1}

    def test_it_takes_the_place_of_the_old_body(self, draft: Version, clerk: Person) -> None:
        taken(clerk, draft, word("新的正文"))
        draft.refresh_from_db()
        assert draft.body == "<p>新的正文</p>"
        assert draft.revision == 1

    def test_the_title_is_not_said_twice(self, draft: Version, clerk: Person) -> None:
        assert taken(clerk, draft, word(TITLE, "正文")).version.body == "<p>正文</p>"

    def test_pictures_become_attachments_in_their_place(self, draft: Version, clerk: Person) -> None:
        document = python_docx.Document()
        document.add_paragraph("流程如下")
        document.add_picture(io.BytesIO(picture()))
        out = io.BytesIO()
        document.save(out)
        version = taken(clerk, draft, out.getvalue()).version
        (token,) = rich_text.pictures(version.body)
        made = version.attachments.get()
        assert (made.token, made.name) == (token, "正文图片1.png")
        assert f"/items/{version.item_id}/files/{token}/" in version.body
        taken(clerk, draft, word("没有图片了"))
        assert version.attachments.count() == 0

    def test_the_file_itself_is_not_kept(self, draft: Version, clerk: Person) -> None:
        taken(clerk, draft, word("正文"))
        assert StoredFile.objects.count() == 0


class TestHidden:
    def test_changes_comments_and_hidden_text_are_said_not_taken(self, draft: Version, clerk: Person) -> None:
        found = taken(clerk, draft, docx(CHANGED + p(r("公开的")) + p(r("隐藏的", "<w:vanish/>"))))
        assert found.version.body == "<p>加上的留下的</p>\n<p>公开的</p>"
        notes = "；".join(found.notes)
        assert "修订：插入1处，按已接受取入" in notes
        assert "修订：删除1处，没有取入" in notes
        assert "隐藏文字1处，没有取入" in notes

    def test_where_nobody_can_tell_nothing_is_taken(self, draft: Version, clerk: Person) -> None:
        before = draft.body
        broken = docx(p(r("正文")), parts={"word/comments.xml": "<broken"})
        with pytest.raises((Refused, Unreadable)):
            taken(clerk, draft, broken)
        draft.refresh_from_db()
        assert draft.body == before


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "error", "words"),
        [
            (pdf("通知", "正文"), UnknownKind, "PDF.*粘贴"),
            (old_word("正文"), UnknownKind, "另存为DOCX"),
            (sheet(("正文",)), UnknownKind, "只有Word"),
            (b"plain", UnknownKind, "只有Word"),
            (zipped({"a.txt": "x"}), UnknownKind, "压缩包"),
            (b"PK\x03\x04" + b"word/document.xml" + b"\0" * 40, Refused, "没有取作正文"),
            (docx(""), Refused, "没有可以取作正文的文字"),
            (docx("<w:p/>" + "<w:tbl>" * 300 + "</w:tbl>" * 300), (TooLarge, Refused, Unreadable), "请"),
            (b"%PDF-" + b"0" * (50 * 2**20), TooLarge, "50MB"),
        ],
    )
    def test_with_the_way_out(
        self, draft: Version, clerk: Person, data: bytes, error: type[Exception], words: str
    ) -> None:
        before = (draft.body, draft.revision)
        with pytest.raises(error, match=words):
            taken(clerk, draft, data)
        draft.refresh_from_db()
        assert (draft.body, draft.revision) == before

    def test_a_marking_stops_it(self, draft: Version, clerk: Person, folder: Path) -> None:
        with pytest.raises(SecrecyMark):
            taken(clerk, draft, word("机密★10年", "通知"))
        assert list(folder.rglob("*")) == []
        audited("items.secrecy-stop")

    def test_a_marking_in_a_header_or_a_text_box(self, draft: Version, clerk: Person) -> None:
        header = {"word/header1.xml": word_part("hdr", p(r("秘密★"), r("1年")))}
        box = p(f"<w:r><w:pict><w:txbxContent>{p(r('秘密★1年'))}</w:txbxContent></w:pict></w:r>")
        for data in (docx(p(r("通知")), parts=header), docx(p(r("通知")) + box)):
            with pytest.raises(SecrecyMark):
                taken(clerk, draft, data)

    def test_who_may_not_and_when(
        self, draft: Version, clerk: Person, stranger: Person, approved: Version
    ) -> None:
        with pytest.raises(NotAllowed):
            taken(stranger, draft, word("文"))
        with pytest.raises(WrongState):
            taken(clerk, approved, word("文"))

    def test_on_an_older_page(self, draft: Version, clerk: Person) -> None:
        drafting.edit(clerk, draft, summary="改了", at=AT)
        with pytest.raises(Stale):
            bodies.from_file(clerk, draft, data=word("文"), name="x", revision=0, at=AT)
