"""How a step is described, so that a page can be drawn from it: its name, what it rests on, what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db.models import Model

from gongkai.accounts.models import Person
from gongkai.cases.models import Case

NeedKind = Literal[
    "text", "paragraph", "date", "number", "choice", "bool", "paper", "unit", "person", "case", "elements", "link"
]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to enter. ``code`` is the keyword of the action. ``elements``: the fields that a reply asks for
    (``statute.letters``). ``paper``: a file (``filing.Paper``). ``initial`` is what stands there at first."""

    code: str
    label: str
    kind: NeedKind = "text"
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    initial: object = None


@dataclass(frozen=True, slots=True)
class About:
    """What a step is done to, beside the case: its plain key ("letter:5") and how a person calls it."""

    key: str
    label: str
    object: Model


Needs = Callable[[Case, Any, date], tuple[Need, ...]]
# None: not a step of this case now, nothing is shown. "": it is. A sentence: shown, with why not yet.
Law = Callable[[Case, Any, date], str | None]
Targets = Callable[[Case], Iterable[About]]
# Is it this person's to do, whom the role alone would let: nobody checks their own work.
Theirs = Callable[[Person, Case], bool]


def always(case: Case, target: Any, on: date) -> str:
    """The law asks nothing more than the state."""
    return ""


def anybodys(person: Person, case: Case) -> bool:
    """Whoever has the role."""
    return True


def nothing(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """Nothing to enter."""
    return ()


@dataclass(frozen=True)
class Step:
    """``verb`` is the verb of ``states.MOVES``; ``outward``: somebody outside gets something by it; ``confirm``:
    the sentence to say before, "" for none. ``act(user, case, target, values, revision, at)`` does it."""

    code: str
    title: str
    verb: str
    permission: str
    article: str
    act: Callable[..., object]
    needs: Needs = nothing
    law: Law = always
    targets: Targets | None = None
    theirs: Theirs = anybodys
    outward: bool = False
    confirm: str = ""
    # What a page fills first when several are possible; smaller is nearer.
    order: int = 50


@dataclass(frozen=True)
class Offer:
    """A step that this person may take with this case now. ``obstacle``: why not yet, "" for nothing."""

    step: Step
    needs: tuple[Need, ...]
    about: About | None = None
    obstacle: str = ""
    title: str = field(default="")
