"""A copy that came: its number, its clock, what it is linked to, and putting it right."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused
from gongkai.review import answering, registering
from gongkai.review.models import Proceeding
from gongkai.review.registering import Facts
from gongkai.review.states import State
from gongkai.review.words import Kind
from tests.cases.rows import a_case

from .conftest import AT, last_entry
from .deeds import ANSWERED, BODY, CAME, came

COPY = Facts(Kind.RECONSIDERATION, date(2026, 4, 29), body=BODY)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (Facts(Kind.RECONSIDERATION, date(2026, 4, 29), body=BODY, procedure="simplified"), date(2026, 5, 9)),
        (Facts(Kind.RECONSIDERATION, date(2026, 4, 29), body=BODY, procedure="ordinary"), date(2026, 5, 15)),
        (COPY, date(2026, 5, 15)),
        (Facts(Kind.DIRECT_LAWSUIT, date(2026, 4, 17), body="示范区人民法院"), date(2026, 5, 6)),
        # No law of this kind is known here for that year: there is no day, and no refusal.
        (Facts(Kind.RECONSIDERATION, date(2020, 3, 2), body=BODY), None),
    ],
)
def test_its_clock_runs_from_the_copy(clerk: Person, bureau: Agency, facts: Facts, due: date | None) -> None:
    made = Proceeding.objects.get(pk=registering.register(clerk, bureau, facts, at=AT).pk)
    assert (made.due_on, made.state) == (due, State.UNANSWERED)
    assert made.instances.get().answer_due_on == due


def test_it_has_a_number_a_line_and_an_entry(clerk: Person, bureau: Agency) -> None:
    made = registering.register(clerk, bureau, COPY, at=AT)
    assert made.number == "复议诉讼〔2026〕1号"
    assert registering.register(clerk, bureau, COPY, at=AT).number == "复议诉讼〔2026〕2号"
    assert made.events.get().kind == "register"
    assert last_entry("reviews.register").actor == clerk.key


def test_it_is_linked_to_its_case_and_to_the_reconsideration_before(bureau: Agency, finance: Agency) -> None:
    case, other = a_case(bureau, number="2026-00001"), a_case(finance, number="2026-00002")
    review = came(bureau, case_number="2026-00001")
    assert review.case == case
    suit = came(bureau, Kind.LAWSUIT_AFTER_REVIEW, received_on=date(2026, 5, 4), case_number="2026-00001")
    assert (suit.case, suit.after_review) == (case, review)
    # Of another agency: only the words are kept.
    foreign = came(bureau, case_number=other.number)
    assert (foreign.case, foreign.case_number) == (None, "2026-00002")


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts("review", CAME, body=BODY), "类型应是"),
        (Facts(Kind.RECONSIDERATION, date(2026, 5, 7), body=BODY), "还没有到"),
        (Facts(Kind.RECONSIDERATION, date(2007, 5, 7), body=BODY), "早于2008"),
        (Facts(Kind.RECONSIDERATION, CAME), "全称"),
        (Facts(Kind.RECONSIDERATION, CAME, body=BODY, accepted_on=date(2026, 3, 3)), "受理"),
        (Facts(Kind.RECONSIDERATION, CAME, body=BODY, about="all"), "被诉行为"),
        (Facts(Kind.RECONSIDERATION, CAME, body=BODY, procedure="quick"), "审理程序"),
        (Facts(Kind.RECONSIDERATION, CAME, body=BODY, case_number="号" * 61), "60"),
    ],
)
def test_what_no_copy_says(clerk: Person, bureau: Agency, facts: Facts, says: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=says):
        registering.register(clerk, bureau, facts, at=AT)
    assert not Proceeding.objects.exists()
    assert Entry.objects.count() == before


def test_only_a_lawsuit_after_a_review_of_its_own_agency_follows_one(bureau: Agency, finance: Agency) -> None:
    review, foreign = came(bureau), came(finance)
    for kind, before in (
        (Kind.DIRECT_LAWSUIT, review), (Kind.LAWSUIT_AFTER_REVIEW, foreign),
        (Kind.LAWSUIT_AFTER_REVIEW, came(bureau, Kind.DIRECT_LAWSUIT)),
    ):  # fmt: skip
        with pytest.raises(Refused):
            came(bureau, kind, after_review=before)


def test_who_may_not_register(reviewer: Person, supervisor: Person, stranger: Person, bureau: Agency) -> None:
    for who in (reviewer, supervisor, stranger):
        with pytest.raises(NotAllowed):
            registering.register(who, bureau, COPY, at=AT)
    assert not Proceeding.objects.exists()


def test_a_corrected_day_moves_the_clock_and_keeps_the_reason(clerk: Person, bureau: Agency) -> None:
    case = a_case(bureau, number="甲1")
    one = came(bureau)
    assert one.due_on == date(2026, 3, 16)
    facts = Facts(one.kind, date(2026, 3, 3), body="示范市人民政府", case_number="甲1", procedure="simplified")
    now = registering.correct(clerk, one, facts, reason="回执日期", at=AT)
    assert (now.received_on, now.due_on, now.case) == (date(2026, 3, 3), date(2026, 3, 10), case)
    assert (now.instances.get().began_on, now.instances.get().body) == (date(2026, 3, 3), "示范市人民政府")
    assert last_entry("reviews.correct").reason == "回执日期"


def test_what_cannot_be_corrected(clerk: Person, bureau: Agency) -> None:
    one = answering.answer(clerk, came(bureau), on=ANSWERED, at=AT)
    for facts, reason, says in (
        (Facts(Kind.DIRECT_LAWSUIT, CAME, body=BODY), "x", "类型"),
        (Facts(one.kind, date(2026, 3, 10), body=BODY), "x", "晚于"),
        (Facts(one.kind, CAME, body=BODY), " ", "理由"),
    ):
        with pytest.raises(Refused, match=says):
            registering.correct(clerk, one, facts, reason=reason, at=AT)
