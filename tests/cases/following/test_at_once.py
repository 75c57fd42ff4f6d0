"""The same at the same moment, on either database: one paper, one step, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.audit.verify import verify
from gongkai.cases.asking import codes
from gongkai.cases.following import taking
from gongkai.cases.following.sending import What, send
from gongkai.cases.models import Incoming, OnlinePaper
from gongkai.cases.states import State
from gongkai.errors import WrongState
from tests.cases.conftest import AT
from tests.cases.walk import Office, at
from tests.district import together

from . import walks
from .conftest import Followed
from .test_sending import PDF, sent
from .walks import NEXT

pytestmark = pytest.mark.django_db(transaction=True)


def sends(one: Followed, what: str, once: str) -> Callable[[], object]:
    # Whoever sends had the page open: the code is asked for before, not at the same moment.
    holder, case = one.holder, one.now()
    return lambda: send(holder, case, what, text="指2025年", papers=[PDF], once=once, at=at(NEXT))


def test_a_button_pressed_four_times_is_one_paper(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    answers = together(*(sends(mine, What.SUPPLEMENT, "x") for _ in range(4)))
    assert {one.pk for one in answers if isinstance(one, OnlinePaper)} == {OnlinePaper.objects.get().pk}
    assert not [one for one in answers if isinstance(one, Exception)]
    assert OnlinePaper.objects.get().incoming.files.count() == 2
    assert not list(verify([]))


def test_of_two_withdrawals_one_is_taken(mine: Followed) -> None:
    answers = together(sends(mine, What.WITHDRAWAL, "x"), sends(mine, What.WITHDRAWAL, "y"))
    assert sum(isinstance(one, WrongState) for one in answers) == 1
    assert OnlinePaper.objects.count() == 1


def test_sent_while_the_code_is_replaced_it_is_there_or_refused(office: Office, mine: Followed) -> None:
    answers = together(
        sends(mine, What.PROBLEM, "x"),
        lambda: codes.replace(office.clerk, mine.incoming, proof="出示原件", at=AT),
    )
    refused = [one for one in answers if isinstance(one, WrongState)]
    assert len(refused) + OnlinePaper.objects.count() == 1
    assert not [one for one in answers if isinstance(one, Exception) and one not in refused]


def test_two_clerks_take_it_once(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT)

    def take() -> object:
        return taking.take(office.clerk, made, values={}, at=at(NEXT))

    answers = together(take, take)
    assert sum(isinstance(one, WrongState) for one in answers) == 1
    assert mine.now().state == State.OPEN
    assert mine.now().events.filter(kind="supplement-received").count() == 1
    assert Incoming.objects.get(pk=made.incoming_id).settled_as == Incoming.SettledAs.PAPER
