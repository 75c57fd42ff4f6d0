"""What the site says of itself: settings first, the first agency at the top else, and nothing invented."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.ui.site import site

pytestmark = pytest.mark.django_db


def root(**more: object) -> Agency:
    return Agency.objects.create(
        name="示范区人民政府", kind=Kind.GOVERNMENT, valid_from=date(2019, 1, 1), path="/1/", rank="1", **more
    )


def test_before_set_up_it_has_a_name_and_no_numbers() -> None:
    found = site()
    assert found.name == "政府信息公开"
    assert (found.root, found.code, found.icp, found.police, found.complaints) == (None, "", "", "", "")


def test_the_first_agency_names_it() -> None:
    root()
    assert site().name == "示范区人民政府 政府信息公开"


def test_settings_name_it(settings: Settings) -> None:
    root()
    settings.GONGKAI_SITE_NAME = "示范区政务公开"
    settings.GONGKAI_SITE_CODE = "9900010001"
    settings.GONGKAI_ADDRESS = "https://gk.example:8443"
    found = site()
    assert (found.name, found.code, found.domain) == ("示范区政务公开", "9900010001", "gk.example:8443")


def test_a_demonstration_says_so() -> None:
    assert not site().demonstration
    root(demonstration=True)
    assert site().demonstration
