"""The answer, a duty and a hearing are told in time, each occasion once."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.jobs.registry import known
from gongkai.notices.models import Notice
from gongkai.review import answering, hearings, registering, reminding
from gongkai.review.models import Proceeding
from tests.district import SHANGHAI

from .conftest import AT
from .deeds import ANSWERED, came, laid


def told(on: date) -> list[tuple[str, str]]:
    """Who was told what on the desk by the run of one night."""
    before = set(Notice.objects.values_list("pk", flat=True))
    reminding.remind(datetime(on.year, on.month, on.day, 2, tzinfo=SHANGHAI))
    rows = Notice.objects.exclude(pk__in=before).filter(means="desk").order_by("pk")
    return [(one.recipient, one.subject.removeprefix("行政复议与诉讼：")) for one in rows]


@pytest.fixture
def one(bureau: Agency, clerk: Person, head: Person) -> Proceeding:
    """Its answer is due on Monday 16 March 2026."""
    return came(bureau)


def test_clerk_and_head_are_told_in_time_on_the_day_and_after_it(
    one: Proceeding, clerk: Person, head: Person
) -> None:
    what = "提交答复和全部证据"
    assert told(date(2026, 3, 6)) == []
    assert told(date(2026, 3, 9)) == [(clerk.key, f"{what}还有5个工作日"), (head.key, f"{what}还有5个工作日")]
    assert told(date(2026, 3, 9)) == told(date(2026, 3, 10)) == []
    assert told(date(2026, 3, 11))[0] == (clerk.key, f"{what}还有3个工作日")
    assert told(date(2026, 3, 16))[0] == (clerk.key, f"{what}今天到期")
    assert told(date(2026, 3, 18))[1] == (head.key, f"{what}已经逾期")
    assert told(date(2026, 3, 30)) == []


def test_of_missed_nights_only_the_nearest_and_nothing_once_it_is_done(one: Proceeding, clerk: Person) -> None:
    assert [words for _, words in told(date(2026, 3, 13))] == ["提交答复和全部证据还有1个工作日"] * 2
    answering.answer(clerk, one, on=ANSWERED, at=AT)
    assert told(date(2026, 3, 20)) == []


def test_a_hearing_and_a_duty(clerk: Person, bureau: Agency) -> None:
    hearings.plan(
        OPERATOR, answering.answer(OPERATOR, came(bureau), on=ANSWERED, at=AT), on=date(2026, 6, 10), at=AT
    )
    laid(bureau, until=date(2026, 6, 1))
    assert told(date(2026, 6, 1)) == [(clerk.key, "公开政府信息今天到期")]
    assert told(date(2026, 6, 9)) == [(clerk.key, "公开政府信息已经逾期"), (clerk.key, "听证、开庭还有1个工作日")]


def test_nothing_is_told_of_a_wrong_entry_and_the_job_is_known(one: Proceeding, clerk: Person) -> None:
    registering.void(clerk, one, reason="重复", at=AT)
    assert told(date(2026, 3, 16)) == []
    assert "review.remind" in {job.name for job in known()}
