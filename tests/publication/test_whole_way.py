"""From the first draft to the page and beyond it, as an office does it."""

from __future__ import annotations

from datetime import timedelta

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.publication import drafting, queries, releasing, reviewing
from gongkai.publication.models import Version
from gongkai.publication.states import ItemState, State

from .conftest import AT, TODAY, passed


def test_drafted_reviewed_approved_released_and_revised(
    bureau: Agency, draft: Version, clerk: Person, reviewer: Person, head: Person
) -> None:
    item = draft.item
    assert not queries.shown().exists()
    assert queries.visible(reviewer, on=TODAY).get() == item
    version = passed(draft, clerk, reviewer, head)
    assert version.state == State.APPROVED
    assert not queries.shown().exists()
    releasing.release(clerk, version, at=AT)
    item = queries.shown().get()
    assert (item.state, item.released_at, item.first_public_on) == (ItemState.PUBLIC, AT, TODAY)
    assert item.number == f"G{bureau.pk:05d}/2026-00001"
    later = AT + timedelta(days=2)
    second = drafting.revise(clerk, item, note="更正标准的数额。", found_at=AT + timedelta(days=1), at=later)
    drafting.edit(clerk, second, title="另一个标题", at=later)
    assert queries.shown().get().title == draft.title
    releasing.release(clerk, passed(second, clerk, reviewer, head, later), at=later)
    item = queries.shown().get()
    assert (item.title, item.released_at, item.changed_at) == ("另一个标题", AT, later)
    assert [v.state for v in queries.past(item)] == [State.RELEASED, State.SUPERSEDED]
    assert item.showings.count() == 1
    verbs = list(Entry.objects.filter(object=item.key).order_by("sequence").values_list("verb", flat=True))
    round_ = ["items.submit", "items.unit-pass", "items.disclosure-pass", "items.approve", "items.release"]
    assert verbs == ["items.begin", *round_, "items.revise", "items.edit", *round_]


def test_all_right_is_every_question() -> None:
    assert set(reviewing.all_right()) == set(reviewing.CHECKLIST)
