"""Rule 49 over the columns of an agency: empty, stale, soon, quiet by record."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication import columns, freshness, nothing_new
from gongkai.publication.freshness import Row, State
from gongkai.publication.models import Column, Item

from .conftest import AT

TODAY = date(2026, 11, 23)


@pytest.fixture
def news(head: Person, bureau: Agency) -> Column:
    return columns.add(head, bureau, title="工作动态", column_type="工作动态", at=AT)


def dated(item: Item, column: Column, on: date) -> None:
    Item.objects.filter(pk=item.pk).update(column=column, first_public_on=on)


def only(agency: Agency, on: date = TODAY) -> Row:
    (row,) = freshness.of_agency(agency, on)
    return row


def test_an_empty_column(bureau: Agency, news: Column) -> None:
    row = only(bureau)
    assert (row.state, row.items, row.last_on) == (State.EMPTY, 0, None)
    assert [one.number for one in freshness.site([row], TODAY) if one.count == "empty"] == [1]


def test_rule_49_news_of_5_november(bureau: Agency, news: Column, public: Item) -> None:
    dated(public, news, date(2026, 11, 5))
    row = only(bureau)
    assert (row.state, row.until, row.counts_in) == (State.STALE, date(2026, 11, 19), "front")
    assert only(bureau, date(2026, 11, 14)).state == State.FRESH
    assert only(bureau, date(2026, 11, 15)).state == State.SOON
    assert only(bureau, date(2026, 11, 19)).state == State.SOON


def test_a_record_explains_and_does_not_refresh(clerk: Person, bureau: Agency, news: Column, public: Item) -> None:
    dated(public, news, date(2025, 9, 1))
    nothing_new.confirm(clerk, news, from_on=date(2025, 10, 1), until_on=date(2025, 12, 31), at=AT)
    row = only(bureau)
    assert (row.state, row.explained_until) == (State.STALE, date(2025, 12, 31))


def test_days_of_its_own_come_before_its_kind(head: Person, bureau: Agency, news: Column, public: Item) -> None:
    columns.edit(head, news, fresh_days=30, at=AT)
    dated(public, news, date(2026, 11, 5))
    row = only(bureau)
    assert (row.state, row.until) == (State.FRESH, date(2026, 12, 5))


def test_what_is_filled_when_there_is_something_is_never_stale(head: Person, bureau: Agency, public: Item) -> None:
    column = columns.add(head, bureau, title="行政许可结果", column_type="行政许可", at=AT)
    dated(public, column, date(2020, 1, 1))
    assert only(bureau).state == State.FREE


def test_what_is_given_on_request_is_no_column_to_fill(head: Person, bureau: Agency) -> None:
    columns.add(head, bureau, title="依申请的", manner="on_request", at=AT)
    assert freshness.of_agency(bureau, TODAY) == ()


def test_only_leaves_are_measured_and_many_agencies_cost_the_same(
    head: Person, stranger: Person, bureau: Agency, finance: Agency
) -> None:
    columns.from_law(head, bureau, at=AT)
    columns.from_law(stranger, finance, at=AT)
    with CaptureQueriesContext(connection) as asked:
        found = freshness.of_agencies([bureau, finance], TODAY)
    assert len(asked) == 4
    assert set(found) == {bureau.pk, finance.pk}
    assert "行政法规、规章和规范性文件" not in {row.column.title for row in found[bureau.pk]}


def test_the_counts_of_a_site(bureau: Agency, news: Column) -> None:
    stale = Row(news, 1, TODAY, State.STALE, TODAY, None, "front")
    other = Row(news, 1, TODAY, State.STALE, TODAY, None, "due")
    verdicts = {one.count: one for one in freshness.site([stale] * 5 + [other] * 4, TODAY)}
    assert verdicts["front"].failed
    assert (verdicts["due"].failed, verdicts["due"].near) == (False, False)
