"""What was decided and charged in a year, for table 2: entered, or imported from other systems (XLSX, CSV).

enter(user, agency, *, year, what, number, source, note, at) -> YearCount    takes the place of the one before
import_counts(user, agency, data, *, dry_run, at) -> Outcome                 a report per row, all or nothing
put_counts(user, agency, entries, *, facts, dry_run, at) -> Outcome          the same of figures that a system sent
live(agency, year) -> QuerySet[YearCount]
total(agency, year, what) -> Decimal | None                                  over all sources; None: none entered
set_target(user, agency, *, year, category, number, at)                      what was to be published in the year

All decisions count, published or not (table 2); charges in ten-thousand yuan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction
from django.db.models import QuerySet, Sum

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.publication.models import YearCount, YearTarget
from gongkai.publication.sheet import Line, Outcome, rows
from gongkai.statute import duties

What = YearCount.What
COLUMNS: Final = ("年度", "项目", "数量")
OPTIONAL: Final = ("来源", "说明")
# The form of the annual report began with the year the Regulation of 2007 came into force.
FIRST_YEAR: Final = 2008
_MOST = Decimal("1e9")
_PLACES = 6


@dataclass(frozen=True)
class Entry:
    """What one row says; ``faults`` keep it out."""

    row: int
    year: int = 0
    what: str = ""
    number: Decimal = Decimal(0)
    source: str = ""
    note: str = ""
    faults: tuple[str, ...] = ()


@transaction.atomic
def enter(
    user: Who,
    agency: Agency,
    *,
    year: int,
    what: str,
    number: Decimal | int,
    source: str = "",
    note: str = "",
    at: datetime,
) -> YearCount:
    """Refused for a year to come, a fraction of a decision, or less than nothing. The same figure again is kept as
    it is."""
    _hold(user, agency, at)
    entry = Entry(0, year, what, Decimal(number), source.strip()[:60], note.strip()[:200])
    fault = _fault(entry, day(at))
    if fault:
        raise Refused(fault)
    before = live(agency, year).filter(what=what, source=entry.source).first()
    if before is not None and (before.number, before.note) == (entry.number, entry.note):
        return before
    made = _put(user, agency, entry, before, imported=False, at=at)
    data = {"year": year, "what": what, "number": _plain(entry.number),
            "before": _plain(before.number) if before else None}  # fmt: skip
    locked_years.enter(user, agency, [year], about=made, verb="counts.enter", at=at)
    record("counts.enter", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


@transaction.atomic
def import_counts(user: Who, agency: Agency, data: bytes, *, dry_run: bool = False, at: datetime) -> Outcome:
    """XLSX or CSV with 年度, 项目, 数量 (and 来源, 说明). One row that cannot be taken in keeps all out."""
    _hold(user, agency, at)
    return _take(user, agency, _twice(list(read(data, today=day(at)))), dry_run=dry_run, facts={}, at=at)


@transaction.atomic
def put_counts(
    user: Who,
    agency: Agency,
    entries: Iterable[Entry],
    *,
    facts: Mapping[str, object],
    dry_run: bool = False,
    at: datetime,
) -> Outcome:
    """``facts`` stand in the audit entry beside what was taken in. Figures that are there already leave none."""
    _hold(user, agency, at)
    looked = [_looked(entry, day(at)) for entry in entries]
    return _take(user, agency, _twice(looked), dry_run=dry_run, facts=facts, at=at)


def _take(
    user: Who, agency: Agency, entries: list[Entry], *, dry_run: bool, facts: Mapping[str, object], at: datetime
) -> Outcome:
    lines = []
    there = {(one.year, one.what, one.source): one for one in YearCount.objects.filter(
        agency=agency, replaced_at=None)}  # fmt: skip
    applying = not dry_run and not any(entry.faults for entry in entries)
    for entry in entries:
        before = there.get((entry.year, entry.what, entry.source))
        lines.append(_line(entry, before))
        if applying and lines[-1].step != "same":
            _put(user, agency, entry, before, imported=True, at=at)
    if applying and any(line.step != "same" for line in lines):
        years = {entry.year for entry, line in zip(entries, lines, strict=True) if line.step != "same"}
        locked_years.enter(user, agency, years, about=agency, verb="counts.import", at=at)
        said = {"rows": len(entries), "years": sorted({one.year for one in entries}), **facts}
        record("counts.import", actor=actor(user), agency=agency, object=agency, data=said, at=at)
    return Outcome(tuple(lines), applying)


@transaction.atomic
def set_target(
    user: Who, agency: Agency, *, year: int, category: str = "", number: int, at: datetime
) -> YearTarget:
    """How many items are to be published in the year; 0 takes a target back. ``category`` "" is all together."""
    _hold(user, agency, at)
    if not FIRST_YEAR <= year <= day(at).year + 1:
        raise Refused(f"年度应在{FIRST_YEAR}至{day(at).year + 1}之间。")
    if category and category not in duties.CATEGORIES:
        raise Refused("条例事项请从列表中选择。")
    if not 0 <= number <= 10_000_000:
        raise Refused("目标应是不小于0的整数。")
    made, _ = YearTarget.objects.update_or_create(
        agency=agency, year=year, category=category, defaults={"number": number, "by": person(user), "at": at}
    )
    data = {"year": year, "category": category, "number": number}
    record("counts.target", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


def live(agency: Agency, year: int) -> QuerySet[YearCount]:
    """What holds now, by source."""
    found = YearCount.objects.filter(agency=agency, year=year, replaced_at=None)
    return found.select_related("by").order_by("what", "source")


def total(agency: Agency, year: int, what: str) -> Decimal | None:
    """Over all sources."""
    found: Decimal | None = live(agency, year).filter(what=what).aggregate(total=Sum("number"))["total"]
    return found


def history(agency: Agency, year: int) -> QuerySet[YearCount]:
    """Everything that was ever entered for a year, newest first."""
    return YearCount.objects.filter(agency=agency, year=year).select_related("by").order_by("-pk")


def visible(user: Who, *, on: date) -> QuerySet[YearCount]:
    """Those of the agencies where this user may look."""
    return YearCount.objects.filter(agency__in=within(user, "columns.view", on=on)).select_related("agency", "by")


def read(data: bytes, *, today: date) -> Iterator[Entry]:
    """Every row beneath the head. Refused for what is no such table."""
    for row, values, faults in rows(data, "数量表", COLUMNS, OPTIONAL):
        yield _entry(row, values, faults, today)


def _entry(row: int, values: Mapping[str, str], faults: list[str], today: date) -> Entry:
    by_label = {str(one.label): one.value for one in What}
    year = values["年度"].removesuffix("年").removesuffix(".0")
    try:
        number = Decimal(values["数量"].replace(",", "").replace("，", ""))
    except InvalidOperation:
        faults.append(f"数量“{values['数量']}”不是数字。")
        number = Decimal(0)
    entry = Entry(
        row, int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        by_label.get(values["项目"], ""), number, values.get("来源", "")[:60], values.get("说明", "")[:200],
    )  # fmt: skip
    return replace(entry, faults=tuple(faults)) if faults else _looked(entry, today)


def _looked(entry: Entry, today: date) -> Entry:
    fault = _fault(entry, today)
    return replace(entry, faults=(fault,)) if fault else entry


def _fault(entry: Entry, today: date) -> str:
    if not FIRST_YEAR <= entry.year <= today.year:
        return f"年度应在{FIRST_YEAR}至{today.year}之间。"
    if entry.what not in What.values:
        return f"项目应是：{'、'.join(str(one.label) for one in What)}。"
    if not entry.number.is_finite() or not 0 <= entry.number <= _MOST:
        return "数量应是不小于0的数字。"
    if entry.what != What.CHARGE and entry.number != entry.number.to_integral_value():
        return "处理决定的数量应是整数。"
    exponent = entry.number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _PLACES:
        return f"收费金额（万元）最多{_PLACES}位小数。"
    return ""


def _twice(entries: Iterable[Entry]) -> list[Entry]:
    """The same year, item and source may stand once in a table."""
    seen: set[tuple[int, str, str]] = set()
    found = []
    for entry in entries:
        key = (entry.year, entry.what, entry.source)
        twice = key in seen and not entry.faults
        found.append(replace(entry, faults=("与前面的行重复。",)) if twice else entry)
        seen.add(key)
    return found


def _line(entry: Entry, before: YearCount | None) -> Line:
    what = f"{entry.year or '—'}年{What(entry.what).label if entry.what else ''}"
    if entry.faults:
        return Line(entry.row, "error", what, "".join(entry.faults))
    if before is None:
        return Line(entry.row, "new", what, f"{_plain(entry.number)}")
    if before.number == entry.number:
        return Line(entry.row, "same", what, f"{_plain(entry.number)}，与现有的相同")
    return Line(entry.row, "changed", what, f"由{_plain(before.number)}改为{_plain(entry.number)}")


def _put(
    user: Who, agency: Agency, entry: Entry, before: YearCount | None, *, imported: bool, at: datetime
) -> YearCount:
    if before is not None:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    return YearCount.objects.create(
        agency=agency, year=entry.year, what=entry.what, number=entry.number, source=entry.source, note=entry.note,
        imported=imported, by=person(user), at=at,
    )  # fmt: skip


def _hold(user: Who, agency: Agency, at: datetime) -> None:
    """One change of an agency's figures at a time."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, "columns.record", agency, on=day(at))


def _plain(number: Decimal) -> str:
    """Without needless zeros: 2.02, 13."""
    return f"{number.normalize():f}"
