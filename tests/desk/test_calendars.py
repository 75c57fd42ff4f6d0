"""放假安排 at the desk: who sees it, what a notice will move before it is taken in, and the banner in December."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies import calendars
from gongkai.agencies.calendars import MovedDate
from gongkai.agencies.models import Agency, CalendarNotice
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.desk.calendar_forms import NoticeForm, days
from gongkai.statute.calendar import Notice, Regional
from tests.district import SHANGHAI

from .conftest import AT, Appoint, SignIn, text_of

GIVEN = {
    "year": "2027",
    "reference": "试〔2026〕1号",
    "checked_on": "2026-11-24",
    "off": "1月1日、2月8日\n2027-02-09",
    "on": "1/3",
}
NOTICE = Notice(2027, "试〔2026〕1号", date(2026, 11, 24), (date(2027, 1, 1),), ())
LOCAL = Regional("街道", "街发〔2026〕3号", date(2026, 7, 1), (date(2026, 8, 3),))


@pytest.fixture(autouse=True)
def _own_listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "_listeners", {})


@pytest.fixture
def keeper(district: Agency, appoint: Appoint) -> Person:
    """Administers everything."""
    return appoint(Role.ADMINISTRATOR, district)


@pytest.fixture
def desk(keeper: Person, sign_in: SignIn) -> Client:
    return sign_in(keeper)


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def test_the_list_shows_years_with_their_source(desk: Client) -> None:
    text = text_of(desk.get(at("calendar")))
    assert "国办发明电〔2025〕7号" in text
    assert "还没有载入过" in text


def test_a_notice_is_tried_first_and_moves_nothing(desk: Client, district: Agency) -> None:
    calendars.on_change(
        "test", lambda at: [MovedDate("民政局", "〔2026〕9号", date(2027, 1, 1), date(2027, 1, 4), True)]
    )
    before = Entry.objects.count()
    text = text_of(desk.post(at("calendar_add"), GIVEN))
    assert "将要办理，还没有改动" in text
    told = re.sub(r"<[^>]+>", "", text)
    assert "放假的工作日 3 天（2027-01-01、2027-02-08、2027-02-09），上班的休息日 1 天（2027-01-03）" in told
    for word in ("1 件答复期限变动", "〔2026〕9号", "2027-01-01", "2027-01-04", "暂定"):
        assert word in text
    assert not CalendarNotice.objects.exists()
    assert Entry.objects.count() == before


def test_confirmed_it_holds(desk: Client, district: Agency, keeper: Person) -> None:
    answer = desk.post(at("calendar_add"), {**GIVEN, "confirmed": "1"}, follow=True)
    assert "已办理：载入放假通知" in text_of(answer)
    notice = CalendarNotice.objects.get()
    assert (notice.year, notice.off, notice.on) == (
        2027,
        ["2027-01-01", "2027-02-08", "2027-02-09"],
        ["2027-01-03"],
    )
    assert notice.added_by == keeper
    assert calendars.national().known(2027)
    assert "试〔2026〕1号" in text_of(desk.get(at("calendar")))


def test_back_keeps_what_was_typed(desk: Client, district: Agency) -> None:
    text = text_of(desk.post(at("calendar_add"), {**GIVEN, "back": "1"}))
    assert "1月1日、2月8日" in text
    assert "将要办理" not in text
    assert not CalendarNotice.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"off": "1月2日"}, "2027-01-02 是星期六"),
        ({"off": "春节"}, "“春节”不是日期"),
        ({"off": "2月30日"}, "“2月30日”不是日期"),
        ({"on": "1月4日"}, "2027-01-04 是星期一"),
        ({"year": "2026"}, "2026年的放假通知已经载入"),
        ({"reference": ""}, "请填写文号"),
        ({"off": ""}, "请填写放假的工作日"),
        ({"year": ""}, "请填写年份"),
    ],
)
def test_a_mistake_is_said_and_nothing_lost(
    desk: Client, district: Agency, change: dict[str, str], message: str
) -> None:
    text = text_of(desk.post(at("calendar_add"), {**GIVEN, **change, "confirmed": "1"}))
    assert message in text
    assert "1/3" in text or "on" in change
    assert not CalendarNotice.objects.exists()


def test_days_of_a_region_hold_for_its_agencies(desk: Client, district: Agency, street: Agency) -> None:
    given = {
        "agency": street.pk,
        "reference": "街发1号",
        "checked_on": "2026-07-01",
        "off": "2026-08-03",
        "on": "",
    }
    assert "街道办事处及所属机关" in text_of(desk.post(at("calendar_regional"), given))
    desk.post(at("calendar_regional"), {**given, "confirmed": "1"})
    assert not calendars.calendar_for(street).is_working(date(2026, 8, 3))
    assert calendars.calendar_for(district).is_working(date(2026, 8, 3))


def test_regional_days_need_a_year_of_their_own(desk: Client, street: Agency) -> None:
    given = {"agency": street.pk, "reference": "街发1号", "checked_on": "2026-07-01", "off": "8月3日"}
    assert "“8月3日”不是日期" in text_of(desk.post(at("calendar_regional"), given))


def test_a_mistake_is_taken_out_with_a_reason(desk: Client, district: Agency) -> None:
    notice = calendars.add_notice(NOTICE, by=OPERATOR, at=AT).notice
    address = at("calendar_withdraw", notice.pk)
    assert "请写明为什么撤下" in text_of(desk.post(address, {"confirmed": "1"}))
    assert "将要办理" in text_of(desk.post(address, {"reason": "文号写错"}))
    notice.refresh_from_db()
    assert notice.withdrawn_at is None
    desk.post(address, {"reason": "文号写错", "confirmed": "1"})
    notice.refresh_from_db()
    assert notice.withdrawn_at is not None
    assert not calendars.national().known(2027)
    assert "撤下" in text_of(desk.get(at("calendar")))


def test_who_administers_a_part_keeps_to_it(
    street: Agency, housing: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    client = sign_in(appoint(Role.ADMINISTRATOR, street))
    national = calendars.add_notice(NOTICE, by=OPERATOR, at=AT).notice
    theirs = calendars.add_regional(housing, LOCAL, by=OPERATOR, at=AT).notice
    ours = calendars.add_regional(street, LOCAL, by=OPERATOR, at=AT).notice
    assert client.get(at("calendar_add")).status_code == 302
    assert client.post(at("calendar_add"), {**GIVEN, "confirmed": "1"}).status_code == 302
    assert [client.get(at("calendar_withdraw", n.pk)).status_code for n in (national, theirs, ours)] == [
        404,
        404,
        200,
    ]
    given = {
        "agency": housing.pk,
        "reference": "x",
        "checked_on": "2026-07-01",
        "off": "2026-08-03",
        "confirmed": "1",
    }
    client.post(at("calendar_regional"), given)
    assert CalendarNotice.objects.count() == 3


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR])
def test_others_have_no_such_page(district: Agency, appoint: Appoint, sign_in: SignIn, role: Role) -> None:
    client = sign_in(appoint(role, district))
    for name in ("calendar", "calendar_add", "calendar_regional"):
        assert client.get(at(name)).status_code == 403
    assert client.post(at("calendar_add"), {**GIVEN, "confirmed": "1"}).status_code == 403
    assert not CalendarNotice.objects.exists()


@pytest.fixture
def december() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI), tick=False):
        yield


def test_from_december_on_everybody_at_the_desk_is_told(
    december: None, keeper: Person, clerk: Person, sign_in: SignIn
) -> None:
    mine, theirs = text_of(sign_in(keeper).get(at("agencies"))), text_of(sign_in(clerk).get(at("reports")))
    assert "2027年的放假通知还没有载入" in mine
    assert at("calendar") in mine.partition("还没有载入")[2]
    assert "2027年的放假通知还没有载入" in theirs
    assert "请系统管理员载入" in theirs


def test_the_banner_goes_with_the_notice(december: None, keeper: Person, sign_in: SignIn) -> None:
    calendars.add_notice(NOTICE, by=OPERATOR, at=AT)
    assert "还没有载入。" not in text_of(sign_in(keeper).get(at("agencies")))


@time_machine.travel(datetime(2026, 11, 30, 23, 0, tzinfo=SHANGHAI), tick=False)
def test_before_december_nobody_is_told(keeper: Person, sign_in: SignIn) -> None:
    assert "还没有载入" not in text_of(sign_in(keeper).get(at("agencies")))


def test_days_are_read_as_people_write_them() -> None:
    words = "2027-01-01, 2月8日；2/9 2027年2月10日\n2027.2.11"
    assert list(days(words, 2027)) == [date(2027, 1, 1), *(date(2027, 2, n) for n in (8, 9, 10, 11))]


def test_the_form_hands_over_a_notice() -> None:
    form = NoticeForm({**GIVEN, "revises": "on"})
    assert form.is_valid()
    assert form.notice().revises
    assert form.notice().on == (date(2027, 1, 3),)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("checked_on", "2099-01-01", "核对日期还没有到"),
        ("year", "99999", "年份是四位数字"),
        ("year", "1999", "年份是四位数字"),
        ("off", "1月1日至3日", "“1月1日至3日”不是日期"),
        ("off", "1月2日", "放假的工作日（off）只写周一至周五"),
    ],
)
def test_nonsense_is_said_and_nothing_taken_in(desk: Client, field: str, typed: str, says: str) -> None:
    text = text_of(desk.post(at("calendar_add"), GIVEN | {field: typed, "confirmed": "1"}))
    assert says in text
    assert not CalendarNotice.objects.exists()
