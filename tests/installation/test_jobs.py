"""Periodic jobs run when due, once at a time, catch up, and are never quietly left undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import Settings
from django.core import mail
from django.db import connection

from gongkai.agencies import people
from gongkai.agencies.heads import TamperedChain, export_head, kept, verify_daily
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.chain import GENESIS
from gongkai.audit.models import Entry
from gongkai.audit.verify import head, link, read_heads, verify
from gongkai.errors import Refused
from gongkai.jobs import registry
from gongkai.jobs.actions import Ran, tick
from gongkai.jobs.models import Job
from gongkai.jobs.queries import late, states
from gongkai.jobs.registry import Periodic
from gongkai.jobs.tidying import tidy

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


class Work:
    def __init__(self) -> None:
        self.times: list[datetime] = []
        self.fails = False

    def __call__(self, at: datetime) -> None:
        self.times.append(at)
        if self.fails:
            raise ValueError("张三")


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def job(work: Work, monkeypatch: pytest.MonkeyPatch) -> Periodic:
    """The only job there is."""
    one = Periodic("test", "试验", HOUR, work)
    monkeypatch.setattr(registry, "_known", {"test": one})
    return one


def test_a_job_runs_when_due_and_not_before(job: Periodic, work: Work) -> None:
    for minutes in (0, 1, 59, 60, 61, 200):
        tick(at=AT + timedelta(minutes=minutes))
    assert work.times == [AT, AT + HOUR, AT + timedelta(minutes=200)]


def test_what_was_missed_is_caught_up_at_once(job: Periodic, work: Work) -> None:
    tick(at=AT)
    assert [state.late for state in states(at=AT + 5 * HOUR)] == [True]
    assert tick(at=AT + 5 * HOUR) == [Ran("test", "")]
    assert late(at=AT + 5 * HOUR) == []


def test_a_failure_is_noted_without_its_text_and_tried_again(job: Periodic, work: Work) -> None:
    work.fails = True
    assert tick(at=AT) == [Ran("test", "ValueError")]
    stored = Job.objects.get()
    assert (stored.failure, stored.failed_at, stored.finished_at) == ("ValueError", AT, None)
    assert late(at=AT)[0].failure == "ValueError"
    work.fails = False
    assert tick(at=AT + timedelta(minutes=1)) == [Ran("test", "")]
    assert late(at=AT + timedelta(minutes=1)) == []


def test_one_failing_job_does_not_keep_others_from_running(work: Work) -> None:
    bad = Work()
    bad.fails = True
    ran = tick(at=AT, jobs=[Periodic("bad", "坏", HOUR, bad), Periodic("good", "好", HOUR, work)])
    assert ran == [Ran("bad", "ValueError"), Ran("good", "")]


def test_what_somebody_else_runs_is_left_to_them_until_the_lease_ends(job: Periodic, work: Work) -> None:
    Job.objects.create(name="test", claimed_until=AT + timedelta(minutes=5))
    assert tick(at=AT) == []
    assert tick(at=AT + timedelta(minutes=5)) == [Ran("test", "")]
    assert len(work.times) == 1


def test_a_job_that_never_ran_is_late(job: Periodic) -> None:
    assert [state.late for state in states(at=AT)] == [True]


def test_ours_are_known() -> None:
    assert {"audit.head", "jobs.tidy"} <= {one.name for one in registry.known()}


def test_tidying_runs() -> None:
    tidy(AT)


def test_the_head_leaves_every_day(settings: Settings, tmp_path: Path) -> None:
    from tests.agencies.conftest import found

    settings.HOME = tmp_path
    agency = found("示范区人民政府")
    for username, role, email in (
        ("shen", Role.AUDITOR, "audit@example.gov.cn"),
        ("guan", Role.ADMINISTRATOR, "admin@example.gov.cn"),
        ("shen2", Role.AUDITOR, ""),
    ):
        people.invite(username, name="某", email=email, agency=agency, role=role, by=OPERATOR, at=AT)
    first = export_head(AT)
    export_head(AT + timedelta(days=1))
    text = (tmp_path / "audit-heads" / "2025.txt").read_text(encoding="ascii")
    assert text.splitlines()[0] == first
    assert read_heads(text) == [head(), head()]
    assert verify(read_heads(text)) == []
    assert [letter.to for letter in mail.outbox] == [["audit@example.gov.cn"]] * 2
    assert first in mail.outbox[0].body


@pytest.fixture
def two_days(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Two entries and two kept heads, and a database without protection."""
    from gongkai.audit import sql
    from tests.agencies.conftest import found

    settings.HOME = tmp_path
    assert kept() == []
    for day, name in enumerate(("示范区人民政府", "邻区人民政府")):
        found(name)
        export_head(AT + timedelta(days=day))
    sql.drop(connection)
    yield
    sql.install(connection)


def test_a_tail_cut_in_the_database_shows_beside_the_heads_on_disk(two_days: None) -> None:
    verify_daily(AT)
    assert kept()[-1] == head()
    Entry.objects.filter(sequence=head().sequence).delete()
    assert verify() == []
    with pytest.raises(TamperedChain, match="1处"):
        verify_daily(AT)


def test_a_chain_written_anew_from_the_beginning_shows(two_days: None) -> None:
    old = [link(entry) for entry in Entry.objects.order_by("sequence")]
    Entry.objects.all().delete()
    before = GENESIS
    for one in old:
        forged = replace(one, actor="person:99", previous=before)
        before = forged.digest()
        Entry.objects.create(**forged.__dict__, digest=before)
    assert verify() == []
    with pytest.raises(TamperedChain, match="2处"):
        verify_daily(AT)


def test_a_file_of_heads_that_is_none_is_said(two_days: None, tmp_path: Path) -> None:
    (tmp_path / "audit-heads" / "2024.txt").write_text("x\n")
    with pytest.raises(Refused, match="链头"):
        kept()


def test_results_of_tasks_are_kept_as_long_as_logs(settings: Settings) -> None:
    """《网络安全法》 21: six months at least, whatever somebody set."""
    from django_tasks_db.models import DBTaskResult

    settings.GONGKAI_LOG_MONTHS = 1
    done = DBTaskResult.objects.create(
        task_path="x", args_kwargs={}, backend_name="default", status="SUCCESSFUL", finished_at=AT, run_after=AT,
        exception_class_path="", traceback="",
    )  # fmt: skip
    tidy(AT + timedelta(days=184))
    assert DBTaskResult.objects.filter(pk=done.pk).exists()
    tidy(AT + timedelta(days=190))
    assert not DBTaskResult.objects.filter(pk=done.pk).exists()
