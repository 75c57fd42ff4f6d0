"""The district's table of a year, and the page of one's own agency."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.readers import read
from gongkai.reports import actions, tasks
from gongkai.reports.models import DueDate, ReportVersion

from .conftest import AT, WRONG, Appoint, SignIn, in_review, text_of

HERE = "desk:reports"
FEBRUARY = datetime(2025, 2, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_who_reported_who_is_late_and_what_was_found(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    in_review(supervisor, housing, change=WRONG)
    with time_machine.travel(FEBRUARY, tick=False):
        text = text_of(sign_in(supervisor).get(reverse(HERE)))
    assert "2024年度报告" in text
    assert text.index(housing.name) < text.index(street.name)
    assert "1 / 2" in text
    assert "未报送" in text
    assert "待审核" in text
    assert "2025-01-31" in text
    assert "2025-03-31" in text


def test_a_department_after_its_day_is_late_and_a_street_office_not_yet(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    with time_machine.travel(FEBRUARY, tick=False):
        text = text_of(client.get(reverse(HERE), {"state": "late"}))
    assert "已逾期 10 天" in text
    assert housing.name in text
    assert f">{street.name}</a></th>" not in text


def test_the_districts_own_day_counts(
    district: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    with time_machine.travel(FEBRUARY, tick=False):
        client.post(reverse("desk:due_dates", args=[district.pk]), {"year": 2024, "due_on": "2025-01-20"})
        text = text_of(client.get(reverse(HERE), {"year": 2024}))
    assert DueDate.objects.get().due_on == date(2025, 1, 20)
    assert "2025-01-20" in text
    assert "已逾期 21 天" in text


@pytest.mark.parametrize("day", ["2025-04-01", "2024-12-31", "not-a-day"])
def test_a_day_outside_the_law_is_refused(district: Agency, supervisor: Person, sign_in: SignIn, day: str) -> None:
    address = reverse("desk:due_dates", args=[district.pk])
    response = sign_in(supervisor).post(address, {"year": 2024, "due_on": day})
    assert "有 1 处需要修改" in text_of(response)
    assert not DueDate.objects.exists()


def test_totals_say_who_is_missing_and_are_complete_when_nobody_is(
    district: Agency, housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    actions.accept(supervisor, in_review(supervisor, housing), at=AT)
    text = text_of(client.get(reverse(HERE), {"year": 2024}))
    assert f"合计还不完整，缺 1 个机关：{street.name}" in text
    actions.accept(supervisor, in_review(supervisor, street), at=AT)
    text = text_of(client.get(reverse(HERE), {"year": 2024}))
    assert "合计完整" in text
    sheet = text_of(client.get(reverse("desk:totals", args=[district.pk, 2024])))
    assert "2 个机关的报告都已计入" in sheet
    assert ">24<" in sheet.replace("\n", "")
    handed = client.get(reverse("desk:totals", args=[district.pk, 2024]), {"csv": "1"}).content.decode("utf-8-sig")
    assert "行政许可，本年处理决定数量,24," in handed


def test_the_export_hands_out_exactly_what_is_shown(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    in_review(supervisor, housing, change=WRONG)
    client = sign_in(supervisor)
    asked = {"year": 2024, "state": "findings", "csv": "1"}
    lines = client.get(reverse(HERE), asked).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("机关,年度,应报日期")
    assert [line.split(",")[0] for line in lines[1:]] == [housing.name]


def test_a_clerk_sees_their_own_report_and_the_next_step(
    housing: Agency, street: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    with time_machine.travel(AT, tick=False):
        text = text_of(client.get(reverse(HERE)))
    assert housing.name in text
    assert street.name not in text
    assert "还有 11 天" in text
    assert f"agency={housing.pk}&amp;year=2024" in text
    with time_machine.travel(FEBRUARY, tick=False):
        assert "已逾期" in text_of(sign_in(clerk).get(reverse(HERE)))


def test_a_clerk_is_told_what_comes_next(
    version: ReportVersion, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    assert "等待审核人接受" in text_of(client.get(reverse(HERE), {"year": 2024}))
    actions.accept(reviewer, version, at=AT)
    assert "由政府信息公开工作机构负责人发布" in text_of(client.get(reverse(HERE), {"year": 2024}))


def test_the_newest_version_has_an_address_by_agency_and_year(
    version: ReportVersion, housing: Agency, street: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    found = client.get(reverse("desk:latest", args=[housing.pk, 2024]))["Location"]
    assert found == reverse("desk:review", args=[version.pk])
    assert client.get(reverse("desk:latest", args=[housing.pk, 2019]))["Location"] == reverse(HERE)
    assert client.get(reverse("desk:latest", args=[street.pk, 2024])).status_code == 404


def test_what_waits_is_counted_in_the_rail(version: ReportVersion, reviewer: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(reviewer).get(reverse(HERE)))
    assert '<span class="count">1<span class="unseen"> 件待办</span></span>' in text


def test_a_year_that_is_no_year_shows_this_one(supervisor: Person, sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        assert "2024年度报告" in text_of(sign_in(supervisor).get(reverse(HERE), {"year": "abc"}))


def test_a_file_that_could_not_be_read_is_one_click_away(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    broken = [actions.Dropped("a.docx", b"PK\x03\x04 nothing")]
    (intake,) = actions.take_in(supervisor, broken, agency=housing, year=2024, at=AT)
    client = sign_in(supervisor)
    assert "正在读取" in text_of(client.get(reverse(HERE), {"year": 2024}))
    tasks.work(AT, read=read)
    text = text_of(client.get(reverse(HERE), {"year": 2024}))
    assert f'<a href="{reverse("desk:file", args=[intake.pk])}">{housing.name}</a>' in text
    assert f"?agency={street.pk}&amp;year=2024" in text


def test_settings_are_the_supervisors(district: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    head = appoint(Role.HEAD, district)
    assert sign_in(head).get(reverse("desk:due_dates", args=[district.pk])).status_code == 404


@pytest.mark.parametrize("year", [0, 1, 2007, 2100, 9999, 10**29])
def test_totals_of_a_year_that_cannot_be_are_not_there(
    year: int, district: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    assert client.get(reverse("desk:totals", args=[district.pk, year])).status_code == 404


def test_a_day_that_is_a_holiday_comes_with_the_last_working_day(
    district: Agency, housing: Agency, supervisor: Person, clerk: Person, sign_in: SignIn
) -> None:
    """31 January 2025 lies in the Spring Festival; Art. 49 has no roll."""
    with time_machine.travel(AT, tick=False):
        own = text_of(sign_in(clerk).get(reverse(HERE)))
        settings = text_of(sign_in(supervisor).get(reverse("desk:due_dates", args=[district.pk])))
    assert "不顺延；最后一个工作日是2025年1月27日" in own
    assert "2025年1月31日是休息日，不顺延，最后一个工作日是2025年1月27日。" in settings
    assert "3月31日是休息日" not in settings
