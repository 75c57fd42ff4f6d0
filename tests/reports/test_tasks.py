"""Reading in the background: leases, workers that die, files that break whatever reads them."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.readers import read
from gongkai.readers.document import Reading
from gongkai.reports import actions, leases, tasks
from gongkai.reports.models import Intake, ReportVersion
from gongkai.reports.states import IntakeState

from .conftest import AT, dropped, entries

LATER = AT + leases.LEASE


def _waiting(user: Person, *years: int) -> list[Intake]:
    return actions.take_in(user, [dropped(year=year) for year in years or (2024,)], at=AT)


def test_the_oldest_is_read_first_and_no_more_than_asked(supervisor: Person, bureau: Agency) -> None:
    intakes = _waiting(supervisor, 2022, 2023, 2024)
    assert tasks.work(AT, limit=2, read=read) == 2
    assert [Intake.objects.get(pk=i.pk).state for i in intakes] == ["read", "read", "waiting"]


def test_one_row_is_never_held_by_two(supervisor: Person) -> None:
    _waiting(supervisor, 2023, 2024)
    first, second = leases.claim(AT), leases.claim(AT)
    assert first is not None
    assert second is not None
    assert first.pk != second.pk
    assert first.claimed_by != second.claimed_by
    assert leases.claim(AT) is None


def test_a_killed_worker_loses_nothing(supervisor: Person, bureau: Agency) -> None:
    (intake,) = _waiting(supervisor)
    leases.claim(AT)  # and then the machine goes down
    assert tasks.work(AT + timedelta(minutes=1), read=read) == 0
    assert tasks.work(LATER, read=read) == 1
    intake.refresh_from_db()
    assert (intake.state, intake.attempts) == (IntakeState.READ, 2)


def test_what_a_slow_worker_brings_after_another_took_over_is_thrown_away(
    supervisor: Person, bureau: Agency
) -> None:
    _waiting(supervisor)
    slow = leases.claim(AT)
    assert slow is not None
    taken_over = leases.claim(LATER)
    assert taken_over is not None
    reading = read(dropped().data)
    assert not tasks.finish(slow, reading, at=LATER)
    assert not tasks.fail(slow, "读不了。", at=LATER)
    assert not ReportVersion.objects.exists()
    assert tasks.finish(taken_over, reading, at=LATER)
    assert ReportVersion.objects.count() == 1
    assert not tasks.finish(taken_over, reading, at=LATER)
    assert len(entries("reports.read")) == 1


def test_a_slow_worker_that_nobody_replaced_may_still_finish(supervisor: Person, bureau: Agency) -> None:
    _waiting(supervisor)
    slow = leases.claim(AT)
    assert slow is not None
    assert tasks.finish(slow, read(dropped().data), at=LATER)


def test_whatever_breaks_is_tried_again_and_in_the_end_said(supervisor: Person) -> None:
    (intake,) = _waiting(supervisor)
    calls = []

    def broken(data: bytes, name: str) -> Reading:
        calls.append(name)
        raise MemoryError

    tasks.work(AT, read=broken)
    intake.refresh_from_db()
    assert len(calls) == leases.MAX_ATTEMPTS
    assert intake.state == IntakeState.UNREADABLE
    assert "另存为DOCX" in intake.reason
    assert len(entries("reports.unreadable")) == 1


def test_what_a_file_says_of_itself_does_not_enter_the_chain(supervisor: Person) -> None:
    """The reader's sentence may quote it, for the person who mends it; the chain keeps for ever."""
    text = '{"schema": "gongkai-annual-report", "张三": 1, "张三": 2}'
    (intake,) = actions.take_in(supervisor, [actions.Dropped("a.json", text.encode())], at=AT)
    tasks.work(AT, read=read)
    intake.refresh_from_db()
    assert "张三" in intake.reason
    (told,) = entries("reports.unreadable")
    assert told.reason == ""
    assert '"code":"read.unreadable"' in told.data
    assert "张三" not in told.data


