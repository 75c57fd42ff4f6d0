"""Every reply is reached through the real actions, and lands in its row of table 3."""

from __future__ import annotations

import random
from datetime import date

import pytest

from gongkai.cases.states import State
from gongkai.statute import outcomes

from .histories import REPLIES, Histories
from .walk import Office

RECEIVED = date(2026, 3, 2)


@pytest.mark.parametrize("reply", REPLIES)
def test_each_reply_is_reached_and_counted_in_its_row(office: Office, reply: str) -> None:
    case = Histories(office, random.Random(7)).case_of(reply, RECEIVED)
    assert case.counted_row == outcomes.row_at(reply, RECEIVED)
    assert case.decisions.get().reply == reply


def test_the_replies_reach_every_leaf_row() -> None:
    rows = {outcomes.row_at(one, RECEIVED) for one in REPLIES}
    assert rows == set(outcomes.leaf_rows())


@pytest.mark.parametrize("seed", range(8))
def test_a_random_history_ends_somewhere(office: Office, seed: int) -> None:
    case = Histories(office, random.Random(seed)).one(date(2026, 1, 5 + seed))
    assert case.state in State.values
    assert bool(case.counted_row) == bool(case.counted_on)
