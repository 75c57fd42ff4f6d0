"""A government's report against what makes it up: its own records and the reports below it, cell by cell (A9).

account(user, district, year, *, on) -> Account            every cell with its parts and what is still to explain
explain(user, district, *, year, cell, kind, amount, reason, at) -> SumExplanation
withdraw(user, explanation, *, at) -> SumExplanation

Nothing is guessed: what the reports do not say is no difference, and who has not filed is named. An explanation is
of an amount; a figure that changes afterwards leaves a rest, which is to be explained again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.agencies.wordings import hold
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.reports import figures, joint
from gongkai.reports.compiling.bodies import FIRST_YEAR
from gongkai.reports.compiling.tables import own_cells
from gongkai.reports.district import reporters, rolls_up, standing
from gongkai.reports.figures import annual_reports
from gongkai.reports.joint import Joint
from gongkai.reports.models import ReportVersion, SumExplanation
from gongkai.reports.stored import dump_value
from gongkai.reports.sum_explanations import holding, taken_off
from gongkai.reports.table import DistrictTable, district_table
from gongkai.statute.form import Value, counted, edition_for

Number = int | Decimal


def plain(number: Decimal) -> Number:
    """Without the noughts that a column of the database puts behind the point."""
    return int(number) if number == number.to_integral_value() else number.normalize()


@dataclass(frozen=True, slots=True)
class Part:
    """What one report below gives to a cell."""

    agency: Agency
    version: ReportVersion
    value: Value


@dataclass(frozen=True, slots=True)
class Line:
    """One cell. ``reported`` is what the government's own report says, None where there is none or it says
    nothing; ``own`` what its own records make, None where nobody entered it or the year has no such records."""

    cell: str
    reported: Value
    own: Value
    parts: tuple[Part, ...]
    absent: tuple[Agency, ...]
    joint: tuple[Joint, ...]
    explanations: tuple[SumExplanation, ...]

    @property
    def below(self) -> Number:
        return sum((counted(one.value) or 0 for one in self.parts), start=0)

    @property
    def expected(self) -> Number:
        return (counted(self.own) or 0) + self.below

    @property
    def difference(self) -> Number | None:
        """What the report says beyond own records and reports below; None where it says nothing."""
        said = counted(self.reported)
        return None if said is None else said - self.expected

    @property
    def explained(self) -> Number:
        return plain(sum((one.amount for one in self.explanations), start=Decimal(0)))

    @property
    def rest(self) -> Number | None:
        """What is still to be explained."""
        return None if self.difference is None else self.difference - self.explained

    @property
    def doubled(self) -> int:
        """How much of the sum is counted more than once by the registers."""
        return sum(one.too_many for one in self.joint)

    @property
    def told(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.difference or self.joint or self.explanations)


@dataclass(frozen=True, slots=True)
class Account:
    """``reported_by`` is the government's own version, None where nothing was filed."""

    table: DistrictTable
    reported_by: ReportVersion | None
    lines: tuple[Line, ...]

    @property
    def told(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.told)

    @property
    def open(self) -> int:
        return sum(bool(line.rest) for line in self.lines)

    def line(self, cell: str) -> Line | None:
        return next((line for line in self.lines if line.cell == cell), None)


def account(user: Who, district: Agency, year: int, *, on: date) -> Account:
    """NotAllowed for who may not see the district. A year before the first form has no lines."""
    table = district_table(user, district, year, on=on)
    rolled = table.rolled_up
    if rolled is None:
        return Account(table, table.own.version, ())
    said = _said(table.own.version)
    own = own_cells(district, year)[0] if year >= FIRST_YEAR else {}
    versions = {row.agency.pk: row.counting for row in table.rows if row.counting is not None}
    agencies = {row.agency.pk: row.agency for row in table.rows}
    doubled = joint.found(agencies.values(), year)
    explained = _by_cell(holding(district, year))
    lines = tuple(
        Line(
            cell,
            said.get(cell),
            own[cell].value if cell in own else None,
            tuple(
                Part(agencies[int(one.body.code)], versions[int(one.body.code)], one.value)
                for one in given
                if counted(one.value)
            ),
            table.totals[cell].missing,
            doubled.get(cell, ()),
            explained.get(cell, ()),
        )
        for cell, given in rolled.contributions.items()
    )
    return Account(table, table.own.version, lines)


