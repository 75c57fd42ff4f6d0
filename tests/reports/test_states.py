from __future__ import annotations

import pytest

from gongkai.errors import WrongState
from gongkai.reports.states import INTAKE_MOVES, MOVES, VERBS, IntakeState, State, after, intake_after


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", sorted({verb for _, verb in MOVES}))
def test_a_version_goes_only_where_the_table_says(state: State, verb: str) -> None:
    if (state, verb) in MOVES:
        assert after(state, verb) == MOVES[state, verb]
    else:
        with pytest.raises(WrongState, match=state.label):
            after(state, verb)


@pytest.mark.parametrize("state", list(IntakeState))
@pytest.mark.parametrize("verb", sorted({verb for _, verb in INTAKE_MOVES}))
def test_an_intake_goes_only_where_the_table_says(state: IntakeState, verb: str) -> None:
    if (state, verb) in INTAKE_MOVES:
        assert intake_after(state, verb) == INTAKE_MOVES[state, verb]
    else:
        with pytest.raises(WrongState, match=state.label):
            intake_after(state, verb)


def test_every_verb_has_a_word() -> None:
    assert {verb for _, verb in (*MOVES, *INTAKE_MOVES)} == set(VERBS)


def test_only_what_was_accepted_is_ever_published() -> None:
    assert [state for (state, _), to in MOVES.items() if to == State.PUBLISHED] == [
        State.ACCEPTED,
        State.PUBLISHED,
    ]


def test_what_is_superseded_moves_no_more() -> None:
    assert not [verb for state, verb in MOVES if state == State.SUPERSEDED]
    with pytest.raises(WrongState, match="不能再变动"):
        after(State.SUPERSEDED, "accept")


def test_a_refusal_says_what_is_possible() -> None:
    with pytest.raises(WrongState, match="现在可以：更正、退回、接受"):
        after(State.READ, "publish")
