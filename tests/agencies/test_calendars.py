"""Days off that an installation was told of: who may add them, what they do, and what they never touch."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies import calendars, people
from gongkai.agencies.calendars import Change, MovedDate
from gongkai.agencies.models import Agency, CalendarNotice
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.statute.calendar import Notice, Regional, official

from .conftest import AT, found

NOTICE = Notice(2027, "试〔2026〕1号", date(2026, 11, 24), (date(2027, 1, 1),), (date(2027, 1, 3),))
LOCAL = Regional("某自治县", "某政发〔2026〕3号", date(2026, 7, 1), (date(2026, 8, 3),))


@pytest.fixture(autouse=True)
def _own_listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "_listeners", {})


def last_entry() -> Entry:
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


def test_without_notices_it_is_the_one_that_is_shipped(bureau: Agency) -> None:
    assert calendars.calendar_for(bureau) is official()
    assert calendars.national() is official()


def test_a_national_notice_holds_for_every_agency(bureau: Agency, administrator: Person) -> None:
    change = calendars.add_notice(NOTICE, by=administrator, at=AT)
    calendar = calendars.calendar_for(bureau)
    assert calendar.known(2027)
    assert calendar.is_working(date(2027, 1, 3))
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.version != official().version
    assert change.notice.added_by == administrator
    source = calendar.source(2027)
    assert source is not None
    assert source.reference == "试〔2026〕1号"


def test_the_audit_tells_who_and_how_many_moved(district: Agency, administrator: Person) -> None:
    calendars.on_change("test", lambda at: [MovedDate("民政局", "1号", date(2027, 1, 1), date(2027, 1, 4))])
    change = calendars.add_notice(NOTICE, by=administrator, at=AT)
    entry = last_entry()
    assert (entry.verb, entry.actor, entry.object) == ("calendar.notice", administrator.key, change.notice.key)
    assert json.loads(entry.data) == {"moved": 1, "reference": "试〔2026〕1号", "year": 2027}


def test_listeners_see_the_new_calendar_and_tell_what_moved(bureau: Agency) -> None:
    seen: list[tuple[datetime, bool]] = []

    def listen(at: datetime) -> list[MovedDate]:
        seen.append((at, calendars.calendar_for(bureau).known(2027)))
        return [MovedDate(bureau.name, "1号", None, date(2027, 1, 4))]

    calendars.on_change("test", listen)
    calendars.on_change("test", listen)
    change = calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    assert seen == [(AT, True)], "registered twice, called once"
    assert [one.what for one in change.moved] == ["1号"]


def test_a_listener_that_fails_leaves_nothing_behind(district: Agency) -> None:
    def fail(at: datetime) -> list[MovedDate]:
        raise RuntimeError

    calendars.on_change("test", fail)
    before = Entry.objects.count()
    with pytest.raises(RuntimeError):
        calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    assert not CalendarNotice.objects.exists()
    assert Entry.objects.count() == before


def test_a_year_is_added_once_and_revised_by_a_later_notice(district: Agency) -> None:
    calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="已经载入"):
        calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    revised = NOTICE._replace(revises=True, reference="试〔2027〕2号", off=(date(2027, 1, 4),), on=())
    calendars.add_notice(revised, by=OPERATOR, at=AT)
    calendar = calendars.national()
    assert calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 4))
    assert not calendar.is_working(date(2027, 1, 3))


def test_a_shipped_year_can_be_revised_too(district: Agency) -> None:
    with pytest.raises(Refused, match="已经载入"):
        calendars.add_notice(NOTICE._replace(year=2026, off=(date(2026, 12, 31),), on=()), by=OPERATOR, at=AT)
    revised = NOTICE._replace(year=2026, off=(date(2026, 12, 31),), on=(), revises=True)
    calendars.add_notice(revised, by=OPERATOR, at=AT)
    assert not calendars.national().is_working(date(2026, 12, 31))


def test_the_database_holds_one_notice_a_year(district: Agency) -> None:
    calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarNotice.objects.create(year=2027, reference="x", checked_on=date(2026, 1, 1), added_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarNotice.objects.create(reference="x", checked_on=date(2026, 1, 1), added_at=AT)


def test_only_who_administers_everything_adds_a_national_notice(
    district: Agency, bureau: Agency, clerk: Person, administrator: Person
) -> None:
    below = people.invite("ju", name="局某", agency=bureau, role=Role.ADMINISTRATOR, by=OPERATOR, at=AT).person
    for person in (clerk, below):
        with pytest.raises(NotAllowed, match="系统管理员"):
            calendars.add_notice(NOTICE, by=person, at=AT)
    assert not CalendarNotice.objects.exists()
    assert calendars.may_add_national(administrator, on=date(2025, 2, 1))
    found("另一区人民政府")
    assert not calendars.may_add_national(administrator, on=date(2025, 2, 1))


def test_regional_days_hold_for_the_agency_and_below_only(district: Agency, bureau: Agency) -> None:
    elsewhere = found("另一区人民政府")
    calendars.add_regional(district, LOCAL, by=OPERATOR, at=AT)
    assert not calendars.calendar_for(bureau).is_working(date(2026, 8, 3))
    assert calendars.calendar_for(elsewhere).is_working(date(2026, 8, 3))
    assert calendars.national().is_working(date(2026, 8, 3))
    assert last_entry().verb == "calendar.regional"


def test_an_administrator_adds_days_for_their_own_tree(district: Agency, bureau: Agency, clerk: Person) -> None:
    below = people.invite("ju", name="局某", agency=bureau, role=Role.ADMINISTRATOR, by=OPERATOR, at=AT).person
    calendars.add_regional(bureau, LOCAL, by=below, at=AT)
    for person, agency in ((below, district), (clerk, bureau)):
        with pytest.raises(NotAllowed):
            calendars.add_regional(agency, LOCAL, by=person, at=AT)
    assert CalendarNotice.objects.count() == 1
    assert [one.reference for one in calendars.visible(below, on=date(2025, 2, 1))] == ["某政发〔2026〕3号"]


def test_regional_days_that_cannot_be_are_refused(district: Agency) -> None:
    with pytest.raises(Refused, match="星期六"):
        calendars.add_regional(district, LOCAL._replace(off=(date(2026, 8, 1),)), by=OPERATOR, at=AT)


def test_a_mistaken_notice_is_withdrawn_and_stays_in_the_list(district: Agency, administrator: Person) -> None:
    notice = calendars.add_notice(NOTICE, by=OPERATOR, at=AT).notice
    change: Change = calendars.withdraw(notice, reason="年份写错", by=administrator, at=AT)
    assert change.notice.withdrawn_at == AT
    assert not calendars.national().known(2027)
    assert last_entry().reason == "年份写错"
    assert len(calendars.visible(administrator, on=date(2025, 2, 1))) == 1
    with pytest.raises(WrongState, match="已经撤下"):
        calendars.withdraw(notice, reason="再来", by=administrator, at=AT)
    calendars.add_notice(NOTICE, by=administrator, at=AT)


def test_who_may_not_add_may_not_withdraw(district: Agency, bureau: Agency, clerk: Person) -> None:
    national = calendars.add_notice(NOTICE, by=OPERATOR, at=AT).notice
    regional = calendars.add_regional(bureau, LOCAL, by=OPERATOR, at=AT).notice
    for notice in (national, regional):
        with pytest.raises(NotAllowed):
            calendars.withdraw(notice, reason="", by=clerk, at=AT)
    assert not CalendarNotice.objects.exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("on", "missing"),
    [
        (date(2026, 11, 30), ()),
        (date(2026, 12, 1), (2027,)),
        (date(2027, 1, 1), (2027,)),
        (date(2025, 12, 31), ()),
    ],
)
def test_the_next_year_is_missed_from_december_on(db: None, on: date, missing: tuple[int, ...]) -> None:
    assert calendars.missing_years(on) == missing


def test_nothing_is_missed_once_it_is_there(district: Agency) -> None:
    calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    assert calendars.missing_years(date(2026, 12, 1)) == ()
