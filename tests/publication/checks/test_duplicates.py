"""The same thing twice: by number, by title and day, by nearly the same text; and the work for it stays small."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.papers.sketch import sketch
from gongkai.publication.checks import duplicates
from gongkai.publication.models import Item, TextBand, Version
from gongkai.publication.models.checks import Kind, Severity
from tests.publication.conftest import MADE_ON, TITLE, drafted

from .conftest import codes, found, subject

WORDS = [f"{a}{b}" for a in "防巡转安演培落检整通上会" for b in "汛查移置练训实改报商"]
NUMBER = "示民发〔2026〕3号"


def long_text(seed: int, length: int = 400) -> str:
    chosen = random.Random(seed)
    return "，".join("".join(chosen.choices(WORDS, k=4)) for _ in range(length // 8))


def remembered(version: Version) -> None:
    duplicates.remember(subject(version))


def test_one_alone_is_no_duplicate_of_itself(draft: Version) -> None:
    remembered(draft)
    assert found(draft, Kind.DUPLICATES) == []


def test_the_same_number(public: Item, clerk: Person, bureau: Agency) -> None:
    second = drafted(clerk, bureau, "关于另一件事的通知")
    (one,) = found(second, Kind.DUPLICATES)
    assert (one.code, one.severity, one.place) == ("same-number", Severity.DECIDE, "document_number")
    assert public.number is not None
    assert public.number in one.message


def test_the_same_title_and_day_whatever_the_signs(public: Item, clerk: Person, bureau: Agency) -> None:
    assert public.current is not None
    remembered(public.current)
    second = drafted(clerk, bureau, f"《{TITLE}》", document_number="")
    assert codes(found(second, Kind.DUPLICATES)) == ["same-title"]
    assert found(second, Kind.DUPLICATES, made_on=MADE_ON.replace(day=9)) == []


def test_nearly_the_same_text(public: Item, clerk: Person, bureau: Agency) -> None:
    text = long_text(1, 3000)
    assert public.current is not None
    Version.objects.filter(pk=public.current.pk).update(text=text)
    public.current.refresh_from_db()
    remembered(public.current)
    second = drafted(clerk, bureau, "另一标题", document_number="")
    (one,) = found(second, Kind.DUPLICATES, text=text.replace("预案", "方案", 3))
    assert one.code == "same-text"
    assert found(second, Kind.DUPLICATES, text=long_text(2, 3000)) == []
    assert found(second, Kind.DUPLICATES, text=text[:150]) == []


def test_drafts_of_another_agency_are_nobodys_business(
    draft: Version, stranger: Person, finance: Agency, clerk: Person
) -> None:
    Item.objects.create(agency=finance, title="x", document_number=NUMBER, created_at=draft.created_at)
    assert found(draft, Kind.DUPLICATES) == []
    Item.objects.create(agency=draft.item.agency, title="x", document_number=NUMBER, created_at=draft.created_at)
    assert codes(found(draft, Kind.DUPLICATES)) == ["same-number"]


def test_keys_are_kept_once_and_follow_the_text(draft: Version) -> None:
    draft.text = long_text(3, 2000)
    remembered(draft)
    before = set(TextBand.objects.values_list("key", flat=True))
    assert 2 <= len(before) <= 5
    remembered(draft)
    assert TextBand.objects.count() == len(before)
    draft.text = long_text(4, 2000)
    remembered(draft)
    assert set(TextBand.objects.values_list("key", flat=True)) != before
    assert all(-(2**63) <= key < 2**63 for key in before)


def test_texts_that_are_alike_share_a_key() -> None:
    """A word in thirty otherwise; of two hundred pairs hardly one is missed."""
    missed = 0
    for seed in range(200):
        text = long_text(seed, 2400)
        words = text.split("，")
        words[seed % len(words)] = "改动之处"
        keys = [set(duplicates.text_keys(sketch(duplicates._bare(each)))) for each in (text, "".join(words))]
        missed += not keys[0] & keys[1]
    assert missed <= 2


def test_a_form_that_hundreds_share_is_looked_at_a_few_times(draft: Version, bureau: Agency) -> None:
    text = long_text(5, 2000)
    draft.text = text
    keys = duplicates.keys_of(draft.title, text)
    items = Item.objects.bulk_create(
        Item(agency=bureau, title=f"第{n}期", created_at=draft.created_at) for n in range(300)
    )
    TextBand.objects.bulk_create(TextBand(item=item, key=key) for item in items for key in keys)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found(draft, Kind.DUPLICATES)
    assert len(queries) <= 12


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans a table as small as this one")
def test_a_number_is_looked_up_and_not_searched_for(draft: Version) -> None:
    """The index holds those that have a number; SQLite takes it only where the question says so."""
    with CaptureQueriesContext(connection) as queries:
        duplicates._same_number(subject(draft))
    question = queries.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {question}")
        assert "item_by_document" in str(cursor.fetchall())
