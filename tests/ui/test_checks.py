"""Settings of the site that cannot be right are found before anybody visits."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from pytest_django import Settings

from gongkai.agencies import calendars
from gongkai.agencies.permissions import OPERATOR
from gongkai.statute.calendar import Notice
from gongkai.ui.checks import rate_is_a_rate, site_code_is_one, the_next_year_is_known


@pytest.mark.parametrize("code", ["", "9900010001", "bm12345678"])
def test_site_codes(settings: Settings, code: str) -> None:
    settings.GONGKAI_SITE_CODE = code
    assert site_code_is_one() == []


@pytest.mark.parametrize("code", ["990001000", "99000100011", "bm1234", "示例", "９９０００１０００１"])
def test_what_is_no_site_code(settings: Settings, code: str) -> None:
    settings.GONGKAI_SITE_CODE = code
    (found,) = site_code_is_one()
    assert found.id == "gongkai.W020"
    assert code in found.msg


@pytest.mark.parametrize(("rate", "ids"), [(0, []), (300, []), (-1, ["gongkai.E020"])])
def test_rates(settings: Settings, rate: int, ids: list[str]) -> None:
    settings.GONGKAI_API_RATE = rate
    assert [message.id for message in rate_is_a_rate()] == ids


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "ids"), [(15, []), (16, ["gongkai.W021"])])
def test_from_december_on_the_next_year_is_missed(hour: int, ids: list[str]) -> None:
    """Midnight in Beijing is four in the afternoon elsewhere."""
    with time_machine.travel(datetime(2026, 11, 30, hour, tzinfo=UTC)):
        assert [message.id for message in the_next_year_is_known(databases=["default"])] == ids


@pytest.mark.django_db
def test_a_year_that_was_added_is_not_missed() -> None:
    at = datetime(2026, 12, 5, tzinfo=UTC)
    calendars.add_notice(Notice(2027, "试1号", date(2026, 12, 5), (date(2027, 1, 1),), ()), by=OPERATOR, at=at)
    with time_machine.travel(at):
        assert the_next_year_is_known(databases=["default"]) == []
        assert the_next_year_is_known() == [], "only where the database is asked"
