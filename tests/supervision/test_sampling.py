"""The items of an inspection are drawn by nobody and the same for everybody."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication.models import Item
from gongkai.supervision.models import Inspection
from gongkai.supervision.sampling import sampled
from tests.district import invited
from tests.publication.conftest import AT, shown


@pytest.fixture
def inspection(bureau: Agency) -> Inspection:
    return Inspection.objects.create(agency=bureau, year=2026, quarter=1, sheet="表", begun_at=AT)


@pytest.fixture
def item(bureau: Agency, clerk: Person) -> Item:
    reviewer, head = invited("r", bureau, Role.REVIEWER), invited("h", bureau, Role.HEAD)
    return shown(clerk, reviewer, head, bureau, "通知")


def copies(item: Item, many: int) -> None:
    """As many more, as the public would see them."""
    for number in range(many):
        Item.objects.create(
            agency=item.agency, number=f"{item.number}-{number}", state=item.state, current=item.current,
            released_at=item.released_at, changed_at=item.changed_at, first_public_on=item.first_public_on,
            created_at=AT,
        )  # fmt: skip


def test_what_there_is_when_there_is_little(inspection: Inspection, item: Item) -> None:
    assert sampled(inspection) == [item]


def test_nothing_of_another_quarter_or_body_or_taken_away(
    inspection: Inspection, item: Item, finance: Agency
) -> None:
    Item.objects.filter(pk=item.pk).update(first_public_on=date(2025, 12, 31))
    assert sampled(inspection) == []
    Item.objects.filter(pk=item.pk).update(first_public_on=date(2026, 1, 1), agency=finance)
    assert sampled(inspection) == []
    Item.objects.filter(pk=item.pk).update(agency=inspection.agency, state="withdrawn")
    assert sampled(inspection) == []


def test_the_same_few_of_many_each_time(inspection: Inspection, item: Item) -> None:
    copies(item, 30)
    first = sampled(inspection, 5)
    assert len(first) == 5
    assert sampled(inspection, 5) == first
    other = Inspection.objects.create(
        agency=inspection.agency, year=2026, quarter=1, own=True, sheet="表", begun_at=AT
    )
    assert sampled(other, 5) != first
