"""Brings a ledger of reconsiderations and lawsuits in: all of it or nothing, with a report for every row.

import_reviews(user, agency, data, *, dry_run, at) -> Outcome

A row is known again by its kind, its day and the number of its request; of several alike, those that agree go
together first. So the same ledger taken in twice changes nothing, and a later one brings the results of what was
pending. What people here entered is not overwritten: where a ledger contradicts it, the row is an error.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies import locked_years
from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.models import Case
from gongkai.letters import numbering
from gongkai.publication.sheet import Line, Outcome
from gongkai.review import due, holding, locked
from gongkai.review.ledger import Entry, entries
from gongkai.review.models import Event, Instance, Proceeding
from gongkai.review.readings import known as readings_known
from gongkai.review.registering import PATTERN, SERIES, Facts, first_instance, new, review_before
from gongkai.review.states import State, after
from gongkai.review.words import LABELS, Kind
from gongkai.statute import proceedings
from gongkai.statute.proceedings import Readings

_AT_ONCE = 500
# The lines of a story that only ledgers wrote.
CREATED, RESULT = "import", "import-result"
_Key = tuple[str, date, str]


@dataclass
class Row:
    """A row beside what is known of it. ``step``: new, changed, same, error."""

    entry: Entry
    known: Proceeding | None = None
    last: Instance | None = None
    case: Case | None = None
    readings: Readings = field(default_factory=dict)
    step: str = "new"
    message: str = ""


@transaction.atomic
def import_reviews(user: Who, agency: Agency, data: bytes, *, dry_run: bool = False, at: datetime) -> Outcome:
    """XLSX or CSV. Refused for a file that is no such ledger; NotAllowed for who may not import. One row that
    cannot be taken in keeps all out."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, "reviews.import", agency, on=day(at))
    found = _beside(agency, entries(data, today=day(at)))
    applying = not dry_run and all(one.step != "error" for one in found)
    if applying:
        before = {row.known.pk: locked.standing(row.known) for row in found if row.known and row.step == "changed"}
        changed = set[int]()
        for one in _apply(user, agency, found, at):
            changed |= locked_years.changed(before.get(one.pk), locked.standing(one), at=at)
        locked_years.enter(user, agency, changed, about=agency, verb="reviews.import", at=at)
        steps = Counter(one.step for one in found)
        facts = {"sha256": hashlib.sha256(data).hexdigest(), **{s: steps[s] for s in ("new", "changed", "same")}}
        record("reviews.import", actor=actor(user), agency=agency, object=agency, data=facts, at=at)
    return Outcome(tuple(Line(o.entry.row, o.step, o.entry.title, o.message) for o in found), applying)


def _beside(agency: Agency, read: Sequence[Entry]) -> list[Row]:
    """Each row with the proceeding that it is, and what is to become of it."""
    known: dict[_Key, list[Proceeding]] = defaultdict(list)
    here = Proceeding.objects.filter(agency=agency).exclude(state=State.VOID)
    for one in here.order_by("received_on", "pk").prefetch_related("instances", "events"):
        known[one.kind, one.received_on, one.case_number].append(one)
    cases = _cases(agency, {one.case_number for one in read if one.case_number})
    readings = readings_known().of(agency)
    found = [Row(entry, case=cases.get(entry.case_number), readings=readings) for entry in read]
    for fits in (_alike, _any):
        for row in found:
            _pair(row, known[row.entry.key], fits)
    for row in found:
        row.step, row.message = _verdict(row)
    return found


def _pair(row: Row, alike: list[Proceeding], fits: Callable[[Row, Instance], bool]) -> None:
    """Take the first of those alike that fits, if this row has none yet."""
    if row.known is not None or row.entry.faults:
        return
    for one in alike:
        last = max(one.instances.all(), key=lambda instance: instance.number)
        if fits(row, last):
            row.known, row.last = one, last
            alike.remove(one)
            return


def _alike(row: Row, last: Instance) -> bool:
    return _agrees(last, row) if row.entry.outcome else last.ended_on is None


def _any(row: Row, last: Instance) -> bool:
    return True


def _cases(agency: Agency, numbers: set[str]) -> dict[str, Case]:
    ordered, found = sorted(numbers), {}
    for n in range(0, len(ordered), _AT_ONCE):
        for case in Case.objects.filter(agency=agency, number__in=ordered[n : n + _AT_ONCE]):
            found[case.number] = case
    return found


