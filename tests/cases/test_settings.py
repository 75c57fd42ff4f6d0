"""Where the letters of an agency turn people to (rule 28)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.cases import settings
from gongkai.errors import NotAllowed, Refused
from tests.district import found

from .conftest import entries
from .walk import Office, at

ON = date(2026, 3, 2)


@pytest.mark.parametrize("kind", [Kind.DEPARTMENT, Kind.STREET_OFFICE, Kind.TOWNSHIP])
def test_rule_28_one_body_by_the_kind_of_agency(district: Agency, kind: Kind) -> None:
    assert settings.review_body(found("某机关", district, 50, kind), on=ON) == "示范区人民政府"


def test_what_was_entered_goes_before(office: Office) -> None:
    settings.put(office.head, office.agency, court="示范区人民法院", review_body="市人民政府", at=at(ON))
    assert settings.review_body(office.agency, on=ON) == "市人民政府"


def test_an_upper_authority_is_entered_by_hand(office: Office) -> None:
    settings.put(office.head, office.agency, court="示范区人民法院", special="vertical", at=at(ON))
    assert settings.review_body(office.agency, on=ON) == ""


def test_a_top_agency_reviews_itself(office: Office) -> None:
    settings.put(office.head, office.agency, court="示范区人民法院", special="top", at=at(ON))
    assert settings.review_body(office.agency, on=ON) == office.agency.name


def test_the_head_enters_them_and_it_is_recorded(office: Office) -> None:
    settings.put(office.head, office.agency, court="示范区人民法院", at=at(ON))
    assert settings.of(office.agency).court == "示范区人民法院"
    assert entries("cases.settings")[-1].actor == office.head.key


def test_nobody_else(office: Office, outsider: Person) -> None:
    for who in (office.clerk, office.reviewer, outsider):
        with pytest.raises(NotAllowed):
            settings.put(who, office.agency, court="别的法院", at=at(ON))
    assert settings.of(office.agency).court == "示范区人民法院"


@pytest.mark.parametrize(
    ("values", "says"), [({"special": "royal"}, "情形"), ({"review_link": "nowhere"}, "网址")]
)
def test_what_cannot_be(office: Office, values: dict[str, str], says: str) -> None:
    with pytest.raises(Refused, match=says):
        settings.put(office.head, office.agency, court="示范区人民法院", at=at(ON), **values)  # type: ignore[arg-type]


def test_without_a_court_no_answer_is_drafted(office: Office) -> None:
    from . import walk

    settings.put(office.head, office.agency, court="", at=at(ON))
    case = walk.opened(office.agency, ON)
    with pytest.raises(Refused, match="人民法院"):
        office.draft(case, ON)


def test_an_agency_that_entered_nothing_has_empty_ones(finance: Agency) -> None:
    assert settings.of(finance).court == ""
