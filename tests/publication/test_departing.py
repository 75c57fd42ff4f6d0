"""Gone from the public: with a reason that its address tells, or silently after a leak."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import changing, departing, queries, showing
from gongkai.publication.models import Departure, Item, Step, Version
from gongkai.publication.states import ItemState
from gongkai.publication.words import StepKind, Way

from .conftest import AT, HOUR, TODAY, audited, nothing_after

LATER = AT + HOUR
INCIDENT = "附件含有公民张某的证件号码，由工作人员发现。"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setitem(changing._hooks, "test", changing._Hook(lambda item: seen.append(item.state), None))
    return seen


def test_withdraw(public: Item, head: Person, clerk: Person, told: list[str]) -> None:
    showing.show(clerk, public, way=Way.BOARD, place="公示栏", from_on=TODAY, at=AT)
    told.clear()
    made = departing.withdraw(head, public, reason=" 数字有误，重新核对。 ", at=LATER)
    item = Item.objects.get(pk=public.pk)
    assert (item.state, item.number, item.changed_at) == (ItemState.WITHDRAWN, public.number, LATER)
    assert not queries.shown().exists()
    tombstone = queries.tombstone(item.pk)
    assert tombstone == made
    assert tombstone is not None
    assert tombstone.reason == "数字有误，重新核对。"
    assert told == [ItemState.WITHDRAWN]
    assert {s.way: s.until_on for s in item.showings.all()} == {Way.WEBSITE: TODAY, Way.BOARD: None}
    assert Step.objects.latest("pk").kind == StepKind.WITHDRAW
    assert audited("items.withdraw").object == item.key


def test_remove_leaves_no_trace(public: Item, head: Person, told: list[str]) -> None:
    departing.remove(head, public, incident=INCIDENT, found_at=AT, at=LATER)
    assert Item.objects.get(pk=public.pk).state == ItemState.REMOVED
    assert queries.tombstone(public.pk) is None
    assert not queries.shown().exists()
    assert told == [ItemState.REMOVED]
    entry = audited("items.remove")
    assert "张某" not in entry.data + entry.reason
    assert Departure.objects.get().incident == INCIDENT


def test_a_withdrawn_one_is_removed_with_its_tombstone(public: Item, head: Person) -> None:
    departing.withdraw(head, public, reason="有误。", at=AT)
    departing.remove(head, public, incident=INCIDENT, found_at=AT, at=LATER)
    assert queries.tombstone(public.pk) is None


def test_the_supervisor_may_the_clerk_may_not(
    public: Item, clerk: Person, reviewer: Person, stranger: Person, supervisor: Person
) -> None:
    before = Entry.objects.count()
    for user in (clerk, reviewer, stranger):
        with pytest.raises(NotAllowed):
            departing.withdraw(user, public, reason="有误。", at=AT)
        with pytest.raises(NotAllowed):
            departing.remove(user, public, incident=INCIDENT, found_at=AT, at=AT)
    assert nothing_after(before)
    assert queries.shown_one(public.pk) == public
    departing.withdraw(supervisor, public, reason="有误。", at=AT)


def test_says_why(public: Item, head: Person) -> None:
    with pytest.raises(Refused, match="撤回的原因"):
        departing.withdraw(head, public, reason=" ", at=AT)
    with pytest.raises(Refused, match="事件报告"):
        departing.remove(head, public, incident="", found_at=AT, at=AT)
    with pytest.raises(Refused, match="晚于现在"):
        departing.remove(head, public, incident=INCIDENT, found_at=LATER, at=AT)
    assert queries.shown().exists()


def test_only_what_is_public(draft: Version, public: Item, head: Person) -> None:
    departing.withdraw(head, public, reason="有误。", at=AT)
    with pytest.raises(WrongState):
        departing.withdraw(head, public, reason="又一次。", at=AT)


def test_a_draft_is_not_withdrawn(draft: Version, head: Person) -> None:
    with pytest.raises(WrongState):
        departing.withdraw(head, draft.item, reason="有误。", at=AT)
    assert queries.tombstone(draft.item_id) is None
