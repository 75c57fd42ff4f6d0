"""The states of a list of existing stock on its way in, and the one table of the steps between them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class ImportState(models.TextChoices):
    WAITING = "waiting", "等待试算"
    TRYING = "trying", "正在试算"
    TRIED = "tried", "试算通过，等您确认"
    FAULTY = "faulty", "清单有误"
    CONFIRMED = "confirmed", "等待导入"
    TAKING = "taking", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "没有导入"
    DISCARDED = "discarded", "已放弃"


# "claim" from TRYING and TAKING is a lease that ran out under another worker.
MOVES: Mapping[tuple[str, str], ImportState] = {
    (ImportState.WAITING, "claim"): ImportState.TRYING,
    (ImportState.TRYING, "claim"): ImportState.TRYING,
    (ImportState.TRYING, "pass"): ImportState.TRIED,
    (ImportState.TRYING, "fault"): ImportState.FAULTY,
    (ImportState.TRYING, "fail"): ImportState.FAILED,
    (ImportState.TRIED, "confirm"): ImportState.CONFIRMED,
    (ImportState.CONFIRMED, "claim"): ImportState.TAKING,
    (ImportState.TAKING, "claim"): ImportState.TAKING,
    (ImportState.TAKING, "pass"): ImportState.DONE,
    (ImportState.TAKING, "fault"): ImportState.FAULTY,
    (ImportState.TAKING, "fail"): ImportState.FAILED,
    (ImportState.WAITING, "discard"): ImportState.DISCARDED,
    (ImportState.TRIED, "discard"): ImportState.DISCARDED,
    (ImportState.FAULTY, "discard"): ImportState.DISCARDED,
    (ImportState.FAILED, "discard"): ImportState.DISCARDED,
}
VERBS = {"claim": "领取", "pass": "通过", "fault": "判为有误", "fail": "判为不能导入", "confirm": "导入",
         "discard": "放弃"}  # fmt: skip
_OF_MACHINES = ("claim", "pass", "fault", "fail")


def after(state: str, verb: str) -> ImportState:
    """Where a list is after this verb. WrongState, saying what it is in and what that allows."""
    otherwise = "试算通过、还没有导入的才能导入。"
    return transitions.after(
        MOVES, VERBS, ImportState(state), verb, "这份清单", hidden=_OF_MACHINES, otherwise=otherwise
    )
