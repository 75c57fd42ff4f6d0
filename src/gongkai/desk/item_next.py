"""What this person can do with an item now: the one next step filled, everything else quiet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from gongkai.publication import checks, obstacles, queries, reviewing
from gongkai.publication.models import Item, Version
from gongkai.publication.models.checks import Checked, Finding, Kind
from gongkai.publication.states import ITEM_MOVES, MOVES, ItemState, State
from gongkai.publication.words import DisclosureClass, StepKind

from .access import Asking
from .item_found import may
from .item_words import returned

# The step that leads on from each state, and who takes it.
_ONWARD = {
    State.DRAFT: ("submit", "提交审核", "items.draft"),
    State.UNIT_REVIEW: ("unit-pass", "科室审核", "items.review"),
    State.DISCLOSURE_REVIEW: ("disclosure-pass", "公开审查和保密审查", "items.review"),
    State.APPROVAL: ("approve", "批准发布", "items.approve"),
    State.APPROVED: ("release", "发布", "items.release"),
}
_BACK = {
    State.UNIT_REVIEW: "items.review",
    State.DISCLOSURE_REVIEW: "items.review",
    State.APPROVAL: "items.approve",
    State.APPROVED: "items.approve",
}


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    address: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """``now`` are shown, the first filled where it leads on; ``more`` is unfolded; ``told`` says what keeps it
    from going on, and ``why`` why this very person may not."""

    now: tuple[Button, ...]
    more: tuple[Button, ...]
    told: tuple[str, ...] = ()
    why: str = ""


def next_of(item: Item, version: Version, asking: Asking) -> Next:
    """Of an item and the version that is worked on or shown."""
    open_ = queries.on_its_way(item)
    if open_ is None:
        return _of_the_shown(item, version, asking)
    onward, told, why = _onward(version, asking)
    quiet = [*_back(version, asking), *_beside(version, asking)]
    more = [*_discard(version, asking), *_leaving(item, asking)]
    if onward and quiet and _untouched(version):
        onward, quiet = [replace(quiet[0], filled=True)], [replace(one, filled=False) for one in onward]
    if not onward and quiet and State(version.state) == State.DRAFT:
        quiet[0] = replace(quiet[0], filled=True)
    return Next((*onward, *quiet), tuple(more), tuple(told), why)


def _untouched(version: Version) -> bool:
    """Was it given back, or copied from another version, and nothing saved in it since? Each saving is looked at
    by the checks."""
    if version.state != State.DRAFT or (version.number == 1 and returned(version) is None):
        return False
    return not Checked.objects.filter(version=version, revision=version.revision).exists()


def _onward(version: Version, asking: Asking) -> tuple[list[Button], list[str], str]:
    code, words, permission = _ONWARD[State(version.state)]
    if not may(asking, permission, version):
        return [], [], ""
    told = standing_in_the_way(version)
    if version.state == State.DRAFT:
        return ([] if told else [_step(version.item, code, words, filled=True)]), told, ""
    verb = code.replace("-", "_")
    why = "" if verb == "release" else reviewing.obstacle_for(asking.person, version, verb, on=asking.on)
    if why:
        return [], [], why
    buttons = [] if version.release_at else [_step(version.item, code, words, filled=True)]
    if version.state == State.APPROVAL and version.disclosure_class != DisclosureClass.ACTIVE:
        buttons = [_step(version.item, "keep", "定为不主动公开", filled=True)]
    if version.release_at:
        buttons = [_step(version.item, code, "改发布时间")]
    return buttons, [], ""


def standing_in_the_way(version: Version) -> list[str]:
    """Of a draft: what must be put right before it is submitted."""
    if version.state != State.DRAFT:
        return []
    told = obstacles.to_review(version)
    return [*told, *(one.message for one in checks.blocking(version) if not (told and _told_already(one)))]


def _told_already(finding: Finding) -> bool:
    """What is missing is said by the obstacles as well, all in one line."""
    return finding.kind == Kind.METADATA and finding.code.endswith("-missing")


def _back(version: Version, asking: Asking) -> Iterator[Button]:
    permission = _BACK.get(State(version.state))
    if permission and may(asking, permission, version):
        yield _step(version.item, "return", "退回修改")
    elif permission and asking.person.key in version.drafters:
        yield _step(version.item, "return", "取回修改")


def _beside(version: Version, asking: Asking) -> Iterator[Button]:
    if version.state == State.DRAFT and may(asking, "items.draft", version):
        yield Button("填写", reverse("desk:item_edit", args=[version.item_id]))


def _discard(version: Version, asking: Asking) -> Iterator[Button]:
    if (State(version.state), "discard") in MOVES and may(asking, "items.draft", version):
        yield _step(version.item, "discard", "作废这一稿")


def _of_the_shown(item: Item, version: Version, asking: Asking) -> Next:
    buttons: list[Button] = []
    checked = item.came_in_on is not None or version.steps.filter(kind=StepKind.CHECK).exists()
    if item.is_public and may(asking, "items.check", version):
        buttons.append(_step(item, "check", "页面检查", filled=not checked))
    if may(asking, "items.draft", version):
        buttons.append(_step(item, "revise", "更正" if item.is_public else "重新拟稿"))
    if item.is_public and may(asking, "items.release", version):
        buttons.append(Button("登记渠道", reverse("desk:item_channel", args=[item.pk])))
    return Next(tuple(buttons), tuple(_leaving(item, asking)))


def _leaving(item: Item, asking: Asking) -> Iterator[Button]:
    version = item.current
    if version is None:
        return
    version.item = item
    if not may(asking, "items.withdraw", version):
        return
    state = ItemState(item.state)
    if (state, "withdraw") in ITEM_MOVES:
        yield _step(item, "withdraw", "撤回（公开说明原因）")
    if (state, "remove") in ITEM_MOVES:
        yield _step(item, "remove", "撤下（泄密、泄露隐私）")


def _step(item: Item, code: str, words: str, *, filled: bool = False) -> Button:
    return Button(words, reverse("desk:item_step", args=[item.pk, code]), filled)
