from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cases import incoming, mailbox
from gongkai.cases.imap import accounts
from gongkai.cases.models import Incoming, OpenChannel
from gongkai.documents import queries as documents
from gongkai.errors import Misconfigured
from gongkai.notices import outbox

from .asking import asked
from .conftest import AT, TODAY, entries
from .fake_imap import FakeMailbox, running


@pytest.fixture
def box(settings: Settings, bureau: Agency, opened: None) -> Iterator[FakeMailbox]:
    with running() as made:
        settings.GONGKAI_IMAP_URL = f"{bureau.name} {made.url}"
        yield made


def mail(
    subject: str = "政府信息公开申请", ident: str = "<a@example.cn>", text: str = "申请公开低保资金发放明细"
) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "张三丰 <zhang@example.cn>"
    made["To"] = "gk@example.cn"
    made["Subject"] = subject
    if ident:
        made["Message-ID"] = ident
    made.set_content(text)
    return made


def test_a_message_comes_in_whole_with_its_attachments(box: FakeMailbox, bureau: Agency, clerk: Person) -> None:
    message = mail()
    message.add_attachment(b"%PDF-1.7 form", maintype="application", subtype="pdf", filename="申请表.pdf")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="身份证.jpg")
    box.put(message.as_bytes())
    assert mailbox.fetch(AT) == 1
    (paper,) = incoming.waiting(clerk, on=TODAY).filter(matched_case=None)
    assert (paper.channel, paper.sender, paper.sender_contact) == ("email", "张三丰", "zhang@example.cn")
    assert (paper.subject, paper.arrived_on, paper.opened_at) == ("政府信息公开申请", TODAY, None)
    raw, form, card = paper.files.all()
    assert (raw.raw, form.raw) == (True, False)
    assert documents.content(raw.file) == box.messages[1].raw
    assert [(f.name, documents.content(f.file)) for f in (form, card)] == [
        ("申请表.pdf", b"%PDF-1.7 form"), ("身份证.jpg", b"\xff\xd8\xff"),
    ]  # fmt: skip
    assert raw.file.encrypted
    assert mailbox.text_of(paper) == "申请公开低保资金发放明细"
    assert entries("incoming.take-in")[0].actor == "operator"
    assert not Entry.objects.filter(data__contains="zhang").exists()


def test_nothing_comes_in_twice(box: FakeMailbox) -> None:
    box.put(mail().as_bytes())
    assert [mailbox.fetch(AT), mailbox.fetch(AT)] == [1, 0]
    box.put(mail().as_bytes())
    assert mailbox.fetch(AT) == 0
    box.validity = 8
    assert mailbox.fetch(AT) == 0
    assert Incoming.objects.count() == 1
    row = OpenChannel.objects.get(channel="email")
    assert (row.uid_validity, row.last_uid) == (8, 2)


def test_without_an_id_the_same_bytes_are_the_same_message(box: FakeMailbox) -> None:
    box.put(mail(ident="").as_bytes())
    box.put(mail(ident="").as_bytes())
    box.put(mail(ident="", text="另一件").as_bytes())
    assert mailbox.fetch(AT) == 2


def test_nothing_in_the_mailbox_is_changed(box: FakeMailbox) -> None:
    box.put(mail().as_bytes())
    mailbox.fetch(AT)
    verbs = " ".join(box.log).upper()
    assert "EXAMINE" in verbs
    for word in ("STORE", "EXPUNGE", "COPY", "MOVE", "DELETE", "SELECT"):
        assert word not in verbs
    assert all("PEEK" in line for line in box.log if "BODY" in line.upper())


@pytest.mark.parametrize(
    "subject", ["回复：YSQ2026-0001", "Re: ysq2026-1 补正材料", "关于ＹＳＱ２０２６－０００１的补正"]
)
def test_a_number_in_the_subject_names_the_case(
    subject: str, box: FakeMailbox, clerk: Person, bureau: Agency
) -> None:
    case = asked(clerk, bureau)
    box.put(mail(subject).as_bytes())
    mailbox.fetch(AT)
    paper = Incoming.objects.get(channel="email")
    assert (paper.matched_case, paper.settled_as) == (case, "")
    assert not incoming.waiting(clerk, on=TODAY).filter(matched_case=None).exists()


