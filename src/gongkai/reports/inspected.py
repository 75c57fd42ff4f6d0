"""What only the reports can tell an inspection: whether last year's came in time (Art. 49).

``supervision`` is below and knows no report; the rule is registered from here, as jobs are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports.due import NO_REPORT, Due, due
from gongkai.reports.models import DueDate
from gongkai.reports.table import received
from gongkai.supervision.rules import Rule, Span, register

CODE: Final = "annual-report"


def _late(agencies: Sequence[Agency], of: Span) -> Mapping[int, int]:
    """Of those whose report fell due in the quarter; the others cannot be judged by it."""
    year = of.first.year - 1
    days = {pk: day for pk, day in _days(agencies, year).items() if of.first <= day.on <= of.last}
    came = received(list(days), year)
    return {pk: int(day.late(came.get(pk), of.on)) for pk, day in days.items()}


def _days(agencies: Sequence[Agency], year: int) -> dict[int, Due]:
    """By agency the day that holds: the one its nearest government set, or the law's."""
    owing = [one for one in agencies if one.kind not in NO_REPORT]
    above = {pk for one in owing for pk in _path(one)}
    governments = set(Agency.objects.filter(pk__in=above, kind=Kind.GOVERNMENT).values_list("pk", flat=True))
    own = dict(DueDate.objects.filter(district__in=governments, year=year).values_list("district", "due_on"))
    nearest = {one.pk: next((pk for pk in reversed(_path(one)) if pk in governments), 0) for one in owing}
    return {one.pk: due(one.kind, year, own.get(nearest[one.pk])) for one in owing}


def _path(agency: Agency) -> list[int]:
    return [int(part) for part in (agency.path or "").split("/") if part]


def _ground(agency: Agency, of: Span) -> Iterable[str]:
    year = of.first.year - 1
    came: date | None = received([agency.pk], year).get(agency.pk)
    on = _days([agency], year)[agency.pk].on
    yield f"{year}年度报告应于{on}以前提交，{f'{came}提交' if came else '至今没有提交'}"


register(Rule(CODE, "年度报告迟交", "份", _late, _ground, "这个季度没有到期的年度报告"))
