"""Two clerks at once, on either database: one wins, the other is told, no number is lost or given twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.verify import verify
from gongkai.cases import incoming, splitting
from gongkai.cases.models import Applicant, Case, Incoming
from gongkai.cases.states import State
from gongkai.errors import Refused, WrongState
from tests.district import together

from .asking import ZHANG, asked, came, registered
from .conftest import AT, entries

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_registers_and_the_other_is_told(clerk: Person, head: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau)
    answers = together(lambda: registered(clerk, paper), lambda: registered(head, paper))
    (case,) = [one for one in answers if isinstance(one, Case)]
    (told,) = [one for one in answers if isinstance(one, WrongState)]
    assert case.number in str(told)
    assert Case.objects.count() == Applicant.objects.count() == len(entries("cases.register")) == 1
    assert asked(clerk, bureau).number == "YSQ2026-0002"


def test_registered_and_settled_at_once(clerk: Person, head: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau)
    answers = together(
        lambda: registered(clerk, paper),
        lambda: incoming.not_a_request(head, paper, reason="信访", at=AT),
    )
    assert sum(isinstance(one, WrongState) for one in answers) == 1
    paper.refresh_from_db()
    assert (paper.settled_as == "case") == Case.objects.exists()


def test_numbers_without_gap_or_double(clerk: Person, head: Person, bureau: Agency) -> None:
    papers = [came(clerk, bureau) for _ in range(8)]
    wrong = replace(ZHANG, document_number="370305199001011230")

    def work(at: int) -> Callable[[], object]:
        user, who = (clerk, head)[at % 2], wrong if at in (2, 5) else ZHANG
        return lambda: registered(user, papers[at], who)

    answers = together(*(work(at) for at in range(8)))
    assert sum(isinstance(one, Refused) for one in answers) == 2
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"YSQ2026-000{n}" for n in range(1, 7)]
    assert Applicant.objects.count() == 1
    assert not list(verify([]))


def test_incoming_numbers_too(clerk: Person, head: Person, bureau: Agency) -> None:
    together(*(lambda user=user: came(user, bureau) for user in (clerk, head) * 3))  # type: ignore[misc]
    numbers = sorted(Incoming.objects.values_list("number", flat=True))
    assert numbers == [f"LJ2026-000{n}" for n in range(1, 7)]


def test_merging_crosswise_ends(clerk: Person, head: Person, bureau: Agency) -> None:
    one, two = asked(clerk, bureau, "甲"), asked(clerk, bureau, "乙")
    answers = together(
        lambda: splitting.merge(clerk, one, into=two, at=AT), lambda: splitting.merge(head, two, into=one, at=AT)
    )
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert sorted(Case.objects.values_list("state", flat=True)) == [State.MERGED, State.OPEN]


def test_split_and_merge_at_once(clerk: Person, head: Person, bureau: Agency) -> None:
    first, case = asked(clerk, bureau, "甲"), asked(clerk, bureau, "乙丙")
    answers = together(
        lambda: splitting.split(clerk, case, parts=["乙", "丙"], revision=0, at=AT),
        lambda: splitting.merge(head, case, into=first, revision=0, at=AT),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