def _said(version: ReportVersion | None) -> Mapping[str, Value]:
    return annual_reports([version])[version.pk].figures if version is not None else {}


def _by_cell(found: Iterable[SumExplanation]) -> dict[str, tuple[SumExplanation, ...]]:
    out: dict[str, tuple[SumExplanation, ...]] = {}
    for one in found:
        out[one.cell] = (*out.get(one.cell, ()), one)
    return out


@transaction.atomic
def explain(
    user: Who,
    district: Agency,
    *,
    year: int,
    cell: str,
    kind: str,
    amount: Decimal,
    reason: str,
    at: datetime,
) -> SumExplanation:
    """Refused for a cell that the year's form has not, for nought, without a reason, and for a joint item that
    takes off more than the reports below have."""
    ensure(user, "reports.settings", district, on=day(at))
    hold(district)
    _sound(district, year, cell, kind, amount)
    if not reason.strip():
        raise Refused("请写明说明：是哪些事项、为什么。")
    if kind == SumExplanation.Kind.JOINT:
        _within(district, year, cell, amount)
    made = SumExplanation.objects.create(
        district=district, year=year, cell=cell, kind=kind, amount=amount, reason=reason.strip(),
        by=person(user), at=at,
    )  # fmt: skip
    _record("reports.explain_sum", user, made, at)
    return made


@transaction.atomic
def withdraw(user: Who, explanation: SumExplanation, *, at: datetime) -> SumExplanation:
    """It stays and says so. WrongState when it was withdrawn already."""
    ensure(user, "reports.settings", explanation.district, on=day(at))
    rows = SumExplanation.objects.select_for_update(no_key=True, of=("self",)).select_related("district")
    found = rows.get(pk=explanation.pk)
    if found.withdrawn_at is not None:
        raise WrongState("这条说明已经撤回；需要的，请另写一条。")
    found.withdrawn_by, found.withdrawn_at = person(user), at
    found.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record("reports.withdraw_sum", user, found, at)
    return found


def _sound(district: Agency, year: int, cell: str, kind: str, amount: Decimal) -> None:
    form = edition_for(year)
    known = {one.name: one for one in form.cells} if form else {}
    if not rolls_up(district) or cell not in known:
        raise Refused(f"“{district.name}”{year}年度的报告没有这一格，或者不是汇总所属报告的；请从差额表中选择。")
    if kind not in SumExplanation.Kind.values:
        raise Refused("请选择差额的原因。")
    if amount == 0 or not figures.decided(amount).value:
        raise Refused("请填写这个原因造成的差额，不能是0；比合计少的填负数。")
    if known[cell].column.kind != "money" and amount != amount.to_integral_value():
        raise Refused("这一格是件数，差额应是整数。")
    if kind == SumExplanation.Kind.JOINT and amount > 0:
        raise Refused("重复计算的要从合计中扣除，差额填负数，例如 -1。")


def _within(district: Agency, year: int, cell: str, amount: Decimal) -> None:
    """Joint items are taken off what there is."""
    versions = standing(reporters(district, year), year).values()
    have = sum((counted(one.value(cell)) or 0 for one in annual_reports(versions).values()), start=Decimal(0))
    taken = taken_off(district, year).get(cell, Decimal(0))
    if taken - amount > have:
        off = plain(-amount)
        raise Refused(f"所属报告这一格合计{have}，已扣除{plain(taken)}，不能再扣除{off}；联合的只计一次（A9）。")


def _record(verb: str, user: Who, made: SumExplanation, at: datetime) -> None:
    data = {"year": made.year, "cell": made.cell, "kind": made.kind, "amount": dump_value(made.amount)}
    record(verb, actor=actor(user), agency=made.district, object=made, data=data, reason=made.reason, at=at)
