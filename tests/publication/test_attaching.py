"""Files of an item: looked at first, kept then; what bears a secrecy marking leaves no trace."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.documents.models import StoredFile
from gongkai.errors import NotAllowed, Refused, Stale, TooLarge, UnknownKind, WrongState
from gongkai.publication import attaching, drafting, releasing, reviewing
from gongkai.publication.models import Attachment, Item, Version
from gongkai.publication.stopping import SecrecyMark
from tests.documents.fake_clamd import EICAR, clamd
from tests.papers.hidden.makers import zipped

from .conftest import AT, audited
from .files import old_word, pdf, picture, sheet, word

pytestmark = pytest.mark.django_db


def names(version: Version) -> list[str]:
    return [one.name for one in version.attachments.all()]


class TestAttach:
    def test_what_is_read_in_it(self, draft: Version, clerk: Person) -> None:
        made = attaching.attach(clerk, draft, data=word("第一段", "第二段"), name="标准.docx", at=AT)
        assert (made.name, made.text, made.unread, made.file.kind) == ("标准.docx", "第一段\n第二段", "", "docx")
        assert not made.file.encrypted
        assert len(made.token) > 15
        entry = audited("items.attach")
        assert json.loads(entry.data) == {"sha256": made.file.sha256, "version": 1}

    def test_a_sheet_a_pdf_a_page_and_a_text(self, draft: Version, clerk: Person) -> None:
        attaching.attach(clerk, draft, data=sheet(("姓名", "金额"), ("张某", 920)), name="表.xlsx", at=AT)
        attaching.attach(clerk, draft, data=pdf("通知", "正文一行"), name="文.pdf", at=AT)
        page = "<html><body><p>网页<b>正文</b></p><script>x()</script></body></html>".encode()
        attaching.attach(clerk, draft, data=page, name="页.htm", at=AT)
        attaching.attach(clerk, draft, data="一行\n二行".encode("gb18030"), name="文.txt", at=AT)
        found = [one.text for one in draft.attachments.all()]
        assert found[0] == "名单\n姓名\t金额\n张某\t920"
        assert "正文一行" in found[1]
        assert "x()" not in found[2]
        assert "网页" in found[2]
        assert found[3] == "一行\n二行"

    def test_what_nobody_reads_is_said(self, draft: Version, clerk: Person) -> None:
        shown = attaching.attach(clerk, draft, data=picture(), name="图.png", at=AT)
        assert (shown.text, shown.unread) == ("", "图片，未读取文字")
        old = attaching.attach(clerk, draft, data=old_word("旧文件"), name="旧.doc", at=AT)
        assert "旧版" in old.unread
        assert old.text == ""

    def test_ofd(self, draft: Version, clerk: Person) -> None:
        page = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:TextCode>版式文字</ofd:TextCode></ofd:Page>'
        data = zipped({"OFD.xml": "<a/>", "Doc_0/Pages/Page_0/Content.xml": page})
        assert attaching.attach(clerk, draft, data=data, name="文.ofd", at=AT).text == "版式文字"

    def test_names_are_safe_and_end_as_the_content_is(self, draft: Version, clerk: Person) -> None:
        for name in ("../../etc/表.xlsx", "表.exe", "表.xlsx"):
            attaching.attach(clerk, draft, data=sheet((name,)), name=name, at=AT)
        assert names(draft) == ["表.xlsx", "表.exe.xlsx", "表（2）.xlsx"]

    def test_who_hands_it_in_is_a_drafter(self, draft: Version, officer: Person) -> None:
        attaching.attach(officer, draft, data=word("文"), name="文.docx", at=AT)
        draft.refresh_from_db()
        assert officer.key in draft.drafters

    @pytest.mark.parametrize(
        ("data", "error", "words"),
        [
            (b"", UnknownKind, "空的"),
            (b"MZ\x90program", UnknownKind, "程序"),
            (zipped({"a.txt": "x"}), UnknownKind, "压缩包"),
            (b"{\\rtf1 x}", UnknownKind, "RTF"),
            (b"\x00\x01\x02\x03", UnknownKind, "不能识别"),
            (old_word("x") + "EncryptedPackage".encode("utf-16-le"), UnknownKind, "密码"),
            (b"%PDF-" + b"0" * (50 * 2**20), TooLarge, "50MB"),
        ],
    )
    def test_what_is_refused(
        self, draft: Version, clerk: Person, folder: Path, data: bytes, error: type[Exception], words: str
    ) -> None:
        with pytest.raises(error, match=words):
            attaching.attach(clerk, draft, data=data, name="文件.pdf", at=AT)
        assert names(draft) == []
        assert list(folder.rglob("*")) == []

    def test_a_damaged_file_is_kept_and_said(self, draft: Version, clerk: Person) -> None:
        made = attaching.attach(clerk, draft, data=b"%PDF-1.7 broken", name="坏.pdf", at=AT)
        assert "未读取" in made.unread

    def test_only_in_a_draft(self, approved: Version, clerk: Person) -> None:
        with pytest.raises(WrongState):
            attaching.attach(clerk, approved, data=word("文"), name="文.docx", at=AT)
        assert names(approved) == []

    def test_only_by_who_drafts_here(self, draft: Version, stranger: Person, reviewer: Person) -> None:
        for one in (stranger, reviewer):
            with pytest.raises(NotAllowed):
                attaching.attach(one, draft, data=word("文"), name="文.docx", at=AT)
        assert names(draft) == []

    def test_on_an_older_page(self, draft: Version, clerk: Person) -> None:
        attaching.attach(clerk, draft, data=word("文"), name="文.docx", revision=draft.revision, at=AT)
        with pytest.raises(Stale):
            attaching.attach(clerk, draft, data=word("二"), name="二.docx", revision=draft.revision, at=AT)

    def test_sixty_are_enough(self, draft: Version, clerk: Person) -> None:
        first = attaching.attach(clerk, draft, data=b"one", name="文.txt", at=AT)
        Attachment.objects.bulk_create(
            Attachment(version=draft, file=first.file, name=f"{n}", token=f"{n}") for n in range(59)
        )
        with pytest.raises(TooLarge, match="60个"):
            attaching.attach(clerk, draft, data=b"two", name="二.txt", at=AT)


class TestSecrecy:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("文.docx", word("机密★10年", "示范区人民政府", "关于某事的通知")),
            ("表.xlsx", sheet(("绝密★",), ("名单",))),
            ("表.xlsx", sheet(("名单",), header="秘密★1年")),
            ("文.pdf", pdf("秘密★启封", "正文")),
            ("文.txt", "机密★5年\n通知".encode()),
            ("文.html", "<html><body><p>机密★5年</p><p>通知</p></body></html>".encode()),
            ("旧.doc", old_word("\r机密★10年\r关于某事的通知\r")),
            ("旧.xls", old_word("")[:-1] + "\r机密★10年\r".encode("utf-16-le")),
        ],
    )
    def test_a_marking_stops_it_before_anything_is_stored(
        self, draft: Version, clerk: Person, folder: Path, caplog: pytest.LogCaptureFixture,
        tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes,
    ) -> None:  # fmt: skip
        caplog.set_level(logging.DEBUG)
        temp = tmp_path_factory.mktemp("temp")
        monkeypatch.setenv("TMPDIR", str(temp))
        with pytest.raises(SecrecyMark, match="第三十一条") as stopped:
            attaching.attach(clerk, draft, data=data, name=name, at=AT)
        assert "线下办理" in str(stopped.value)
        assert [*folder.rglob("*"), *temp.rglob("*")] == []
        assert StoredFile.objects.count() == 0
        assert names(draft) == []
        assert name not in caplog.text + str(stopped.value)
        assert "关于某事" not in caplog.text + str(stopped.value)
        entry = audited("items.secrecy-stop")
        assert (json.loads(entry.data), entry.reason) == ({"version": 1}, "")

    def test_words_that_only_speak_of_secrets_ask(self, draft: Version, clerk: Person) -> None:
        made = attaching.attach(clerk, draft, data=word("涉及商业秘密的不予公开"), name="文.docx", at=AT)
        from gongkai.publication.stopping import asks

        assert [mark.level for mark in asks(attaching.pages(made))] == ["秘密"]

    def test_a_body_that_is_typed_or_pasted(self, draft: Version, clerk: Person, bureau: Agency) -> None:
        before = (draft.body, Entry.objects.count())
        with pytest.raises(SecrecyMark):
            drafting.edit(clerk, draft, body="<p>机密★10年</p><p>通知</p>", at=AT)
        with pytest.raises(SecrecyMark):
            drafting.begin(clerk, bureau, title="通知", body="<p>机密★10年</p>", at=AT)
        draft.refresh_from_db()
        assert (draft.body, Entry.objects.count()) == before
        assert Item.objects.count() == 1


class TestViruses:
    def test_what_one_is_found_in_is_not_kept(
        self, draft: Version, clerk: Person, settings: Settings, folder: Path
    ) -> None:
        with clamd() as settings.GONGKAI_CLAMD, pytest.raises(Refused, match="病毒"):
            attaching.attach(clerk, draft, data=b"text " + EICAR, name="文.txt", at=AT)
        assert names(draft) == []
        assert StoredFile.objects.count() == 0

    def test_where_nobody_answers_it_is_held(self, draft: Version, clerk: Person, settings: Settings) -> None:
        settings.GONGKAI_CLAMD = "127.0.0.1:1"
        made = attaching.attach(clerk, draft, data=b"text", name="\u6587.txt", at=AT)
        assert attaching.listed(draft)[0].file.scan.state == "waiting"
        assert made.name == "文.txt"


@pytest.fixture
def attached(draft: Version, clerk: Person) -> Attachment:
    return attaching.attach(clerk, draft, data=word("旧文"), name="标准.docx", at=AT)


class TestChange:
    def test_replace_under_a_new_address(self, draft: Version, clerk: Person, attached: Attachment) -> None:
        made = attaching.replace(clerk, attached, data=word("新文"), at=AT)
        assert (made.name, made.text, made.order) == ("标准.docx", "新文", attached.order)
        assert made.token != attached.token
        assert names(draft) == ["标准.docx"]
        assert StoredFile.objects.count() == 1
        audited("items.replace-file")

    def test_replace_a_picture_of_the_body(self, draft: Version, clerk: Person) -> None:
        shown = attaching.attach(clerk, draft, data=picture(), name="图.png", at=AT)
        body = f'<p><img src="/items/{draft.item_id}/files/{shown.token}/" alt="图"></p>'
        drafting.edit(clerk, draft, body=body, at=AT)
        made = attaching.replace(clerk, shown, data=picture("red"), at=AT)
        draft.refresh_from_db()
        assert made.token in draft.body
        assert shown.token not in draft.body
        assert attaching.listed(draft) == []

    def test_replace_by_a_marked_one_changes_nothing(
        self, draft: Version, clerk: Person, attached: Attachment
    ) -> None:
        with pytest.raises(SecrecyMark):
            attaching.replace(clerk, attached, data=word("机密★10年"), at=AT)
        assert list(draft.attachments.all()) == [attached]

    def test_rename(self, draft: Version, clerk: Person, attached: Attachment) -> None:
        attaching.attach(clerk, draft, data=word("二"), name="二.docx", at=AT)
        assert attaching.rename(clerk, attached, name="二", at=AT).name == "二（2）.docx"
        audited("items.rename-file")

    def test_remove_takes_its_bytes(
        self,
        draft: Version,
        clerk: Person,
        attached: Attachment,
        folder: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            attaching.remove(clerk, attached, at=AT)
        assert names(draft) == []
        assert [one for one in folder.rglob("*") if one.is_file()] == []
        audited("items.remove-file")

    def test_a_picture_in_the_body_stays(self, draft: Version, clerk: Person) -> None:
        shown = attaching.attach(clerk, draft, data=picture(), name="图.png", at=AT)
        body = f'<p><img src="/items/{draft.item_id}/files/{shown.token}/" alt="图"></p>'
        drafting.edit(clerk, draft, body=body, at=AT)
        with pytest.raises(Refused, match="正文里插入了"):
            attaching.remove(clerk, shown, at=AT)
        assert names(draft) == ["图.png"]

    def test_what_an_earlier_version_shows_stays(self, public: Item, clerk: Person, folder: Path) -> None:
        version = drafting.revise(clerk, public, note="更正附件", at=AT)
        kept = attaching.attach(clerk, version, data=b"text", name="文.txt", at=AT)
        attaching.remove(clerk, kept, at=AT)
        assert version.attachments.count() == 0

    def test_reorder(self, draft: Version, clerk: Person, attached: Attachment) -> None:
        second = attaching.attach(clerk, draft, data=word("二"), name="二.docx", at=AT)
        attaching.reorder(clerk, draft, [second.pk, attached.pk], at=AT)
        assert names(draft) == ["二.docx", "标准.docx"]
        audited("items.reorder-files")
        with pytest.raises(Refused, match="变动"):
            attaching.reorder(clerk, draft, [second.pk], at=AT)

    def test_only_by_who_drafts_and_only_in_a_draft(
        self, draft: Version, clerk: Person, reviewer: Person, head: Person, stranger: Person, attached: Attachment
    ) -> None:
        for one in (stranger, head):
            with pytest.raises(NotAllowed):
                attaching.remove(one, attached, at=AT)
            with pytest.raises(NotAllowed):
                attaching.replace(one, attached, data=b"text", at=AT)
        reviewing.submit(clerk, draft, at=AT)
        for call in (
            lambda: attaching.remove(clerk, attached, at=AT),
            lambda: attaching.rename(clerk, attached, name="x", at=AT),
            lambda: attaching.reorder(clerk, draft, [attached.pk], at=AT),
            lambda: attaching.replace(clerk, attached, data=b"text", at=AT),
        ):
            with pytest.raises(WrongState):
                call()
        assert names(draft) == ["标准.docx"]

    def test_one_that_is_gone(self, draft: Version, clerk: Person, attached: Attachment) -> None:
        Attachment.objects.all().delete()
        with pytest.raises(Refused, match="不在这一稿"):
            attaching.rename(clerk, attached, name="x", at=AT)


class TestHidden:
    def test_what_each_file_hides(self, draft: Version, clerk: Person) -> None:
        attaching.attach(clerk, draft, data=word("看得见", hidden="看不见"), name="文.docx", at=AT)
        (looked,) = attaching.examined(draft, at=AT)
        assert looked.examination.examined
        assert "hidden-text" in {one.kind for one in looked.findings}

    def test_a_clean_copy_takes_its_place(self, draft: Version, clerk: Person) -> None:
        made = attaching.attach(clerk, draft, data=word("看得见", hidden="看不见"), name="文.docx", at=AT)
        copied = attaching.clean(clerk, made, at=AT)
        assert "hidden-text" in {one.kind for one in copied.removed}
        assert copied.attachment.text.strip() == "看得见"
        assert not copied.attachment.file.encrypted
        (looked,) = attaching.examined(draft, at=AT)
        assert "hidden-text" not in {one.kind for one in looked.findings}
        assert StoredFile.objects.count() == 1

    def test_by_a_stranger_nothing_is_copied(self, draft: Version, clerk: Person, stranger: Person) -> None:
        made = attaching.attach(clerk, draft, data=word("看得见", hidden="看不见"), name="文.docx", at=AT)
        with pytest.raises(NotAllowed):
            attaching.clean(stranger, made, at=AT)
        assert StoredFile.objects.count() == 1


def test_files_go_with_the_item_to_its_next_version(
    draft: Version, clerk: Person, reviewer: Person, head: Person, attached: Attachment
) -> None:
    from .conftest import passed

    item = releasing.release(clerk, passed(draft, clerk, reviewer, head), at=AT).item
    version = drafting.revise(clerk, item, note="更正标题", at=AT + timedelta(days=1))
    assert [one.token for one in version.attachments.all()] == [attached.token]
