from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import incoming, unopened
from gongkai.cases.registering import confirm
from gongkai.notices.models import Notice

from .asking import came, registered
from .conftest import AT, TODAY

DAY = timedelta(days=1)


def told(kind: str) -> list[str]:
    return list(
        Notice.objects.filter(once__startswith=f"{kind}:", means="desk").values_list("recipient", flat=True)
    )


def on(days: int) -> datetime:
    return AT + days * DAY


def test_what_nobody_opened_is_told_to_the_clerk_then_to_the_head(
    clerk: Person, head: Person, bureau: Agency
) -> None:
    came(clerk, bureau)
    assert unopened.raise_alarms(AT) == 0
    assert unopened.raise_alarms(on(1)) == 1
    assert told("unopened") == [clerk.key]
    assert unopened.raise_alarms(on(2)) == 1
    assert told("unopened") == [clerk.key, head.key]
    assert unopened.raise_alarms(on(3)) == 0


def test_missed_nights_catch_up_at_once(clerk: Person, head: Person, bureau: Agency) -> None:
    came(clerk, bureau)
    assert unopened.raise_alarms(on(4)) == 2
    assert unopened.raise_alarms(on(4)) == 0


def test_days_off_are_no_neglect(clerk: Person, bureau: Agency) -> None:
    friday = AT + 4 * DAY
    came(clerk, bureau, on=friday.date(), at=friday)
    assert unopened.raise_alarms(friday + 2 * DAY) == 0
    assert unopened.raise_alarms(friday + 3 * DAY) == 1


def test_what_was_opened_and_left_lying_is_told_later(clerk: Person, head: Person, bureau: Agency) -> None:
    incoming.open_it(clerk, came(clerk, bureau), at=AT)
    assert unopened.raise_alarms(on(2)) == 0
    assert unopened.raise_alarms(on(3)) == 1
    assert told("unsettled") == [clerk.key]
    assert unopened.raise_alarms(on(7)) == 1
    assert told("unsettled") == [clerk.key, head.key]


def test_what_is_settled_rings_no_more(clerk: Person, head: Person, bureau: Agency) -> None:
    incoming.not_a_request(clerk, came(clerk, bureau), reason="广告", at=AT)
    assert unopened.raise_alarms(on(9)) == 0


def test_an_unconfirmed_request_does_not_sit_outside_the_clock(
    clerk: Person, head: Person, bureau: Agency, opened: None
) -> None:
    case = registered(clerk, came(clerk, bureau, "email"))
    assert unopened.raise_alarms(AT) == 0
    assert unopened.raise_alarms(on(1)) == 1
    assert told("unconfirmed") == [clerk.key]
    assert unopened.raise_alarms(on(3)) == 1
    assert told("unconfirmed") == [clerk.key, head.key]
    assert Notice.objects.filter(about=case.key, subject__contains="没有与申请人确认").exists()


def test_a_confirmed_one_rings_no_more(clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, "email"))
    confirm(clerk, case, office_on=TODAY, applicant_on=TODAY, at=AT)
    assert unopened.raise_alarms(on(4)) == 0


def test_without_a_clerk_the_head_is_told(head: Person, bureau: Agency) -> None:
    came(head, bureau)
    assert unopened.raise_alarms(on(1)) == 1
    assert told("unopened") == [head.key]


def test_a_notice_says_no_name(clerk: Person, bureau: Agency) -> None:
    came(clerk, bureau, subject="张三丰的申请")
    unopened.raise_alarms(on(1))
    for notice in Notice.objects.all():
        assert "张三丰" not in notice.subject + notice.body
    assert Notice.objects.filter(means="mail", recipient=clerk.key).count() == 1


@pytest.mark.parametrize("days", [0, 1, 5])
def test_how_long_it_lies(days: int, clerk: Person, bureau: Agency) -> None:
    came(clerk, bureau)
    (one,) = unopened.lying(on(days))
    assert (one.days, one.unopened, one.incoming.arrived_on) == (min(days, 4), True, TODAY)
