"""How long an answer usually takes: the agency's own figures, and silence where they would tell of single ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import unopened
from gongkai.cases.asking.usual import usual_days
from gongkai.cases.models import Case
from gongkai.notices.models import Notice

from .asking import asked
from .conftest import AT
from .web import submitted

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def _answered(clerk: Person, agency: Agency, received: date, answered: date) -> None:
    case = asked(clerk, agency)
    Case.objects.filter(pk=case.pk).update(received_on=received, answered_on=answered)


def test_the_median_of_working_days(clerk: Person, bureau: Agency) -> None:
    # Mondays to Fridays of weeks without a holiday: 1, 2, 3, 4 and 9 working days.
    for days in (1, 2, 3, 4, 11):
        _answered(clerk, bureau, date(2026, 3, 2), date(2026, 3, 2) + timedelta(days=days))
    assert usual_days(bureau, on=ON) == 3


def test_nothing_is_said_of_a_few(clerk: Person, bureau: Agency) -> None:
    for days in (1, 2, 3, 4):
        _answered(clerk, bureau, date(2026, 3, 2), date(2026, 3, 2) + timedelta(days=days))
    asked(clerk, bureau)
    assert usual_days(bureau, on=ON) is None


def test_neither_of_long_ago_nor_of_others(clerk: Person, bureau: Agency, finance: Agency) -> None:
    for _ in range(6):
        _answered(clerk, bureau, date(2025, 3, 3), date(2025, 3, 4))
    assert usual_days(bureau, on=ON) is None
    assert usual_days(bureau, on=date(2025, 6, 2)) == 1
    assert usual_days(finance, on=date(2025, 6, 2)) is None


@pytest.mark.usefixtures("opened")
def test_a_web_request_that_nobody_opens_raises_the_alarm(clerk: Person, head: Person, bureau: Agency) -> None:
    made = submitted(bureau)
    assert unopened.raise_alarms(AT) == 0
    assert unopened.raise_alarms(AT + timedelta(days=1)) == 1
    assert unopened.raise_alarms(AT + timedelta(days=2)) == 1
    told = Notice.objects.filter(means="desk").order_by("pk")
    assert [one.recipient for one in told] == [clerk.key, head.key]
    assert all(made.incoming.number in one.body and "网站在线提交" in one.body for one in told)
