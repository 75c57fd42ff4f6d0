"""An agency's own periods, within what the law leaves open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.cases.models import RetentionPeriod
from gongkai.cases.retention import periods
from gongkai.errors import NotAllowed, Refused

from ..conftest import AT, TODAY, entries
from ..walk import Office, at

pytestmark = pytest.mark.django_db


def put(office: Office, who: Person | None = None, **more: Any) -> RetentionPeriod:
    said: dict[str, Any] = {
        "kind": "identity",
        "months": 6,
        "from_on": TODAY,
        "reference": "本区档案管理办法",
        **more,
    }
    return periods.put(who or office.head, office.agency, **said, at=AT)


def test_what_is_shipped_holds_until_an_agency_has_its_own(office: Office) -> None:
    assert periods.of(office.agency, on=TODAY)["identity"].own is None
    made = put(office, from_on=TODAY + timedelta(days=30))
    assert periods.of(office.agency, on=TODAY)["identity"].months == 3
    later = periods.of(office.agency, on=TODAY + timedelta(days=30))["identity"]
    assert (later.months, later.own, later.reference) == (6, made, "本区档案管理办法")
    (entry,) = entries("retention.period")
    assert '"months":6' in entry.data


def test_another_agency_keeps_its_own(office: Office, outsider: Person) -> None:
    put(office)
    elsewhere = outsider.memberships.get().agency
    assert periods.of(elsewhere, on=TODAY)["identity"].months == 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"months": 0}, "《行政复议法》第二十条"),
        ({"months": 13}, "《个人信息保护法》第十九条"),
        ({"months": None}, "《个人信息保护法》第十九条"),
        ({"kind": "papers", "months": 119}, "10年"),
        ({"kind": "everything"}, "请从所列材料种类中选择"),
        ({"from_on": TODAY - timedelta(days=1)}, "早于今天"),
        ({"reference": " "}, "依据"),
    ],
)
def test_refused_with_the_article(office: Office, more: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        put(office, **more)
    assert RetentionPeriod.objects.count() == 0
    assert entries("retention.period") == []


def test_one_a_day(office: Office) -> None:
    put(office)
    with pytest.raises(Refused, match="同一天"):
        put(office, months=5)


def test_only_the_head(office: Office, outsider: Person) -> None:
    for who in (office.clerk, office.reviewer, outsider):
        with pytest.raises(NotAllowed):
            put(office, who=who)
    assert RetentionPeriod.objects.count() == 0


def test_one_that_the_law_has_overtaken_does_not_hold(office: Office) -> None:
    RetentionPeriod.objects.create(
        agency=office.agency, kind="identity", months=120, from_on=date(2026, 1, 1), reference="旧规定",
        at=at(date(2026, 1, 1)),
    )  # fmt: skip
    assert periods.of(office.agency, on=TODAY)["identity"].own is None
