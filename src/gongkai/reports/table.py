"""The district's table: who has reported, who is late, what was found, and the totals with who is missing.

districts(user, *, on) -> QuerySet[Agency]                           governments this person may see
district_table(user, district, year, *, on) -> DistrictTable
received(keys, year) -> {agency: day}                                the day each one's report first came in
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Max, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.reports.checking import standing_findings as findings
from gongkai.reports.district import STANDING, reporters, tree
from gongkai.reports.due import Due, due
from gongkai.reports.figures import annual_reports
from gongkai.reports.models import DueDate, Intake, ReportVersion
from gongkai.reports.states import COMPILING, IntakeState, State
from gongkai.reports.sum_explanations import taken_off
from gongkai.statute.form import Value, counted, edition_for
from gongkai.statute.form.rollup import Deduction, RollUp, Submitted, roll_up


@dataclass(frozen=True, slots=True)
class Row:
    """One agency. ``version`` is the newest one that is not superseded, ``counting`` the one in the totals."""

    agency: Agency
    due: Due
    received_on: date | None
    late: bool
    days_late: int
    version: ReportVersion | None
    counting: ReportVersion | None
    published: ReportVersion | None
    reading: int
    unreadable: int

    @property
    def state(self) -> str:
        """missing, reading, unreadable, or the state of the version."""
        if self.version is not None:
            return self.version.state
        return "reading" if self.reading else "unreadable" if self.unreadable else "missing"

    @property
    def words(self) -> str:
        if self.version is not None:
            return State(self.version.state).label
        return {"reading": "正在读取", "unreadable": "无法读取", "missing": "未报送"}[self.state]


@dataclass(frozen=True, slots=True)
class Total:
    """One cell of the form over all counting reports. ``figure`` is the sum as the form writes it ("/" where all
    say that it does not apply, None where nobody gave one), ``value`` the same as a number; ``missing`` are the
    agencies whose figure is not in it: no counting report, a blank, or no such cell."""

    cell: str
    figure: Value
    counted: int
    missing: tuple[Agency, ...]

    @property
    def value(self) -> int | Decimal:
        return counted(self.figure) or 0

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class DistrictTable:
    district: Agency
    year: int
    on: date
    own_due_on: date | None
    rows: tuple[Row, ...]
    totals: Mapping[str, Total]
    # The district's own report, which is the sum of the others (A9); not one of the rows.
    own: Row
    # The sum itself as a report to write out, with what is doubtful in it; None before the first form (2019).
    rolled_up: RollUp | None = None

    @property
    def reported(self) -> int:
        return sum(r.received_on is not None for r in self.rows)

    @property
    def late(self) -> int:
        return sum(r.late for r in self.rows)

    @property
    def missing(self) -> tuple[Agency, ...]:
        """Those without a report that counts; the totals are complete when there are none."""
        return tuple(r.agency for r in self.rows if r.counting is None)


def districts(user: Who, *, on: date) -> AgencyQuerySet:
    return within(user, "reports.view", on=on).filter(kind=Kind.GOVERNMENT).order_by("rank")


def district_table(user: Who, district: Agency, year: int, *, on: date) -> DistrictTable:
    """NotAllowed for who may not see the district; agencies in it that this person may not see are left out."""
    ensure(user, "reports.view", district, on=on)
    seen = set(within(user, "reports.view", on=on).values_list("pk", flat=True))
    agencies = [a for a in reporters(district, year) if a.pk in seen]
    own_due = DueDate.objects.filter(district=district, year=year).values_list("due_on", flat=True).first()
    rows = _rows([*agencies, district], year, own_due, on)
    rolled = _rolled_up(district, rows[:-1], year)
    return DistrictTable(
        district, year, on, own_due, tuple(rows[:-1]), _totals(rolled, agencies), rows[-1], rolled
    )


def _rows(agencies: list[Agency], year: int, own_due: date | None, on: date) -> list[Row]:
    keys = [a.pk for a in agencies]
    found = ReportVersion.objects.filter(report__agency__in=keys, report__year=year)
    live = (
        found.exclude(state__in=[State.SUPERSEDED, *COMPILING]).select_related("report__agency").defer("canonical")
    )
    versions: dict[int, list[ReportVersion]] = {}
    for version in live.order_by("number"):
        versions.setdefault(version.report.agency_id, []).append(version)
    came = received(keys, year)
    waiting = _files(keys, year, [IntakeState.WAITING, IntakeState.READING])
    broken = _files(keys, year, [IntakeState.UNREADABLE])
    return [
        _row(a, due(a.kind, year, own_due), came.get(a.pk), versions.get(a.pk, []), on, waiting, broken)
        for a in agencies
    ]


def _row(
    agency: Agency,
    day: Due,
    received: date | None,
    versions: list[ReportVersion],
    on: date,
    waiting: Mapping[int, int],
    broken: Mapping[int, int],
) -> Row:
    counting = [v for v in versions if v.state in STANDING]
    return Row(
        agency=agency,
        due=day,
        received_on=received,
        late=day.late(received, on),
        days_late=day.days_late(received, on),
        version=versions[-1] if versions else None,
        counting=counting[-1] if counting else None,
        published=next((v for v in versions if v.state == State.PUBLISHED), None),
        reading=waiting.get(agency.pk, 0),
        unreadable=broken.get(agency.pk, 0),
    )


def received(keys: list[int], year: int) -> dict[int, date]:
    """The day the first readable file of each came in, or its compiled report was signed and filed."""
    found = ReportVersion.objects.filter(report__agency__in=keys, report__year=year)
    moment = Min(Coalesce("submitted_at", "intake__taken_in_at"))
    first = found.values_list("report__agency").annotate(first=moment).exclude(first=None).order_by()
    return {agency: timezone.localdate(at) for agency, at in first}


def _files(keys: list[int], year: int, states: Iterable[str]) -> dict[int, int]:
    found = Intake.objects.filter(agency__in=keys, year=year, state__in=list(states))
    newest = found.values_list("agency").annotate(Max("pk")).order_by()
    return dict(newest)


def _rolled_up(district: Agency, rows: Sequence[Row], year: int) -> RollUp | None:
    if edition_for(year) is None:
        return None
    counting = {r.agency: r.counting for r in rows if r.counting is not None}
    reports = annual_reports(counting.values())
    submitted = [
        Submitted(replace(reports[v.pk], year=year), agency.name, findings(v), str(agency.pk))
        for agency, v in counting.items()
    ]
    bodies = tree([r.agency for r in rows], top=district, flat=True)
    found = roll_up(str(district.pk), bodies, submitted, year=year)
    once = _deductions(district, year, found)
    return roll_up(str(district.pk), bodies, submitted, year=year, deductions=once) if once else found


def _deductions(district: Agency, year: int, found: RollUp) -> list[Deduction]:
    """Joint items that several reports count, as somebody explained them (A9). More than there is by now, after a
    report was put right, is not taken off: the page of the differences shows what is left to explain."""
    return [
        Deduction(cell, amount, "多个机关联合制作或者办理的，按一次计")
        for cell, amount in taken_off(district, year).items()
        if amount <= (counted(found.report.value(cell)) or 0)
    ]


def _totals(rolled: RollUp | None, agencies: Iterable[Agency]) -> dict[str, Total]:
    """Every cell of the year's form, in its order."""
    if rolled is None:
        return {}
    by_code = {str(a.pk): a for a in agencies}
    return {
        cell: Total(
            cell,
            figure,
            sum(c.value is not None for c in rolled.contributions[cell]),
            tuple(by_code[b.code] for b in rolled.absent[cell]),
        )
        for cell, figure in rolled.report.figures.items()
    }
