"""The states of an intake and of a version, and the two tables of the only steps between them.

Overdue is a comparison of dates, not a state; what was found is not a state either.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class IntakeState(models.TextChoices):
    """One file that was dropped."""

    WAITING = "waiting", "等待读取"
    READING = "reading", "正在读取"
    READ = "read", "已读取"
    UNREADABLE = "unreadable", "无法读取"
    DISCARDED = "discarded", "已作废"


class State(models.TextChoices):
    """One version of an agency's report for a year."""

    DRAFT = "draft", "编制中"
    SIGNING = "signing", "待签发"
    READ = "read", "待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已接受"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被取代"


# (state, verb) -> state. "claim" from READING is a lease that ran out under another worker.
INTAKE_MOVES: Mapping[tuple[str, str], IntakeState] = {
    (IntakeState.WAITING, "claim"): IntakeState.READING,
    (IntakeState.READING, "claim"): IntakeState.READING,
    (IntakeState.READING, "finish"): IntakeState.READ,
    (IntakeState.READING, "fail"): IntakeState.UNREADABLE,
    (IntakeState.READING, "release"): IntakeState.WAITING,
    (IntakeState.UNREADABLE, "retry"): IntakeState.WAITING,
    (IntakeState.READ, "bind"): IntakeState.READ,
    (IntakeState.READ, "discard"): IntakeState.DISCARDED,
    (IntakeState.UNREADABLE, "discard"): IntakeState.DISCARDED,
    (IntakeState.WAITING, "discard"): IntakeState.DISCARDED,
}

# What an office compiles from its records goes through its own head before anybody else gets it.
COMPILING = (State.DRAFT, State.SIGNING)

MOVES: Mapping[tuple[str, str], State] = {
    (State.DRAFT, "compile"): State.DRAFT,
    (State.DRAFT, "correct"): State.DRAFT,
    (State.DRAFT, "hand_up"): State.SIGNING,
    (State.SIGNING, "send_back"): State.DRAFT,
    (State.SIGNING, "sign"): State.READ,
    (State.DRAFT, "supersede"): State.SUPERSEDED,
    (State.SIGNING, "supersede"): State.SUPERSEDED,
    (State.READ, "correct"): State.READ,
    (State.READ, "return"): State.RETURNED,
    (State.READ, "accept"): State.ACCEPTED,
    (State.ACCEPTED, "return"): State.RETURNED,
    (State.RETURNED, "contest"): State.RETURNED,
    (State.RETURNED, "uphold"): State.RETURNED,
    (State.RETURNED, "withdraw_return"): State.READ,
    (State.ACCEPTED, "reopen"): State.READ,
    (State.ACCEPTED, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "revise"): State.PUBLISHED,
    (State.READ, "supersede"): State.SUPERSEDED,
    (State.RETURNED, "supersede"): State.SUPERSEDED,
    (State.ACCEPTED, "supersede"): State.SUPERSEDED,
    (State.PUBLISHED, "supersede"): State.SUPERSEDED,
}

VERBS = {
    "claim": "领取",
    "finish": "读完",
    "fail": "判为无法读取",
    "release": "放回",
    "retry": "重新读取",
    "bind": "确认机关和年度",
    "discard": "作废",
    "compile": "重新编制",
    "hand_up": "送签",
    "send_back": "退回修改",
    "sign": "签发并报送",
    "correct": "更正",
    "return": "退回",
    "contest": "提出异议",
    "uphold": "维持退回",
    "withdraw_return": "撤销退回",
    "accept": "接受",
    "reopen": "撤销接受",
    "publish": "发布",
    "revise": "更正已发布的版本",
    "supersede": "取代",
}

# Done by the machine, or by what somebody does to another version.
_HIDDEN = ("supersede", "claim")


def after(state: str, verb: str) -> State:
    """Where a version is after this verb. WrongState, saying what it is in and what that allows."""
    return transitions.after(MOVES, VERBS, State(state), verb, "这一版年报", hidden=_HIDDEN)


def intake_after(state: str, verb: str) -> IntakeState:
    """The same for an intake."""
    return transitions.after(INTAKE_MOVES, VERBS, IntakeState(state), verb, "这份文件", hidden=_HIDDEN)
