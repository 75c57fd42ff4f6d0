"""When a telephone may ring: over midnight, within a day, never quiet; and who sets it."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed
from gongkai.notices import quiet
from gongkai.notices.models import QuietHours
from tests.cases.conftest import AT, entries
from tests.district import SHANGHAI


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("begins", "ends", "asked", "free"),
    [
        (20, 8, at(19, 59), at(19, 59)),
        (20, 8, at(20), at(8, day=3)),
        (20, 8, at(23, 59), at(8, day=3)),
        (20, 8, at(0), at(8)),
        (20, 8, at(7, 59), at(8)),
        (20, 8, at(8), at(8)),
        (12, 14, at(11, 59), at(11, 59)),
        (12, 14, at(12), at(14)),
        (12, 14, at(14), at(14)),
        (9, 9, at(9), at(9)),
    ],
)
def test_when_it_is_free(begins: int, ends: int, asked: datetime, free: datetime) -> None:
    assert quiet.after(asked, time(begins), time(ends)) == free


@given(
    st.integers(0, 366 * 24 * 60 * 60 - 1), st.times(), st.times(),
)  # fmt: skip
def test_it_is_free_within_a_day_and_never_quiet_then(seconds: int, begins: time, ends: time) -> None:
    asked = at(0) + timedelta(seconds=seconds)
    free = quiet.after(asked, begins, ends)
    assert timedelta() <= free - asked < timedelta(days=1)
    assert quiet.after(free, begins, ends) == free


@pytest.mark.django_db
class TestSettings:
    def test_the_usual_ones_hold_until_others_are_set(self, bureau: Agency, head: Person) -> None:
        assert quiet.hours(bureau) == (time(20), time(8))
        quiet.put(head, bureau, begins=time(21, 30), ends=time(7), at=AT)
        assert quiet.hours(bureau) == (time(21, 30), time(7))
        assert quiet.free_from(bureau, at(21)) == at(21)
        quiet.put(head, bureau, begins=time(9), ends=time(9), at=AT)
        assert quiet.free_from(bureau, at(3)) == at(3)
        first, _ = entries("notices.quiet")
        assert json.loads(first.data) == {"begins": "21:30", "ends": "07:00"}

    @pytest.mark.parametrize("who", ["clerk", "outsider", "auditor"])
    def test_others_set_nothing(self, who: str, bureau: Agency, request: pytest.FixtureRequest) -> None:
        with pytest.raises(NotAllowed):
            quiet.put(request.getfixturevalue(who), bureau, begins=time(1), ends=time(2), at=AT)
        assert not QuietHours.objects.exists()
        assert entries("notices.quiet") == []
