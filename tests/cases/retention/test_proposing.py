"""What is due is listed by itself, once, in the order of the kinds, never before the last remedy is over."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.cases import closing, consulting, incoming, splitting
from gongkai.cases.models import Case, DataRequest, Destruction, DestructionLine
from gongkai.cases.retention import deciding, due, periods, proposing
from gongkai.cases.retention.holds import call
from gongkai.jobs.registry import known
from gongkai.letters import stored
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice
from gongkai.statute import remedies
from gongkai.statute.calendar import official

from .. import deeds, walk
from ..asking import asked, came
from ..conftest import entries
from ..histories import Histories
from ..walk import Office, at
from . import laid
from .laid import CONTACT_DUE, DECISION_DUE, IDENTITY_DUE, KINDS, PAPERS_DUE, REMEDIES_END

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "on"), KINDS.items())
def test_each_kind_on_its_day_and_not_the_day_before(office: Office, kind: str, on: date) -> None:
    laid.plain(office)
    proposing.propose(office.agency, at=at(on - timedelta(days=1)))
    assert not DestructionLine.objects.filter(kind=kind).exists()
    proposing.propose(office.agency, at=at(on))
    assert DestructionLine.objects.get(kind=kind).due_on == on


def test_the_day_says_how_it_came_about(office: Office) -> None:
    found = due.of_case(laid.plain(office), periods.of(office.agency, on=laid.NEXT))
    assert list(found) == ["identity", "contact", "papers", "decision"]
    assert any("提起诉讼" in one and str(REMEDIES_END) in one for one in found["identity"].because)
    assert found["papers"].because == ("2026-03-05办结", "保管120个月")


def test_a_letter_that_told_no_remedy_keeps_identity_a_year(office: Office) -> None:
    case = laid.plain(office)
    letter = case.decisions.get().letter
    assert letter is not None
    content = stored.load(letter.content)
    untold = replace(content, letter=replace(content.letter, remedy=""))
    Letter.objects.filter(pk=letter.pk).update(content=stored.dump(untold))
    held = Case.objects.get(pk=case.pk)
    assert due.remedies_end(held).on == remedies.untold_review_until(laid.NEXT, official()).on
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE)) == 0


def test_answered_late_the_silence_counts(office: Office) -> None:
    case = laid.plain(office)
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 3, 3))
    late = due.remedies_end(laid.now(case))
    assert any("逾期未答复" in one for one in late.because)


def test_the_third_party_has_its_remedy_too(office: Office) -> None:
    made = deeds.refused(office)
    case = made.case
    consulting.find(office.clerk, made, reasonable=False, finding="不涉及", at=at(deeds.NEXT))
    consulting.override(office.head, made, reasons="公共利益", at=at(deeds.NEXT))
    notice = consulting.notify(office.clerk, made, released="金额", reasons="公共利益", at=at(deeds.NEXT))
    office.served(office.post(case, notice, deeds.NEXT), date(2026, 3, 20))
    office.served(office.answer(case, date(2026, 3, 20)), date(2026, 3, 23))
    office.closed(case, date(2026, 3, 24))
    assert any("第三方" in one for one in due.remedies_end(laid.now(case)).because)


def test_a_ledger_that_says_nothing_of_the_service_keeps_it_five_years(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    Case.objects.filter(pk=case.pk).update(
        state="closed", closed_on=laid.NEXT, counted_row="3.1", counted_on=laid.DAY, imported=True
    )
    assert due.remedies_end(laid.now(case)).on == date(2031, 3, 4)


def test_open_answered_and_reopened_ones_are_never_listed(office: Office) -> None:
    walk.opened(office.agency, deeds.RECEIVED)
    deeds.answered(office)
    again = laid.plain(office)
    closing.reopen(office.reviewer, again, ground="own", on=laid.NEXT, at=at(laid.NEXT, 19))
    assert proposing.propose(office.agency, at=at(date(2070, 1, 5))) == 0
    assert Destruction.objects.count() == 0


def test_what_a_running_repeat_rests_on_is_kept(office: Office) -> None:
    case = laid.plain(office)
    Case.objects.filter(pk=walk.opened(office.agency, deeds.RECEIVED).pk).update(repeats=case)
    assert due.obstacle(laid.now(case)) == "有在办的重复申请以它为依据"


def test_one_list_an_agency_and_each_line_once(office: Office) -> None:
    laid.plain(office)
    first = laid.proposed(office, IDENTITY_DUE)
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE, 12)) == 0
    laid.plain(office)
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE, 13)) == 1
    assert Destruction.objects.get() == first
    assert first.lines.count() == 2
    assert first.number == "XH2026-001"
    assert len(entries("retention.propose")) == 2


def test_somebody_is_told_once(office: Office) -> None:
    laid.plain(office)
    laid.proposed(office, IDENTITY_DUE)
    laid.plain(office)
    proposing.propose(office.agency, at=at(IDENTITY_DUE, 13))
    told = Notice.objects.filter(about__startswith="destruction:", means="desk")
    assert sorted(one.recipient for one in told) == sorted([office.head.key, office.reviewer.key])


def test_a_list_that_waits_for_approval_gets_nothing_more(office: Office) -> None:
    laid.plain(office)
    first = laid.appraised(office, IDENTITY_DUE)
    laid.plain(office)
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE, 13)) == 1
    assert first.lines.count() == 1
    assert Destruction.objects.count() == 2


def test_what_was_kept_is_looked_at_again_after_a_year(office: Office) -> None:
    laid.plain(office)
    list_ = laid.proposed(office, IDENTITY_DUE)
    keep = {list_.lines.get().pk: "上级正在检查"}
    deciding.appraise(office.reviewer, list_, opinion="保留", keep=keep, at=at(IDENTITY_DUE, 9))
    assert proposing.propose(office.agency, at=at(CONTACT_DUE)) == 0, "what comes later waits for what was kept"
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE + timedelta(days=366))) == 2


def test_a_merged_case_ends_with_the_one_it_went_into(office: Office) -> None:
    first = walk.opened(office.agency, deeds.RECEIVED)
    second = walk.opened(office.agency, deeds.RECEIVED, who=first.applicant)
    splitting.merge(office.clerk, second, into=first, at=at(deeds.DAY, 8))
    assert due.obstacle(laid.now(second)) == "没有办结"
    office.served(office.answer(first, deeds.DAY), deeds.NEXT)
    office.closed(first, deeds.NEXT)
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE)) == 2


def test_whoever_asked_for_their_own_data_is_answered_first(office: Office) -> None:
    case = laid.plain(office)
    paper = came(office.clerk, office.agency)
    DataRequest.objects.create(
        agency=office.agency, number="1", what="access", incoming=paper, applicant=case.applicant,
        received_on=laid.NEXT,
    )  # fmt: skip
    assert proposing.propose(office.agency, at=at(IDENTITY_DUE)) == 0


def test_what_came_in_and_became_a_case_goes_with_the_case(office: Office) -> None:
    asked(office.clerk, office.agency)
    paper = came(office.clerk, office.agency)
    incoming.not_a_request(office.clerk, paper, reason="咨询", at=at(laid.DAY))
    list_ = laid.proposed(office, date(2029, 1, 5))
    assert [line.incoming for line in list_.lines.all()] == [paper]


def test_permanent_is_never_due(office: Office) -> None:
    laid.plain(office)
    periods.put(
        office.head, office.agency, kind="decision", months=None, from_on=date(2026, 6, 1), reference="本区规定",
        at=at(date(2026, 6, 1)),
    )  # fmt: skip
    proposing.propose(office.agency, at=at(DECISION_DUE))
    assert not DestructionLine.objects.filter(kind="decision").exists()
    assert DestructionLine.objects.filter(kind="papers", due_on=PAPERS_DUE).exists()


def test_it_runs_every_day_by_itself() -> None:
    jobs = {one.name: one for one in known()}
    assert jobs["cases.retention"].every == timedelta(days=1)
    assert jobs["cases.retention"].run is proposing.propose_all
    assert "cases.destruction" in jobs


@pytest.mark.parametrize("seed", range(2))
def test_of_random_histories_nothing_is_listed_before_its_last_remedy(office: Office, seed: int) -> None:
    choose = random.Random(seed)
    walked = Histories(office, choose)
    for _ in range(10):
        case = walked.one(official().add(date(2025, 9, 1), choose.randint(0, 60)))
        if choose.random() < 0.2:
            call(office.clerk, case, source="review:1", reason="复议", at=at(walked.day))
    on = date(2026, 3, 2)
    while on < date(2027, 6, 1):
        proposing.propose(office.agency, at=at(on))
        on += timedelta(days=choose.randint(20, 60))
    for line in DestructionLine.objects.filter(kind="identity").select_related("case"):
        assert line.case is not None
        assert line.case.state == "closed"
        assert not line.case.holds.exists()
        for one in line.case.decisions.exclude(served_on=None):
            assert one.served_on is not None
            assert line.due_on > remedies.suit_until(one.served_on, official()).on
            assert line.due_on > remedies.review_until(one.served_on, official()).on
    assert DestructionLine.objects.exists()