def test_a_file_on_which_every_worker_dies_is_said_to_be_unreadable(supervisor: Person) -> None:
    (intake,) = _waiting(supervisor)
    at = AT
    for _ in range(leases.MAX_ATTEMPTS):
        assert leases.claim(at) is not None
        at += leases.LEASE
    assert leases.claim(at) is None
    tasks.work(at, read=read)
    intake.refresh_from_db()
    assert intake.state == IntakeState.UNREADABLE
    assert intake.reason


def test_a_file_that_breaks_does_not_keep_others_from_being_read(supervisor: Person, bureau: Agency) -> None:
    intakes = _waiting(supervisor, 2023, 2024)
    bad = intakes[0].name

    def picky(data: bytes, name: str) -> Reading:
        if name == bad:
            raise RuntimeError(name)
        return read(data, name)

    tasks.work(AT, read=picky)
    assert [Intake.objects.get(pk=i.pk).state for i in intakes] == ["unreadable", "read"]


def test_a_result_that_cannot_be_kept_is_tried_again_and_leaves_nothing_half(
    supervisor: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    (intake,) = _waiting(supervisor)

    def broken(*args: object, **more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gongkai.reports.drafting.checking.refresh", broken)
    tasks.work(AT, read=read)
    intake.refresh_from_db()
    assert intake.state == IntakeState.UNREADABLE
    assert not ReportVersion.objects.exists()
    assert not hasattr(intake, "reading")


def test_an_original_that_is_gone_from_the_disk_is_said(supervisor: Person, folder: object) -> None:
    (intake,) = _waiting(supervisor)
    for path in folder.rglob(intake.file.sha256):  # type: ignore[attr-defined]
        path.unlink()
    tasks.work(AT, read=read)
    intake.refresh_from_db()
    assert intake.state == IntakeState.UNREADABLE
    assert "备份" in intake.reason


def test_the_default_reader_works_in_a_process_of_its_own(supervisor: Person, bureau: Agency) -> None:
    (intake,) = _waiting(supervisor)
    assert tasks.work(AT) == 1
    intake.refresh_from_db()
    assert intake.state == IntakeState.READ


def test_the_periodic_job_is_known_and_catches_up(
    supervisor: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.jobs.registry import known

    job = next(j for j in known() if j.name == "reports.read")
    (intake,) = _waiting(supervisor)
    monkeypatch.setattr(tasks, "read_file", read)
    job.run(AT)
    intake.refresh_from_db()
    assert intake.state == IntakeState.READ


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process to kill")
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_of_reading(supervisor: Person, bureau: Agency) -> None:
    (intake,) = _waiting(supervisor)
    connections.close_all()
    inside, tell = os.pipe()

    def hang(data: bytes, name: str) -> Reading:
        os.write(tell, b"x")
        time.sleep(60)
        raise AssertionError("was to be killed")

    worker = os.fork()
    if worker == 0:
        try:
            tasks.work(AT, read=hang)
        finally:
            os._exit(1)
    assert os.read(inside, 1) == b"x"
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    intake.refresh_from_db()
    assert (intake.state, intake.attempts) == (IntakeState.READING, 1)
    assert tasks.work(LATER + timedelta(minutes=1), read=read) == 1
    intake.refresh_from_db()
    assert (intake.state, intake.attempts) == (IntakeState.READ, 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_read_each_file_once(supervisor: Person, bureau: Agency) -> None:
    intakes = _waiting(supervisor, *range(2013, 2025))
    failures: list[Exception] = []

    def run() -> None:
        try:
            tasks.work(AT, read=read)
        except Exception as error:  # noqa: BLE001 - looked at below
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    states = Intake.objects.filter(pk__in=[i.pk for i in intakes]).values_list("state", "attempts")
    assert set(states) == {("read", 1)}
    assert ReportVersion.objects.count() == len(intakes)
    assert connection.vendor in ("sqlite", "postgresql")
