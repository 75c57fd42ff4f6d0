"""The visitors' doors: taken in with a code, due on a day of the law's own or ours, answered once and in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gongkai import query_code
from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind as AgencyKind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.notices.models import Notice
from gongkai.publication import door_queries, doors
from gongkai.publication.door_states import MOVES, OUTCOMES, Kind, Outcome, State, after
from gongkai.publication.models import DoorReport, Item, Version
from tests.district import SHANGHAI, bureau, district, finance, folder, found, invited

__all__ = ["bureau", "district", "finance", "folder"]

# A Friday before the May holiday of a year whose holidays are known.
AT = datetime(2026, 4, 24, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()
MAIL = "visitor@example.cn"


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return invited("clerk", bureau, Role.CLERK)


@pytest.fixture
def reviewer(bureau: Agency) -> Person:
    return invited("reviewer", bureau, Role.REVIEWER)


@pytest.fixture
def stranger(finance: Agency) -> Person:
    return invited("stranger", finance, Role.CLERK)


@pytest.fixture
def report(bureau: Agency) -> DoorReport:
    return came(bureau)


def came(agency: Agency, kind: str = Kind.ERROR, text: str = "第二段的日期不对", **more: object) -> DoorReport:
    return doors.submit(agency, kind=kind, text=text, contact=MAIL, at=AT, **more)[0]  # type: ignore[arg-type]


def shown(agency: Agency) -> Item:
    """An item as the public sees it, laid down as rows."""
    item = Item.objects.create(agency=agency, title="养老服务补贴标准", created_at=AT)
    version = Version.objects.create(
        item=item, number=1, title=item.title, state="released", released_at=AT, created_at=AT
    )
    item.current, item.number, item.state = version, f"n-{item.pk}", "public"
    item.released_at, item.changed_at, item.first_public_on = AT, AT, TODAY
    item.save()
    return item


def entries(verb: str) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb))


def test_what_is_submitted_gets_a_number_a_code_and_a_day(bureau: Agency) -> None:
    report, code = doors.submit(bureau, kind="error", text=" 错了 ", address="/items/5/?a=1", contact=MAIL, at=AT)
    assert report.number == f"L{bureau.pk}-2026-0001"
    assert (report.text, report.address, report.state) == ("错了", "/items/5/", State.OPEN)
    # Three working days after a Friday: the Monday, Tuesday and Wednesday.
    assert (report.due_on, report.provisional) == (date(2026, 4, 29), False)
    assert doors.found(report.number, code) == report


def test_the_entry_names_neither_the_words_nor_the_visitor(report: DoorReport) -> None:
    (entry,) = entries("doors.submit")
    assert (entry.actor, entry.object) == ("visitor", report.key)
    assert MAIL not in str(entry.data)
    assert "日期" not in str(entry.data)


def test_words_and_contact_lie_encrypted(report: DoorReport) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact FROM publication_doorreport")
        raw = str(cursor.fetchall())
    assert MAIL not in raw
    assert "日期" not in raw
    assert DoorReport.objects.get().contact == MAIL


@pytest.mark.parametrize(
    ("kind", "due"), [("error", "2026-04-29"), ("suggest", "2026-05-26"), ("complain", "2026-05-19")]
)
def test_each_door_has_its_days(bureau: Agency, kind: str, due: str) -> None:
    """The May holiday (1 to 5) lies between, and the Saturday worked for it (9 May) counts."""
    assert doors.due_on(bureau, kind, TODAY).on.isoformat() == due


def test_beyond_the_known_years_the_day_is_provisional(bureau: Agency) -> None:
    assert doors.due_on(bureau, "error", date(2099, 3, 2)).provisional


@pytest.mark.parametrize("text", ["", "  \n", "长" * (doors.LONGEST + 1)])
def test_nothing_and_too_much_is_refused(bureau: Agency, text: str) -> None:
    with pytest.raises(Refused):
        doors.submit(bureau, kind="error", text=text, at=AT)
    assert not DoorReport.objects.exists()
    assert not entries("doors.submit")


@pytest.mark.parametrize(
    "address",
    ["https://example.com/", "//example.com/", "/\\example.com/", "/\t/example.com/", "items/5", "/" + "x" * 500],
)
def test_only_a_page_of_ours_is_kept(bureau: Agency, address: str) -> None:
    with pytest.raises(Refused):
        doors.submit(bureau, kind="error", text="错了", address=address, at=AT)


def test_another_number_or_another_code_finds_nothing(bureau: Agency) -> None:
    one, code = doors.submit(bureau, kind="error", text="错了", at=AT)
    other, _ = doors.submit(bureau, kind="error", text="又错了", at=AT)
    assert doors.found(one.number, code.lower().replace("-", " ")) == one
    assert doors.found(other.number, code) is None
    assert doors.found(one.number, "2222-2222-2222-2222") is None
    assert doors.found("", "") is None
    assert doors.found("-", code) is None


@given(st.binary(min_size=10, max_size=10))
def test_a_code_is_read_however_it_is_typed(bits: bytes) -> None:
    code = query_code.written(bits)
    assert query_code.sha256(code) == query_code.sha256(f" {code.lower().replace('L', '1')} ".replace("-", "－"))


def test_numbers_of_two_agencies_never_meet(bureau: Agency, finance: Agency) -> None:
    assert came(bureau).number != came(finance).number


# -- answering


def test_an_error_is_answered(clerk: Person, report: DoorReport) -> None:
    done = doors.answer(clerk, report, outcome="corrected", text="已改正，谢谢", at=AT)
    assert (done.state, done.outcome, done.answer) == (State.ANSWERED, Outcome.CORRECTED, "已改正，谢谢")
    assert (done.answered_at, done.answered_by, done.revision) == (AT, clerk, 1)
    (entry,) = entries("doors.answer")
    assert (entry.actor, entry.object, entry.agency) == (clerk.key, report.key, report.agency.key)
    assert "谢谢" not in str(entry.data)


def test_only_who_may_answers(reviewer: Person, stranger: Person, report: DoorReport) -> None:
    for person in (reviewer, stranger):
        with pytest.raises(NotAllowed):
            doors.answer(person, report, outcome="corrected", text="x", at=AT)
        with pytest.raises(NotAllowed):
            doors.contact(person, report, at=AT)
    unchanged(report)


@pytest.mark.parametrize(("outcome", "text"), [("published", "x"), ("", "x"), ("corrected", " ")])
def test_an_answer_fits_its_question_and_has_words(
    clerk: Person, report: DoorReport, outcome: str, text: str
) -> None:
    with pytest.raises(Refused):
        doors.answer(clerk, report, outcome=outcome, text=text, at=AT)
    unchanged(report)


def test_it_is_answered_once(clerk: Person, report: DoorReport) -> None:
    doors.answer(clerk, report, outcome="corrected", text="已改", at=AT)
    with pytest.raises(WrongState, match="已答复"):
        doors.answer(clerk, report, outcome="no_error", text="没错", at=AT)
    assert DoorReport.objects.get().answer == "已改"


def test_who_looked_earlier_is_told_so(clerk: Person, bureau: Agency) -> None:
    report = came(bureau, Kind.SUGGESTION)
    doors.agree(clerk, report, text="下月公开", revision=0, at=AT)
    with pytest.raises(Stale):
        doors.answer(clerk, report, outcome="declined", text="x", revision=0, at=AT)


# -- suggestions (Art. 44)


def test_a_suggestion_agreed_to_ends_in_an_item(clerk: Person, bureau: Agency) -> None:
    report, item = came(bureau, Kind.SUGGESTION), shown(bureau)
    agreed = doors.agree(clerk, report, text="将于下月公开", at=AT)
    assert (agreed.state, agreed.agreed_at, agreed.agreed_text) == (State.AGREED, AT, "将于下月公开")
    done = doors.answer(clerk, report, outcome="published", text="已公开", became=item, at=AT)
    assert (done.became, done.state) == (item, State.ANSWERED)
    assert [e.data for e in entries("doors.answer")] == [
        f'{{"item":"{item.key}","kind":"suggest","outcome":"published"}}'
    ]


def test_what_was_agreed_to_is_not_declined(clerk: Person, bureau: Agency) -> None:
    report = came(bureau, Kind.SUGGESTION)
    doors.agree(clerk, report, text="将公开", at=AT)
    with pytest.raises(WrongState, match="第四十四条"):
        doors.answer(clerk, report, outcome="declined", text="不公开了", at=AT)
    assert DoorReport.objects.get().state == State.AGREED


def test_published_names_an_item_that_is_shown(clerk: Person, bureau: Agency) -> None:
    report = came(bureau, Kind.SUGGESTION)
    hidden = Item.objects.create(agency=bureau, title="未发布", created_at=AT)
    for became in (None, hidden):
        with pytest.raises(Refused):
            doors.answer(clerk, report, outcome="published", text="已公开", became=became, at=AT)
    unchanged(report)


def test_another_outcome_forgets_the_item(clerk: Person, bureau: Agency) -> None:
    report = came(bureau, Kind.SUGGESTION)
    done = doors.answer(clerk, report, outcome="on_request", text="请申请", became=shown(bureau), at=AT)
    assert done.became is None


@pytest.mark.parametrize("kind", [Kind.ERROR, Kind.COMPLAINT])
def test_only_a_suggestion_is_agreed_to(clerk: Person, bureau: Agency, kind: str) -> None:
    report = came(bureau, kind)
    with pytest.raises(Refused, match="建议公开"):
        doors.agree(clerk, report, text="好", at=AT)
    unchanged(report)


# -- passing on, and who wrote it


def test_it_goes_to_the_agency_whose_page_it_is(clerk: Person, report: DoorReport, finance: Agency) -> None:
    before = report.agency
    passed = doors.pass_on(clerk, report, to=finance, at=AT)
    assert (passed.agency, passed.due_on, passed.state) == (finance, report.due_on, State.OPEN)
    (entry,) = entries("doors.pass_on")
    assert entry.agency == before.key
    with pytest.raises(NotAllowed):
        doors.answer(clerk, report, outcome="corrected", text="x", at=AT)


def test_not_to_oneself_nor_out_of_the_district(clerk: Person, report: DoorReport, bureau: Agency) -> None:
    elsewhere = found("邻区人民政府", kind=AgencyKind.GOVERNMENT, order=900)
    for to in (bureau, elsewhere):
        with pytest.raises(Refused):
            doors.pass_on(clerk, report, to=to, at=AT)
    unchanged(report)


def test_a_look_at_the_contact_leaves_its_entry(clerk: Person, report: DoorReport) -> None:
    assert doors.contact(clerk, report, at=AT) == MAIL
    (entry,) = entries("doors.contact")
    assert (entry.actor, entry.object) == (clerk.key, report.key)
    assert MAIL not in str(entry.data)


# -- what one sees


def test_each_sees_the_doors_of_their_own(
    clerk: Person, stranger: Person, reviewer: Person, report: DoorReport, district: Agency
) -> None:
    supervisor = invited("supervisor", district, Role.SUPERVISOR)
    assert list(door_queries.theirs(clerk, on=TODAY)) == [report]
    for person, seen in ((stranger, []), (reviewer, []), (supervisor, [report])):
        assert list(door_queries.visible(person, on=TODAY)) == seen
    # A supervisor reads along and answers nothing.
    assert not door_queries.theirs(supervisor, on=TODAY).exists()


def test_what_is_due_first_comes_first(clerk: Person, bureau: Agency) -> None:
    later, sooner = came(bureau, Kind.SUGGESTION), came(bureau, Kind.ERROR)
    done = came(bureau, Kind.ERROR)
    doors.answer(clerk, done, outcome="no_error", text="没有错", at=AT)
    assert list(door_queries.open_(clerk, on=TODAY)) == [sooner, later]


# -- the table of states


def test_every_kind_has_outcomes_and_every_state_but_the_last_a_way_on() -> None:
    assert set(OUTCOMES) == set(Kind)
    assert {state for state, _ in MOVES} == set(State) - {State.ANSWERED}


@pytest.mark.parametrize("verb", ["agree", "answer", "pass_on"])
def test_nothing_follows_an_answer(verb: str) -> None:
    with pytest.raises(WrongState):
        after(State.ANSWERED, verb)


def unchanged(report: DoorReport) -> None:
    now = DoorReport.objects.get(pk=report.pk)
    assert (now.state, now.revision, now.answer, now.agency_id) == ("open", 0, "", report.agency_id)
    assert not Entry.objects.filter(verb__startswith="doors.").exclude(verb="doors.submit").exists()


def written(report: DoorReport) -> list[Notice]:
    return list(Notice.objects.filter(about=report.key).order_by("pk"))


def test_who_asked_for_it_is_written_to_when_it_is_answered(clerk: Person, bureau: Agency) -> None:
    report = came(bureau, text="张三的电话写错了", mail=f" {MAIL} ")
    assert report.mail == MAIL
    assert written(report) == []
    doors.answer(clerk, report, outcome=Outcome.CORRECTED, text="张三的电话已改正。", at=AT)
    (mail,) = written(report)
    assert (mail.means, mail.address, mail.agency) == (Notice.Means.MAIL, MAIL, bureau)
    assert report.number in mail.body
    assert "/doors/answer/" in mail.body
    for words in ("张三", "电话", MAIL, "纠错"):
        assert words not in mail.body + mail.subject
    assert report.number not in mail.subject
    report.refresh_from_db()
    assert report.mail == ""
    (entry,) = entries("doors.answer")
    assert MAIL not in f"{entry.data}{entry.object}{entry.reason}"


def test_nobody_else_is_written_to(clerk: Person, report: DoorReport) -> None:
    """How to reach somebody is no leave to write to them."""
    assert report.contact == MAIL
    doors.answer(clerk, report, outcome=Outcome.CORRECTED, text="已改正。", at=AT)
    assert not Notice.objects.exists()


def test_of_a_suggestion_both_steps_are_told(clerk: Person, bureau: Agency) -> None:
    report = came(bureau, Kind.SUGGESTION, mail=MAIL)
    agreed = doors.agree(clerk, report, text="月底公开。", at=AT)
    assert agreed.mail == MAIL
    doors.answer(clerk, agreed, outcome=Outcome.PUBLISHED, text="已公开。", became=shown(bureau), at=AT)
    assert ["采纳" in one.body for one in written(report)] == [True, False]


def test_the_address_goes_with_it_to_another_agency(clerk: Person, bureau: Agency, finance: Agency) -> None:
    passed = doors.pass_on(clerk, came(bureau, mail=MAIL), to=finance, at=AT)
    doors.answer(OPERATOR, passed, outcome=Outcome.CORRECTED, text="已改正。", at=AT)
    (mail,) = written(passed)
    assert (mail.agency, mail.address) == (finance, MAIL)


def test_a_refused_answer_writes_to_nobody(clerk: Person, stranger: Person, bureau: Agency) -> None:
    report = came(bureau, mail=MAIL)
    for user, text in ((clerk, " "), (stranger, "已改正。")):
        with pytest.raises((Refused, NotAllowed)):
            doors.answer(user, report, outcome=Outcome.CORRECTED, text=text, at=AT)
    assert not Notice.objects.exists()
    report.refresh_from_db()
    assert report.mail == MAIL


@pytest.mark.parametrize(
    "mail", ["13800001234", "a@b", "a b@example.cn", "x" * 250 + "@example.cn", "a@b.cn\nBcc: c@d.cn"]
)
def test_what_is_no_address_is_refused(bureau: Agency, mail: str) -> None:
    with pytest.raises(Refused, match="电子邮箱"):
        came(bureau, mail=mail)
    assert not DoorReport.objects.exists()


def test_the_address_lies_encrypted(bureau: Agency) -> None:
    came(bureau, mail=MAIL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mail FROM publication_doorreport")
        assert "visitor" not in cursor.fetchone()[0]