def test_an_answer_to_a_mail_of_ours_names_the_case(box: FakeMailbox, clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau)
    sent = outbox.put(bureau, means="mail", address="z@example.cn", subject="通知", body="…", about=case.key,
                      once="x", at=AT)  # fmt: skip
    message = mail("回复：通知")
    message["References"] = f"<other@example.cn> {sent.message_id}"
    box.put(message.as_bytes())
    mailbox.fetch(AT)
    assert Incoming.objects.get(channel="email").matched_case == case


@pytest.mark.parametrize("subject", ["YSQ2026-0009", "YSQ2026-00011", "YSQ2026-0001和YSQ2026-0002", "2026-0001"])
def test_what_names_no_one_case_waits_without_one(
    subject: str, box: FakeMailbox, clerk: Person, bureau: Agency
) -> None:
    asked(clerk, bureau)
    asked(clerk, bureau)
    box.put(mail(subject).as_bytes())
    mailbox.fetch(AT)
    assert incoming.waiting(clerk, on=TODAY).filter(matched_case=None).count() == 1


def test_another_agencys_number_means_nothing_here(
    box: FakeMailbox, clerk: Person, bureau: Agency, finance: Agency, outsider: Person
) -> None:
    case = asked(outsider, finance)
    box.put(mail(f"回复：{case.number}").as_bytes())
    mailbox.fetch(AT)
    assert Incoming.objects.get(channel="email").matched_case is None


def test_a_message_too_large_is_entered_with_its_header(box: FakeMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.put(mail().as_bytes(), size=mailbox.MAX_MESSAGE + 1)
    mailbox.fetch(AT)
    paper = Incoming.objects.get()
    assert paper.subject.startswith("政府信息公开申请（邮件过大")
    assert "BODY.PEEK[HEADER]" in " ".join(box.log)
    assert mailbox.fetch(AT) == 0


def test_attachments_beyond_the_bound_stay_in_the_raw_message(
    box: FakeMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "MAX_TOTAL", 5)
    message = mail()
    for name, data in (("a.bin", b"1234"), ("b.bin", b"5678"), ("c.bin", b"9")):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    box.put(message.as_bytes())
    mailbox.fetch(AT)
    assert [f.name for f in Incoming.objects.get().files.all()] == ["原始邮件.eml", "a.bin", "c.bin"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00\x01 no mail at all",
        b"From: \xb5\xc4\nSubject: =?nonsense?Q?=FF?=\nContent-Type: text/plain; charset=martian\n\n\xd6\xd0",
        b"Message-ID: <" + b"x" * 400 + b"@y>\nSubject: long\n\n",
        b"Message-ID: <a\0b@example.cn>\nSubject: nul\0\n\nnul \0",
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: multipart/mixed; boundary="b"\n\n--b',
        b"Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\nSubject: in\n\n",
    ],
)
def test_whatever_it_is_it_comes_in_and_blocks_nothing(raw: bytes, box: FakeMailbox) -> None:
    box.put(raw)
    box.put(mail(ident="<next@example.cn>").as_bytes())
    assert mailbox.fetch(AT) == 2
    first = Incoming.objects.order_by("pk")[0]
    assert documents.content(first.files.get(raw=True).file) == box.messages[1].raw
    mailbox.text_of(first)


def test_old_encodings_of_chinese_mail_are_read(box: FakeMailbox) -> None:
    head = "From: =?GB2312?B?1cXI/bfh?= <z@example.cn>\nSubject: =?GBK?B?yerH67mrv6o=?=\nMessage-ID: <g@x>\n"
    body = "Content-Type: text/html; charset=gb2312\n\n<html><script>x()</script><p>申请公开</p><p>明细</p></html>"
    box.put(head.encode() + body.encode("gb18030"))
    mailbox.fetch(AT)
    paper = Incoming.objects.get()
    assert (paper.sender, paper.subject) == ("张三丰", "申请公开")
    assert mailbox.text_of(paper) == "申请公开\n明细"


def test_it_arrived_when_the_server_got_it(box: FakeMailbox) -> None:
    box.put(mail().as_bytes(), day="28-Feb-2026 23:30:00 +0800")
    box.put(mail(ident="<b@x>").as_bytes(), day="01-Mar-2027 00:00:00 +0800")
    mailbox.fetch(AT)
    assert [p.arrived_on for p in Incoming.objects.order_by("pk")] == [date(2026, 2, 28), TODAY]


