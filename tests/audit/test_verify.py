"""Whoever owns the database can drop the triggers; then the chain itself must tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from gongkai.audit import sql
from gongkai.audit.actions import record
from gongkai.audit.chain import GENESIS, Head
from gongkai.audit.models import Entry
from gongkai.audit.queries import about, of_agencies
from gongkai.audit.verify import head, link, read_heads, verify
from gongkai.errors import Refused

AT = datetime(2025, 1, 20, 1, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> list[Entry]:
    facts = {"actor": "person:1", "agency": "agency:1"}
    return [record("x", object=f"report:{n}", at=AT + timedelta(hours=n), **facts) for n in range(1, 9)]


@pytest.fixture
def unprotected(chain: list[Entry]) -> list[Entry]:
    sql.drop(connection)
    return chain


def _kinds() -> list[tuple[str, int]]:
    return [(fault.kind, fault.sequence) for fault in verify()]


def test_an_untouched_chain_has_no_faults(chain: list[Entry]) -> None:
    assert verify() == []
    assert verify([head()]) == []
    assert head() == Head(8, chain[-1].digest)


def test_an_empty_chain_has_no_faults() -> None:
    assert verify() == []
    assert head() == Head(0, GENESIS)
    assert verify([head()]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "reports.return"},
        {"actor": "person:2"},
        {"agency": "agency:2"},
        {"object": "report:99"},
        {"reason": "改"},
        {"data": '{"x":1}'},
        {"at": AT},
    ],
)
def test_a_changed_row_is_found(unprotected: list[Entry], change: dict[str, object]) -> None:
    Entry.objects.filter(sequence=4).update(**change)
    assert _kinds() == [("changed", 4)]


def test_a_row_changed_together_with_its_digest_is_found(unprotected: list[Entry]) -> None:
    entry = Entry.objects.get(sequence=4)
    entry.verb = "reports.return"
    Entry.objects.filter(sequence=4).update(verb=entry.verb, digest=link(entry).digest())
    assert [sequence for _, sequence in _kinds()] == [5]


@pytest.mark.parametrize("gone", [[4], [4, 5], [1]])
def test_a_removed_row_is_found(unprotected: list[Entry], gone: list[int]) -> None:
    Entry.objects.filter(sequence__in=gone).delete()
    assert _kinds() == [("removed", gone[0])]
    assert f"第 {gone[0]} 至 {gone[-1]} 条" in verify()[0].message


def test_a_removed_row_is_found_when_the_rest_moves_up(unprotected: list[Entry]) -> None:
    Entry.objects.filter(sequence=4).delete()
    for number in (5, 6, 7, 8):
        Entry.objects.filter(sequence=number).update(sequence=number - 1)
    assert [sequence for _, sequence in _kinds()] == [4, 5, 6, 7]


def test_an_inserted_row_is_found(unprotected: list[Entry]) -> None:
    for number in (8, 7, 6, 5):
        Entry.objects.filter(sequence=number).update(sequence=number + 1)
    record_ = link(Entry.objects.get(sequence=4))
    forged = Entry(**{**record_.__dict__, "sequence": 5, "object": "report:77", "previous": "f" * 64})
    forged.digest = link(forged).digest()
    forged.save(force_insert=True)
    assert ("inserted", 5) in _kinds()


def test_reordered_rows_are_found(unprotected: list[Entry]) -> None:
    for old, new in ((4, 100), (5, 4), (100, 5)):
        Entry.objects.filter(sequence=old).update(sequence=new)
    assert _kinds() == [("reordered", 4), ("reordered", 5), ("inserted", 6)]


def test_a_cut_tail_is_found_only_against_an_exported_head(unprotected: list[Entry]) -> None:
    exported = head()
    Entry.objects.filter(sequence__gte=6).delete()
    assert verify() == []
    (fault,) = verify([exported])
    assert (fault.kind, fault.sequence) == ("cut", 8)
    assert "现只到第 5 条" in fault.message


def test_a_tail_cut_and_grown_again_is_found(unprotected: list[Entry]) -> None:
    exported = head()
    Entry.objects.filter(sequence__gte=6).delete()
    for n in range(5):
        record("other", actor="person:1", agency=None, object=f"x:{n}", at=AT)
    assert verify() == []
    assert [fault.kind for fault in verify([exported])] == ["changed"]


def test_heads_are_read_from_what_was_exported(chain: list[Entry]) -> None:
    text = f"2025-01-20T09:30:00+08:00 {head().line()}\n\n{head().line()}\n"
    assert read_heads(text) == [head(), head()]


@pytest.mark.parametrize("text", ["", "\n", "hello", "5", f"5 {'g' * 64}", f"x {'a' * 64}", "5 abc"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="链头"):
        read_heads(text)


def test_what_happened_to_one_thing_and_in_one_agency(chain: list[Entry]) -> None:
    assert [entry.sequence for entry in about("report:3")] == [3]
    assert [entry.sequence for entry in of_agencies(["agency:1"])] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert not of_agencies(["agency:2"]).exists()


def test_nothing_slips_in_by_replacing(chain: list[Entry]) -> None:
    """SQLite's REPLACE deletes without asking the delete trigger; the order trigger answers instead."""
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    columns = ", ".join(f.column for f in Entry._meta.fields if f.column != "verb")
    statement = f"INSERT OR REPLACE INTO audit_entry (verb, {columns}) SELECT 'x', {columns} FROM audit_entry"
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement + " WHERE sequence = 4")
    assert verify() == []
