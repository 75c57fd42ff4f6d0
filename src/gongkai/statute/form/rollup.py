"""Adding up subordinate reports (A9): the sum, who is missing from it, and what is doubtful in it.

Every total keeps the figures it was made of, so that it opens onto the reports behind it. Nothing is guessed: a
report whose agency or year is not certain is listed and left out. Joint items that several reports count are
taken out by hand, each with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from gongkai.errors import Refused

from .editions import Edition, edition_for
from .findings import Finding
from .matching import fuller, match
from .report import SLASH, AnnualReport, Section, Value, counted
from .tree import Body, Tree

_NUMERALS: Final = "一二三四五六"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A report handed in. ``source`` names it for a person (its path); ``code`` is its agency where that is
    known already; ``findings`` are what was found in it."""

    report: AnnualReport
    source: str = ""
    findings: tuple[Finding, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """A joint item counted once: take ``amount`` off a cell, for a reason that is kept."""

    cell: str
    amount: int | Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one report gives to one cell."""

    body: Body
    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Doubt:
    """A report that is not beyond doubt, and whether it is in the sum all the same."""

    source: str
    body: Body | None
    reason: str
    counted: bool


@dataclass(frozen=True, slots=True)
class RollUp:
    """The sum. ``contributions`` and ``absent`` are by cell, in official order: what makes up each total, and
    whose figure is not in it; ``missing`` are those without any report; ``deductions`` as given."""

    report: AnnualReport
    contributions: Mapping[str, tuple[Contribution, ...]]
    absent: Mapping[str, tuple[Body, ...]]
    missing: tuple[Body, ...]
    doubtful: tuple[Doubt, ...]
    deductions: tuple[Deduction, ...] = ()

    @property
    def complete(self) -> bool:
        """Nobody is missing and every agency's report is in the sum."""
        return not self.missing and all(d.counted for d in self.doubtful)


def year_of(reports: Iterable[AnnualReport]) -> int | None:
    """The year of most reports, None where no report says one."""
    years = Counter(r.year for r in reports if r.year is not None)
    return min(years, key=lambda y: (-years[y], -y)) if years else None


def roll_up(
    parent: str,
    tree: Tree,
    reports: Sequence[Submitted],
    own: Submitted | None = None,
    *,
    year: int,
    deductions: Sequence[Deduction] = (),
) -> RollUp:
    """Add up what reports under ``parent`` (its code), and ``own``, the parent's own business, where given.

    Who must report are those that existed on 31 December; one that merged or split before is carried by its
    successors, and its own report is added too where it made one, as doubtful. Raises Refused for a year
    before the first form, an unknown parent, and a deduction that has no reason or takes off more than there is.
    """
    form = edition_for(year)
    if form is None:
        raise Refused(f"{year}年没有统一的年度报告格式（2019年起才有），不能汇总。")
    if parent not in tree.bodies:
        raise Refused(f"名单里没有代码为 {parent} 的机关；请核对上级代码。")
    sorting = _Sorting(tree, parent, year, form)
    for one in reports:
        sorting.take(one)
    if own is not None:
        sorting.accept(tree.bodies[parent], own)
    taken = sorting.taken()
    owing = sorting.owing
    standing = [b for b in owing if b.code in taken]
    contributions, absent = _cells(form, taken, owing)
    report = _report(tree.bodies[parent], year, form, _totals(form, contributions, deductions))
    missing = tuple(b for b in owing if b.code not in taken and b.code not in sorting.named())
    return RollUp(
        _explained(report, len(standing), missing, sorting.doubts, deductions),
        contributions,
        absent,
        missing,
        tuple(sorting.doubts),
        tuple(deductions),
    )


class _Sorting:
    """Puts each report to its agency, or says why not."""

    def __init__(self, tree: Tree, parent: str, year: int, form: Edition) -> None:
        self._tree, self._parent, self._year, self._form = tree, parent, year, form
        self._candidates = tuple(tree.below(parent))
        self._by_code: dict[str, list[Submitted]] = {}
        self.doubts: list[Doubt] = []

    @property
    def owing(self) -> tuple[Body, ...]:
        """Who must report for the year."""
        return tuple(b for b in self._candidates if b.owes(self._year))

    def take(self, one: Submitted) -> None:
        if one.report.year != self._year:
            said = f"是{one.report.year}年的" if one.report.year else "没有写明年度"
            self._doubt(one, None, f"报告{said}，不是{self._year}年的", False)
            return
        found = self._bodies(one)
        if len(found) == 1:
            self.accept(found[0], one)
            return
        name = f"“{one.report.agency}”" if one.report.agency else ""
        if not one.report.agency:
            why = "没有读到机关名称"
        elif match(one.report.agency, (self._tree.bodies[self._parent],)):
            why = f"是{name}自己的报告，汇总的是所属机关的报告，可用来核对"
        elif found:
            why = f"机关名称{name}可能是{'、'.join(b.name for b in found)}，不能确定"
        else:
            why = f"机关名称{name}不在名单里"
        self._doubt(one, None, why, False)

    def _bodies(self, one: Submitted) -> tuple[Body, ...]:
        if one.code is not None:
            return tuple(b for b in self._candidates if b.code == one.code)
        found = match(one.report.agency, self._candidates)
        return found or tuple(b for b in self._candidates if self._fuller(one, b))

    def _fuller(self, one: Submitted, body: Body) -> bool:
        return any(fuller(one.report.agency, body, above.name) for above in self._tree.above(body.code))

    def accept(self, body: Body, one: Submitted) -> None:
        self._by_code.setdefault(body.code, []).append(one)
        for reason in self._reasons(body, one):
            self._doubt(one, body, reason, True)

    def _reasons(self, body: Body, one: Submitted) -> Iterator[str]:
        report = one.report
        if report.edition != self._form.code:
            used = {"2019": "2019年格式", "hybrid": "两种格式混用"}.get(report.edition or "", "没有统计表")
            yield f"{used}，{self._year}年应用{self._form.code}年格式，两种格式不同的格没有计入"
        elif not report.complete:
            yield "统计表不完整，缺少的格没有计入"
        if errors := sum(f.severity == "error" for f in one.findings):
            yield f"有{errors}处错误，按报告所写计入"
        if not body.owes(self._year):
            after = "、".join(self._tree.bodies[c].name for c in body.successors)
            yield f"该机关{self._year}年末不存在{f'，由{after}承继' if after else ''}；已计入，请确认没有重复"

    def _doubt(self, one: Submitted, body: Body | None, reason: str, counted: bool) -> None:
        self.doubts.append(Doubt(one.source, body, f"{reason}。", counted))

    def taken(self) -> dict[str, tuple[Body, Submitted]]:
        """One report an agency, in official order. Two that differ are both left out."""
        out: dict[str, tuple[Body, Submitted]] = {}
        for body in (self._tree.bodies[self._parent], *self._candidates):
            given = self._by_code.get(body.code, [])
            if len(given) == 1 or (given and all(g.report.figures == given[0].report.figures for g in given)):
                out[body.code] = (body, given[0])
                for again in given[1:]:
                    self._doubt(again, body, f"与{given[0].source or '另一份'}数据相同，只计一次", True)
            elif given:
                self.doubts = [d for d in self.doubts if d.body is not body]
                for one in given:
                    self._doubt(one, body, f"{body.name}有{len(given)}份数据不同的报告，都没有计入", False)
        return out

    def named(self) -> set[str]:
        return set(self._by_code)


def _cells(
    form: Edition, taken: Mapping[str, tuple[Body, Submitted]], owing: Sequence[Body]
) -> tuple[dict[str, tuple[Contribution, ...]], dict[str, tuple[Body, ...]]]:
    """By cell: what each report gives, and whose figure is not there (no report, no such cell, or a blank)."""
    contributions: dict[str, tuple[Contribution, ...]] = {}
    absent: dict[str, tuple[Body, ...]] = {}
    for cell in form.cells:
        given = tuple(
            Contribution(body, one.source, one.report.figures[cell.name])
            for body, one in taken.values()
            if cell.name in one.report.figures
        )
        have = {c.body.code for c in given if c.value is not None}
        contributions[cell.name] = given
        absent[cell.name] = tuple(b for b in owing if b.code not in have)
    return contributions, absent


def _totals(
    form: Edition, contributions: Mapping[str, tuple[Contribution, ...]], deductions: Sequence[Deduction]
) -> dict[str, Value]:
    totals = {c.name: _total([g.value for g in contributions[c.name]]) for c in form.cells}
    for one in deductions:
        _deduct(totals, one)
    return totals


def _total(values: Sequence[Value]) -> Value:
    """The sum; "/" where all say it does not apply, None where nobody gave a figure."""
    given = [v for v in values if v is not None]
    if not given:
        return None
    if all(v == SLASH for v in given):
        return SLASH
    return sum((counted(v) or 0 for v in given), start=0)


def _deduct(totals: dict[str, Value], one: Deduction) -> None:
    if one.cell not in totals:
        raise Refused(f"扣除的“{one.cell}”不是本年格式里的格；请核对格的名称。")
    if not one.reason.strip():
        raise Refused(f"从“{one.cell}”扣除{one.amount}没有写理由；联合办理的事项扣除时须写明理由。")
    have = counted(totals[one.cell]) or 0
    if one.amount <= 0 or one.amount > have:
        raise Refused(f"从“{one.cell}”扣除{one.amount}不成立：合计是{have}，扣除数应大于0、不超过合计。")
    totals[one.cell] = have - one.amount


def _report(parent: Body, year: int, form: Edition, figures: Mapping[str, Value]) -> AnnualReport:
    return AnnualReport(
        agency=parent.name,
        year=year,
        edition="2019" if form.code == "2019" else "2021",
        title=f"{parent.name}{year}年政府信息公开工作年度报告",
        period=(date(year, 1, 1), date(year, 12, 31)),
        sections=tuple(
            Section(f"{_NUMERALS[at]}、{heading}", at + 1, printed_number=_NUMERALS[at])
            for at, heading in enumerate(form.sections)
        ),
        figures=figures,
    )


def _explained(
    report: AnnualReport,
    standing: int,
    missing: Sequence[Body],
    doubts: Sequence[Doubt],
    deductions: Sequence[Deduction],
) -> AnnualReport:
    """The sum says on its face what it is the sum of, so that a part is never taken for the whole."""
    lines = [f"本报告统计表由所属{standing}个行政机关{report.year}年的年度报告汇总而成。"]
    if missing:
        lines.append(f"未报送、没有计入的有{len(missing)}个：{'、'.join(b.name for b in missing)}。")
    left_out = [d for d in doubts if not d.counted]
    if left_out:
        lines.append(f"另有{len(left_out)}份报告因机关、年度或数据不能确定而没有计入。")
    lines += [f"“{d.cell}”扣除重复计算{d.amount}：{d.reason}。" for d in deductions]
    return replace(report, preamble=tuple(lines))
