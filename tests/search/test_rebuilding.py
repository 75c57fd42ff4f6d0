from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.errors import CannotSearch
from gongkai.search import documents, rebuilding, sql
from gongkai.search.asking import find
from gongkai.search.checks import index_is_there, index_is_whole
from gongkai.search.documents import Entry, drop, put
from gongkai.search.models import Document, Piece, Rebuild
from gongkai.search.places import position

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = date(2020, 1, 1)


def entry(number: int, text: str = "同样的内容", on: date | None = None) -> Entry:
    return Entry(number, on or FIRST + timedelta(days=number), [f"第{number}件"], [text], stamp=str(number))


class Shelf:
    """Where the documents come from; ``fails_after``: it breaks down then."""

    def __init__(self, *entries: Entry, fails_after: int = 10**9) -> None:
        self.entries = sorted(entries, key=lambda one: (one.on, one.number))
        self.fails_after = fails_after
        self.given = 0

    def total(self) -> int:
        return len(self.entries)

    def after(self, at: int | None, limit: int) -> Sequence[Entry]:
        if self.given >= self.fails_after:
            raise RuntimeError("cut off")
        found = [one for one in self.entries if position(one.number, one.on) > (-1 if at is None else at)][:limit]
        self.given += len(found)
        return found


def clock() -> datetime:
    return AT


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "_STEP", 4)
    monkeypatch.setattr(rebuilding, "SLOT", 8)
    monkeypatch.setattr(documents, "_PIECES_AT_ONCE", 3)


def test_the_index_is_what_there_is_and_nothing_else() -> None:
    put(entry(99, "旧的内容"))
    told: list[int] = []
    done = rebuilding.run(
        Shelf(*map(entry, range(1, 11))), clock=clock, told=lambda rebuild: told.append(rebuild.done)
    )
    assert (done.running, done.done, done.total, done.finished_at) == (False, 10, 10, AT)
    assert told == [4, 8, 10]
    assert find(["同样的"]) == list(range(10, 0, -1))
    assert find(["旧的"]) == []
    assert sql.late(connection) == 0 or connection.vendor == "postgresql"


def test_while_it_runs_nobody_can_search_and_one_that_was_cut_off_goes_on() -> None:
    shelf = Shelf(*map(entry, range(1, 11)), fails_after=8)
    with pytest.raises(RuntimeError):
        rebuilding.run(shelf, clock=clock)
    with pytest.raises(CannotSearch, match="80%"):
        find(["同样的"])
    assert Document.objects.count() == 8
    shelf.fails_after = 10**9
    rebuilding.run(shelf, clock=clock)
    assert shelf.given == 10
    assert find(["同样的"]) == list(range(10, 0, -1))


def test_what_comes_meanwhile_is_in_it_once() -> None:
    shelf = Shelf(*map(entry, range(1, 11)), fails_after=4)
    with pytest.raises(RuntimeError):
        rebuilding.run(shelf, clock=clock)
    put(entry(2, "改过的内容"))
    new = entry(20, on=FIRST + timedelta(days=2))
    put(new)
    ahead = entry(30)
    put(ahead)
    documents.put_all([entry(31), entry(32)])
    assert not Document.objects.filter(pk__in=[30, 31, 32]).exists()
    drop([3])
    more = Shelf(*(one for one in shelf.entries if one.number != 3), new, ahead, entry(31), entry(32))
    rebuilding.run(more, clock=clock)
    assert find(["内容"]) == [32, 31, 30, 10, 9, 8, 7, 6, 5, 4, 20, 2, 1]
    assert find(["改过的"]) == [2]


def test_two_are_never_under_way() -> None:
    first = rebuilding.begin(reason="试", at=AT)
    assert rebuilding.begin(at=AT) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Rebuild.objects.create(started_at=AT)


def test_an_index_that_was_lost_and_put_back_is_not_taken_for_an_empty_one() -> None:
    put(entry(1))
    sql.install(connection)
    assert find(["同样的"]) == [1]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE search_piece DROP COLUMN words")
        else:
            cursor.execute(f"DROP TABLE {sql.INDEX}")
    sql.install(connection)
    with pytest.raises(CannotSearch, match="重建"):
        find(["同样的"])
    rebuilding.run(Shelf(entry(1)), clock=clock)
    assert find(["同样的"]) == [1]


def test_an_empty_shelf_is_an_empty_index() -> None:
    put(entry(1))
    rebuilding.run(Shelf(), clock=clock)
    assert find(["同样的"]) == []
    assert not Piece.objects.exists()


def test_many_at_once_are_as_many_one_by_one() -> None:
    documents.put_all([entry(1), entry(2), entry(3)])
    documents.put_all([entry(9), entry(2, "别的"), entry(8), entry(4, on=FIRST)])
    assert find(["内容"]) == [9, 8, 3, 1, 4]
    assert find(["别的"]) == [2]


def test_long_lists_of_rows_lose_none() -> None:
    """SQLite 3.40 loses rows of such lists when it reads them downwards."""
    texts = {
        number: f"甲乙{'丙丁' if number % 3 else ''}，{'戊己' if number % 7 else ''}" for number in range(1, 9_001)
    }
    documents.put_all([entry(number, text, on=FIRST) for number, text in texts.items()])
    for words in (["甲乙丙"], ["乙丙丁"], ["丙丁", "戊己"], ["丁,戊"], ["甲", "己"]):
        expected = [
            number for number, text in texts.items() if all(one in text.replace("，", ",") for one in words)
        ]
        assert find(words, limit=10**6) == expected[::-1]


def test_what_comes_late_stands_between_the_others_and_takes_its_old_place_when_changed() -> None:
    for number in (5, 3, 9, 1, 7):
        put(entry(number))
    assert find(["同样的"]) == [9, 7, 5, 3, 1]
    before = set(Piece.objects.values_list("pk", flat=True))
    put(entry(9, "同样的内容又改过"))
    put(entry(3, "同样的内容又改过"))
    assert find(["同样的"]) == [9, 7, 5, 3, 1]
    assert find(["同样的"], limit=2) == [9, 7]
    if connection.vendor == "sqlite":
        assert set(Piece.objects.values_list("pk", flat=True)) == before
        assert sql.late(connection) == 3


def test_the_checks_say_what_is_wrong() -> None:
    assert index_is_there(["default"]) == index_is_whole(["default"]) == []
    rebuilding.begin(at=AT)
    assert [one.id for one in index_is_whole(["default"])] == ["gongkai.W060"]
    sql.drop(connection)
    assert [one.id for one in index_is_there(["default"])] == ["gongkai.E060"]
    sql.install(connection)
    assert index_is_there(["default"]) == []
