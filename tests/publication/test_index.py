from __future__ import annotations

from unittest import mock

import pytest

from gongkai.errors import CannotSearch
from gongkai.publication import indexing
from gongkai.publication.index_agreement import Differences, differing, nightly, repair
from gongkai.publication.models import Item
from gongkai.publication.searching import Asked, search
from gongkai.search import rebuilding, sql
from gongkai.search.asking import find
from gongkai.search.documents import drop
from gongkai.search.models import Document, Rebuild

from .conftest import AT, TODAY

pytestmark = pytest.mark.django_db

TEXT = "最低生活保障"


def total() -> int:
    found = search(Asked(TEXT), on=TODAY)
    assert not found.failed
    return found.total


def test_a_released_item_is_in_it_with_all_that_is_filtered_by(public: Item) -> None:
    document = Document.objects.get()
    assert document.pk == public.pk
    assert document.stamp == indexing.stamp(public)
    assert {indexing.agency_mark(public.agency_id), indexing.year_mark(2026), indexing.category_mark("20.11"),
            indexing.genre_mark(public.genre)} <= set(document.marks.split())  # fmt: skip
    assert document.title.split("\n")[1:] == ["示民发(2026)3号", public.number.lower() if public.number else ""]


def test_what_was_never_public_has_no_day() -> None:
    with pytest.raises(ValueError, match="never public"):
        indexing.entry(Item(pk=7))


def test_made_anew_from_what_is_shown(public: Item) -> None:
    drop([public.pk])
    assert total() == 0
    done = indexing.rebuild(clock=lambda: AT)
    assert (done.done, done.total, done.running) == (1, 1, False)
    assert total() == 1
    assert not differing()


def test_every_difference_is_found_and_put_right(public: Item) -> None:
    assert differing() == Differences((), (), ())
    Document.objects.filter(pk=public.pk).update(stamp="old")
    assert differing() == Differences((), (public.pk,), ())
    Item.objects.filter(pk=public.pk).update(title="换了的标题")
    repair(differing())
    assert find(["换了的"]) == [public.pk]
    drop([public.pk])
    assert differing() == Differences((public.pk,), (), ())
    repair(differing())
    Item.objects.filter(pk=public.pk).update(state="withdrawn")
    assert differing() == Differences((), (), (public.pk,))
    repair(differing())
    assert not Document.objects.exists()


def test_the_night_puts_right_what_differs_and_says_so(public: Item, caplog: pytest.LogCaptureFixture) -> None:
    drop([public.pk])
    nightly(AT)
    assert total() == 1
    assert "did not agree" in caplog.text
    caplog.clear()
    nightly(AT)
    assert not caplog.records


def test_the_night_goes_on_with_what_was_cut_off(public: Item) -> None:
    rebuilding.begin(at=AT)
    with pytest.raises(CannotSearch):
        find([TEXT])
    nightly(AT)
    assert total() == 1


def test_the_night_makes_it_anew_where_too_much_is_out_of_its_order(public: Item) -> None:
    with mock.patch.object(sql, "late", return_value=10**6):
        nightly(AT)
    assert Rebuild.objects.get().done == 1
    assert total() == 1


def test_a_corrected_item_is_found_by_what_it_says_now(public: Item) -> None:
    Item.objects.filter(pk=public.pk).update(title="更正后的标题")
    public.refresh_from_db()
    indexing.changed_together([public])
    assert find(["更正后"]) == [public.pk]
    assert find(["关于调整城乡居民"]) == []