def _verdict(row: Row) -> tuple[str, str]:
    entry, known, last = row.entry, row.known, row.last
    if entry.faults:
        return "error", "".join(entry.faults)
    if known is None or last is None:
        return "new", _result(entry) + _unlinked(row)
    linked = "，并关联申请" if row.case is not None and known.case_id is None else ""
    if not entry.outcome or last.ended_on is None:
        kept = "" if entry.outcome or last.ended_on is None else "，系统已登记结果，予以保留"
        new_result = bool(entry.outcome)
        if new_result and entry.closed_on is not None and entry.closed_on < last.began_on:
            return "error", f"结案日期早于{last.get_level_display()}开始的日期（{last.began_on}），请核对。"
        changed = new_result or bool(linked)
        return ("changed", _result(entry) + linked) if changed else ("same", f"与现有的相同{kept}")
    if _agrees(last, row):
        return ("changed", f"关联申请{entry.case_number}") if linked else ("same", "与现有的相同")
    had = f"系统登记的是{last.ended_on}{LABELS.get(last.outcome, '')}"
    if _untouched(known):
        return "changed", f"{had}，改为{_result(entry)}"
    return "error", f"{had}，与台账不一致；请核对，以系统为准的请改台账，以台账为准的请在该件页面更正。"


def _agrees(last: Instance, row: Row) -> bool:
    """The same day and the same column of the form; how it was decided may be known more closely here."""
    on, codes = last.ended_on, (last.outcome, row.entry.outcome)
    if on is None or on != row.entry.closed_on:
        return False
    return len({proceedings.column_at(code, on, row.readings).column for code in codes}) == 1


def _untouched(known: Proceeding) -> bool:
    """All of it came from ledgers."""
    return known.imported and all(one.kind in (CREATED, RESULT) for one in known.events.all())


def _result(entry: Entry) -> str:
    return f"{entry.closed_on}{LABELS[entry.outcome]}" if entry.outcome else "尚未审结"


def _unlinked(row: Row) -> str:
    if not row.entry.case_number or row.case is not None:
        return ""
    return "；系统中没有这个编号的申请，只记编号"


def _apply(user: Who, agency: Agency, found: Iterable[Row], at: datetime) -> list[Proceeding]:
    """Those that were made or changed."""
    rows = list(found)
    holding.lock(one.case for one in rows if one.case is not None)
    touched = _create(user, agency, [one for one in rows if one.step == "new"], at)
    for one in rows:
        if one.step == "changed":
            touched += _change(user, one, at)
    unlinked = Proceeding.objects.filter(agency=agency, kind=Kind.LAWSUIT_AFTER_REVIEW, after_review=None)
    for lawsuit in unlinked.exclude(case_number="").exclude(state=State.VOID):
        lawsuit.after_review = review_before(lawsuit)
        if lawsuit.after_review is not None:
            lawsuit.save(update_fields=["after_review"])
    # Their entries come after everything that others may be waiting for.
    for proceeding in touched:
        holding.follow(user, proceeding, at=at)
    return touched


def _create(user: Who, agency: Agency, rows: Sequence[Row], at: datetime) -> list[Proceeding]:
    """In a few statements, however many there are."""
    numbers = {year: iter(numbering.take_many(agency, SERIES, year, count, pattern=PATTERN))
               for year, count in sorted(Counter(one.entry.received_on.year for one in rows).items())}  # fmt: skip
    calendar = calendar_for(agency)
    made, instances = [], []
    for one in rows:
        entry = one.entry
        facts = Facts(
            entry.kind, entry.received_on, about="", body=entry.body, body_number=entry.body_number,
            case_number=entry.case_number,
        )  # fmt: skip
        proceeding = new(user, agency, facts, imported=True, at=at)
        proceeding.number, proceeding.case = next(numbers[entry.received_on.year]), one.case
        instance = first_instance(proceeding)
        if entry.outcome:
            instance.ended_on, instance.outcome = entry.closed_on, entry.outcome
            proceeding.state = _over_after(proceeding.state)
        else:
            last = due.answer_period(proceeding, instance, calendar)
            instance.answer_due_on = proceeding.due_on = last.on if last else None
            proceeding.provisional = bool(last and last.provisional)
        made.append(proceeding)
        instances.append(instance)
    Proceeding.objects.bulk_create(made)
    Instance.objects.bulk_create(instances)
    by = person(user)
    Event.objects.bulk_create(
        Event(proceeding=one, kind=CREATED, on=one.received_on, by=by, at=at) for one in made
    )
    return made


def _over_after(state: str) -> str:
    """What a ledger says is over is decided and closed in one."""
    return state if state == State.CLOSED else after(after(state, "decide"), "close")


def _change(user: Who, row: Row, at: datetime) -> list[Proceeding]:
    """The result of what was pending, another one of what only ledgers told, or the link to a case."""
    known, last, entry = row.known, row.last, row.entry
    if known is None or last is None:
        return []
    if known.case_id is None:
        known.case = row.case
    if entry.outcome and not _agrees(last, row):
        last.ended_on, last.outcome = entry.closed_on, entry.outcome
        last.save(update_fields=["ended_on", "outcome"])
        known.state = _over_after(known.state)
        data = {"outcome": entry.outcome}
        Event.objects.create(
            proceeding=known,
            kind=RESULT,
            on=entry.closed_on or day(at),
            data=data,
            by=person(user),
            at=at,
        )
    known.revision += 1
    due.put(known)
    known.save()
    return [known]
