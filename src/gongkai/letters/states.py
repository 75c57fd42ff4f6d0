"""The states of a letter and the one table of the steps between them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    ISSUED = "issued", "已编号待盖章"
    SEALED = "sealed", "已盖章"
    VOID = "void", "已作废"


MOVES: Mapping[tuple[str, str], State] = {
    (State.DRAFT, "revise"): State.DRAFT,
    (State.DRAFT, "issue"): State.ISSUED,
    (State.ISSUED, "seal"): State.SEALED,
    (State.DRAFT, "void"): State.VOID,
    (State.ISSUED, "void"): State.VOID,
    (State.SEALED, "void"): State.VOID,
}

VERBS = {"revise": "修改", "issue": "编号", "seal": "上传盖章件", "void": "作废"}


def after(state: str, verb: str) -> State:
    """Where a letter is after this verb. WrongState, saying what it is in and what that allows."""
    return transitions.after(MOVES, VERBS, State(state), verb, "这份文书")
