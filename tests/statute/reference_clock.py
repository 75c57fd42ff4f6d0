"""The due date once more, slow and plain: day by day, from the text of the rules and not from the clock.

Written by someone who had not read the clock, so that a mistake has to be made twice to stay unseen. Every
question (is the period over? how long is it?) is answered by walking from day to day with the days off in hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.statute.calendar import Calendar
from gongkai.statute.clock import Event, EventKind

K = EventKind
NEW_LAW = date(2019, 5, 15)
ASKED = {K.THIRD_PARTY_ASKED: "third", K.JOINT_MAKER_ASKED: "joint", K.AGENCY_ASKED: "agency"}
HAD_IT = {"third": K.THIRD_PARTY_RECEIVED, "joint": K.JOINT_MAKER_RECEIVED, "agency": None}
ANSWERED = {"third": K.OPINION_RECEIVED, "joint": K.JOINT_MAKER_ANSWERED, "agency": K.AGENCY_ANSWERED}
STOPS = {K.POSTED, K.SERVED, K.CLOSED, K.WITHDRAWN}
# A letter not yet confirmed may be asked about; a notice counts only inside its own period.
MAY_PRECEDE = {*ASKED, *HAD_IT.values(), *ANSWERED.values()}


class Days:
    """Which days are worked, out of the notices as they are written."""

    def __init__(self, calendar: Calendar) -> None:
        self.off = {d for one in calendar.notices for d in one.off} | {d for r in calendar.regional for d in r.off}
        self.on = {d for one in calendar.notices for d in one.on} | {d for r in calendar.regional for d in r.on}
        self.years = {n.year for n in calendar.notices}

    def worked(self, day: date) -> bool:
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date) -> Iterator[date]:
        """The working days after a day, one after the other."""
        while True:
            day += timedelta(days=1)
            if self.worked(day):
                yield day

    def last_of(self, number: int, after: date) -> date:
        days = self.after(after)
        for _ in range(number - 1):
            next(days)
        return next(days)


@dataclass(frozen=True)
class Pause:
    """Days not counted: after ``asked``, up to and with ``ended``."""

    asked: date
    ended: date
    open: bool

    def leaves_out(self, day: date) -> bool:
        return self.asked < day <= self.ended


@dataclass
class Case:
    """Where a request stands while its events are read in the order of their days."""

    days: Days
    received: date
    start: date
    length: int
    pauses: list[Pause] = field(default_factory=list)
    extended: bool = False
    waits: set[str] = field(default_factory=set)
    noticed: bool = False

    def end(self) -> date:
        """The last day of the period; days left out right after its last counted day move it on with them."""
        last, counted = self.start, 0
        for day in self.days.after(self.start):
            left_out = any(one.leaves_out(day) for one in self.pauses)
            if counted == self.length and not left_out:
                return last
            last, counted = day, counted + (not left_out)
        raise AssertionError

    def running(self, day: date) -> bool:
        return not self.waits and day <= self.end()

    def delay(self, until: date) -> None:
        """The agency's own day; never an earlier one, and of a day of rest the working day before it."""
        while next(self.days.after(self.end())) <= until:
            self.length += 1

    def alive(self, day: date) -> bool:
        return bool(self.waits) or self.running(day)

    def afresh(self, day: date) -> None:
        self.start, self.length, self.extended = day, regular(self.received), False


def regular(received: date) -> int:
    return 20 if received >= NEW_LAW else 15


def pause_of(asked: Event, events: list[Event], days: Days, on: date, stop: date) -> Pause:
    """When a consultation ends: with its answer, else after 15 working days; another agency has no limit. Nobody
    waits for an opinion once the request is answered."""
    who = ASKED[asked.kind]
    mine = [one for one in events if one.id == asked.id and one.on >= asked.on]
    answers = [one.on for one in mine if one.kind is ANSWERED[who]]
    if who == "agency":
        return Pause(asked.on, min(answers) if answers else min(stop, max(on, asked.on)), not answers)
    had_it = [one.on for one in mine if one.kind is HAD_IT[who]]
    limit = days.last_of(15, min(had_it, default=asked.on))
    return Pause(asked.on, min([*answers, limit, stop]), not answers and on <= limit)


def restarts(case: Case, supplement: Event, events: list[Event]) -> bool:
    """Art. 30 lets the supplement begin the period; not one that follows a notice without effect."""
    if "supplement" in case.waits:
        return True
    told = any(one.kind is K.SUPPLEMENT_NOTICED and one.on <= supplement.on for one in events)
    return not told and case.running(supplement.on)


def take(case: Case, event: Event, events: list[Event], on: date, stop: date) -> None:
    kind, day = event.kind, event.on
    if kind is K.SUPPLEMENT_NOTICED:
        in_time = case.received < NEW_LAW or day <= case.days.last_of(7, case.received)
        if not case.noticed and in_time and case.alive(day):
            case.noticed = True
            case.waits.add("supplement")
    elif kind is K.FEE_NOTICED and case.alive(day):
        case.waits.add("payment")
    elif kind is K.SUPPLEMENT_RECEIVED and restarts(case, event, events):
        case.waits.discard("supplement")
        case.afresh(day)
    elif kind is K.FEE_PAID and "payment" in case.waits:
        case.waits.discard("payment")
        case.afresh(day)
    elif kind in ASKED and case.alive(day):
        case.pauses.append(pause_of(event, events, case.days, on, stop))
    elif kind is K.DELAYED_TO and event.until and case.running(day):
        case.delay(event.until)
    elif kind is K.EXTENDED and not case.extended and case.running(day):
        case.extended = True
        longest = regular(case.received)
        case.length += min(event.days or longest, longest)


def due_on(events: Iterable[Event], calendar: Calendar, on: date) -> tuple[date | None, bool]:
    """The day, None while waiting, and whether it may still move."""
    rank = {kind: number for number, kind in enumerate(K)}
    everything = sorted(events, key=lambda one: (one.on, rank[one.kind], one.days or 0))
    days = Days(calendar)
    received = min(one.on for one in everything if one.kind is K.RECEIVED)
    stop = min((one.on for one in everything if one.kind in STOPS), default=date.max)
    told = [one for one in everything if one.on <= stop and (one.on >= received or one.kind in MAY_PRECEDE)]
    case = Case(days, received, received, regular(received))
    looked = (on, stop) if stop == date.max else (stop, stop)
    for event in told:
        take(case, event, told, *looked)
    if case.waits:
        return None, False
    last = case.end()
    unknown = any(year not in days.years for year in range(case.start.year, last.year + 1))
    return last, unknown or (stop == date.max and any(one.open for one in case.pauses))
