"""What holds of every step alike: it works and is recorded last, it counts up, and it is refused to a stranger, to
who has the wrong role, in the wrong state and on an older page, with nothing changed."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.audit.models import Entry
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.desk.audit_verbs import VERBS
from gongkai.errors import NotAllowed, Stale, WrongState

from . import deeds, walk
from .deeds import DEEDS
from .walk import Office, at

ALL = pytest.mark.parametrize("name", list(DEEDS))
# Names, numbers and contacts that stand in the cases of these tests.
PERSONAL = ("张三丰", "1380533", "人民路", "370305", "示范建材有限公司", "涉及商业秘密")


@ALL
def test_it_works_counts_up_and_is_recorded_last(office: Office, name: str) -> None:
    ready = DEEDS[name](office)
    before = walk.now(ready.case).revision
    ready.do(ready.who, at=at(ready.on, 18))
    case = walk.now(ready.case)
    assert case.revision > before
    last = Entry.objects.order_by("sequence").last()
    assert last is not None
    assert last.verb in {f"cases.{name.split(':')[0]}", "cases.draft"}
    assert (last.object, last.agency, last.actor) == (case.key, office.agency.key, ready.who.key)
    assert last.verb in VERBS, "the desk has words for it"


@ALL
def test_nothing_personal_stands_in_the_chain_or_on_the_time_line(office: Office, name: str) -> None:
    ready = DEEDS[name](office)
    ready.do(ready.who, at=at(ready.on, 18))
    written = "".join(f"{e.data}{e.reason}{e.object}" for e in Entry.objects.all())
    written += "".join(f"{line.data}" for line in ready.case.events.all())
    assert not [word for word in PERSONAL if word in written]


@ALL
def test_a_stranger_may_not_and_nothing_changes(office: Office, outsider: Person, name: str) -> None:
    ready = DEEDS[name](office)
    before, chain = walk.unchanged(ready.case), Entry.objects.count()
    with pytest.raises(NotAllowed):
        ready.do(outsider, at=at(ready.on, 18))
    assert (walk.unchanged(ready.case), Entry.objects.count()) == (before, chain)


@ALL
def test_the_auditor_only_reads(office: Office, auditor: Person, name: str) -> None:
    ready = DEEDS[name](office)
    before = walk.unchanged(ready.case)
    with pytest.raises(NotAllowed):
        ready.do(auditor, at=at(ready.on, 18))
    assert walk.unchanged(ready.case) == before


@ALL
def test_not_in_a_case_that_was_merged_into_another(office: Office, name: str) -> None:
    ready = DEEDS[name](office)
    other = walk.opened(office.agency, deeds.RECEIVED)
    Case.objects.filter(pk=ready.case.pk).update(state=State.MERGED, merged_into=other)
    before = walk.unchanged(ready.case)
    with pytest.raises(WrongState):
        ready.do(ready.who, at=at(ready.on, 18))
    assert walk.unchanged(ready.case) == before


@ALL
def test_who_acts_on_an_older_page_is_told(office: Office, name: str) -> None:
    ready = DEEDS[name](office)
    seen = walk.now(ready.case).revision
    Case.objects.filter(pk=ready.case.pk).update(revision=seen + 1)
    before = walk.unchanged(ready.case)
    with pytest.raises(Stale):
        ready.do(ready.who, revision=seen, at=at(ready.on, 18))
    assert walk.unchanged(ready.case) == before


@ALL
def test_on_the_newest_page_it_works(office: Office, name: str) -> None:
    ready = DEEDS[name](office)
    ready.do(ready.who, revision=walk.now(ready.case).revision, at=at(ready.on, 18))
