"""A prepared question answers as the query itself does, for any value, and refuses what it cannot tell apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.prepared import Prepared
from gongkai.publication.models import Topic
from tests.district import bureau, district, finance, folder

pytestmark = pytest.mark.django_db
__all__ = ["bureau", "district", "finance", "folder"]
_FIELDS = [field.attname for field in Agency._meta.concrete_fields]


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


def test_words_that_never_change_stand_in_the_question(district: Agency, bureau: Agency) -> None:
    """So the database sees that an index over them alone has all it needs."""
    of_kind = Prepared(lambda parent: Agency.objects.filter(kind=Kind.DEPARTMENT, parent_id=parent))
    with CaptureQueriesContext(connection) as asked:
        assert of_kind(district.pk) == list(Agency.objects.filter(kind="department", parent=district))
    assert "'department'" in asked[0]["sql"]
    assert of_kind._compiled is not None
    assert of_kind._compiled.sql.count("%s") == 1


def test_what_is_no_plain_word_is_given_apart(bureau: Agency) -> None:
    odd = Prepared(lambda parent: Agency.objects.filter(name="'; --", parent_id=parent))
    assert odd(bureau.pk) == []
    assert odd._compiled is not None
    assert "'; --" in odd._compiled.parameters
    with pytest.raises(TypeError, match="percent"):
        Prepared(lambda year: Agency.objects.extra(where=["name LIKE '%%x'"]).filter(pk=year))(1)


def test_objects_are_as_django_makes_them(bureau: Agency) -> None:
    (found,) = Prepared(lambda pk: Agency.objects.filter(pk=pk).select_related("parent"))(bureau.pk)
    usual = Agency.objects.select_related("parent").get(pk=bureau.pk)
    for one, other in ((found, usual), (found.parent, usual.parent)):
        assert one is not None
        assert other is not None
        assert (one._state.adding, one._state.db) == (False, "default")
        assert {f: getattr(one, f) for f in _FIELDS} == {f: getattr(other, f) for f in _FIELDS}
    found.phone = "7654321"
    found.save(update_fields=["phone"])
    assert Agency.objects.get(pk=bureau.pk).phone == "7654321"


def test_a_model_that_does_more_when_it_is_made_is_refused(bureau: Agency) -> None:
    class Loud(Agency):
        class Meta:
            app_label, proxy = "agencies", True

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)

    try:
        with pytest.raises(TypeError, match="Loud"):
            Prepared(lambda pk: Loud.objects.filter(pk=pk))(bureau.pk)
    finally:
        del apps.all_models["agencies"]["loud"]
        apps.clear_cache()


def test_what_cannot_be_told_apart_is_refused(bureau: Agency) -> None:
    with pytest.raises(TypeError):
        Prepared(lambda pk: Agency.objects.all())(1)
    with pytest.raises(TypeError):
        Prepared(lambda pk: Agency.objects.filter(pk=pk) if pk % 2 else Agency.objects.all())(1)
    with pytest.raises(TypeError):
        Prepared(lambda pk: Agency.objects.filter(pk=pk))(bureau)
    with pytest.raises(TypeError):
        Prepared(lambda flag: Agency.objects.filter(demonstration=flag))(True)
