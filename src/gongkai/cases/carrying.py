"""Row 2 of a year against row 4 of the year before (A4), over imports, opening balances and merged agencies.

carry_difference(agency, year) -> Carry      ``agrees``, or what differs and why, in words

Both are counted out of the same cases, so they agree by themselves. They can differ at the edge of what is kept
here: the opening balance is smaller than the cases that are known, or an agency was divided and its cases have
no heir.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.cases.opening import opening_of
from gongkai.cases.table3 import CARRIED_IN, CARRIED_ON, CLASSES, carried_by, known_before, table3
from gongkai.cases.words import ApplicantClass


@dataclass(frozen=True, slots=True)
class Carry:
    """``last``: what should have come over, by class; ``this``: row 2; ``parts``: whose row 4 makes up ``last``;
    ``reasons``: each difference, named for the report."""

    last: Mapping[str, int]
    this: Mapping[str, int]
    parts: tuple[tuple[Agency, int], ...]
    reasons: tuple[str, ...]

    @property
    def difference(self) -> dict[str, int]:
        """By class, where there is any: row 2 less what should have come over."""
        found = {one: self.this[one] - self.last[one] for one in CLASSES}
        return {one: number for one, number in found.items() if number}

    @property
    def agrees(self) -> bool:
        return not self.difference


def carry_difference(agency: Agency, year: int) -> Carry:
    """Asks nobody's permission, as ``table3`` does."""
    this = table3(agency, year).row(CARRIED_IN)
    parts = [(part, _carried_on(part, year - 1)) for part in _parts(agency, year)]
    orphans = [(one, _carried_on(one, year - 1)) for one in _divided(agency, year)]
    last: Counter[str] = Counter()
    for _, row in (*parts, *orphans):
        last.update(row)
    numbers = tuple((part, sum(row.values())) for part, row in parts)
    reasons = (*_of_opening([part for part, _ in parts], year), *_of_orphans(orphans))
    return Carry({one: last[one] for one in CLASSES}, this, numbers, reasons)


def _carried_on(agency: Agency, year: int) -> dict[str, int]:
    """Row 4 of a year: what was entered where that year lies before the cases that are kept here."""
    opening = opening_of(agency)
    if opening and opening[0] == year + 1:
        return opening[1]
    return table3(agency, year).row(CARRIED_ON)


def _parts(agency: Agency, year: int) -> list[Agency]:
    """Itself, and those that came to it in this year: each had a row 4 of its own the year before."""
    fresh = set(carried_by(agency, year)) - set(carried_by(agency, year - 1))
    within_fresh = {pk for one in Agency.objects.filter(pk__in=fresh) for pk in carried_by(one, year - 1)[1:]}
    return [agency, *Agency.objects.filter(pk__in=fresh - within_fresh).order_by("rank")]


def _divided(agency: Agency, year: int) -> QuerySet[Agency]:
    """Those that ended in this year and were divided, a part of them coming to this agency."""
    at_its_end = Q(successions__from_on__gt=F("valid_until"))
    ended = Agency.objects.filter(valid_until__gte=date(year - 1, 12, 31), valid_until__lt=date(year, 12, 31))
    heirs = ended.annotate(heirs=Count("successions", filter=at_its_end)).filter(heirs__gt=1)
    return heirs.filter(at_its_end, successions__successor=agency).distinct().order_by("rank")


def _of_opening(parts: list[Agency], year: int) -> list[str]:
    """An opening balance that is smaller than the cases that are here."""
    found = []
    for part in parts:
        opening = opening_of(part)
        if not opening or opening[0] != year:
            continue
        known = known_before(part, year)
        found += [
            f"“{part.name}”{ApplicantClass(one).label}：登记的期初数是{opening[1][one]}件，"
            f"录入的上年未办结申请有{known[one]}件。请更正期初数或核对录入的申请。"
            for one in CLASSES
            if known[one] > opening[1][one]
        ]
    return found


def _of_orphans(orphans: list[tuple[Agency, dict[str, int]]]) -> list[str]:
    found = [(one, sum(row.values())) for one, row in orphans]
    return [
        f"“{one.name}”分设为几个机关，上年结转的{number}件不能确定由谁继续办理，没有计入；请在年报中说明。"
        for one, number in found
        if number
    ]
