"""Whom a case waits for beside its state."""

from __future__ import annotations

from gongkai.cases import (
    awaiting,
    deciding,
    extending,
    papers,
    queries,
    releasing,
    reviewing,
    withdrawing,
)
from gongkai.cases.models import Case
from gongkai.cases.queries import Filters, Which
from gongkai.cases.steps import needs_of
from gongkai.letters.models import Letter

from . import deeds, giving, walk
from .deeds import DAY, NEXT
from .walk import Office, at


def waits(case: Case) -> bool:
    return awaiting.to_review().filter(case=case).exists()


def review(office: Office, case: Case, what: str, *, passed: bool = True) -> None:
    reviewing.review(office.reviewer, case, what=what, passed=passed, opinion="请核对", at=at(DAY, 11))


def test_a_draft_waits_until_both_reviews_of_it_as_it_stands(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert not waits(case)
    office.draft(case, DAY)
    assert waits(case)
    review(office, case, "disclosure")
    assert waits(case)
    review(office, case, "secrecy")
    assert not waits(case)
    office.draft(case, DAY, information="《另一份》，共3页")
    assert waits(case), "other words are to be reviewed anew"


def test_one_that_did_not_pass_waits_for_its_drafter(office: Office) -> None:
    case = deeds.drafted(office)
    office.draft(case, DAY, information="《另一份》，共3页")
    review(office, case, "disclosure", passed=False)
    assert not waits(case)


def test_not_what_was_withdrawn_or_decided(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    office.draft(case, DAY)
    withdrawing.withdraw(office.clerk, case, on=DAY, paper=walk.paper(), at=at(DAY, 12))
    assert not waits(case)
    assert not waits(deeds.approved(office).case)


def test_the_tab_of_who_reviews_leaves_out_what_they_drafted(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    office.draft(case, DAY)
    tab = Filters(which=Which.TO_REVIEW)
    assert queries.count(office.reviewer, tab, on=DAY).number == 1
    assert queries.count(office.clerk, tab, on=DAY).number == 0


def test_the_review_that_lacks_stands_there_at_first(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    office.draft(case, DAY)

    def first() -> object:
        return needs_of("review", walk.now(case), on=DAY)[0].initial

    assert first() == "disclosure"
    review(office, case, "disclosure")
    assert first() == "secrecy"
    review(office, case, "secrecy")
    assert first() is None


def test_a_file_to_be_given_waits_for_another_to_look(office: Office) -> None:
    tab = Filters(which=Which.TO_REVIEW)
    one = giving.chosen(office)
    assert queries.count(office.reviewer, tab, on=DAY).number == 0, "nothing was prepared"
    releasing.as_it_is(office.clerk, one.case, one, at=at(DAY, 10))
    assert queries.count(office.reviewer, tab, on=DAY).number == 1
    assert queries.count(office.clerk, tab, on=DAY).number == 0, "nobody looks at their own"
    releasing.check(office.reviewer, walk.now(one.case), one, at=at(DAY, 11))
    assert queries.count(office.reviewer, tab, on=DAY).number == 0


def test_an_extension_waits_for_the_head_until_the_answer(office: Office) -> None:
    case, other = (walk.opened(office.agency, deeds.RECEIVED) for _ in range(2))
    for one in (case, other):
        extending.ask(office.clerk, one, reasons="资料多", days=10, at=at(DAY, 9))
    tab = Filters(which=Which.TO_APPROVE)
    assert queries.count(office.head, tab, on=DAY).number == 2
    extending.consent(office.head, case, at=at(DAY, 10))
    extending.decline(office.head, other, comments="不必", at=at(DAY, 10))
    assert queries.count(office.head, tab, on=DAY).number == 0


def test_one_whose_letter_was_voided_waits_for_nobody(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    extending.ask(office.clerk, case, reasons="资料多", days=10, at=at(DAY, 9))
    papers.void(office.clerk, case, Letter.objects.get(subject=case.key), reason="不再需要", at=at(DAY, 10))
    assert not awaiting.to_consent().exists()


def test_an_answer_that_was_submitted_waits_for_the_head(office: Office) -> None:
    case = deeds.submitted(office)
    tab = Filters(which=Which.TO_APPROVE)
    assert queries.count(office.head, tab, on=DAY).number == 1
    deciding.approve(office.head, case, at=at(NEXT))
    assert queries.count(office.head, tab, on=NEXT).number == 0
