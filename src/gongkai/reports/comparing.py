"""Reports side by side: the bodies of one kind in a year, or one body over its years; imported and compiled ones.

beside(user, district, year, kind, measures, *, on) -> Beside
over_years(user, agency, measures, *, on) -> Years
kinds(user, district, year, *, on) -> (kind, …)        of whom a report is due
rows_of(found) -> [row]                                the same for a spreadsheet, one figure a row (``HEAD``)

Of each report the newest version that was filed is compared; other live ones stand beside it and are in no median.
Drafts are not shown: they are the office's own until they are filed. Who has no report is named, and counts as
nothing. What stands out is told by ``outliers``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.reports import lines, outliers, queries
from gongkai.reports.district import reporters
from gongkai.reports.measures import NOT_THERE, Exact, Measure, Read
from gongkai.reports.models import Compilation, ReportVersion
from gongkai.reports.outliers import Rule, Spread, plain
from gongkai.reports.published import code_of
from gongkai.reports.states import COMPILING, State

COMPILED: Final = "由记录编制"
IMPORTED: Final = "导入的文件"
HEAD: Final = (
    "年度", "机关", "统一社会信用代码", "来源", "情况", "参加比较", "数据项", "数值", "说明",
    "同类中位数", "绝对中位差", "修正Z分数", "上年", "提示",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A version and where it comes from; ``state`` in words."""

    version: ReportVersion
    words: str

    @property
    def state(self) -> str:
        return State(self.version.state).label


@dataclass(frozen=True, slots=True)
class Mark:
    """What a report says of a measure. ``score`` among others, ``before`` last year's; ``told`` are sentences for
    what stands out, ``tag`` the word for it, ``cell`` what a person looks at."""

    measure: Measure
    read: Read
    cell: str | None = None
    score: Fraction | None = None
    before: Exact | None = None
    tag: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One version of one agency in one year; ``source`` None where nothing was filed, ``compared`` whether it is
    the one of several that is."""

    agency: Agency
    year: int
    source: Source | None
    marks: tuple[Mark, ...]
    compared: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    district: Agency
    year: int
    kind: Kind
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    spreads: tuple[Spread, ...]
    rule: Rule

    @property
    def absent(self) -> tuple[Agency, ...]:
        return tuple(row.agency for row in self.rows if row.source is None)


@dataclass(frozen=True, slots=True)
class Years:
    """Oldest first; ``gaps`` are the years between without a report; ``origins`` the agencies merged into it."""

    agency: Agency
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    gaps: tuple[int, ...]
    origins: tuple[Succession, ...]
    rule: Rule

    @property
    def compared(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.compared)


def kinds(user: Who, district: Agency, year: int, *, on: date) -> tuple[Kind, ...]:
    """NotAllowed for who may not see the district."""
    have = {one.kind for one in _owing(user, district, year, on)}
    return tuple(one for one in Kind if one.value in have)


def beside(user: Who, district: Agency, year: int, kind: Kind, measures: Sequence[Measure], *, on: date) -> Beside:
    """NotAllowed for who may not see the district; agencies in it that this person may not see are left out."""
    agencies = [one for one in _owing(user, district, year, on) if one.kind == kind]
    now = _filed(user, agencies, [year], on)
    before = _filed(user, agencies, [year - 1], on)
    read = _read([*_all(now), *(some[0] for some in before.values())], measures)
    rule = outliers.rule(year)
    first = {key: some[0] for key, some in now.items()}
    spreads = tuple(
        outliers.spread([v for s in first.values() if (v := read[s.version.pk][at].value) is not None], rule)
        for at in range(len(measures))
    )
    changed = _reorganised(agencies, year)
    rows: list[Row] = []
    for one in agencies:
        last = before.get((one.pk, year - 1))
        earlier = read[last[0].version.pk] if last and one.pk not in changed else None
        note = "这一年有机构调整，不与上年比较" if last and one.pk in changed else ""
        some = now.get((one.pk, year), [])
        rows += _rows(one, year, some, [_marks(s, read, measures, rule, spreads, earlier) for s in some[:1]], read,
                      measures, note)  # fmt: skip
    return Beside(district, year, kind, tuple(measures), tuple(rows), spreads, rule)


def over_years(user: Who, agency: Agency, measures: Sequence[Measure], *, on: date) -> Years:
    """NotAllowed for who may not see the agency's reports. A year is compared with the year before alone."""
    ensure(user, "reports.view", agency, on=on)
    found = _filed(user, [agency], None, on)
    read = _read(_all(found), measures)
    rows: list[Row] = []
    years = sorted(year for _, year in found)
    origins = tuple(
        Succession.objects.filter(successor=agency).select_related("predecessor").order_by("from_on", "pk")
    )
    changed = {one.from_on.year for one in origins}
    for year in years:
        some = found[agency.pk, year]
        last = found.get((agency.pk, year - 1))
        merged = year in changed
        earlier = read[last[0].version.pk] if last and not merged else None
        marks = [_marks(some[0], read, measures, outliers.rule(year), (), earlier)]
        note = "这一年有机构调整，不与上年比较" if last and merged else ""
        rows += _rows(agency, year, some, marks, read, measures, note)
    gaps = tuple(year for year in range(years[0], years[-1]) if year not in years) if years else ()
    return Years(
        agency, tuple(measures), tuple(rows), gaps, origins, outliers.rule(years[-1] if years else on.year)
    )


def _owing(user: Who, district: Agency, year: int, on: date) -> list[Agency]:
    ensure(user, "reports.view", district, on=on)
    seen = set(within(user, "reports.view", on=on).values_list("pk", flat=True))
    return [one for one in reporters(district, year) if one.pk in seen]


