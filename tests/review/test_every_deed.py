"""What holds for every step on a proceeding: who may, in which state, on which page, and its mark in the chain."""

from __future__ import annotations

import json

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Stale, WrongState
from gongkai.review.models import Proceeding
from gongkai.review.states import MOVES, VERBS, State, possible
from gongkai.review.story import story

from .conftest import invited, last_entry
from .deeds import DEEDS, unchanged

ALL = pytest.mark.parametrize("name", DEEDS)


@ALL
def test_it_works_counts_up_tells_its_line_and_stands_last_in_the_chain(
    bureau: Agency, clerk: Person, name: str
) -> None:
    ready = DEEDS[name](bureau)
    before = Proceeding.objects.get(pk=ready.of.pk)
    ready.do(clerk, revision=before.revision)
    now = Proceeding.objects.get(pk=ready.of.pk)
    assert now.revision == before.revision + 1
    assert now.state == MOVES[before.state, ready.verb]
    entry = last_entry(f"reviews.{ready.verb}")
    assert (entry.actor, entry.agency, entry.object) == (clerk.key, bureau.key, now.key)
    assert json.loads(entry.data)["on"]
    line = now.events.order_by("pk").last()
    assert line is not None
    assert (line.kind, line.by) == (ready.verb, clerk)
    assert all(one.what for one in story(now))


@ALL
def test_not_by_who_only_looks_or_is_of_another_agency(
    bureau: Agency, reviewer: Person, supervisor: Person, stranger: Person, district: Agency, name: str
) -> None:
    ready = DEEDS[name](bureau)
    auditor = invited("auditor", district, Role.AUDITOR)
    before, entries = unchanged(ready.of), Entry.objects.count()
    for who in (reviewer, supervisor, stranger, auditor):
        with pytest.raises(NotAllowed):
            ready.do(who)
    assert unchanged(ready.of) == before
    assert Entry.objects.count() == entries


@ALL
def test_not_on_one_that_was_entered_by_mistake(bureau: Agency, clerk: Person, name: str) -> None:
    ready = DEEDS[name](bureau)
    Proceeding.objects.filter(pk=ready.of.pk).update(state=State.VOID)
    before = unchanged(ready.of)
    with pytest.raises(WrongState, match="误登"):
        ready.do(clerk)
    assert unchanged(ready.of) == before


@ALL
def test_who_acts_on_an_older_page_is_told(bureau: Agency, clerk: Person, name: str) -> None:
    ready = DEEDS[name](bureau)
    seen = Proceeding.objects.get(pk=ready.of.pk).revision
    Proceeding.objects.filter(pk=ready.of.pk).update(revision=seen + 1)
    before = unchanged(ready.of)
    with pytest.raises(Stale):
        ready.do(clerk, revision=seen)
    assert unchanged(ready.of) == before


def test_every_verb_has_a_word_and_every_state_but_the_last_a_step() -> None:
    assert {verb for _, verb in MOVES} == set(VERBS)
    assert {state for state in State if possible(state)} == set(State) - {State.VOID}
