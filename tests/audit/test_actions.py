from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, transaction

from gongkai.audit.actions import record
from gongkai.audit.chain import GENESIS
from gongkai.audit.models import Entry

AT = datetime(2025, 1, 20, 1, 30, tzinfo=UTC)


def _record(verb: str = "reports.accept", **changes: object) -> Entry:
    facts: dict[str, object] = {"actor": "person:1", "agency": "agency:2", "object": "report:3", "at": AT}
    return record(verb, **{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_first_entry_stands_on_nothing_and_the_next_on_it() -> None:
    first, second = _record(), _record("reports.publish", reason="经审核")
    assert (first.sequence, first.previous) == (1, GENESIS)
    assert (second.sequence, second.previous) == (2, first.digest)


@pytest.mark.django_db
def test_it_keeps_what_it_was_told() -> None:
    _record(reason="数字有误", data={"cell": "3.1", "to": 5, "from": None})
    entry = Entry.objects.get()
    assert (entry.actor, entry.agency, entry.object) == ("person:1", "agency:2", "report:3")
    assert entry.reason == "数字有误"
    assert entry.data == '{"cell":"3.1","from":null,"to":5}'
    assert entry.at == AT


@pytest.mark.django_db
def test_things_with_a_key_stand_for_themselves_and_no_agency_is_empty() -> None:
    class Thing:
        key = "thing:9"

    entry = _record(actor=Thing(), object=Thing(), agency=None)
    assert (entry.actor, entry.object, entry.agency) == ("thing:9", "thing:9", "")


@pytest.mark.django_db
def test_an_entry_goes_with_the_transaction_it_belongs_to() -> None:
    with transaction.atomic():
        _record()
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0
    assert _record().sequence == 1


@pytest.mark.django_db
def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        _record(at=AT.replace(tzinfo=None))
    assert Entry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{"x": object()}, {"x": float("nan")}])
def test_what_json_cannot_say_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        _record(data=data)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_the_same_instant_in_another_zone_gives_the_same_digest() -> None:
    from gongkai.audit.verify import link

    entry = _record(at=AT.astimezone(timezone(timedelta(hours=8))))
    entry.refresh_from_db()
    assert link(entry).digest() == entry.digest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Entry.objects.update(verb="other"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.filter(sequence=1)._raw_delete("default"),
        lambda: Entry.objects.create(sequence=7, at=AT, verb="x", actor="y", previous="p", digest="d"),
    ],
)
def test_the_database_refuses_every_way_around(attempt: object) -> None:
    _record()
    with pytest.raises(DatabaseError), transaction.atomic():
        attempt()  # type: ignore[operator]
    assert list(Entry.objects.values_list("verb", flat=True)) == ["reports.accept"]
