"""Finding an agency, and who it was and became: figures of merged and split agencies must still add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

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


@dataclass(frozen=True, slots=True)
class Origins:
    """Whose work of one year an agency carries on in the next. ``whole``: those that were there at the end of the
    year and whose work all came to it, itself among them where it was; ``parted``: those of which only a part
    came or stayed, and nobody can tell which."""

    whole: tuple[Agency, ...]
    parted: tuple[Agency, ...] = ()


def origins(agency: Agency, year: int) -> Origins:
    """Who handed the work of ``year`` on to an agency, through every merger and split of the year after."""
    last_day = date(year, 12, 31)
    whole: dict[int, Agency] = {}
    parted: dict[int, Agency] = {}
    seen: set[int] = set()
    waiting = [agency]
    while waiting:
        one = waiting.pop()
        if one.pk in seen:
            continue
        seen.add(one.pk)
        if _divides(one, year + 1, goes_on=one == agency):
            parted[one.pk] = one
        elif one.exists_on(last_day):
            whole[one.pk] = one
        waiting += [step.predecessor for step in _steps(one, "origins", year + 1)]
    return Origins(*(tuple(sorted(found.values(), key=lambda a: a.rank)) for found in (whole, parted)))


def heirs(agency: Agency, year: int) -> list[Agency]:
    """The agency and everybody whom its work came to in mergers and splits of a year, in official order."""
    found: dict[int, Agency] = {}
    waiting = [agency]
    while waiting:
        one = waiting.pop()
        if one.pk not in found:
            found[one.pk] = one
            waiting += [step.successor for step in _steps(one, "successions", year)]
    return sorted(found.values(), key=lambda one: one.rank)


def _steps(agency: Agency, direction: str, year: int) -> list[Succession]:
    """Mergers and splits of a year, away from an agency (``successions``) or to it (``origins``)."""
    steps: QuerySet[Succession] = getattr(agency, direction)
    return list(steps.filter(from_on__year=year).select_related("predecessor", "successor"))


def _divides(agency: Agency, year: int, *, goes_on: bool) -> bool:
    """Whether only a part of its work went on in a year: while it stayed itself or, unless asked about it as the
    one that goes on (``goes_on``), because several followed it."""
    steps = _steps(agency, "successions", year)
    return any(agency.exists_on(step.from_on) for step in steps) or (len(steps) > 1 and not goes_on)


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
