"""Where an inspection is, what a point of it came to, and where a finding is on its way to being put right."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class State(models.TextChoices):
    OPEN = "open", "检查中"
    CLOSED = "closed", "已结束"
    PUBLISHED = "published", "已通报"
    # Was public, and is not any more; its address says why.
    TAKEN_BACK = "taken_back", "已撤回"


class Said(models.TextChoices):
    """What a public sentence is about: the whole inspection, what was found, what was done about it."""

    WHOLE = "whole", "总体情况"
    FOUND = "found", "发现的问题"
    DONE = "done", "整改情况"


class Result(models.TextChoices):
    """``CANNOT`` is a verdict as well: nothing was there to look at, and nothing is taken off."""

    WAITING = "waiting", "待判定"
    PASSED = "passed", "未发现问题"
    FAILED = "failed", "有问题"
    CANNOT = "cannot", "不能判定"


class Repair(models.TextChoices):
    OPEN = "open", "待整改"
    PROVED = "proved", "待复核"
    SETTLED = "settled", "已整改"


MOVES: Mapping[tuple[str, str], State] = {
    (State.OPEN, "judge"): State.OPEN,
    (State.OPEN, "look"): State.OPEN,
    (State.OPEN, "close"): State.CLOSED,
    (State.CLOSED, "word"): State.CLOSED,
    (State.CLOSED, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "word"): State.PUBLISHED,
    (State.PUBLISHED, "approve"): State.PUBLISHED,
    (State.PUBLISHED, "take_back"): State.TAKEN_BACK,
    (State.TAKEN_BACK, "word"): State.TAKEN_BACK,
    (State.TAKEN_BACK, "publish"): State.PUBLISHED,
}
VERBS = {
    "judge": "判定", "look": "重新检查记录", "close": "结束检查", "word": "拟写公开表述", "publish": "审核并通报",
    "approve": "审核公开表述", "take_back": "撤回通报",
}  # fmt: skip

REPAIRS: Mapping[tuple[str, str], Repair] = {
    (Repair.OPEN, "assign"): Repair.OPEN,
    (Repair.OPEN, "prove"): Repair.PROVED,
    (Repair.PROVED, "accept"): Repair.SETTLED,
    (Repair.PROVED, "send_back"): Repair.OPEN,
}
REPAIR_VERBS = {
    "assign": "交科室整改", "prove": "报送整改情况", "accept": "复核通过", "send_back": "退回重新整改",
}  # fmt: skip


def after(state: str, verb: str) -> State:
    return transitions.after(MOVES, VERBS, State(state), verb, "这次检查")


def repair_after(state: str, verb: str) -> Repair:
    return transitions.after(REPAIRS, REPAIR_VERBS, Repair(state), verb, "这个问题")
