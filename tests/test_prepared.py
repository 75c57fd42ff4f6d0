"""A prepared question answers as the query itself does, for any value, and refuses what it cannot tell apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.agencies.models import Agency
from gongkai.prepared import Prepared
from gongkai.publication.models import Topic
from tests.district import bureau, district, finance, folder

pytestmark = pytest.mark.django_db
__all__ = ["bureau", "district", "finance", "folder"]


def test_it_gives_what_the_query_gives(district: Agency, bureau: Agency, finance: Agency) -> None:
    below = Prepared(lambda parent: Agency.objects.filter(parent_id=parent).order_by("rank"))
    for one in (district, bureau, district):
        found = below(one.pk)
        assert found == list(Agency.objects.filter(parent=one).order_by("rank"))
        assert [a.name for a in found] == [a.name for a in Agency.objects.filter(parent=one).order_by("rank")]
    assert below(999_999) == []


def test_related_rows_come_with_it(bureau: Agency, finance: Agency) -> None:
    one = Prepared(lambda pk: Agency.objects.filter(pk=pk).select_related("parent", "supervisor")[:1])
    found = one.first(bureau.pk)
    assert found is not None
    with CaptureQueriesContext(connection) as asked:
        assert found.parent == bureau.parent
        assert found.supervisor is None
    assert len(asked) == 0
    assert one.first(999_999) is None


def test_what_is_left_out_is_fetched_when_it_is_asked_for(bureau: Agency) -> None:
    (found,) = Prepared(lambda pk: Agency.objects.filter(pk=pk).only("name"))(bureau.pk)
    with CaptureQueriesContext(connection) as asked:
        assert found.name == bureau.name
        assert found.kind == bureau.kind
    assert len(asked) == 1


def test_days_and_words_are_values_too(district: Agency, bureau: Agency) -> None:
    on = Prepared(lambda day, name: Agency.objects.on(day).filter(name=name))
    assert on(date(2020, 1, 1), bureau.name) == [bureau]
    assert on(bureau.valid_from - timedelta(days=1), bureau.name) == []
    assert on(date(2020, 1, 1), district.name) == [district]


def test_it_asks_once_each_time(bureau: Agency) -> None:
    named = Prepared(lambda name: Agency.objects.filter(name=name))
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert named(bureau.name) == [bureau]
        assert len(asked) == 1


def test_a_small_column_is_asked_too(district: Agency) -> None:
    topic = Topic.objects.create(district=district, year=2026, name="民生服务")
    of_year = Prepared(lambda year: Topic.objects.filter(year=year))
    assert (of_year(2026), of_year(2025)) == ([topic], [])


def test_the_database_counts(district: Agency, bureau: Agency, finance: Agency) -> None:
    below = Prepared(lambda parent: Agency.objects.filter(parent_id=parent).only("pk").order_by()[:5])
    assert (below.count(district.pk), below.count(bureau.pk)) == (2, 0)


def test_what_cannot_be_told_apart_is_refused(bureau: Agency) -> None:
    with pytest.raises(TypeError):
        Prepared(lambda pk: Agency.objects.all())(1)
    with pytest.raises(TypeError):
        Prepared(lambda pk: Agency.objects.filter(pk=pk) if pk % 2 else Agency.objects.all())(1)
    with pytest.raises(TypeError):
        Prepared(lambda pk: Agency.objects.filter(pk=pk))(bureau)
    with pytest.raises(TypeError):
        Prepared(lambda flag: Agency.objects.filter(demonstration=flag))(True)
