"""Clerk and head are reminded of the report in time, on its last day and after; the supervisor weekly."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import Misconfigured
from gongkai.jobs.registry import known
from gongkai.notices.models import Notice
from gongkai.reports import actions, reminding
from tests.district import SHANGHAI

from .conftest import AT, in_review


def told(on: date, who: Person, means: str = "desk") -> list[str]:
    """What this person was told by the run of one night."""
    before = set(Notice.objects.values_list("pk", flat=True))
    reminding.remind(datetime(on.year, on.month, on.day, 2, tzinfo=SHANGHAI))
    rows = Notice.objects.exclude(pk__in=before).filter(means=means, recipient=who.key).order_by("pk")
    return [one.subject for one in rows]


# 31 January 2025 lies in the Spring Festival (28 January to 4 February; the 26th is worked): the 27th is its last.
SOON, FIVE, LAST, OVER = date(2025, 1, 7), date(2025, 1, 21), date(2025, 1, 27), date(2025, 2, 5)


def test_before_it_on_the_last_working_day_and_when_it_is_over(
    bureau: Agency, clerk: Person, head: Person
) -> None:
    assert told(date(2025, 1, 2), clerk) == []
    assert told(SOON, clerk) == ["年报：2024年度报告还有15个工作日"]
    assert told(date(2025, 1, 8), clerk) == []
    assert told(FIVE, clerk) == ["年报：2024年度报告还有5个工作日"]
    assert told(LAST, head) == ["年报：2024年度报告今天到期"]
    assert told(date(2025, 1, 30), clerk) == []
    assert told(OVER, clerk) == ["年报：2024年度报告已经逾期"]
    assert told(date(2025, 3, 1), clerk) == []


def test_the_words_say_the_last_working_day_how_far_it_is_and_the_article(
    bureau: Agency, clerk: Person, head: Person
) -> None:
    actions.open_compiled(clerk, bureau, 2024, at=AT)
    told(FIVE, head)
    body = Notice.objects.get(means="desk", recipient=head.key).body
    assert "2025-01-31是休息日，不顺延，请在最后一个工作日2025-01-27以前办结" in body
    assert "目前：编制中" in body
    assert "第四十九条" in body


def test_by_mail_too_and_each_once(bureau: Agency, clerk: Person) -> None:
    clerk.email = "clerk@example.org"
    clerk.save()
    assert told(FIVE, clerk, "mail") == ["年报：2024年度报告还有5个工作日"]
    assert told(FIVE, clerk, "mail") == []


def test_of_missed_nights_only_the_nearest(bureau: Agency, clerk: Person) -> None:
    assert told(date(2025, 1, 26), clerk) == ["年报：2024年度报告还有1个工作日"]


def test_nothing_once_it_is_filed(bureau: Agency, clerk: Person, supervisor: Person) -> None:
    in_review(supervisor)
    assert told(FIVE, clerk) == told(OVER, clerk) == []


def test_the_district_s_own_day_is_reminded_of_anew(
    bureau: Agency, district: Agency, clerk: Person, supervisor: Person
) -> None:
    assert told(SOON, clerk) == ["年报：2024年度报告还有15个工作日"]
    actions.set_due_date(supervisor, district, year=2024, due_on=date(2025, 1, 15), at=AT)
    assert told(date(2025, 1, 8), clerk) == ["年报：2024年度报告还有5个工作日"]
    assert told(date(2025, 1, 16), clerk) == ["年报：2024年度报告已经逾期"]


def test_the_days_are_configured(bureau: Agency, clerk: Person, settings: Settings) -> None:
    settings.GONGKAI_REPORT_REMIND = ["2"]
    assert told(FIVE, clerk) == []
    assert told(date(2025, 1, 25), clerk) == ["年报：2024年度报告还有2个工作日"]
    for wrong in ("x", "0", "61", "-1"):
        settings.GONGKAI_REPORT_REMIND = [wrong]
        with pytest.raises(Misconfigured):
            reminding.before()


def test_the_supervisor_gets_a_digest_once_a_week_until_all_are_in(
    bureau: Agency, finance: Agency, supervisor: Person
) -> None:
    assert told(date(2025, 1, 6), supervisor) == ["年报：2024年度报告还有3个机关未报送"]
    assert told(date(2025, 1, 9), supervisor) == []
    in_review(supervisor)
    assert told(date(2025, 2, 10), supervisor) == ["年报：2024年度报告还有2个机关未报送"]
    body = Notice.objects.filter(means="desk", recipient=supervisor.key).order_by("pk").last()
    assert body is not None
    assert "已报送1个" in body.body
    assert "逾期1个" in body.body
    assert "逾期的：示范区财政局" in body.body
    in_review(supervisor, finance.name)
    in_review(supervisor, "示范区人民政府")
    assert told(date(2025, 2, 17), supervisor) == []


def test_the_job_is_known() -> None:
    assert "reports.remind" in {job.name for job in known()}
