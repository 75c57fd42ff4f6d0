"""A quarter with nothing is confirmed by somebody who looked, after its end, at every channel that was open."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models import Incoming, OpenChannel, QuarterLook
from gongkai.cases.quarters import arrived, confirm_quarter, days_of, looks, open_channels, unconfirmed
from gongkai.cases.words import BASIC_CHANNELS
from gongkai.errors import NotAllowed, Refused
from tests.district import SHANGHAI

from .conftest import AT, entries
from .rows import a_case

pytestmark = pytest.mark.django_db
BASIC = sorted(map(str, BASIC_CHANNELS))
APRIL = datetime(2026, 4, 3, 9, 0, tzinfo=SHANGHAI)
LOOKED = date(2026, 4, 2)


def confirmed(
    user: Person,
    agency: Agency,
    quarter: int = 1,
    channels: list[str] = BASIC,
    looked_on: date = LOOKED,
    at: datetime = APRIL,
) -> QuarterLook:
    return confirm_quarter(
        user, agency, year=2026, quarter=quarter, channels=channels, looked_on=looked_on, note="无", at=at
    )


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (2, date(2026, 4, 1), date(2026, 6, 30)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_the_quarters_of_a_year(quarter: int, first: date, last: date) -> None:
    assert days_of(2026, quarter) == (first, last)


def test_there_are_four() -> None:
    with pytest.raises(Refused, match="季度"):
        days_of(2026, 5)


def test_a_clerk_confirms_it(bureau: Agency, clerk: Person) -> None:
    look = confirmed(clerk, bureau)
    assert (look.by, look.looked_on, look.channels, look.received) == (clerk, LOOKED, BASIC, 0)
    assert looks(bureau, 2026) == {1: look}
    (entry,) = entries("cases.quarter")
    assert (entry.actor, entry.agency, entry.object) == (clerk.key, bureau.key, look.key)
    assert '"received":0' in entry.data.replace(" ", "")


@pytest.mark.parametrize("who", ["outsider", "supervisor", "auditor", "reviewer"])
def test_nobody_else_does(who: str, bureau: Agency, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        confirmed(request.getfixturevalue(who), bureau)
    assert not QuarterLook.objects.exists()
    assert entries("cases.quarter") == []


class TestRefused:
    def test_before_the_quarter_is_over(self, bureau: Agency, clerk: Person) -> None:
        with pytest.raises(Refused, match="2026-06-30"):
            confirmed(clerk, bureau, 2)

    def test_on_its_last_day(self, bureau: Agency, clerk: Person) -> None:
        at = datetime(2026, 3, 31, 23, 59, tzinfo=SHANGHAI)
        with pytest.raises(Refused, match="结束"):
            confirmed(clerk, bureau, looked_on=date(2026, 3, 31), at=at)

    def test_for_a_look_before_its_end(self, bureau: Agency, clerk: Person) -> None:
        with pytest.raises(Refused, match="结束以后"):
            confirmed(clerk, bureau, looked_on=date(2026, 3, 31))

    def test_for_a_look_to_come(self, bureau: Agency, clerk: Person) -> None:
        with pytest.raises(Refused, match="还没有到"):
            confirmed(clerk, bureau, looked_on=date(2026, 4, 4))

    def test_when_a_channel_was_left_out(self, bureau: Agency, clerk: Person) -> None:
        OpenChannel.objects.create(agency=bureau, channel="email", address="x@y.cn", from_on=date(2026, 3, 1))
        with pytest.raises(Refused, match="电子邮件"):
            confirmed(clerk, bureau)
        assert not QuarterLook.objects.exists()
        assert confirmed(clerk, bureau, channels=[*BASIC, "email"]).pk

    def test_for_a_channel_that_does_not_exist(self, bureau: Agency, clerk: Person) -> None:
        with pytest.raises(Refused, match="pigeon"):
            confirmed(clerk, bureau, channels=[*BASIC, "pigeon"])


def test_only_channels_open_in_the_quarter_count(bureau: Agency) -> None:
    OpenChannel.objects.create(agency=bureau, channel="fax", from_on=date(2020, 1, 1), until_on=date(2025, 12, 31))
    OpenChannel.objects.create(agency=bureau, channel="web", from_on=date(2026, 4, 1))
    assert open_channels(bureau, *days_of(2026, 1)) == BASIC
    assert open_channels(bureau, *days_of(2026, 2)) == sorted([*BASIC, "web"])
    assert open_channels(bureau, *days_of(2025, 4)) == sorted([*BASIC, "fax"])


class TestUnconfirmed:
    def test_those_that_are_over(self, bureau: Agency) -> None:
        assert unconfirmed(bureau, 2026, on=date(2026, 8, 1)) == [1, 2]
        assert unconfirmed(bureau, 2025, on=date(2026, 8, 1)) == [1, 2, 3, 4]

    def test_not_on_its_last_day(self, bureau: Agency) -> None:
        assert unconfirmed(bureau, 2026, on=date(2026, 3, 31)) == []
        assert unconfirmed(bureau, 2026, on=date(2026, 4, 1)) == [1]

    def test_not_once_somebody_looked(self, bureau: Agency, clerk: Person) -> None:
        confirmed(clerk, bureau)
        assert unconfirmed(bureau, 2026, on=date(2026, 8, 1)) == [2]

    def test_not_when_something_came(self, bureau: Agency) -> None:
        a_case(bureau, date(2026, 2, 2))
        assert unconfirmed(bureau, 2026, on=date(2026, 8, 1)) == [2]

    def test_not_while_something_lies_unsettled(self, bureau: Agency) -> None:
        Incoming.objects.create(
            agency=bureau, number="1", channel="window", arrived_on=date(2026, 5, 6), entered_at=AT
        )
        assert unconfirmed(bureau, 2026, on=date(2026, 8, 1)) == [1]

    def test_what_turned_out_to_be_no_request_does_not_stand_for_one(self, bureau: Agency) -> None:
        Incoming.objects.create(
            agency=bureau, number="1", channel="window", arrived_on=date(2026, 5, 6), entered_at=AT,
            settled_as="not_a_request", settled_at=AT,
        )  # fmt: skip
        assert arrived(bureau, *days_of(2026, 2)) == 0


def test_a_later_look_stands_beside_the_earlier(bureau: Agency, clerk: Person) -> None:
    confirmed(clerk, bureau)
    a_case(bureau, date(2026, 3, 30))
    second = confirmed(clerk, bureau, looked_on=date(2026, 4, 3))
    assert second.received == 1
    assert looks(bureau, 2026) == {1: second}
    assert QuarterLook.objects.count() == 2
