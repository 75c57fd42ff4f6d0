"""The opening balance: how many requests an agency carried into the year in which it began to keep its cases here.

enter_opening(user, agency, *, year, numbers, reason="", at)    enter it, or put it right with a reason

It is row 4 of the report for the year before. Cases imported from before that day are part of it; what it has
beyond them is counted without a case (``table3``) until they are imported, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.models import OpeningBalance
from gongkai.cases.words import ApplicantClass
from gongkai.errors import Refused

# No case is older than the Regulation (2008).
_FIRST_YEAR = 2008
_MOST = 1_000_000


@transaction.atomic
def enter_opening(
    user: Who, agency: Agency, *, year: int, numbers: Mapping[str, int], reason: str = "", at: datetime
) -> dict[str, int]:
    """``numbers`` by class of applicant; a class that is not named has none. What stands now, by class.

    Refused for a year to come, for another year than the one that was entered before, for the same numbers again,
    and for a correction without a reason. The reason stays in the rows: it may name somebody.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    ensure(user, "cases.settings", agency, on=day(at))
    wanted = _checked(numbers)
    before = _before(agency, year, day(at).year)
    if before and before == wanted:
        raise Refused("填写的与现有的期初数相同，没有改动。")
    if before and not reason.strip():
        raise Refused("期初数已经登记过，更正时请写明理由和依据。")
    for one, number in wanted.items():
        OpeningBalance.objects.update_or_create(
            agency=agency,
            year=year,
            applicant_class=one,
            defaults={
                "number": number, "entered_by": person(user), "entered_at": at, "reason": reason.strip(),
            },
        )  # fmt: skip
    # Carried on from the year before through every year until they are answered.
    locked_years.enter(user, agency, range(year - 1, day(at).year), about=agency, verb="cases.opening", at=at)
    data = {"year": year, "numbers": wanted, "before": before or None}
    record("cases.opening", actor=actor(user), agency=agency, object=agency, data=data, at=at)
    return wanted


def opening_of(agency: Agency) -> tuple[int, dict[str, int]] | None:
    """The year and the numbers by class; None where nothing was entered."""
    rows = list(OpeningBalance.objects.filter(agency=agency))
    if not rows:
        return None
    return rows[0].year, {one: next((r.number for r in rows if r.applicant_class == one), 0) for one in _CLASSES}


_CLASSES = tuple(ApplicantClass.values)


def _checked(numbers: Mapping[str, int]) -> dict[str, int]:
    if unknown := set(numbers) - set(_CLASSES):
        raise Refused(f"没有“{'、'.join(sorted(unknown))}”这类申请人。")
    if any(not 0 <= number <= _MOST for number in numbers.values()):
        raise Refused(f"期初件数应为0至{_MOST}的整数，请核对。")
    return {one: int(numbers.get(one, 0)) for one in _CLASSES}


def _before(agency: Agency, year: int, this_year: int) -> dict[str, int]:
    """What was entered before for this year, {} for nothing."""
    if not _FIRST_YEAR < year <= this_year:
        raise Refused(f"期初年度应在{_FIRST_YEAR + 1}年至{this_year}年之间。")
    found = opening_of(agency)
    if found is None:
        return {}
    if found[0] != year:
        raise Refused(f"期初数已登记在{found[0]}年；一个机关只有一个启用年度。")
    return found[1]
