"""In which column of table 4 a result is counted: as shipped (``statute/data/proceedings.toml``), or from a day on
as the competent department says, for an agency and all below; what the nearest says goes before the others.

known() -> Known                        all of them, one question; ``known().of(agency)`` for one agency
put(user, agency, outcome, …)           another reading, from a day on
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.review.acting import words
from gongkai.review.models import Reading
from gongkai.review.words import COUNTED
from gongkai.statute import proceedings
from gongkai.statute.proceedings import Column, Counted, Readings

EDIT = "reports.settings"


@dataclass(frozen=True, slots=True)
class Known:
    """Every reading that was put, the one of the nearest agency last."""

    rows: tuple[Reading, ...]

    def of(self, agency: Agency) -> Readings:
        """All results, for one agency."""
        return self._along(agency.path or "")

    def anywhere(self, condition: Callable[[Readings], Q]) -> Q:
        """A condition that depends on the readings, for proceedings of many agencies."""
        roots = sorted({row.agency.path or "" for row in self.rows}, key=len)
        whole = _outside(roots) & condition(proceedings.shipped())
        for at, root in enumerate(roots):
            below = [one for one in roots[at + 1 :] if one.startswith(root)]
            whole |= Q(agency__path__startswith=root) & _outside(below) & condition(self._along(root))
        return whole

    def _along(self, path: str) -> Readings:
        found = {code: list(versions) for code, versions in proceedings.shipped().items()}
        for row in self.rows:
            if path.startswith(row.agency.path or "-"):
                found[row.outcome] = _with(found[row.outcome], row)
        return found


def _with(versions: list[Counted], row: Reading) -> list[Counted]:
    """From its day on it takes the place of everything but what the law itself says for later days."""
    before = [one for one in versions if one.since < row.since]
    law = [one for one in proceedings.shipped()[row.outcome] if one.since > row.since and not one.unverified]
    return [*before, Counted(row.since, cast(Column, row.column), row.reference, unverified=False), *law]


def _outside(paths: list[str]) -> Q:
    condition = Q()
    for path in paths:
        condition &= ~Q(agency__path__startswith=path)
    return condition


def known() -> Known:
    """From the top of the tree down, of one agency in the order of their days."""
    rows = sorted(
        Reading.objects.select_related("agency"), key=lambda one: (len(one.agency.path or ""), one.since, one.pk)
    )
    return Known(tuple(rows))


@transaction.atomic
def put(
    user: Who, agency: Agency, outcome: str, *, column: str, since: date, reference: str, at: datetime
) -> Reading:
    """For results of that day on. Refused for what only a ledger says, without a reference, or when it is so
    already."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, EDIT, agency, on=day(at))
    found = proceedings.all_outcomes().get(outcome)
    if found is None or found.by == ("ledger",):
        raise Refused("请从所列裁判结果中选择。")
    if column not in dict(COUNTED):
        raise Refused("请选择计入表四的哪一栏。")
    reference = words(reference, "请写明依据，例如主管部门的通知和日期。")[:200]
    before = proceedings.column_at(outcome, since, known().of(agency))
    if before.column == column and not before.unverified:
        raise Refused("已经是这样计算的，没有改动。")
    made = Reading.objects.create(
        agency=agency, outcome=outcome, column=column, since=since, reference=reference, by=person(user), at=at
    )
    data = {"outcome": outcome, "column": column, "since": since.isoformat(), "before": before.column}
    record("reviews.reading", actor=actor(user), agency=agency, object=made, reason=reference, data=data, at=at)
    return made
