"""How a reconsideration or lawsuit is told in a line: where it stands, what is due, how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.review.models import Instance, Proceeding
from gongkai.review.readings import Known
from gongkai.review.states import State
from gongkai.review.words import LABELS, Column, Level
from gongkai.statute import proceedings
from gongkai.statute.calendar import official
from gongkai.statute.proceedings import Readings

from .access import Asking
from .item_due import DueShown, left

_TONE = {State.UNANSWERED: "soon", State.PENDING: "info", State.DECIDED: "soon", State.CLOSED: "ok"}
_COLUMN_TONE = {Column.UPHELD: "ok", Column.CORRECTED: "late", Column.OTHER: "", Column.PENDING: "info"}


@dataclass(frozen=True, slots=True)
class ResultShown:
    """``column`` as table 4 calls it; ``how`` is how it was decided, "" where a ledger did not say."""

    column: str
    how: str
    tone: str


def tone(proceeding: Proceeding) -> str:
    return _TONE.get(State(proceeding.state), "")


def state_words(proceeding: Proceeding) -> str:
    """An appeal is pending in words as well."""
    last = last_of(proceeding)
    if proceeding.state in (State.UNANSWERED, State.PENDING) and last.level in (Level.SECOND, Level.RETRIAL):
        return f"{last.get_level_display()}{proceeding.get_state_display()}"
    return proceeding.get_state_display()


def last_of(proceeding: Proceeding) -> Instance:
    """The instance it is in, of those that were fetched with it."""
    return max(proceeding.instances.all(), key=lambda one: one.number)


def result(proceeding: Proceeding, known: Known) -> ResultShown:
    """As the agency's readings count it."""
    return result_of(last_of(proceeding), known.of(proceeding.agency))


def result_of(one: Instance, readings: Readings) -> ResultShown:
    if one.remanded:
        return ResultShown("", "发回重审", "")
    if one.ended_on is None:
        return ResultShown(str(Column.PENDING.label), "", "info")
    column = Column(proceedings.column_at(one.outcome, one.ended_on, readings).column)
    how = LABELS[one.outcome]
    words = "" if how == str(column.label) else how
    return ResultShown(str(column.label), f"维持原判，{how}" if one.upholds else words, _COLUMN_TONE[column])


def due_shown(proceeding: Proceeding, asking: Asking) -> DueShown:
    """The nearest day that something must be done by; nothing where nothing is to be done."""
    if proceeding.due_on is None:
        return DueShown(None)
    return left(proceeding.due_on, official(), on=asking.on, provisional=proceeding.provisional)


def title(proceeding: Proceeding) -> str:
    """What it is, and about what."""
    about = proceeding.get_about_display()
    kind = proceeding.get_kind_display()
    return f"{kind}：{about}" if about else kind
