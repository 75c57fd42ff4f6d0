"""Rule 39: what was withheld is looked at again after twelve months."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import drafting, reassessing, reviewing
from gongkai.publication.models import Item

from .conftest import SHANGHAI, drafted, nothing_after
from .law import told

KEPT = datetime(2026, 5, 20, 10, tzinfo=SHANGHAI)
DUE = date(2027, 5, 20)
THEN = datetime(2027, 5, 20, 9, tzinfo=SHANGHAI)


@pytest.fixture
def kept(clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> Item:
    version = drafted(clerk, bureau, disclosure_class="on_request", class_basis="《条例》第十六条",
                      class_reason="过程性信息")  # fmt: skip
    reviewing.submit(clerk, version, at=KEPT)
    reviewing.unit_pass(reviewer, version, at=KEPT)
    reviewing.disclosure_pass(reviewer, version, checklist=reviewing.all_right(), at=KEPT)
    return reviewing.keep(head, version, at=KEPT).item


def test_rule_39_withheld_in_may_2026_is_due_in_may_2027(head: Person, kept: Item) -> None:
    assert reassessing.due_on(kept) == DUE
    assert reassessing.due(until=DUE - timedelta(days=1)) == []
    (one,) = reassessing.due(until=DUE)
    assert (one.item, one.kept_on, one.due_on, one.last) == (kept, KEPT.date(), DUE, None)
    assert [w.item for w in reassessing.waiting(head, on=DUE, until=DUE)] == [kept]


def test_kept_again_it_waits_another_year(head: Person, kept: Item) -> None:
    made = reassessing.reassess(head, kept, result="keep", reason="仍是过程性信息", at=THEN)
    assert made.next_on == date(2028, 5, 20)
    assert told("items.reassess") == {"result": "keep", "next_on": "2028-05-20"}
    assert reassessing.due(until=date(2028, 5, 19)) == []
    (one,) = reassessing.due(until=date(2028, 5, 20))
    assert one.last == made


def test_found_publishable_it_waits_for_its_draft_and_nothing_is_published(
    clerk: Person, head: Person, kept: Item
) -> None:
    reassessing.reassess(head, kept, result="publish", reason="已经实施", at=THEN)
    kept.refresh_from_db()
    assert kept.state == "kept"
    assert reassessing.due_on(kept) is None
    assert reassessing.due(until=date(2040, 1, 1)) == []
    assert drafting.revise(clerk, kept, note="", at=THEN).item == kept


def test_who_may_not_and_without_a_reason(clerk: Person, stranger: Person, head: Person, kept: Item) -> None:
    before = Entry.objects.count()
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            reassessing.reassess(person, kept, result="keep", reason="x", at=THEN)
    with pytest.raises(Refused, match="理由"):
        reassessing.reassess(head, kept, result="keep", reason=" ", at=THEN)
    with pytest.raises(Refused, match="结论"):
        reassessing.reassess(head, kept, result="maybe", reason="x", at=THEN)
    assert not kept.reassessments.exists()
    assert nothing_after(before)
    assert reassessing.waiting(stranger, on=DUE, until=DUE) == []


def test_only_what_is_withheld(head: Person, public: Item) -> None:
    with pytest.raises(WrongState):
        reassessing.reassess(head, public, result="keep", reason="x", at=THEN)
    assert reassessing.due_on(public) is None
