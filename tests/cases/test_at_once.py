"""Two clerks at one case: one wins, the other is told, nothing is lost; and nobody waits in a ring."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from gongkai.agencies import calendars
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.cases import assigning, deciding, dispatching, papers, searching, supplementing
from gongkai.cases.dispatching import Way
from gongkai.cases.models import Case
from gongkai.errors import Refused, Stale, WrongState
from gongkai.letters.models import Letter
from gongkai.statute.calendar import parse_notice
from tests.district import invited, together

from . import deeds, walk
from .test_due import NOTICE
from .walk import Office, at

pytestmark = pytest.mark.django_db(transaction=True)
DAY = deeds.DAY


def refused(answers: list[object], kind: type[Refused]) -> int:
    return sum(isinstance(one, kind) for one in answers)


def test_both_claim_one_gets_it(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    other = invited("colleague", office.agency, Role.CLERK)
    answers = together(
        lambda: assigning.claim(office.clerk, case, at=at(DAY)), lambda: assigning.claim(other, case, at=at(DAY))
    )
    assert refused(answers, WrongState) == 1
    assert walk.now(case).handler in (office.clerk, other)
    assert Entry.objects.filter(verb="cases.claim").count() == 1


def test_both_on_the_same_page_the_second_is_told(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    seen = walk.now(case).revision
    answers = together(
        lambda: deciding.draft(
            office.clerk, case, reply="granted", values=walk.GRANTED, revision=seen, at=at(DAY)
        ),
        lambda: supplementing.prepare(
            office.clerk, case, items="请明确。", until=date(2026, 4, 1), revision=seen, at=at(DAY)
        ),
    )
    assert refused(answers, Stale) == 1
    assert walk.now(case).revision == seen + 1
    assert Letter.objects.count() == 1


def test_one_letter_is_dispatched_once(office: Office) -> None:
    case, letter = deeds.sealed(office)
    way = Way("post", carrier="EMS", postal_number="EA1")
    work = lambda: dispatching.dispatch(office.clerk, case, letter, way, on=DAY, at=at(DAY, 18))  # noqa: E731
    answers = together(work, work)
    assert refused(answers, Refused) == 1
    assert case.services.count() == 1
    assert case.events.filter(kind="posted").count() == 1


def test_one_approval(office: Office) -> None:
    case = deeds.submitted(office)
    work = lambda: deciding.approve(office.head, case, at=at(DAY, 15))  # noqa: E731
    assert refused(together(work, work), WrongState) == 1
    assert Entry.objects.filter(verb="cases.approve").count() == 1


def test_numbers_have_neither_gaps_nor_doubles(office: Office) -> None:
    decisions = [deeds.approved(office) for _ in range(4)]
    works = [lambda one=one: papers.issue(office.clerk, one.case, one.letter, at=at(DAY, 16)) for one in decisions]
    answers = together(*works)
    numbers = sorted(int(str(one).split("〕")[1].rstrip("号")) for one in answers)
    assert numbers == [1, 2, 3, 4]


def test_steps_on_many_cases_are_all_kept(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)

    def search(n: int) -> object:
        return searching.record_search(
            office.clerk, case, systems=f"系统{n}", keywords="低保", on=DAY, result="无", found=False,
            searched_by="甲", at=at(DAY),
        )  # fmt: skip

    answers = together(*(lambda n=n: search(n) for n in range(4)))
    assert refused(answers, Refused) == 0
    assert case.searches.count() == 4
    assert walk.now(case).revision == 4


def test_many_given_away_while_each_is_worked_on(office: Office) -> None:
    cases = [walk.opened(office.agency, deeds.RECEIVED) for _ in range(4)]
    other = invited("colleague", office.agency, Role.CLERK)

    def work(case: Case) -> Callable[[], object]:
        return lambda: deciding.draft(office.clerk, case, reply="granted", values=walk.GRANTED, at=at(DAY))

    answers = together(
        lambda: assigning.assign_all(office.head, cases, handler=other, at=at(DAY)), *(work(one) for one in cases)
    )
    assert refused(answers, Refused) == 0
    assert {walk.now(one).handler for one in cases} == {other}
    assert {walk.now(one).revision for one in cases} == {2}
    assert verify() == []


def test_a_holiday_notice_while_cases_are_worked_on(office: Office) -> None:
    cases = [walk.opened(office.agency, date(2027, 1, 18)) for _ in range(4)]

    def work(case: Case) -> Callable[[], object]:
        return lambda: deciding.draft(
            office.clerk, case, reply="granted", values=walk.GRANTED, at=at(date(2027, 1, 18))
        )

    answers = together(
        lambda: calendars.add_notice(parse_notice(NOTICE), by=OPERATOR, at=at(date(2027, 1, 18), 8)),
        *(work(one) for one in cases),
    )
    assert refused(answers, Refused) == 0
    assert len({(walk.now(one).due_on, walk.now(one).provisional) for one in cases}) == 1
    assert not walk.now(cases[0]).provisional
