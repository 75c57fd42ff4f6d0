"""The daily job: what is due is put on a list, one an agency, and somebody is told. Nothing is destroyed by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.models import Case, DataRequest, Destruction, DestructionLine, Incoming
from gongkai.cases.retention import contents, due, periods
from gongkai.cases.retention.periods import Period
from gongkai.cases.retention.states import after
from gongkai.cases.states import State as CaseState
from gongkai.documents.models import StoredFile
from gongkai.jobs.registry import Periodic, register
from gongkai.letters import numbering
from gongkai.notices.alarms import tell
from gongkai.statute import retention
from gongkai.statute.calendar import Calendar

State = Destruction.State
SERIES, PATTERN = "destruction", "XH{year}-{n:03d}"
# What was kept at an appraisal is looked at again after so long.
AGAIN = timedelta(days=365)
_OPEN = (State.PROPOSED, State.APPRAISED, State.APPROVED)
_MOST = 2000
_NO_REQUEST = (
    Incoming.SettledAs.NOT_A_REQUEST, Incoming.SettledAs.DUPLICATE, Incoming.SettledAs.DATA,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One line to be."""

    case: Case | None
    incoming: Incoming | None
    kind: str
    due_on: date


def propose_all(at: datetime) -> int:
    """Every agency that has cases or a register; how many lines were added."""
    keys = {*Case.objects.order_by().values_list("agency", flat=True).distinct(),
            *Incoming.objects.order_by().values_list("agency", flat=True).distinct()}  # fmt: skip
    return sum(propose(one, at=at) for one in Agency.objects.filter(pk__in=keys).order_by("pk"))


def propose(agency: Agency, *, at: datetime, cases: QuerySet[Case] | None = None) -> int:
    """What is due by today and on no list, onto the one that waits for appraisal or a new one; how many lines.
    ``cases``: only of these."""
    found = list(due_lines(agency, on=day(at), cases=cases))
    return _listed(agency, found, at) if found else 0


def due_lines(agency: Agency, *, on: date, cases: QuerySet[Case] | None = None) -> Iterator[Found]:
    """Oldest first, at most 2,000 at a time: the rest is there tomorrow."""
    held, calendar = periods.of(agency, on=on), calendar_for(agency)
    number = 0
    for case in due.fetched(_candidates(agency, held, on, cases)).iterator(chunk_size=200):
        for line in _of_case(case, held, calendar, on):
            yield line
            number += 1
        if number >= _MOST:
            return
    if cases is None:
        yield from _of_register(agency, held.get("incoming"), on)


def _candidates(agency: Agency, held: dict[str, Period], on: date, cases: QuerySet[Case] | None) -> QuerySet[Case]:
    """Closed long enough for the kind that goes next, as far as rows tell it."""
    mine = (Case.objects.all() if cases is None else cases).filter(agency=agency)
    over = Q(state=CaseState.CLOSED) | Q(state=CaseState.MERGED)
    wanted = Q(pk__in=[])
    for code in due.OF_A_CASE:
        period = held.get(code)
        if period is None or period.months is None:
            continue
        latest = retention.months_after(on, -period.months)
        gone = DestructionLine.objects.filter(kind=code).exclude(done_at=None).values("case")
        wanted |= (Q(closed_on__lt=latest) | Q(state=CaseState.MERGED)) & ~Q(pk__in=gone.exclude(case=None))
    return mine.filter(over, wanted).order_by("closed_on", "pk")


def _of_case(case: Case, held: dict[str, Period], calendar: Calendar, on: date) -> list[Found]:
    """The kinds go in their order: what comes later waits while an earlier one is kept. What keeps a case is asked
    last, of those of which something is due."""
    listed, kept = _taken(case.destruction_lines.all(), on)
    found = []
    for code, one in due.of_case(case, held, calendar=calendar).items():
        if code in kept or one.on is None or one.on > on:
            break
        if code not in listed:
            found.append(Found(case, None, code, one.on))
    return [] if found and due.obstacle(case) else found


def _of_register(agency: Agency, period: Period | None, on: date) -> Iterator[Found]:
    if period is None or period.months is None:
        return
    rows = Incoming.objects.filter(agency=agency, settled_as__in=_NO_REQUEST)
    latest = retention.months_after(on, -period.months)
    rows = rows.filter(settled_at__date__lt=latest).exclude(destruction_lines__done_at__isnull=False)
    rows = rows.exclude(pk__in=DataRequest.objects.filter(answered_on=None).values("incoming"))
    for came in rows.order_by("pk")[:_MOST]:
        listed, kept = _taken(came.destruction_lines.select_related("destruction"), on)
        first = retention.due_on(day(came.settled_at), period.months) if came.settled_at else None
        if first is not None and not listed and not kept:
            yield Found(None, came, "incoming", first)


def _taken(lines: Iterable[DestructionLine], on: date) -> tuple[set[str], set[str]]:
    """The kinds that stand on a list that goes on, and those that were kept less than a year ago."""
    listed, kept = set(), set()
    for line in (one for one in lines if one.done_at is None):
        lately = on - day(line.destruction.appraised_at or line.destruction.proposed_at) < AGAIN
        if line.kept_reason or line.destruction.state == State.REFUSED:
            kept |= {line.kind} if lately else set()
        elif line.destruction.state in _OPEN:
            listed.add(line.kind)
    return listed, kept


@transaction.atomic
def _listed(agency: Agency, found: Iterable[Found], at: datetime) -> int:
    rows = Destruction.objects.select_for_update(no_key=True, of=("self",))
    held = rows.filter(agency=agency, state=State.PROPOSED).first() or _new(agency, at)
    held.state = after(held.state, "add")
    lines = [_line(held, one) for one in found]
    DestructionLine.objects.bulk_create(lines)
    occasion = f"destruction:{held.pk}"
    tell(
        agency, (Role.REVIEWER, Role.HEAD), occasion=occasion, subject="依申请公开：有材料保管期限届满，待鉴定",
        body=f"销毁清册{held.number}已列出保管期限届满的材料，请在“档案”中鉴定；没有鉴定和批准的，什么都不会销毁。",
        about=held.key, at=at,
    )  # fmt: skip
    data = {"number": held.number, "lines": len(lines)}
    record("retention.propose", actor=actor(OPERATOR), agency=agency, object=held, data=data, at=at)
    return len(lines)


def _new(agency: Agency, at: datetime) -> Destruction:
    number = numbering.take(agency, SERIES, day(at).year, pattern=PATTERN)
    return Destruction.objects.create(agency=agency, number=number, proposed_at=at)


def _line(held: Destruction, one: Found) -> DestructionLine:
    files = _files(one)
    return DestructionLine(
        destruction=held, case=one.case, incoming=one.incoming, kind=one.kind, due_on=one.due_on,
        files=len(files), hashes=files,
    )  # fmt: skip


def _files(one: Found) -> list[str]:
    found: QuerySet[StoredFile] = StoredFile.objects.none()
    if one.case is not None:
        found = contents.files_of(one.case, one.kind)
    elif one.incoming is not None:
        found = contents.files_of_incoming(one.incoming)
    return sorted(found.values_list("sha256", flat=True))


register(Periodic("cases.retention", "列出保管期限届满的材料", timedelta(days=1), propose_all))
