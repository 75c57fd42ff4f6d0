"""Released by hand or at its time; every outlet is told at the same moment, or nothing happens at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.jobs.registry import known
from gongkai.publication import changing, drafting, queries, releasing, reviewing, scheduling
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.models import Item, Step, Version
from gongkai.publication.states import ItemState, State
from gongkai.publication.words import StepKind, Way

from .conftest import AT, HOUR, TITLE, TODAY, audited, drafted, nothing_after, passed


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """What the outlets are told."""
    seen: list[tuple[int, str]] = []
    hook = changing._Hook(lambda item: seen.append((item.pk, item.state)), None)
    monkeypatch.setitem(changing._hooks, "test", hook)
    return seen


def test_release(approved: Version, clerk: Person, told: list[tuple[int, str]]) -> None:
    version = releasing.release(clerk, approved, at=AT)
    item = Item.objects.get(pk=version.item_id)
    assert (item.state, item.title, item.number) == (ItemState.PUBLIC, TITLE, version.item.number)
    assert (item.released_at, item.changed_at, item.first_public_on) == (AT, AT, TODAY)
    assert (version.released_at, version.released_by) == (AT, clerk)
    assert version.sha256 == fingerprint(Version.objects.get(pk=version.pk))
    assert [(s.way, s.from_on) for s in item.showings.all()] == [(Way.WEBSITE, TODAY)]
    assert Step.objects.latest("pk").kind == StepKind.RELEASE
    entry = audited("items.release")
    assert item.number is not None
    assert item.number in entry.data
    assert told == [(item.pk, ItemState.PUBLIC)]


@pytest.mark.parametrize("who", ["officer", "reviewer", "stranger", "supervisor"])
def test_by_nobody_else(
    request: pytest.FixtureRequest, approved: Version, told: list[tuple[int, str]], who: str
) -> None:
    user, before = request.getfixturevalue(who), Entry.objects.count()
    with pytest.raises(NotAllowed):
        releasing.release(user, approved, at=AT)
    assert nothing_after(before)
    assert not queries.shown().exists()
    assert told == []


def test_nothing_unreviewed(draft: Version, clerk: Person) -> None:
    before = Entry.objects.count()
    with pytest.raises(WrongState):
        releasing.release(clerk, draft, at=AT)
    assert nothing_after(before)


def test_on_an_older_page(approved: Version, clerk: Person) -> None:
    with pytest.raises(Stale):
        releasing.release(clerk, approved, revision=approved.revision - 1, at=AT)


def test_an_outlet_that_fails_takes_all_of_it_back(
    approved: Version, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(item: Item) -> None:
        raise RuntimeError("search is down")

    monkeypatch.setitem(changing._hooks, "fails", changing._Hook(fails, None))
    before = Entry.objects.count()
    with pytest.raises(RuntimeError):
        releasing.release(clerk, approved, at=AT)
    assert nothing_after(before)
    assert not queries.shown().exists()


def test_many_are_told_at_once(public: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    batches: list[int] = []
    hook = changing._Hook(lambda item: batches.append(1), lambda items: batches.append(len(items)))
    monkeypatch.setattr(changing, "_hooks", {"test": hook})
    changing.changed([public, public])
    changing.changed([public])
    assert batches == [2, 1]


def test_a_hook_is_known_once() -> None:
    before = dict(changing._hooks)
    try:
        for _ in range(2):
            releasing.on_change(_idle)
        assert len(changing._hooks) == len(before) + 1
    finally:
        changing._hooks.clear()
        changing._hooks.update(before)


def _idle(item: Item) -> None:
    """Does nothing."""


def test_the_database_keeps_what_is_shown_whole(public: Item, bureau: Agency, clerk: Person) -> None:
    hidden = drafted(clerk, bureau, "另一条").item
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=hidden.pk).update(state=ItemState.PUBLIC)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=public.pk).update(disclosure_class="on_request")


# -- at a set time ----------------------------------------------------------------------------------------
def test_schedule(approved: Version, clerk: Person) -> None:
    later = AT + timedelta(days=1)
    held = releasing.schedule(clerk, approved, release_at=later, at=AT)
    assert (held.state, held.release_at, held.scheduled_by) == (State.APPROVED, later, clerk)
    assert "2026-03-17" in audited("items.schedule").data
    assert scheduling.release_due(later - HOUR) == []
    assert not queries.shown().exists()
    # The machine was down for two days: it catches up, under the time at which it really happens.
    late = later + timedelta(days=2)
    (item,) = scheduling.release_due(late)
    assert queries.shown_one(item.pk).released_at == late
    assert audited("items.release").actor == clerk.key
    assert scheduling.release_due(late) == []


def test_never_back_in_time(approved: Version, clerk: Person) -> None:
    before = Entry.objects.count()
    for when in (AT, AT - HOUR):
        with pytest.raises(Refused, match="倒签"):
            releasing.schedule(clerk, approved, release_at=when, at=AT)
    assert nothing_after(before)


def test_the_set_time_is_taken_back(approved: Version, clerk: Person, head: Person, stranger: Person) -> None:
    later = AT + HOUR
    with pytest.raises(NotAllowed):
        releasing.schedule(stranger, approved, release_at=later, at=AT)
    releasing.schedule(clerk, approved, release_at=later, at=AT)
    releasing.schedule(head, approved, release_at=None, at=AT)
    assert scheduling.release_due(later) == []
    releasing.schedule(clerk, approved, release_at=later, at=AT)
    reviewing.give_back(head, approved, comment="再想想。", at=AT)
    held = Version.objects.get(pk=approved.pk)
    assert (held.state, held.release_at, held.scheduled_by) == (State.DRAFT, None, None)
    assert scheduling.release_due(later) == []


def test_a_document_and_its_interpretation_at_the_same_minute(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    """The interpretation stands first in line and names what is not public yet."""
    told = drafted(clerk, bureau, f"《{TITLE}》政策解读", document_number="")
    what = drafted(clerk, bureau)
    for version in (told, what):
        releasing.schedule(clerk, passed(version, clerk, reviewer, head), release_at=AT + HOUR, at=AT)
    assert [item.pk for item in scheduling.release_due(AT + HOUR)] == [what.item_id, told.item_id]


def test_what_cannot_go_out_says_why_and_is_tried_again(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    told = drafted(clerk, bureau, f"《{TITLE}》政策解读", document_number="")
    what = drafted(clerk, bureau)
    releasing.schedule(clerk, passed(what, clerk, reviewer, head), release_at=AT + 5 * HOUR, at=AT)
    releasing.schedule(clerk, passed(told, clerk, reviewer, head), release_at=AT + HOUR, at=AT)
    with pytest.raises(Refused, match="没有公开的文件"):
        releasing.release(clerk, told, at=AT)
    assert scheduling.release_due(AT + HOUR) == []
    assert TITLE in Version.objects.get(pk=told.pk).release_failure
    assert len(scheduling.release_due(AT + 6 * HOUR)) == 2
    assert Version.objects.get(pk=told.pk).release_failure == ""


def test_the_job_is_known() -> None:
    names = {job.name for job in known()}
    assert {"publication.release", "publication.validity"} <= names


def test_a_draft_changes_nothing_that_is_shown(public: Item, clerk: Person) -> None:
    second = drafting.revise(clerk, public, note="更正。", at=AT)
    drafting.edit(clerk, second, title="另一个标题", at=AT)
    assert queries.shown_one(public.pk).title == TITLE
    assert [version.number for version in queries.past(public)] == [1]