def test_a_day_that_the_server_cannot_say_is_the_day_it_was_fetched(
    box: FakeMailbox, clerk: Person, bureau: Agency
) -> None:
    box.put(mail().as_bytes(), day="some day")
    mailbox.fetch(AT)
    assert Incoming.objects.get(channel="email").arrived_on == TODAY


def test_a_run_goes_on_where_the_last_one_ended(box: FakeMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "AT_A_TIME", 2)
    for number in range(5):
        box.put(mail(ident=f"<{number}@x>").as_bytes())
    assert [mailbox.fetch(AT) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(
    ("broken", "why"), [("LOGIN", "登录邮箱失败"), ("EXAMINE", "收件文件夹"), ("UID FETCH", "连接中断")]
)
def test_a_broken_mailbox_is_shown_and_loses_nothing(broken: str, why: str, box: FakeMailbox) -> None:
    box.put(mail().as_bytes())
    box.broken = broken
    assert mailbox.fetch(AT) == 0
    row = OpenChannel.objects.get(channel="email")
    assert why in row.test_error
    assert (row.last_uid, row.last_passed_at) == (0, None)
    box.broken = ""
    assert mailbox.fetch(AT) == 1


def test_one_dead_mailbox_keeps_no_other_from_being_read(
    box: FakeMailbox, settings: Settings, bureau: Agency, finance: Agency
) -> None:
    from gongkai.cases import channels

    channels.open_channel(OPERATOR, finance, "email", address="f@x", from_on=date(2020, 1, 1), at=AT)
    dead = f"{finance.name} imap://u:p@127.0.0.1:1/INBOX"
    settings.GONGKAI_IMAP_URL = f"{dead}\n{settings.GONGKAI_IMAP_URL}"
    box.put(mail().as_bytes())
    assert mailbox.fetch(AT) == 1
    assert "连不上" in OpenChannel.objects.get(agency=finance).test_error


def test_a_mailbox_without_its_channel_says_so(settings: Settings, bureau: Agency) -> None:
    settings.GONGKAI_IMAP_URL = f"{bureau.name} imap://u:p@127.0.0.1:1/"
    with pytest.raises(Misconfigured, match="没有启用电子邮件渠道"):
        mailbox.fetch(AT)
    settings.GONGKAI_IMAP_URL = "无此机关 imap://u:p@127.0.0.1:1/"
    with pytest.raises(Misconfigured, match="没有机关"):
        mailbox.fetch(AT)
    settings.GONGKAI_IMAP_URL = ""
    assert mailbox.fetch(AT) == 0


def test_settings_are_read_and_never_quoted() -> None:
    (one,) = accounts("# 邮箱\n\n91370305MA3C0000XT imaps://g%40x:p%2Fw@mail.example.cn/%E7%94%B3%E8%AF%B7\n")
    assert (one.user, one.password, one.host, one.port, one.tls, one.folder) == (
        "g@x", "p/w", "mail.example.cn", 993, True, "申请",
    )  # fmt: skip
    assert "p/w" not in repr(one)
    for wrong in ("secret", "x http://u:secret@h", "x imaps://u@h", "x imaps://u:secret@h:no", "a b c"):
        with pytest.raises(Misconfigured) as refusal:
            accounts(wrong)
        assert "secret" not in str(refusal.value)


def test_fetching_on_another_day_asks_from_the_first_day_of_the_channel(box: FakeMailbox) -> None:
    mailbox.fetch(AT + timedelta(days=1))
    assert any("SINCE 01-Jan-2010" in line for line in box.log)


def test_what_came_by_mail_waits_for_the_scanner_and_can_be_read_meanwhile(
    box: FakeMailbox, settings: Settings
) -> None:
    settings.GONGKAI_CLAMD = "127.0.0.1:1"
    box.put(mail().as_bytes())
    mailbox.fetch(AT)
    paper = Incoming.objects.get()
    with pytest.raises(documents.Held):
        documents.content(paper.files.get().file)
    assert "申请公开低保资金发放明细" in mailbox.text_of(paper)
