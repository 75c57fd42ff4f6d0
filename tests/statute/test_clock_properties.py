"""What must hold for any history of a request, however odd."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.statute.calendar import Calendar, Regional, official
from gongkai.statute.clock import Due, Event, EventKind, Mark, day_by_day, due, overdue

FIRST, LAST = date(2019, 5, 15), date(2026, 9, 1)
ASKING = {
    EventKind.THIRD_PARTY_ASKED: (EventKind.OPINION_RECEIVED, EventKind.THIRD_PARTY_RECEIVED),
    EventKind.JOINT_MAKER_ASKED: (EventKind.JOINT_MAKER_ANSWERED, EventKind.JOINT_MAKER_RECEIVED),
    EventKind.AGENCY_ASKED: (EventKind.AGENCY_ANSWERED, None),
}
OTHERS = [kind for kind in EventKind if kind not in (EventKind.RECEIVED, EventKind.DELAYED_TO)]

days = st.dates(FIRST, LAST)
gaps = st.integers(0, 60)


@st.composite
def consultations(draw: st.DrawFn, start: date) -> list[Event]:
    """Asked, perhaps received, perhaps answered."""
    kind = draw(st.sampled_from(list(ASKING)))
    answer, receipt = ASKING[kind]
    mark = draw(st.sampled_from(["", "A", "B", "C"]))
    asked = start + timedelta(days=draw(gaps))
    found = [Event(kind, asked, mark)]
    if receipt and draw(st.booleans()):
        found.append(Event(receipt, asked + timedelta(days=draw(st.integers(0, 9))), mark))
    if draw(st.booleans()):
        found.append(Event(answer, asked + timedelta(days=draw(gaps)), mark))
    return found


@st.composite
def events(draw: st.DrawFn, start: date) -> Event:
    kind, on = draw(st.sampled_from(OTHERS)), start + timedelta(days=draw(gaps))
    length = draw(st.none() | st.integers(1, 20)) if kind is EventKind.EXTENDED else None
    return Event(kind, on, days=length)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    start = draw(days)
    found = [Event(EventKind.RECEIVED, start)]
    for several in draw(st.lists(consultations(start), max_size=3)):
        found += several
    return found + draw(st.lists(events(start), max_size=4))


def asked(history: list[Event], on: date, calendar: Calendar | None = None) -> Due:
    return due(history, calendar=calendar or official(), on=on)


def counted(found: Due) -> list[tuple[str, date | None]]:
    return [(one.code, one.on) for one in found.because if one.code not in ("open", "missing-years")]


@given(histories(), days)
def test_a_due_day_is_a_working_day(history: list[Event], on: date) -> None:
    found = asked(history, on)
    assert found.on is None or official().is_working(found.on)


@given(histories(), days, st.randoms(use_true_random=False))
def test_the_order_of_entering_does_not_matter(history: list[Event], on: date, random: object) -> None:
    mixed = list(history)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert asked(mixed, on) == asked(history, on)


@given(histories(), days, days.filter(lambda day: day.weekday() < 5))
def test_one_more_holiday_never_makes_it_earlier(history: list[Event], on: date, holiday: date) -> None:
    """As long as the same notices are in time: one that a holiday heals may begin another period."""
    assume(official().is_working(holiday))
    more = official().with_regional(Regional("某县", "试1号", FIRST, (holiday,)))
    before, after = asked(history, on), asked(history, on, more)
    assume(counted(before) == counted(after))
    assert (before.on is None) == (after.on is None)
    if before.on and after.on:
        assert after.on >= before.on


@given(days, gaps, gaps, st.sampled_from(list(ASKING)), days)
def test_no_pause_shortens_the_period(start: date, after: int, long: int, kind: EventKind, on: date) -> None:
    plain = [Event(EventKind.RECEIVED, start)]
    asking = Event(kind, start + timedelta(days=after), "Z")
    answer = Event(ASKING[kind][0], asking.on + timedelta(days=long), "Z")
    without, open_, closed = (asked(h, on) for h in (plain, [*plain, asking], [*plain, asking, answer]))
    assert without.on is not None
    assert open_.on is not None
    assert closed.on is not None
    assert closed.on >= without.on
    assert open_.on >= without.on


@given(histories(), days, st.data())
def test_another_pause_in_any_history_never_shortens_it(
    history: list[Event], on: date, data: st.DataObject
) -> None:
    start = history[0].on
    assume(all(event.kind.rank < EventKind.POSTED.rank for event in history))
    extra = [one for one in data.draw(consultations(start)) if one.id != "Z"]
    extra = [Event(one.kind, one.on, "Z") for one in extra]
    before, after = asked(history, on), asked([*history, *extra], on)
    assume(before.waiting_for == after.waiting_for)
    if before.on and after.on:
        assert after.on >= before.on


@given(histories(), days)
def test_the_period_has_all_its_days(history: list[Event], on: date) -> None:
    """Counted days: twenty, and those of an extension; whatever was left out is not among them."""
    found = asked(history, on)
    lines = day_by_day(history, calendar=official(), on=on)
    if found.on is None:
        assert lines == ()
        return
    restarts = [i for i, one in enumerate(found.because) if one.counted == 20 and one.code != "extended"]
    own = found.because[restarts[-1] :]
    extension = sum(one.counted or 0 for one in own if one.code.startswith("extended"))
    assert sum(line.mark is Mark.COUNTED for line in lines) == 20 + extension
    assert lines[-1].day == found.on
    assert sum(line.mark is Mark.LEFT_OUT for line in lines) == -sum(min(one.counted or 0, 0) for one in own)


@given(histories(), days)
def test_one_who_waits_has_no_date_and_is_never_late(history: list[Event], on: date) -> None:
    found = asked(history, on)
    assert found.waiting_for is None or (found.on is None and not overdue(found, on=date(2099, 1, 1)))
    assert found.because


@given(histories(), days, days)
def test_looking_later_changes_only_what_is_provisional(history: list[Event], on: date, later: date) -> None:
    assume(later >= on)
    first = asked(history, on)
    if not first.provisional:
        assert asked(history, later).on == first.on


@given(histories(), days)
def test_every_line_can_be_said(history: list[Event], on: date) -> None:
    for one in asked(history, on).because:
        assert one.text
        assert "None" not in one.text


@given(st.dates(FIRST, date(2026, 12, 3)))
def test_twenty_working_days_are_what_the_package_counts(start: date) -> None:
    """The plain period against the package chinesecalendar."""
    import chinese_calendar

    day, left = start, 20
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    assert asked([Event(EventKind.RECEIVED, start)], start).on == day
