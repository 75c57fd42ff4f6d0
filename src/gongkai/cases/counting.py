"""The row of table 3 that a case is counted in, and the day that decides its year: written once.

Two readings are dated parameters: ``results.year`` (the day of the decision or of its dispatch) and
``results.count`` (a case answered anew after a review or judgment: the first answer, or the last).
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from gongkai.cases.models import Case, Decision
from gongkai.cases.words import Kind
from gongkai.statute import outcomes, parameters

Moment = Literal["decision", "dispatch"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)


def count(case: Case, decision: Decision, *, on: date, moment: Moment) -> None:
    """Onto the object, when this is the moment that counts. A correction is not in table 3 (Art. 41), nor is a
    request that never counted as received."""
    if case.kind != Kind.DISCLOSURE or case.received_on is None or moment != deciding_moment(on):
        return
    if decision.round > 1 and case.counted_row and _reading("results.count", on) == "first":
        return
    case.counted_row, case.counted_on = outcomes.row_at(decision.reply, on), on


def uncount(case: Case, decision: Decision) -> None:
    """A decision that was taken back before it left was none."""
    if decision.round > 1 or case.counted_on is None:
        return
    case.counted_row, case.counted_on = "", None


def recount(case: Case, decision: Decision, *, on: date) -> None:
    """A withdrawal is decided and dispatched in one, on that day."""
    uncount(case, decision)
    for moment in MOMENTS:
        count(case, decision, on=on, moment=moment)


def deciding_moment(on: date) -> str:
    """``decision`` or ``dispatch``, as it holds that day."""
    return _reading("results.year", on)


def _reading(code: str, on: date) -> str:
    version = parameters.at(code, on)
    return str(version.value) if version else ""
