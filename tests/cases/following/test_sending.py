"""What an applicant sends by the page: into the register at once, in its time, once, bounded and scanned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.cases import consenting, withdrawing
from gongkai.cases import incoming as arriving
from gongkai.cases.asking import codes
from gongkai.cases.asking.uploads import MAX_FILE, MAX_FILES
from gongkai.cases.asking.wanted import ELECTRONIC_CONSENT
from gongkai.cases.filing import Paper
from gongkai.cases.following.holder import holder
from gongkai.cases.following.offered import offered
from gongkai.cases.following.sending import MOST_WAITING, What, send
from gongkai.cases.following.story import story
from gongkai.cases.models import Incoming, OnlinePaper
from gongkai.cases.registering import Asked
from gongkai.cases.words import Channel
from gongkai.documents import queries as documents
from gongkai.documents import scanning
from gongkai.documents.models import Scan, StoredFile
from gongkai.errors import Refused, TooLarge, UnknownKind, WrongState
from tests.cases import asking
from tests.cases.conftest import AT, entries
from tests.cases.walk import Office, at, line, paper
from tests.cases.web import submitted
from tests.district import SHANGHAI

from . import walks
from .conftest import Followed
from .walks import DAY, NEXT

PDF = Paper("补正说明.pdf", b"%PDF-1.7 supplement")


def sent(one: Followed, what: str = What.PROBLEM, *, at_: datetime | None = None, **more: Any) -> OnlinePaper:
    more.setdefault("text", "网页打不开")
    more.setdefault("once", f"form-{OnlinePaper.objects.count()}")
    return send(one.holder, one.now(), what, at=at_ or at(NEXT), **more)


def whats(one: Followed) -> list[str]:
    return [str(offer.what) for offer in offered(one.holder, one.now())]


def test_a_supplement_stands_in_the_register_with_its_words_and_files(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT, text="指2025年的方案", papers=[PDF])
    came = made.incoming
    assert (came.channel, came.arrived_on, came.matched_case) == (Channel.WEB, NEXT, mine.case)
    assert (came.sender, came.opened_at, came.settled_as, came.entered_by) == ("张三丰", None, "", None)
    assert (made.what, made.text) == ("supplement", "指2025年的方案")
    assert (made.case, made.about) == (mine.case, mine.incoming)
    words, attached = came.files.order_by("pk")
    said = documents.content(words.file).decode("utf-8-sig")
    assert words.name == "补正（网上提交）.txt"
    assert "提交时间：2026-03-05 10:00:00（北京时间）" in said
    assert said.endswith("\r\n指2025年的方案\r\n\r\n附件：补正说明.pdf")
    assert documents.content(attached.file) == PDF.data
    assert all(one.file.encrypted for one in came.files.all())


def test_it_waits_for_a_clerk_at_once(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)
    assert made.incoming in arriving.waiting(office.clerk, on=NEXT)
    assert mine.now().state == "awaiting_supplement"


def test_the_audit_entry_names_nobody(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT, papers=[PDF])
    entry = entries("follow.send")[0]
    assert (entry.actor, entry.object, entry.agency) == ("applicant", mine.case.key, mine.case.agency.key)
    assert made.incoming.key in entry.data
    for hidden in ("张三丰", "网页", "补正说明"):
        assert hidden not in entry.data + entry.reason


def test_a_minute_before_midnight_in_shanghai_is_that_day(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    late = datetime(2026, 3, 5, 23, 59, 30, tzinfo=SHANGHAI)
    assert sent(mine, What.SUPPLEMENT, at_=late).incoming.arrived_on == NEXT


def test_the_same_form_twice_is_one_paper(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    first = sent(mine, What.SUPPLEMENT, once="x", papers=[PDF])
    assert sent(mine, What.SUPPLEMENT, once="x", papers=[PDF]) == first
    assert sent(mine, What.SUPPLEMENT, once="y") != first
    assert OnlinePaper.objects.count() == 2


@pytest.mark.parametrize(
    ("walk", "what"),
    [(walks.noticed, What.SUPPLEMENT), (walks.reasoned, What.REASONS), (walks.charged, What.PAYMENT)],
)
def test_what_is_asked_for_is_offered_first_and_only_then(
    office: Office, mine: Followed, walk: Any, what: What
) -> None:
    with pytest.raises(WrongState, match="不需要"):
        sent(mine, what)
    walk(office, mine)
    assert whats(mine)[0] == what
    assert sent(mine, what).what == what
    assert offered(mine.holder, mine.now())[0].waiting
    # More may follow: a page that was forgotten.
    sent(mine, what, once="again")


@pytest.mark.parametrize("what", [What.WITHDRAWAL, What.CONSENT])
def test_what_lies_with_the_clerk_is_not_sent_twice(mine: Followed, what: What) -> None:
    sent(mine, what)
    with pytest.raises(WrongState, match="已经提交过"):
        sent(mine, what)


def test_a_withdrawal_says_so_in_its_paper(mine: Followed) -> None:
    made = sent(mine, What.WITHDRAWAL, text="")
    said = documents.content(made.incoming.files.get().file).decode("utf-8-sig")
    assert "本人撤回上述政府信息公开申请。" in said
    assert f"申请：{mine.case.number}" in said
    assert "申请人：张三丰" in said


def test_a_consent_keeps_the_words_agreed_to(mine: Followed) -> None:
    assert sent(mine, What.CONSENT, text="别的话").text == ELECTRONIC_CONSENT


def test_once_agreed_or_answered_nothing_of_it_is_offered(office: Office, mine: Followed) -> None:
    mine.case.electronic_service = True
    mine.case.save()
    assert whats(mine) == ["revocation", "withdrawal", "problem"]
    withdrawing.withdraw(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY))
    assert whats(mine) == ["revocation", "problem"]


def test_a_consent_is_taken_back_at_once_and_leaves_its_paper(office: Office, mine: Followed) -> None:
    consenting.consent(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY, 9))
    made = sent(mine, What.REVOCATION, text="")
    came = made.incoming
    assert (came.settled_as, came.case, came.entered_by) == ("paper", mine.case, None)
    assert not mine.now().electronic_service
    assert line(mine.case, consenting.REVOKED).on == NEXT
    assert "撤回电子送达的同意（网上提交）.txt" in [one.name for one in mine.now().files.all()]
    said = documents.content(came.files.get().file).decode("utf-8-sig")
    assert "今后的文书请以纸质方式送达" in said
    (entry,) = entries("cases.revoke_electronic")
    assert (entry.actor, entry.object) == ("applicant", mine.case.key)
    assert "revocation" in entries("follow.send")[-1].data
    told = [one.words for one in story(mine.holder, mine.now())]
    assert told[-2:] == ["您在网上撤回电子送达的同意", "电子送达的同意已撤回，以后的文书以纸质送达"]
    assert whats(mine) == ["consent", "withdrawal", "problem"]


def test_taking_it_back_twice_is_one(office: Office, mine: Followed) -> None:
    with pytest.raises(WrongState, match="不需要"):
        sent(mine, What.REVOCATION)
    consenting.consent(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY, 9))
    assert sent(mine, What.REVOCATION, once="a") == sent(mine, What.REVOCATION, once="a")
    with pytest.raises(WrongState, match="不需要"):
        sent(mine, What.REVOCATION, once="b")
    assert len(entries("cases.revoke_electronic")) == 1


@pytest.mark.usefixtures("opened")
def test_taken_back_before_it_is_registered_it_is_registered_without(office: Office) -> None:
    made = submitted(office.agency, route="electronic", electronic_service="yes", address="示范区人民路1号")
    mine = holder(made.submission.incoming.access_codes.get())
    assert offered(mine, None)[0].what == What.REVOCATION
    send(mine, None, What.REVOCATION, once="x", at=AT)
    came = Incoming.objects.get(pk=mine.incoming.pk)
    assert consenting.taken_back(came)
    assert [one.what for one in offered(mine, None)] == [What.WITHDRAWAL, What.PROBLEM]
    case = asking.registered(office.clerk, came, asked=Asked("预算", electronic_service=True))
    assert not case.electronic_service
    assert consenting.given(case) == ""


def test_before_it_is_registered_it_can_be_withdrawn(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    mine = holder(came.access_codes.get())
    made = send(mine, None, What.WITHDRAWAL, once="x", at=AT)
    assert (made.case, made.about, made.incoming.matched_case) == (None, came, None)
    assert entries("follow.send")[0].object == came.key
    assert "您在网上提出撤回申请" in [line.words for line in story(mine, None)]
    with pytest.raises(WrongState):
        send(mine, None, What.SUPPLEMENT, text="x", once="y", at=AT)


def test_what_is_no_request_still_takes_a_problem(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    arriving.not_a_request(office.clerk, came, reason="信访", at=AT)
    came.refresh_from_db()
    mine = holder(came.access_codes.get())
    assert [one.what for one in offered(mine, None)] == [What.PROBLEM]


@pytest.mark.parametrize("what", [What.PROBLEM, "supplement"])
def test_nothing_to_send_is_refused(office: Office, mine: Followed, what: str) -> None:
    walks.noticed(office, mine)
    with pytest.raises(Refused, match="请写明"):
        sent(mine, what, text="  ")
    with pytest.raises(Refused, match="请从查询页面"):
        sent(mine, "no-such-thing")
    assert not OnlinePaper.objects.exists()


def test_files_are_bounded_and_known_by_their_content(mine: Followed) -> None:
    with pytest.raises(Refused, match="超过5000字"):
        sent(mine, text="长" * 5001)
    with pytest.raises(TooLarge, match="一次最多"):
        sent(mine, papers=[PDF] * (MAX_FILES + 1))
    with pytest.raises(TooLarge, match="超过15MB"):
        sent(mine, papers=[Paper("大.pdf", b"%PDF-" + b"0" * MAX_FILE)])
    with pytest.raises(UnknownKind, match="不是可以接收的文件"):
        sent(mine, papers=[Paper("附件.pdf", b"MZ program")])
    with pytest.raises(Refused, match="空文件"):
        sent(mine, papers=[Paper("空.pdf", b"")])
    assert not Incoming.objects.filter(channel=Channel.WEB).exists()


def test_the_register_cannot_be_filled_by_one_code(mine: Followed) -> None:
    for _ in range(MOST_WAITING):
        sent(mine)
    with pytest.raises(Refused, match="还没有处理完"):
        sent(mine)


def test_a_code_that_ended_meanwhile_sends_nothing(mine: Followed) -> None:
    before = mine.holder
    codes.issue(mine.incoming, at=AT)
    files = StoredFile.objects.count()
    with pytest.raises(WrongState, match="失效"):
        send(before, mine.now(), What.PROBLEM, text="x", papers=[PDF], once="x", at=at(NEXT))
    assert not OnlinePaper.objects.exists()
    assert StoredFile.objects.count() == files


def scanned(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    def ask(file: StoredFile, *, at: datetime, seconds: float = 0) -> Scan:
        made, _ = Scan.objects.update_or_create(file=file, defaults={"state": state, "asked_at": at})
        return made

    monkeypatch.setattr(scanning, "configured", lambda: True)
    monkeypatch.setattr(scanning, "ask", ask)


def test_what_the_scanner_finds_something_in_is_not_kept(mine: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(monkeypatch, Scan.State.INFECTED)
    before = StoredFile.objects.count()
    with pytest.raises(Refused, match="发现病毒"):
        sent(mine, papers=[PDF])
    assert not OnlinePaper.objects.exists()
    assert StoredFile.objects.count() == before


def test_a_scanner_that_does_not_answer_holds_the_file(mine: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(monkeypatch, Scan.State.WAITING)
    made = sent(mine, papers=[PDF])
    file = made.incoming.files.order_by("pk").last()
    assert file is not None
    with pytest.raises(documents.Held):
        documents.content(file.file)


def test_a_file_that_is_there_already_stays_when_sending_fails(mine: Followed) -> None:
    """The same bytes may be bound to something else: only what is bound to nothing is forgotten."""
    same = Paper("申请表.pdf", asking.SCAN.data)
    with pytest.raises(WrongState):
        sent(mine, What.SUPPLEMENT, papers=[same])
    assert documents.content(mine.incoming.files.get().file) == asking.SCAN.data


def test_another_agency_sees_nothing_of_it(mine: Followed, outsider: Person) -> None:
    sent(mine)
    assert not arriving.waiting(outsider, on=NEXT).exists()
