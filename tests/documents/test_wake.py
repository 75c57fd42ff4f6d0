"""The alarm clock only rings: what must happen is in the rows, whatever becomes of it."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from gongkai.accounts.models import Person
from gongkai.documents import burning, wake
from gongkai.documents.actions import store
from gongkai.documents.models import Redaction
from gongkai.jobs.registry import known

from . import sheets
from .test_redacting import AT, fake

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Redaction:
    clerk = Person.objects.create(username="clerk", name="甲", invited_at=AT)
    file = store(sheets.letter(), "方案.pdf", at=AT, encrypted=True)
    made = Redaction.objects.create(
        original=file, drawn_by=clerk, drawn_at=AT, drawers=[clerk.key], sheets=[[595, 842, False]] * 2
    )
    for page in (0, 1):
        made.pages.create(page=page, decision="whole")
    return burning.ask(clerk, made, at=AT)


def test_it_burns_what_waits_and_rings_again_while_something_is_left(
    asked: Redaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    rings: list[int] = []

    def work(at: datetime, *, limit: int) -> int:
        return original(at, limit=limit, burn=fake)

    original = burning.work
    monkeypatch.setattr(burning, "work", work)
    monkeypatch.setattr(wake, "wake", lambda: rings.append(1))
    with time_machine.travel(AT, tick=False):
        assert wake.burn_waiting.func() == 1
        assert rings == []
        Redaction.objects.update(asked_at=AT)
        monkeypatch.setattr(burning, "AT_A_TIME", 0)
        assert wake.burn_waiting.func() == 0
    assert rings == [1]


def test_a_broken_clock_undoes_nothing(asked: Redaction, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def enqueue(self) -> None:
            raise OSError("no queue")

    monkeypatch.setattr(wake, "burn_waiting", Broken())
    wake.wake()
    asked.refresh_from_db()
    assert asked.asked_at == AT


def test_the_periodic_job_finds_it_all_the_same(asked: Redaction, monkeypatch: pytest.MonkeyPatch) -> None:
    (job,) = [one for one in known() if one.name == "documents.burn"]
    assert job.lease >= burning.LEASE
    assert job.run is burning.work
