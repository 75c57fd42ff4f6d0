"""Settings of the site that cannot be right are found before anybody visits."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from gongkai.ui.checks import rate_is_a_rate, site_code_is_one


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
