"""Brings an office's ledger in: running and closed cases, all of it or nothing, with a report for every row.

import_cases(user, agency, data, *, dry_run, at) -> Outcome

A closed case is counted in table 3 by its result and the day of its decision, so the carry-over of last year
follows from the cases. Of what was sent the ledger knows no more than the day of the decision and of service:
the first is taken for the day on which the clock stopped. Number series go on behind the highest number of the
ledger.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.agencies import locked_years
from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases import due, locked
from gongkai.cases.known_applicants import Known
from gongkai.cases.ledger import Entry, entries
from gongkai.cases.models import Applicant, Case, CaseEvent, Fee
from gongkai.cases.registering import PATTERN, SERIES
from gongkai.cases.states import State
from gongkai.errors import Refused
from gongkai.letters import numbering
from gongkai.letters.models import Series
from gongkai.statute.clock import Event, EventKind

IMPORTED = "imported"
_AT_ONCE = 500
_COUNTED = re.compile(r"(?<!\d)\d{1,8}(?=\D*$)")
_YEAR = re.compile(r"(?<!\d)20\d{2}")


@dataclass(frozen=True)
class Line:
    """What happens to one row. ``step``: open, closed, or error (then ``message`` says what to do)."""

    row: int
    number: str
    step: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """The report of an import. ``applied`` is False for a dry run, and when any row has an error. ``series``: for
    each year, what the next number will be, or why that is not known."""

    lines: tuple[Line, ...]
    series: tuple[str, ...]
    applied: bool

    @property
    def errors(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.step == "error")

    def count(self, step: str) -> int:
        return sum(line.step == step for line in self.lines)


class _Undo(Exception):
    """Leaves the transaction so that nothing of it stays."""


def import_cases(user: Who, agency: Agency, data: bytes, *, dry_run: bool = False, at: datetime) -> Outcome:
    """A dry run does everything and takes it back, so it meets the same refusals as the real one.

    Refused for a file that is no such ledger; NotAllowed for who may not register and set number series.
    """
    ensure(user, "cases.register", agency, on=day(at))
    ensure(user, "cases.settings", agency, on=day(at))
    wanted = entries(data, today=day(at))
    lines: list[Line] = []
    try:
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
            numbers = _Numbers(agency, wanted)
            rows = _Rows(user, agency, numbers, wanted, at)
            lines = [_line(rows, one) for one in wanted]
            if any(line.step == "error" for line in lines):
                raise _Undo
            rows.save()
            # Their audit entries come after everything that is waited for by others.
            numbers.start(user, at)
            if dry_run:
                raise _Undo
            locked_years.enter(user, agency, rows.years(), about=agency, verb="cases.import", at=at)
            _record(user, agency, data, lines, at)
    except _Undo:
        return Outcome(tuple(lines), numbers.told, applied=False)
    except IntegrityError as error:
        # A number or an applicant of the ledger was registered between our question and our answer.
        raise Refused("导入时有人登记了台账中的申请人或者编号，没有导入任何内容；请再导入一次。") from error
    return Outcome(tuple(lines), numbers.told, applied=True)


class _Numbers:
    """The numbers of a ledger: which are there twice, and how each year goes on behind the highest."""

    def __init__(self, agency: Agency, wanted: Sequence[Entry]) -> None:
        self.agency = agency
        numbers = [one.number for one in wanted if one.number]
        self.twice = {number for number, n in Counter(numbers).items() if n > 1}
        self._without = Counter(one.received_on.year for one in wanted if not one.number and not one.faults)
        self._taken: dict[int, Iterator[str]] = {}
        self.told: tuple[str, ...] = ()
        self._next: dict[int, int] = {}
        self._patterns: dict[int, str] = {}
        self._unlike: list[str] = []
        rows = Series.objects.select_for_update(no_key=True).filter(agency=agency, name=SERIES)
        here = {row.year: (row.next, row.pattern) for row in rows.order_by("year")}
        for year, mine in sorted(_by_year(numbers).items()):
            pattern, last = _pattern(mine, year)
            if not pattern:
                self._unlike.append(f"{year or '不含年份'}")
                continue
            # A series that is in use keeps its look: the ledger only says which numbers are gone.
            least, own = here.get(year, (1, pattern))
            self._patterns[year], self._next[year] = own, max(last + 1, least)

    def take(self, year: int) -> str:
        """For a row without a number."""
        if year not in self._patterns:
            if year not in self._taken:
                many = self._without[year]
                self._taken[year] = iter(numbering.take_many(self.agency, SERIES, year, many, pattern=PATTERN))
            return next(self._taken[year])
        number = numbering.written(self._patterns[year], year, self._next[year])
        self._next[year] += 1
        return number

    def start(self, user: Who, at: datetime) -> None:
        """The series go on; ``told`` says how."""
        told = []
        for year, pattern in self._patterns.items():
            numbering.start(user, self.agency, SERIES, year, next=self._next[year], pattern=pattern, at=at)
            told.append(f"{year}年的下一个编号是{numbering.written(pattern, year, self._next[year])}。")
        told += [f"编号（{year}）的格式不一致，没有接续；请在编号设置中写明下一个号。" for year in self._unlike]
        self.told = tuple(told)


class _Rows:
    """The rows that a ledger becomes, put together in memory and written in a few statements: whoever registers
    something meanwhile waits for seconds and not for minutes."""

    def __init__(
        self, user: Who, agency: Agency, numbers: _Numbers, wanted: Sequence[Entry], at: datetime
    ) -> None:
        self._by, self._agency, self._numbers, self._at = person(user), agency, numbers, at
        self.twice = numbers.twice
        self._calendar = calendar_for(agency)
        sound = [one for one in wanted if not one.faults]
        self._applicants = Known(agency, [one.details for one in sound], at)
        self._here = _here(agency, [one.number for one in sound if one.number])
        self._cases: list[Case] = []
        self._events: list[CaseEvent] = []
        self._fees: list[Fee] = []

    def put(self, one: Entry) -> Case:
        """A case with its events and what was paid, not in the database yet."""
        if one.number in self._here:
            raise Refused("编号在系统中已有；已经导入过的，请从台账中删去。")
        case = self._case(one, self._applicants.known(one.details))
        happened = [Event(EventKind.RECEIVED, one.received_on)]
        if one.decided_on:
            happened.append(Event(EventKind.POSTED, one.decided_on))
        if one.served_on:
            happened.append(Event(EventKind.SERVED, one.served_on))
        due.put_first(case, happened, calendar=self._calendar, on=day(self._at))
        self._cases.append(case)
        self._tell(case, one, happened)
        if one.fee:
            paid_on = one.decided_on or one.received_on
            self._fees.append(
                Fee(case=case, method=Fee.Method.LEDGER, quantity=0, amount=one.fee, paid_amount=one.fee,
                    paid_on=paid_on, created_at=self._at)
            )  # fmt: skip
        return case

    def years(self) -> set[int]:
        """Those over whose figures change; what was paid was paid in the year of the case."""
        found = set[int]()
        for case in self._cases:
            found |= locked_years.changed(None, locked.place(case), at=self._at)
        return found

    def save(self) -> None:
        self._applicants.save()
        # What was put together before its keys were known has them looked up by the second assignment.
        for case in self._cases:
            case.applicant = case.applicant
        Case.objects.bulk_create(self._cases)
        for event in self._events:
            event.case = event.case
        for fee in self._fees:
            fee.case = fee.case
        CaseEvent.objects.bulk_create(self._events)
        Fee.objects.bulk_create(self._fees)

    def _case(self, one: Entry, who: Applicant) -> Case:
        closed = bool(one.result)
        return Case(
            agency=self._agency,
            number=one.number or self._numbers.take(one.received_on.year),
            state=State.CLOSED if closed else State.OPEN,
            channel=one.channel,
            applicant=who,
            applicant_class=one.details.kind,
            arrived_on=one.received_on,
            received_on=one.received_on,
            description=one.description,
            closed_on=(one.served_on or one.decided_on) if closed else None,
            counted_row=one.result,
            counted_on=one.decided_on if closed else None,
            imported=True,
            created_by=self._by,
            created_at=self._at,
        )

    def _tell(self, case: Case, one: Entry, happened: Sequence[Event]) -> None:
        told = {EventKind.RECEIVED: {"channel": case.channel}, EventKind.POSTED: {"letter": one.letter}}
        for event in happened:
            self._line(case, str(event.kind), event.on, told.get(event.kind, {}))
        self._line(case, IMPORTED, day(self._at), {"row": one.result, "letter": one.letter, "line": one.row})

    def _line(self, case: Case, kind: str, on: date, data: Mapping[str, object]) -> None:
        self._events.append(CaseEvent(case=case, kind=kind, on=on, data=dict(data), by=self._by, at=self._at))


def _here(agency: Agency, numbers: Sequence[str]) -> set[str]:
    """Those of the numbers that cases have already."""
    found: set[str] = set()
    for n in range(0, len(numbers), _AT_ONCE):
        some = Case.objects.filter(agency=agency, number__in=numbers[n : n + _AT_ONCE])
        found |= set(some.values_list("number", flat=True))
    return found


def _line(rows: _Rows, one: Entry) -> Line:
    faults = list(one.faults)
    if one.number in rows.twice:
        faults.append("编号在台账中重复。")
    if faults:
        return Line(one.row, one.number, "error", "".join(faults))
    try:
        case = rows.put(one)
    except Refused as refusal:
        return Line(one.row, one.number, "error", str(refusal))
    notes = "；".join(one.notes)
    if case.state == State.OPEN:
        words = f"在办，答复期限{case.due_on}"
        return Line(one.row, case.number, "open", f"{words}；{notes}" if notes else words)
    words = f"已办结，计入{one.decided_on:%Y}年报告表三的{one.result}行"
    return Line(one.row, case.number, "closed", f"{words}；{notes}" if notes else words)


def _by_year(numbers: Iterable[str]) -> dict[int, list[str]]:
    """By the year that stands in each, 0 for those without one."""
    found: dict[int, list[str]] = {}
    for number in numbers:
        year = _YEAR.search(number)
        found.setdefault(int(year[0]) if year else 0, []).append(number)
    return found


def _pattern(numbers: list[str], year: int) -> tuple[str, int]:
    """The one pattern that all these numbers follow, and the highest; "" when there is none. The year stands in it
    once, and the last run of digits behind or before it counts."""
    widths, shapes, highest = set(), set(), 0
    for number in numbers:
        head, found, tail = number.partition(str(year))
        counted = _COUNTED.search(tail) if found and year else None
        if counted is None:
            return "", 0
        shapes.add((head, tail[: counted.start()], tail[counted.end() :]))
        widths.add((len(counted[0]), counted[0].startswith("0")))
        highest = max(highest, int(counted[0]))
    if len(shapes) != 1:
        return "", 0
    head, middle, tail = shapes.pop()
    padded = max((width for width, zero in widths if zero), default=0)
    place = f"{{n:0{padded}d}}" if 1 < padded < 10 else "{n}"
    try:
        return numbering.checked(f"{head}{{year}}{middle}{place}{tail}"), highest
    except Refused:
        return "", 0


def _record(user: Who, agency: Agency, data: bytes, lines: Iterable[Line], at: datetime) -> None:
    steps = Counter(line.step for line in lines)
    told = {"sha256": hashlib.sha256(data).hexdigest(), **{step: steps[step] for step in ("open", "closed")}}
    record("cases.import", actor=actor(user), agency=agency, object=agency, data=told, at=at)
