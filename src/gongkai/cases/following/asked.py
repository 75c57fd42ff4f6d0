"""What the office asks the applicant for, in the words of its letter: at once, however the letter travels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.cases import events
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.errors import GongkaiError
from gongkai.letters import drafting, stored
from gongkai.statute.clock import EventKind

# The state, what it waits for, and the element of the letter that says what.
_ASKED: Mapping[str, tuple[EventKind, str, str]] = {
    State.AWAITING_SUPPLEMENT: (EventKind.SUPPLEMENT_NOTICED, "supplement_items", "需要补正的事项"),
    State.AWAITING_REASONS: (EventKind.REASONS_ASKED, "excess", "需要说明理由的情况"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """``title`` is what stands over the words."""

    title: str
    text: str


def asked(case: Case) -> Asked | None:
    """None while nothing is asked for, and where the words of the letter cannot be read any more."""
    if case.state not in _ASKED:
        return None
    kind, element, title = _ASKED[State(case.state)]
    event = events.of(case, kind)
    if event is None or event.letter is None:
        return None
    try:
        drafting.ensure_kept(event.letter)
        values = stored.load(event.letter.content, digest=event.letter.digest).values
    except GongkaiError:
        return None
    text = str(values.get(element, "")).strip()
    return Asked(title, text) if text else None
