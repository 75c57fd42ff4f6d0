"""The review: each step by the right person in the right state, returned from anywhere, never by its drafters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.publication import drafting, releasing, reviewing
from gongkai.publication.models import Item, Step, Version
from gongkai.publication.states import ItemState, State
from gongkai.publication.words import StepKind
from tests.district import FOUNDED

from .conftest import AT, HOUR, audited, drafted, invited, nothing_after, passed

Deed = Callable[[Person, Version], Version]


def _pass(user: Person, version: Version) -> Version:
    return reviewing.disclosure_pass(user, version, checklist=reviewing.all_right(), at=AT)


DEEDS: dict[str, tuple[Deed, str, str, State, State]] = {
    "submit": (
        lambda u, v: reviewing.submit(u, v, at=AT), "clerk", "items.submit", State.DRAFT, State.UNIT_REVIEW,
    ),
    "unit_pass": (
        lambda u, v: reviewing.unit_pass(u, v, comment="可以", at=AT), "reviewer", "items.unit-pass",
        State.UNIT_REVIEW, State.DISCLOSURE_REVIEW,
    ),
    "disclosure_pass": (_pass, "reviewer", "items.disclosure-pass", State.DISCLOSURE_REVIEW, State.APPROVAL),
    "approve": (
        lambda u, v: reviewing.approve(u, v, at=AT), "head", "items.approve", State.APPROVAL, State.APPROVED,
    ),
}  # fmt: skip
MAY_NOT = {
    "submit": ["reviewer", "head", "stranger", "supervisor"],
    "unit_pass": ["officer", "stranger", "supervisor"],
    "disclosure_pass": ["officer", "stranger", "supervisor"],
    "approve": ["officer", "reviewer", "stranger", "supervisor"],
}


@pytest.fixture
def at_state(draft: Version, clerk: Person, reviewer: Person, head: Person) -> Callable[[State], Version]:
    """The draft, brought to a state."""

    def bring(state: State) -> Version:
        for deed, who, _, before, after in DEEDS.values():
            if Version.objects.get(pk=draft.pk).state == state:
                break
            assert Version.objects.get(pk=draft.pk).state == before, after
            deed({"clerk": clerk, "reviewer": reviewer, "head": head}[who], draft)
        return Version.objects.get(pk=draft.pk)

    return bring


@pytest.mark.parametrize("name", DEEDS)
def test_each_step(request: pytest.FixtureRequest, at_state: Callable[[State], Version], name: str) -> None:
    deed, who, verb, before, after = DEEDS[name]
    user = request.getfixturevalue(who)
    version = at_state(before)
    held = deed(user, version)
    assert (held.state, held.revision) == (after, version.revision + 1)
    entry = audited(verb)
    assert (entry.object, entry.actor) == (version.item.key, user.key)
    step = Step.objects.latest("pk")
    assert (step.kind, step.by, step.at) == (StepKind(name), user, AT)


@pytest.mark.parametrize(("name", "who"), [(name, who) for name, several in MAY_NOT.items() for who in several])
def test_by_nobody_else(
    request: pytest.FixtureRequest, at_state: Callable[[State], Version], name: str, who: str
) -> None:
    user = request.getfixturevalue(who)
    deed, _, _, before, _ = DEEDS[name]
    version = at_state(before)
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        deed(user, version)
    assert nothing_after(entries)
    assert Version.objects.get(pk=version.pk).state == before


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("state", [State.DRAFT, State.UNIT_REVIEW, State.DISCLOSURE_REVIEW, State.APPROVAL])
def test_in_no_other_state(
    request: pytest.FixtureRequest, at_state: Callable[[State], Version], name: str, state: State
) -> None:
    deed, who, _, before, _ = DEEDS[name]
    if state == before:
        return
    user = request.getfixturevalue(who)
    version = at_state(state)
    entries = Entry.objects.count()
    with pytest.raises(WrongState):
        deed(user, version)
    assert nothing_after(entries)


def test_drafters_review_nothing(bureau: Agency) -> None:
    person = invited("all", bureau, Role.CLERK)
    for role in (Role.REVIEWER, Role.HEAD):
        people.appoint(person, agency=bureau, role=role, from_on=FOUNDED, by=OPERATOR, at=AT)
    version = drafted(person, bureau)
    reviewing.submit(person, version, at=AT)
    with pytest.raises(NotAllowed, match="参与起草"):
        reviewing.unit_pass(person, version, at=AT)


def test_who_passed_the_disclosure_review_does_not_approve(
    draft: Version, clerk: Person, reviewer: Person, head: Person
) -> None:
    reviewing.submit(clerk, draft, at=AT)
    reviewing.unit_pass(reviewer, draft, at=AT)
    _pass(head, draft)
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed, match="公开审查"):
        reviewing.approve(head, draft, at=AT)
    assert nothing_after(entries)


def test_where_a_clerk_and_a_head_are_all_there_is_the_head_reviews_and_approves(
    draft: Version, clerk: Person, head: Person
) -> None:
    reviewing.submit(clerk, draft, at=AT)
    reviewing.unit_pass(head, draft, at=AT)
    _pass(head, draft)
    assert reviewing.approve(head, draft, at=AT).state == State.APPROVED


def test_item_by_item(at_state: Callable[[State], Version], reviewer: Person) -> None:
    version = at_state(State.DISCLOSURE_REVIEW)
    answers = {**reviewing.all_right(), "privacy": False}
    with pytest.raises(Refused, match="个人隐私"):
        reviewing.disclosure_pass(reviewer, version, checklist=answers, at=AT)
    with pytest.raises(Refused, match="国家秘密"):
        reviewing.disclosure_pass(reviewer, version, checklist={}, at=AT)
    _pass(reviewer, version)
    assert Step.objects.latest("pk").checklist == reviewing.all_right()


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.UNIT_REVIEW, "reviewer"),
        (State.DISCLOSURE_REVIEW, "reviewer"),
        (State.APPROVAL, "head"),
        (State.APPROVED, "head"),
        (State.APPROVAL, "clerk"),
    ],
)
def test_back_from_any_stage(
    request: pytest.FixtureRequest, at_state: Callable[[State], Version], state: State, who: str
) -> None:
    version = at_state(state)
    user = request.getfixturevalue(who)
    with pytest.raises(Refused, match="退回的意见"):
        reviewing.give_back(user, version, comment=" ", at=AT)
    held = reviewing.give_back(user, version, comment="请补充依据。", at=AT)
    assert held.state == State.DRAFT
    step = Step.objects.latest("pk")
    assert (step.kind, step.comment) == (StepKind.RETURN, "请补充依据。")
    entry = audited("items.return")
    assert "请补充" not in entry.data + entry.reason


def test_nobody_else_gives_back(at_state: Callable[[State], Version], stranger: Person, officer: Person) -> None:
    version = at_state(State.APPROVAL)
    entries = Entry.objects.count()
    for user in (stranger, officer):
        with pytest.raises(NotAllowed):
            reviewing.give_back(user, version, comment="退", at=AT)
    assert nothing_after(entries)


def test_what_comes_back_goes_through_all_of_it_again(
    draft: Version, clerk: Person, reviewer: Person, head: Person
) -> None:
    passed(draft, clerk, reviewer, head)
    reviewing.give_back(head, draft, comment="改标题。", at=AT)
    drafting.edit(clerk, draft, title="改过的标题", at=AT)
    with pytest.raises(WrongState):
        releasing.release(clerk, draft, at=AT)
    assert passed(draft, clerk, reviewer, head, AT + HOUR).state == State.APPROVED
    assert reviewing.this_round(draft)[0].kind == StepKind.SUBMIT


def test_on_an_older_page(draft: Version, clerk: Person, officer: Person) -> None:
    drafting.edit(officer, draft, title="改过", at=AT)
    with pytest.raises(Stale):
        reviewing.submit(clerk, draft, revision=draft.revision, at=AT)
    assert Version.objects.get(pk=draft.pk).state == State.DRAFT


@pytest.mark.parametrize(
    ("missing", "words"),
    [({"summary": ""}, "内容概述"), ({"made_on": None}, "成文日期"), ({"body": ""}, "没有正文")],
)
def test_nothing_incomplete_is_reviewed(
    bureau: Agency, clerk: Person, missing: dict[str, Any], words: str
) -> None:
    version = drafted(clerk, bureau, **missing)
    with pytest.raises(Refused, match=words):
        reviewing.submit(clerk, version, at=AT)
    assert Version.objects.get(pk=version.pk).state == State.DRAFT


WITHHELD: dict[str, Any] = {
    "disclosure_class": "may_withhold",
    "class_basis": "《条例》第十六条",
    "class_reason": "内部工作流程。",
}


def test_kept(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> None:
    version = drafted(clerk, bureau, **WITHHELD)
    reviewing.submit(clerk, version, at=AT)
    reviewing.unit_pass(reviewer, version, at=AT)
    reviewing.disclosure_pass(reviewer, version, checklist={"class": True}, at=AT)
    with pytest.raises(Refused, match="公开属性"):
        reviewing.approve(head, version, at=AT)
    reviewing.keep(head, version, at=AT)
    assert Item.objects.get(pk=version.item_id).state == ItemState.KEPT
    assert audited("items.keep").data == '{"class":"may_withhold","version":1}'


def test_what_is_forbidden_is_registered_without_its_words(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    said = {
        **WITHHELD,
        "disclosure_class": "forbidden",
        "body": "",
        "summary": "",
        "class_basis": "《条例》第十四条",
    }
    version = drafted(clerk, bureau, **said)
    reviewing.submit(clerk, version, at=AT)
    reviewing.unit_pass(reviewer, version, at=AT)
    reviewing.disclosure_pass(reviewer, version, checklist={"class": True}, at=AT)
    assert reviewing.keep(head, version, at=AT).state == State.KEPT


def test_another_class_says_why(bureau: Agency, clerk: Person) -> None:
    version = drafted(clerk, bureau, disclosure_class="on_request")
    with pytest.raises(Refused, match="依据的条款和理由"):
        reviewing.submit(clerk, version, at=AT)


def test_what_is_proposed_as_public_is_not_kept(at_state: Callable[[State], Version], head: Person) -> None:
    with pytest.raises(Refused, match="主动公开"):
        reviewing.keep(head, at_state(State.APPROVAL), at=AT)


def test_what_is_public_is_withdrawn_and_not_kept(
    public: Item, clerk: Person, reviewer: Person, head: Person
) -> None:
    second = drafting.revise(clerk, public, note="不再公开。", at=AT)
    drafting.edit(clerk, second, at=AT, **WITHHELD)
    reviewing.submit(clerk, second, at=AT)
    reviewing.unit_pass(reviewer, second, at=AT)
    reviewing.disclosure_pass(reviewer, second, checklist={"class": True}, at=AT)
    with pytest.raises(WrongState, match="撤回"):
        reviewing.keep(head, second, at=AT)
    assert Version.objects.get(pk=second.pk).state == State.APPROVAL
