"""A draft begun, edited, copied from what is shown, given up; who may, and what nobody may write."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.publication import correcting, departing, drafting, queries, releasing, reviewing
from gongkai.publication.models import Column, Item, Version
from gongkai.publication.states import ItemState, State

from .conftest import AT, HOUR, TITLE, TODAY, audited, drafted, invited, nothing_after, passed


def test_begin(bureau: Agency, clerk: Person) -> None:
    version = drafting.begin(clerk, bureau, title=f" {TITLE} ", from_case="示民公开〔2026〕3号", at=AT)
    item = version.item
    assert (version.title, version.state, version.number) == (TITLE, State.DRAFT, 1)
    assert (item.title, item.state, item.number, item.from_case) == (
        TITLE, ItemState.PREPARING, None, "示民公开〔2026〕3号",
    )  # fmt: skip
    assert version.issuer == bureau.name
    assert version.drafters == [clerk.key]
    entry = audited("items.begin")
    assert (entry.object, entry.actor) == (item.key, clerk.key)


@pytest.mark.parametrize("who", ["reviewer", "head", "stranger", "supervisor"])
def test_only_who_drafts_begins(request: pytest.FixtureRequest, bureau: Agency, who: str) -> None:
    user = request.getfixturevalue(who)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        drafting.begin(user, bureau, title=TITLE, at=AT)
    assert nothing_after(before)
    assert not Item.objects.exists()


def test_an_office_drafts_for_its_agency(bureau: Agency, station: Agency, finance: Agency) -> None:
    own = invited("own", station, Role.CLERK)
    other = invited("other", finance, Role.CLERK)
    version = drafting.begin(own, bureau, title=TITLE, unit=station, at=AT)
    assert queries.visible(own, on=TODAY).get() == version.item
    assert queries.version(own, version.pk, on=TODAY) == version
    drafting.edit(own, version, summary="概述", at=AT)
    assert not queries.visible(other, on=TODAY).exists()
    with pytest.raises(Version.DoesNotExist):
        queries.version(other, version.pk, on=TODAY)
    with pytest.raises(NotAllowed):
        drafting.begin(own, bureau, title=TITLE, at=AT)
    with pytest.raises(Refused, match="不属于"):
        drafting.begin(other, bureau, title=TITLE, unit=finance, at=AT)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "标题"),
        ({"title": "长" * 301}, "超过300"),
        ({"genre": "poem"}, "体裁"),
        ({"validity": "perhaps"}, "有效性"),
        ({"made_on": date(2026, 3, 17)}, "晚于今天"),
        ({"keywords": [f"词{n}" for n in range(31)]}, "关键词"),
        ({"body": "<p>机密★5年</p><p>关于某事的报告</p>"}, "国家秘密标志"),
        ({"disclosure_class": "forbidden"}, "禁止公开"),
    ],
)
def test_what_cannot_be_said(draft: Version, clerk: Person, changed: dict[str, Any], words: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=words):
        drafting.edit(clerk, draft, at=AT, **changed)
    assert nothing_after(before)
    assert Version.objects.get(pk=draft.pk).revision == draft.revision


def test_an_unknown_field_is_the_callers_mistake(draft: Version, clerk: Person) -> None:
    with pytest.raises(TypeError):
        drafting.edit(clerk, draft, state="released", at=AT)


def test_edit(draft: Version, clerk: Person, officer: Person) -> None:
    held = drafting.edit(officer, draft, title="新标题", body="<p>新<b>正文</b></p><script>x</script>", at=AT)
    assert (held.body, held.text) == ("<p>新<strong>正文</strong></p>", "新正文")
    assert held.drafters == [clerk.key, officer.key]
    assert held.item.title == "新标题"
    assert audited("items.edit").data == '{"fields":["body","title"],"version":1}'
    before = Entry.objects.count()
    assert drafting.edit(officer, held, title="新标题", at=AT).revision == held.revision
    assert nothing_after(before)


def test_on_an_older_page(draft: Version, clerk: Person, officer: Person) -> None:
    drafting.edit(officer, draft, title="先改的", revision=draft.revision, at=AT)
    with pytest.raises(Stale):
        drafting.edit(clerk, draft, title="后改的", revision=draft.revision, at=AT)
    assert Version.objects.get(pk=draft.pk).title == "先改的"


def test_not_in_review(draft: Version, clerk: Person) -> None:
    reviewing.submit(clerk, draft, at=AT)
    with pytest.raises(WrongState, match="待科室审核"):
        drafting.edit(clerk, draft, title="改", at=AT)


def test_a_column_of_another_agency(draft: Version, finance: Agency, clerk: Person) -> None:
    other = Column.objects.create(agency=finance, title="预算", from_on=TODAY)
    with pytest.raises(Refused, match="目录"):
        drafting.edit(clerk, draft, column=other, at=AT)


def test_revise(public: Item, clerk: Person, reviewer: Person, head: Person) -> None:
    found, begun, later = AT + HOUR, AT + 2 * HOUR, AT + 8 * HOUR
    second = drafting.revise(clerk, public, note="更正标准。", found_at=found, at=begun)
    assert (second.number, second.title, second.body) == (2, public.title, public.current and public.current.body)
    assert audited("items.revise").object == public.key
    assert correcting.corrections(public) == []
    with pytest.raises(WrongState, match="在办"):
        drafting.revise(clerk, public, note="又一次", at=begun)
    with pytest.raises(Refused, match="完全一样，没有改动"):
        reviewing.submit(clerk, second, at=begun)
    assert Version.objects.get(pk=second.pk).state == State.DRAFT
    second = drafting.edit(clerk, second, summary="更正后的概述。", at=begun)
    releasing.release(clerk, passed(second, clerk, reviewer, head, later), at=later)
    (one,) = correcting.corrections(Item.objects.get(pk=public.pk))
    assert (one.note, one.found_at, one.corrected_at, one.took) == ("更正标准。", found, later, later - found)
    assert correcting.slow(public.agency, AT) == [one]


def test_a_correction_says_what_is_corrected(public: Item, clerk: Person) -> None:
    with pytest.raises(Refused, match="更正说明"):
        drafting.revise(clerk, public, at=AT)
    with pytest.raises(Refused, match="晚于现在"):
        drafting.revise(clerk, public, note="更正", found_at=AT + HOUR, at=AT)
    second = drafting.revise(clerk, public, note="更正", at=AT)
    with pytest.raises(Refused, match="更正说明"):
        drafting.edit(clerk, second, note=" ", at=AT)


def test_what_was_withdrawn_comes_back_without_a_note(
    public: Item, clerk: Person, reviewer: Person, head: Person
) -> None:
    departing.withdraw(head, public, reason="有误。", at=AT)
    second = drafting.revise(clerk, public, at=AT + HOUR)
    later = AT + timedelta(days=1)
    item = releasing.release(clerk, passed(second, clerk, reviewer, head, later), at=later).item
    assert (item.state, item.number, item.released_at) == (ItemState.PUBLIC, public.number, AT)
    assert item.first_public_on == TODAY
    assert item.showings.count() == 2, "two stretches on the website"


def test_discard(public: Item, clerk: Person, stranger: Person) -> None:
    second = drafting.revise(clerk, public, note="更正", at=AT)
    with pytest.raises(NotAllowed):
        drafting.discard(stranger, second, at=AT)
    drafting.discard(clerk, second, at=AT)
    assert Version.objects.get(pk=second.pk).state == State.DISCARDED
    assert audited("items.discard").object == public.key
    assert queries.shown_one(public.pk).title == public.title
    assert queries.on_its_way(public) is None


def test_what_may_be_seen(
    bureau: Agency, public: Item, clerk: Person, stranger: Person, supervisor: Person
) -> None:
    hidden = drafted(clerk, bureau, "另一条").item
    assert queries.shown_one(public.pk) == public
    for key in (hidden.pk, public.pk + 999, 0, 2**80):
        with pytest.raises(Item.DoesNotExist):
            queries.shown_one(key)
    assert list(queries.visible(supervisor, on=TODAY).order_by("pk")) == [public, hidden]
    assert not queries.visible(stranger, on=TODAY).exists()
