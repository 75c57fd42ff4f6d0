"""Where a questionnaire is, and the kinds of question, panel and place there are."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    OPEN = "open", "评议中"
    CLOSED = "closed", "已结束，待审定结果"
    APPROVED = "approved", "结果已审定"
    PUBLISHED = "published", "结果已公布"
    WITHDRAWN = "withdrawn", "已作废"


class Kind(models.TextChoices):
    ONE = "one", "单选"
    SEVERAL = "several", "多选"
    SCALE = "scale", "量表"
    TEXT = "text", "文字"


class Opening(models.TextChoices):
    """How one comes into a panel."""

    ANYONE = "anyone", "任何人在网上"
    INVITED = "invited", "凭邀请码"


class Place(models.TextChoices):
    """Where the portal offers it. ``ANSWERS`` is how content with the handling of requests is asked for."""

    PAGE = "page", "机关首页"
    ANSWERS = "answers", "机关首页和申请办理结果页"


MOVES: Mapping[tuple[str, str], State] = {
    (State.DRAFT, "edit"): State.DRAFT,
    (State.DRAFT, "open"): State.OPEN,
    (State.DRAFT, "withdraw"): State.WITHDRAWN,
    (State.OPEN, "codes"): State.OPEN,
    (State.OPEN, "answer"): State.OPEN,
    (State.OPEN, "close"): State.CLOSED,
    (State.OPEN, "withdraw"): State.WITHDRAWN,
    (State.CLOSED, "conclude"): State.CLOSED,
    (State.CLOSED, "approve"): State.APPROVED,
    (State.CLOSED, "withdraw"): State.WITHDRAWN,
    (State.APPROVED, "send_back"): State.CLOSED,
    (State.APPROVED, "publish"): State.PUBLISHED,
}
VERBS = {
    "edit": "修改问卷", "open": "开始评议", "codes": "发邀请码", "answer": "答卷", "close": "结束评议",
    "conclude": "填写评议结果", "approve": "审定结果", "send_back": "退回重填结果", "publish": "公布结果",
    "withdraw": "作废",
}  # fmt: skip


def after(state: str, verb: str) -> State:
    return transitions.after(
        MOVES, VERBS, State(state), verb, "这份问卷", hidden=("answer",),
        otherwise="它不能再变动；需要再次评议时，复制成下一期（《条例》第四十六条要求定期评议）。",
    )  # fmt: skip
