"""Finding an agency, and who it was and became: figures of merged and split agencies must still add up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.agencies.models import Agency, Succession
from gongkai.errors import Refused
from gongkai.statute import credit_code as codes


def find(word: str) -> Agency:
    """By credit code or whole name; Refused when none, or more than one, is meant."""
    code = codes.normal(word)
    found = Agency.objects.filter(credit_code=code) or Agency.objects.filter(name="".join(word.split()))
    if len(found) == 1:
        return found[0]
    why = "没有" if not found else "不止一个"
    raise Refused(f"{why}机关叫“{word}”，请写它的统一社会信用代码。")


def successors(agency: Agency, *, on: date) -> list[Agency]:
    """Who carries on its work that day: itself while it exists, else those that followed, through every step."""
    found: dict[int, Agency] = {}
    _follow(Agency.objects.filter(pk=agency.pk), on, found, set())
    return sorted(found.values(), key=lambda one: one.rank)


def predecessors(agency: Agency) -> list[Agency]:
    """Everybody whose work came to it, through every step; it is not among them."""
    known: dict[int, Agency] = {}
    waiting = [agency.pk]
    while waiting:
        steps = Succession.objects.filter(successor__in=waiting).select_related("predecessor")
        fresh = {step.predecessor_id: step.predecessor for step in steps if step.predecessor_id not in known}
        fresh.pop(agency.pk, None)
        known |= fresh
        waiting = list(fresh)
    return sorted(known.values(), key=lambda one: one.rank)


def _follow(agencies: Iterable[Agency], on: date, found: dict[int, Agency], seen: set[int]) -> None:
    for agency in agencies:
        if agency.pk in seen:
            continue
        seen.add(agency.pk)
        if agency.exists_on(on):
            found[agency.pk] = agency
        steps = agency.successions.filter(from_on__lte=on).select_related("successor")
        if not agency.exists_on(on):
            _follow((step.successor for step in steps), on, found, seen)
