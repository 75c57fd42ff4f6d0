"""Many writers at once make one chain, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

from gongkai.audit.actions import record
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify

AT = datetime(2025, 1, 20, 1, 30, tzinfo=UTC)
WRITERS, EACH = 6, 10


def _in_threads(work: Callable[[int], None]) -> None:
    barrier = Barrier(WRITERS)

    def run(number: int) -> None:
        barrier.wait(timeout=10)
        try:
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(run, range(WRITERS)))


@pytest.mark.django_db(transaction=True)
def test_appends_queue_up() -> None:
    def work(number: int) -> None:
        for n in range(EACH):
            record("x", actor=f"person:{number}", agency=None, object=f"thing:{n}", at=AT)

    _in_threads(work)
    assert Entry.objects.count() == WRITERS * EACH
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_no_hole() -> None:
    def work(number: int) -> None:
        for n in range(EACH):
            with transaction.atomic():
                record("x", actor=f"person:{number}", agency=None, object=f"thing:{n}", at=AT)
                transaction.set_rollback(n % 2 == 0)

    _in_threads(work)
    assert Entry.objects.count() == WRITERS * EACH // 2
    assert verify() == []
