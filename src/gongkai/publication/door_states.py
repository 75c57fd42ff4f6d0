"""What visitors bring to the doors, where it is, and what becomes of it.

Late is a comparison of dates, not a state; what became of it is an outcome, not a state either.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from gongkai import transitions


class Kind(models.TextChoices):
    ERROR = "error", "网页纠错"
    # Art. 44: somebody suggests that something be published.
    SUGGESTION = "suggest", "建议公开"
    COMPLAINT = "complain", "投诉举报"


class State(models.TextChoices):
    OPEN = "open", "待答复"
    # A suggestion the agency agrees to: it must then be published in time (Art. 44 (2)).
    AGREED = "agreed", "已采纳，办理公开中"
    ANSWERED = "answered", "已答复"


MOVES: Mapping[tuple[str, str], State] = {
    (State.OPEN, "agree"): State.AGREED,
    (State.OPEN, "answer"): State.ANSWERED,
    (State.OPEN, "pass_on"): State.OPEN,
    (State.AGREED, "answer"): State.ANSWERED,
}
VERBS = {"agree": "采纳", "answer": "答复", "pass_on": "转交"}


class Outcome(models.TextChoices):
    CORRECTED = "corrected", "已更正"
    NO_ERROR = "no_error", "经核对无误"
    PUBLISHED = "published", "已主动公开"
    WAS_PUBLIC = "was_public", "此前已公开"
    ON_REQUEST = "on_request", "可依申请公开"
    DECLINED = "declined", "不予公开"
    HANDLED = "handled", "已处理"
    NOT_FOUNDED = "not_founded", "经核实不属实"
    NOT_OURS = "not_ours", "不属于本机关职责"


# What may become of each kind, the usual first.
OUTCOMES: Mapping[str, tuple[Outcome, ...]] = {
    Kind.ERROR: (Outcome.CORRECTED, Outcome.NO_ERROR, Outcome.NOT_OURS),
    Kind.SUGGESTION: (
        Outcome.PUBLISHED, Outcome.WAS_PUBLIC, Outcome.ON_REQUEST, Outcome.DECLINED, Outcome.NOT_OURS,
    ),
    Kind.COMPLAINT: (Outcome.HANDLED, Outcome.NOT_FOUNDED, Outcome.NOT_OURS),
}  # fmt: skip
# Such an answer names the item that shows it.
NAMES_AN_ITEM = (Outcome.PUBLISHED, Outcome.WAS_PUBLIC)
# ``statute.parameters``: within how many working days an answer is due.
DAYS: Mapping[str, str] = {
    Kind.ERROR: "page-error-days",
    Kind.SUGGESTION: "suggestion-days",
    Kind.COMPLAINT: "complaint-days",
}


def after(state: str, verb: str) -> State:
    """Where it is after this verb. WrongState, saying what it is in and what that allows."""
    otherwise = "它不能再变动；又有新情况的，请另行登记。"
    return transitions.after(MOVES, VERBS, State(state), verb, "这件留言", otherwise=otherwise)