Filed = dict[tuple[int, int], list[Source]]


def _filed(user: Who, agencies: Sequence[Agency], years: Sequence[int] | None, on: date) -> Filed:
    """By agency and year the live versions that were filed, the newest first."""
    found = queries.versions(user, on=on).filter(report__agency__in=[one.pk for one in agencies])
    found = found.exclude(state__in=[State.SUPERSEDED, *COMPILING]).order_by("-number")
    if years is not None:
        found = found.filter(report__year__in=years)
    versions = list(found.defer("canonical", "content", "check_findings", "reader_findings"))
    compiled = set(
        Compilation.objects.filter(version__in=[v.pk for v in versions]).values_list("version", flat=True)
    )
    out: Filed = {}
    for version in versions:
        words = COMPILED if version.pk in compiled else IMPORTED
        out.setdefault((version.report.agency_id, version.year), []).append(Source(version, words))
    return out


def _all(found: Filed) -> list[Source]:
    return [one for some in found.values() for one in some]


def _read(sources: Iterable[Source], measures: Sequence[Measure]) -> dict[int, tuple[Read, ...]]:
    """By version what it says of each measure; one question for all."""
    versions = [one.version for one in sources]
    stated = lines.table(versions, [line for one in measures for line in one.lines])
    return {v.pk: tuple(one.read(stated[v.pk]) for one in measures) for v in versions}


def _reorganised(agencies: Sequence[Agency], year: int) -> set[int]:
    """Those whose work of the year is not that of the year before: merged, divided."""
    keys = [one.pk for one in agencies]
    steps = Succession.objects.filter(from_on__year=year)
    into = steps.filter(successor__in=keys).values_list("successor", flat=True)
    out_of = steps.filter(predecessor__in=keys).values_list("predecessor", flat=True)
    return {*into, *out_of}


def _rows(
    agency: Agency,
    year: int,
    sources: Sequence[Source],
    marks: Sequence[tuple[Mark, ...]],
    read: Mapping[int, tuple[Read, ...]],
    measures: Sequence[Measure],
    note: str,
) -> Iterator[Row]:
    """The compared version first, the others after it; a row that says so where there is none."""
    if not sources:
        yield Row(agency, year, None, tuple(Mark(one, NOT_THERE) for one in measures), False)
        return
    yield Row(agency, year, sources[0], marks[0], True, note)
    for other in sources[1:]:
        told = zip(measures, read[other.version.pk], strict=True)
        marks_of = tuple(Mark(one, said, one.cell(other.version.edition)) for one, said in told)
        yield Row(agency, year, other, marks_of, False, "另一版本，不参加比较")


def _marks(
    source: Source,
    read: Mapping[int, tuple[Read, ...]],
    measures: Sequence[Measure],
    rule: Rule,
    spreads: Sequence[Spread],
    before: tuple[Read, ...] | None,
) -> tuple[Mark, ...]:
    edition = source.version.edition
    return tuple(
        _mark(one, said, one.cell(edition), rule, spreads[at] if spreads else None,
              before[at].value if before else None)
        for at, (one, said) in enumerate(zip(measures, read[source.version.pk], strict=True))
    )  # fmt: skip


def _mark(
    measure: Measure, said: Read, cell: str | None, rule: Rule, among: Spread | None, before: Exact | None
) -> Mark:
    if said.value is None:
        return Mark(measure, said, cell)
    told: list[str] = []
    tag = ""
    score = among.score(said.value) if among else None
    if among and score is not None and outliers.stands_out(said.value, among, rule):
        tag = "偏高" if score > 0 else "偏低"
        told.append(
            f"{measure.label}为{said.shown}，{among.number}个同类机关的中位数{written(measure, among.median)}，"
            f"绝对中位差{written(measure, among.mad)}，修正Z分数{plain(score)}"
        )
    if before is not None and outliers.changed(before, said.value, measure.kind, rule):
        tag = f"{tag}、突变" if tag else "突变"
        told.append(f"{measure.label}上年{written(measure, before)}，这一年{said.shown}")
    return Mark(measure, said, cell, score, before, tag, tuple(told))


def written(measure: Measure, value: Exact | None) -> str:
    """A number of a measure as its reports are written: a share in per cent."""
    if value is None:
        return ""
    return f"{plain(Fraction(value) * 100, 1)}%" if measure.bottom else plain(Fraction(value), 8)


def rows_of(found: Beside | Years) -> Iterator[tuple[object, ...]]:
    """Every figure with its source, and what it was compared with; a share as a fraction of one."""
    spreads = found.spreads if isinstance(found, Beside) else tuple(Spread(0, None, None) for _ in found.measures)
    for row in found.rows:
        for mark, among in zip(row.marks, spreads, strict=True):
            yield (
                row.year, row.agency.name, code_of(row.agency), row.source.words if row.source else "",
                row.source.state if row.source else "没有报告", "是" if row.compared else "否", mark.measure.label,
                _number(mark.read.value), "" if mark.read.value is not None else mark.read.shown,
                _number(among.median), _number(among.mad), _number(mark.score), _number(mark.before),
                "；".join((*mark.told, *((row.note,) if row.note else ()))),
            )  # fmt: skip


def _number(value: Exact | None) -> int | Decimal | None:
    """For a spreadsheet: four places of what is no whole number."""
    if value is None or isinstance(value, int | Decimal):
        return value
    return value.numerator if value.denominator == 1 else Decimal(round(value * 10_000)).scaleb(-4)
