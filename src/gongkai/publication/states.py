"""The states of an item and of a version, and the two tables of the only steps between them.

A version goes through 整理草拟, 科室审核, 公开审查和保密审查, 批准 and 发布; the page check after it is a
record, not a state.
Late, stale and due are comparisons of dates, not states.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class ItemState(models.TextChoices):
    """What the public sees of an item."""

    PREPARING = "preparing", "未发布"
    PUBLIC = "public", "已公开"
    # Gone with a public reason; its address says so.
    WITHDRAWN = "withdrawn", "已撤回"
    # Gone without a trace to the public, after a leak.
    REMOVED = "removed", "已撤下"
    # Reviewed and found not to be published proactively; looked at again (Art. 18).
    KEPT = "kept", "不主动公开"


class State(models.TextChoices):
    """Where one version of an item is."""

    DRAFT = "draft", "草拟"
    UNIT_REVIEW = "unit_review", "待科室审核"
    DISCLOSURE_REVIEW = "disclosure_review", "待公开审查和保密审查"
    APPROVAL = "approval", "待批准"
    APPROVED = "approved", "待发布"
    RELEASED = "released", "已发布"
    SUPERSEDED = "superseded", "已被取代"
    KEPT = "kept", "不主动公开"
    DISCARDED = "discarded", "已作废"


class GuideState(models.TextChoices):
    """Where one version of a guide is."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被取代"


# Still on its way: at most one version of an item is.
OPEN = (State.DRAFT, State.UNIT_REVIEW, State.DISCLOSURE_REVIEW, State.APPROVAL, State.APPROVED)

MOVES: Mapping[tuple[str, str], State] = {
    (State.DRAFT, "edit"): State.DRAFT,
    (State.DRAFT, "submit"): State.UNIT_REVIEW,
    (State.UNIT_REVIEW, "unit_pass"): State.DISCLOSURE_REVIEW,
    (State.DISCLOSURE_REVIEW, "disclosure_pass"): State.APPROVAL,
    (State.APPROVAL, "approve"): State.APPROVED,
    (State.APPROVAL, "keep"): State.KEPT,
    (State.APPROVED, "schedule"): State.APPROVED,
    (State.APPROVED, "release"): State.RELEASED,
    (State.UNIT_REVIEW, "return"): State.DRAFT,
    (State.DISCLOSURE_REVIEW, "return"): State.DRAFT,
    (State.APPROVAL, "return"): State.DRAFT,
    (State.APPROVED, "return"): State.DRAFT,
    (State.RELEASED, "supersede"): State.SUPERSEDED,
    (State.DRAFT, "discard"): State.DISCARDED,
}

ITEM_MOVES: Mapping[tuple[str, str], ItemState] = {
    (ItemState.PREPARING, "release"): ItemState.PUBLIC,
    (ItemState.PREPARING, "keep"): ItemState.KEPT,
    (ItemState.PUBLIC, "release"): ItemState.PUBLIC,
    (ItemState.PUBLIC, "withdraw"): ItemState.WITHDRAWN,
    (ItemState.PUBLIC, "remove"): ItemState.REMOVED,
    (ItemState.WITHDRAWN, "remove"): ItemState.REMOVED,
    # Put right, or found publishable after all: it comes back through a whole review.
    (ItemState.WITHDRAWN, "release"): ItemState.PUBLIC,
    (ItemState.REMOVED, "release"): ItemState.PUBLIC,
    (ItemState.KEPT, "release"): ItemState.PUBLIC,
}

GUIDE_MOVES: Mapping[tuple[str, str], GuideState] = {
    (GuideState.DRAFT, "publish"): GuideState.PUBLISHED,
    (GuideState.PUBLISHED, "supersede"): GuideState.SUPERSEDED,
}

VERBS = {
    "publish": "发布",
    "edit": "修改",
    "submit": "提交审核",
    "unit_pass": "通过科室审核",
    "disclosure_pass": "通过公开审查和保密审查",
    "approve": "批准发布",
    "keep": "定为不主动公开",
    "schedule": "定时发布",
    "release": "发布",
    "return": "退回修改",
    "supersede": "取代",
    "discard": "作废",
    "withdraw": "撤回",
    "remove": "撤下",
}
_HIDDEN = ("supersede",)


def after(state: str, verb: str) -> State:
    """Where a version is after this verb. WrongState, saying what it is in and what that allows."""
    return transitions.after(MOVES, VERBS, State(state), verb, "这一稿", hidden=_HIDDEN)


def item_after(state: str, verb: str) -> ItemState:
    """The same for an item."""
    return transitions.after(ITEM_MOVES, VERBS, ItemState(state), verb, "这条信息", hidden=_HIDDEN)


def guide_after(state: str, verb: str) -> GuideState:
    """The same for a guide."""
    return transitions.after(GUIDE_MOVES, VERBS, GuideState(state), verb, "这一版指南", hidden=_HIDDEN)
