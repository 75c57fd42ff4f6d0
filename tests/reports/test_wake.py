"""The alarm clock: it rings when files come in, and nothing depends on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.readers import read
from gongkai.reports import actions, tasks, wake
from gongkai.reports.models import Intake
from gongkai.reports.states import IntakeState

from .conftest import AT, dropped


def _drop(user: Person, *years: int) -> None:
    actions.take_in(user, [dropped(year=year) for year in years or (2024,)], at=AT)


def test_dropping_rings_the_alarm_clock_and_a_broken_one_loses_nothing(
    supervisor: Person, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        _drop(supervisor)
    assert DBTaskResult.objects.get().task_path == "gongkai.reports.wake.read_waiting"

    def broken(*args: object) -> None:
        raise OSError

    monkeypatch.setattr("gongkai.reports.wake.read_waiting", broken)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        _drop(supervisor)
    assert Intake.objects.filter(state=IntakeState.WAITING).count() == 2


def test_the_task_reads_in_turns(supervisor: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    _drop(supervisor, 2023, 2024)
    monkeypatch.setattr(tasks, "AT_A_TIME", 1)
    monkeypatch.setattr(tasks, "read_file", read)
    assert wake.read_waiting.func() == 1
    assert DBTaskResult.objects.count() == 1
    assert wake.read_waiting.func() == 1
    assert DBTaskResult.objects.count() == 1
