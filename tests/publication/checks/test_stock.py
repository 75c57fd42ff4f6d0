"""Old stock, when a rule changed: bounded, going on where it stopped, one worker at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed
from gongkai.publication import checks
from gongkai.publication.checks import own_pairs, running, stock
from gongkai.publication.models import Finding, Item, StockCheck, Version
from gongkai.publication.models.checks import Checked
from gongkai.publication.states import State
from tests.publication.conftest import AT, HOUR, audited, drafted, nothing_after

DAY = timedelta(days=1)


def work(at: datetime = AT, seconds: float = 60) -> int:
    return stock.work(at, seconds=seconds)


@pytest.fixture
def several(clerk: Person, bureau: Agency) -> list[Version]:
    return [drafted(clerk, bureau, f"第{n}件", document_number="") for n in range(5)]


def test_what_came_in_unchecked_is_checked_once(several: list[Version]) -> None:
    assert work() == 5
    assert Checked.objects.count() == 5
    row = StockCheck.objects.get()
    assert (row.done, row.total, row.finished_at, row.failed) == (5, 5, AT, 0)
    assert work(AT + HOUR) == 0


def test_what_comes_later_is_met_by_going_on(several: list[Version], clerk: Person, bureau: Agency) -> None:
    work()
    later = drafted(clerk, bureau, "后来的一件", document_number="")
    assert work(AT + HOUR) == 1
    assert Checked.objects.filter(version=later).exists()


def test_a_changed_rule_begins_anew_and_finds(several: list[Version], bureau: Agency, head: Person) -> None:
    work()
    own_pairs.add(head, bureau, wrong="通知如下", right="通知", why="统一。", at=AT)
    assert work(AT + HOUR) == 5
    assert Finding.objects.filter(code="own:通知如下").count() == 5


def test_a_pair_that_begins_tomorrow_begins_tomorrow(several: list[Version], bureau: Agency, head: Person) -> None:
    own_pairs.add(head, bureau, wrong="通知如下", right="通知", why="统一。", from_on=(AT + DAY).date(), at=AT)
    assert work() == 5
    assert Finding.objects.filter(code="own:通知如下").count() == 0
    assert work(AT + DAY) == 5
    assert Finding.objects.filter(code="own:通知如下").count() == 5


def test_it_stops_after_its_time_and_goes_on(several: list[Version], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "BATCH", 2)
    row = stock._row(several[0].item.agency, AT)
    assert stock._claim(row, AT)
    assert stock._step(row, AT) == 2
    stock._let_go(row)
    row = StockCheck.objects.get()
    assert (row.done, row.finished_at) == (2, None)
    assert work(AT + HOUR) == 3
    assert work(AT, seconds=0) == 0


def test_one_worker_at_a_time_and_a_dead_one_loses_it(several: list[Version]) -> None:
    row = stock._row(several[0].item.agency, AT)
    assert stock._claim(row, AT)
    assert work() == 0
    assert work(AT + stock.LEASE) == 5


def test_one_that_breaks_does_not_keep_the_others(several: list[Version], monkeypatch: pytest.MonkeyPatch) -> None:
    before = running.refresh

    def refresh(version: Version, *, at: datetime) -> bool:
        if version == several[2]:
            raise ValueError
        return before(version, at=at)

    monkeypatch.setattr(running, "refresh", refresh)
    assert work() == 5
    assert StockCheck.objects.get().failed == 1
    assert Checked.objects.count() == 4


def test_what_is_shown_and_what_is_on_its_way_are_looked_at(public: Item, several: list[Version]) -> None:
    Version.objects.filter(pk=several[0].pk).update(state=State.DISCARDED)
    work()
    assert Checked.objects.filter(version=public.current).exists()
    assert not Checked.objects.filter(version=several[0]).exists()


def test_again_from_the_beginning(several: list[Version], bureau: Agency, head: Person, clerk: Person) -> None:
    work()
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        stock.again(clerk, bureau, at=AT)
    assert nothing_after(before)
    row = stock.again(head, bureau, at=AT + HOUR)
    assert (row.done, row.total, row.finished_at) == (0, 5, None)
    audited("checks.again")
    assert [one.agency for one in stock.progress(Agency.objects.all())] == [bureau]
    assert work(AT + HOUR) == 5


def test_by_night_it_takes_its_time() -> None:
    assert stock._turn(AT) < stock._turn(AT.replace(hour=23))
    assert stock._turn(AT.replace(hour=3)) == stock._turn(AT.replace(hour=23))


def test_a_decision_outlives_the_next_round(several: list[Version], bureau: Agency, head: Person) -> None:
    own_pairs.add(head, bureau, wrong="通知如下", right="通知", why="统一。", at=AT)
    work()
    finding = Finding.objects.filter(code="own:通知如下").first()
    assert finding is not None
    checks.settle(head, finding, decision="keep", reason="可以", at=AT)
    own_pairs.add(head, bureau, wrong="有关事项", right="事项", why="统一。", at=AT)
    work(AT + HOUR)
    finding.refresh_from_db()
    assert (finding.decision, finding.gone_at) == ("keep", None)
