"""How an item is told in a line: its state, whom it waits for, what it is called."""

from __future__ import annotations

from gongkai.publication.models import Item, Relation, Showing, Step, Version
from gongkai.publication.states import OPEN, ItemState, State
from gongkai.publication.words import StepKind

_TONE = {
    State.DRAFT: "soon",
    State.UNIT_REVIEW: "info",
    State.DISCLOSURE_REVIEW: "info",
    State.APPROVAL: "info",
    State.APPROVED: "soon",
    State.RELEASED: "ok",
}
_ITEM_TONE = {ItemState.PUBLIC: "ok", ItemState.WITHDRAWN: "late", ItemState.REMOVED: "late"}
_WAITING = {
    State.DRAFT: "拟稿人提交",
    State.UNIT_REVIEW: "科室审核",
    State.DISCLOSURE_REVIEW: "公开审查和保密审查",
    State.APPROVAL: "负责人批准",
    State.APPROVED: "发布",
}


def tone(version: Version) -> str:
    return _TONE.get(State(version.state), "")


def item_tone(item: Item) -> str:
    return _ITEM_TONE.get(ItemState(item.state), "")


def state_words(item: Item, version: Version) -> str:
    """Where it is: of a version on its way that, else what the public sees."""
    return str(State(version.state).label if version.state in OPEN else ItemState(item.state).label)


def waiting(version: Version) -> str:
    """Whom it waits for, "" when for nobody."""
    if version.state == State.APPROVED and version.release_at is not None:
        return "定时发布"
    if returned(version):
        return "拟稿人按退回意见修改"
    return _WAITING.get(State(version.state), "")


def line(found: Relation | Showing) -> str:
    """A relation or a channel in words, as it would be read."""
    if isinstance(found, Relation):
        return f"{found.get_kind_display()}：{found.target.title if found.target else found.words}"
    return f"{found.get_way_display()}{f'（{found.place}）' if found.place else ''}，{found.from_on}"


def returned(version: Version) -> Step | None:
    """The step by which a draft was given back to its drafters, until it is submitted again; not their own
    taking it back."""
    if version.state != State.DRAFT:
        return None
    last = max(version.steps.all(), key=lambda one: one.pk, default=None)
    if last is None or last.kind != StepKind.RETURN or f"person:{last.by_id}" in version.drafters:
        return None
    return last
