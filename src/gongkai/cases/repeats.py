"""What was asked before: by the same applicant (Art. 36(6)), and by others (Art. 44). Hints, with the earlier
answer.

earlier(user, agency, applicant, text, *, on) -> Found       possible repeats, the likest first
by_others(user, agency, applicant, text, *, on) -> Found     the same information, asked by somebody else

Only cases that this user may see are looked at. Whether one is a repeat is for the office to find: a repeat
needs an earlier request that was answered (``evidence``), a pending one is linked (``relating``). Two people
who ask for the same are two cases, however alike their words are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who
from gongkai.cases.models import Applicant, Case, Decision
from gongkai.cases.queries import visible
from gongkai.cases.words import Kind
from gongkai.papers.alike_requests import Alike, compare, understood

# The newest so many are compared: a few tenths of a second. ``Found.whole`` says whether that was all of them.
AT_MOST = 3000
SHOWN = 20


@dataclass(frozen=True)
class Hit:
    """A case that asks for the same, as far as words tell. ``answer`` is the decision that stands, if one does."""

    case: Case
    alike: Alike
    answer: Decision | None


@dataclass(frozen=True)
class Found:
    """``looked_at`` cases were compared; not ``whole`` when there were more. ``applicants`` counts the different
    people who asked for it: two and more may be a reason to publish it (Art. 44)."""

    hits: tuple[Hit, ...]
    looked_at: int
    whole: bool
    applicants: int


def earlier(
    user: Who, agency: Agency, applicant: Applicant, text: str, *, before: Case | None = None, on: date
) -> Found:
    """Of the same applicant, alone or with others, and before the case where there is one already."""
    mine = Q(applicant=applicant) | Q(parties__applicant=applicant, parties__role="joint")
    rows = visible(user, on=on).filter(mine, agency=agency).distinct()
    return _alike(_before(rows, before), text)


def by_others(
    user: Who, agency: Agency, applicant: Applicant | None, text: str, *, before: Case | None = None, on: date
) -> Found:
    """Of everybody else, to the same agency."""
    rows = visible(user, on=on).filter(agency=agency)
    if applicant is not None:
        rows = rows.exclude(applicant=applicant)
    return _alike(rows if before is None else rows.exclude(pk=before.pk), text)


def _before(rows: QuerySet[Case], case: Case | None) -> QuerySet[Case]:
    """Parts of the same form are no repeats of one another."""
    if case is None:
        return rows
    root = case.split_from_id or case.pk
    return rows.filter(pk__lt=case.pk).exclude(Q(pk=root) | Q(split_from=root))


def _alike(rows: QuerySet[Case], text: str) -> Found:
    wanted = understood(text)
    looked = list(
        rows.filter(kind=Kind.DISCLOSURE).order_by("-pk").values_list("pk", "description")[: AT_MOST + 1]
    )
    found = {}
    for pk, description in looked[:AT_MOST]:
        alike = compare(wanted, understood(description))
        if alike.alike:
            found[pk] = alike
    nearest = sorted(found, key=lambda pk: (-found[pk].share, -pk))
    hits = _hits(nearest[:SHOWN], found)
    people = Case.objects.filter(pk__in=nearest).values("applicant").distinct().count() if nearest else 0
    return Found(hits, min(len(looked), AT_MOST), len(looked) <= AT_MOST, people)


def _hits(keys: list[int], found: dict[int, Alike]) -> tuple[Hit, ...]:
    cases = Case.objects.filter(pk__in=keys).select_related("applicant", "agency").in_bulk()
    answers = {
        one.case_id: one
        for one in Decision.objects.filter(case__in=keys).exclude(dispatched_on=None).order_by("round")
    }
    return tuple(Hit(cases[pk], found[pk], answers.get(pk)) for pk in keys)
