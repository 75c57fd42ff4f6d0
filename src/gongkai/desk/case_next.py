"""What can be done with a case now by this person: the one next step filled, everything else quiet."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from gongkai.cases.models import Case
from gongkai.cases.states import VERBS, possible

from .access import Asking
from .case_found import may

# The permission of each verb; a verb that is not named is the clerk's work.
_PERMISSIONS = {
    "return": "cases.approve",
    "approve": "cases.approve",
    "review": "cases.review",
    "close": "cases.close",
    "reopen": "cases.close",
}
# As many stand beside the filled one; the rest is unfolded.
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """``obstacle`` says why not yet; then there is no address to follow."""

    words: str
    address: str
    filled: bool = False
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """``now`` are shown, the first of them filled; ``more`` is unfolded."""

    now: tuple[Step, ...]
    more: tuple[Step, ...]


def steps(case: Case, asking: Asking) -> Steps:
    """Those with a page, in the order of the table of moves."""
    verbs = possible(case.state)
    found = [Step(VERBS[verb], address) for verb in verbs if (address := _address(case, verb, asking))]
    if found:
        found[0] = Step(found[0].words, found[0].address, filled=True)
    return Steps(tuple(found[: _BESIDE + 1]), tuple(found[_BESIDE + 1 :]))


def _address(case: Case, verb: str, asking: Asking) -> str:
    if not may(asking, _PERMISSIONS.get(verb, "cases.work"), case):
        return ""
    try:
        return reverse(f"desk:case_{verb.replace('-', '_')}", args=[case.pk])
    except NoReverseMatch:
        return ""
