"""A new notice of days off moves the days of what is open, and says which."""

from __future__ import annotations

from datetime import date

from gongkai.agencies import calendars
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.review import due
from gongkai.review.models import Proceeding
from gongkai.review.words import Kind
from gongkai.statute.calendar import Regional

from .conftest import AT, last_entry
from .deeds import answered, came, decided, laid


def test_a_day_off_of_the_region_moves_the_answer(bureau: Agency) -> None:
    one, done = came(bureau), answered(bureau)
    off = Regional("示范区", "区政府通知", date(2026, 3, 1), (date(2026, 3, 10),))
    change = calendars.add_regional(bureau, off, by=OPERATOR, at=AT)
    moved = [(m.what, m.before, m.now) for m in change.moved if m.what.startswith("复议")]
    assert moved == [(one.number, date(2026, 3, 16), date(2026, 3, 17))]
    assert Proceeding.objects.get(pk=one.pk).due_on == date(2026, 3, 17)
    assert Proceeding.objects.get(pk=done.pk).due_on is None
    assert last_entry("calendar.regional")


def test_what_is_nearest_comes_first_and_explains_itself(bureau: Agency) -> None:
    one = came(bureau)
    assert [(t.what, t.on) for t in due.todo(one)] == [("提交答复和全部证据", date(2026, 3, 16))]
    found = due.answer(one)
    assert found is not None
    assert (found.days, found.unit, found.since) == (10, "工作日", date(2026, 3, 2))
    duty = laid(bureau, until=date(2026, 4, 20))
    assert [(t.what, t.on) for t in due.todo(duty.proceeding)] == [("公开政府信息", date(2026, 4, 20))]


def test_until_when_the_body_should_decide(bureau: Agency) -> None:
    accepted = date(2026, 2, 27)
    for more, last in (
        ({}, date(2026, 4, 28)), ({"procedure": "simplified"}, date(2026, 3, 30)),
        ({"kind": Kind.DIRECT_LAWSUIT}, date(2026, 8, 27)),
    ):  # fmt: skip
        found = due.expected(came(bureau, **{"accepted_on": accepted, **more}))  # type: ignore[arg-type]
        assert found is not None
        assert found.on == last
    assert due.expected(came(bureau)) is None
    assert due.expected(decided(bureau, accepted_on=accepted)) is None
    assert due.expected(came(bureau, received_on=date(2021, 3, 1), accepted_on=date(2021, 2, 26),
                             procedure="simplified")) is None  # fmt: skip
