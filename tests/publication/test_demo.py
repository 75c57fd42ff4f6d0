"""The published information of the demonstration: in many states, made once, taken away with all beneath it."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import Settings

from gongkai import demo
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.publication import correcting, counted, demo_year, queries, relating, work_rules
from gongkai.publication import demo as published
from gongkai.publication.models import (
    Attachment,
    Column,
    Conversion,
    Guide,
    Item,
    ListHandover,
    Obligation,
    Showing,
    Topic,
    Version,
    WorkRule,
    YearCount,
)
from gongkai.publication.states import ItemState, State
from tests.district import SHANGHAI, folder

__all__ = ["folder"]

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 10, 15, 0, tzinfo=SHANGHAI)


@pytest.fixture
def district(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its published information only."""
    settings.GONGKAI_DEMO = True
    for module in (demo.making, demo.removing):
        monkeypatch.setattr(module, "SHOWN", ("gongkai.publication.demo",))
    demo.create(AT)


@pytest.mark.usefixtures("district")
def test_something_of_everything_and_nothing_left_behind() -> None:
    street = Agency.objects.get(name="示范区城东街道办事处")
    assert 60 <= Item.objects.count() - demo_year.ITEMS <= 90
    assert counted.year_of(OPERATOR, street, demo_year.YEAR, on=AT.date()).items == demo_year.ITEMS
    assert set(ItemState.values) == set(Item.objects.values_list("state", flat=True))
    assert set(State.values) - {State.DISCARDED} == set(Version.objects.values_list("state", flat=True))
    years = {item.first_public_on.year for item in queries.shown() if item.first_public_on}
    assert years >= {2024, 2025, 2026}
    assert queries.shown().values("agency").distinct().count() >= 10
    low = queries.shown().get(title="关于调整城乡居民最低生活保障标准的通知")
    assert [one.label for one in relating.related(low)] == ["解读材料"]
    assert queries.shown().get(title="示范区临时救助实施细则").validity == "repealed"
    (corrected,) = correcting.corrections(queries.shown().get(title="社区日间照料中心开放时间"))
    assert corrected.took.days == 0
    assert Attachment.objects.count() == 1
    assert Topic.objects.count() == 12
    everybody = Agency.objects.count()
    assert Guide.objects.filter(state="published").count() == everybody, "no section of the portal is empty"
    assert work_rules.readable().values("agency").distinct().count() >= everybody - 1
    assert Column.objects.values("agency").distinct().count() >= everybody - 1
    assert Showing.objects.filter(passed_at=None).count() == 1, "one waits for whoever reviews"
    hung = (Guide, WorkRule, Obligation, YearCount, Conversion, ListHandover)
    assert all(model._default_manager.exists() for model in hung)
    assert Obligation.objects.filter(closed_at=None).exists()
    assert Obligation.objects.exclude(fulfilled_on=None).exists()
    assert Entry.objects.latest("sequence").at <= AT
    assert published.create(AT) == 0, "a second time changes nothing"
    demo.remove(AT)
    for model in (*hung, Item, Version, Column, Topic, Attachment, Agency):
        assert not model._default_manager.exists()
    assert Entry.objects.filter(verb="items.demo_remove").exists()
