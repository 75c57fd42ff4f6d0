"""Long imports in the background: tried, shown, confirmed, taken in once; a dead worker leaves nothing half."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import import_runs
from gongkai.publication.import_states import MOVES, ImportState, after
from gongkai.publication.models import ImportRun, Item
from gongkai.publication.stock_rows import COLUMNS

from .conftest import AT, TODAY


@pytest.fixture(autouse=True)
def home(settings: Settings, folder: object) -> None:
    settings.HOME = folder


def listed(*rows: tuple[str, ...]) -> bytes:
    lines = [",".join(COLUMNS), *(",".join(row) for row in rows)]
    return "\n".join(lines).encode("utf-8-sig")


def row(number: str = "", title: str = "某通知", public_on: str = "2020-05-01") -> tuple[str, ...]:
    return (number, title, "", "2020-04-20", public_on, "", "", "其他", "", "", "", "正文。")


GOOD = listed(row(title="甲"), row(title="乙"))
BAD = listed(row(title="甲"), row(title="", public_on="昨天"))


def begun(clerk: Person, agency: Agency, data: bytes = GOOD) -> ImportRun:
    return import_runs.begin(clerk, agency, data=data, name="存量.csv", at=AT)


def test_a_list_is_tried_then_taken_in(clerk: Person, bureau: Agency) -> None:
    run = begun(clerk, bureau)
    assert import_runs.work(AT) == 1
    run.refresh_from_db()
    assert (run.state, run.total, run.taken, run.errors) == (ImportState.TRIED, 2, 2, 0)
    assert not Item.objects.exists()
    import_runs.confirm(clerk, run, at=AT)
    assert import_runs.work(AT) == 1
    run.refresh_from_db()
    assert (run.state, run.confirmed_by, run.taken) == (ImportState.DONE, clerk, 2)
    assert Item.objects.filter(state="public").count() == 2
    verbs = Entry.objects.filter(verb__in=["imports.begin", "imports.confirm", "items.import"])
    assert list(verbs.order_by("sequence").values_list("verb", flat=True)) == [
        "imports.begin", "imports.confirm", "items.import",
    ]  # fmt: skip
    assert import_runs.work(AT) == 0


def test_one_wrong_row_stops_all_and_is_told(clerk: Person, bureau: Agency) -> None:
    run = begun(clerk, bureau, BAD)
    import_runs.work(AT)
    run.refresh_from_db()
    assert (run.state, run.errors) == (ImportState.FAULTY, 1)
    (line,) = run.first_errors
    assert line["row"] == 3
    with pytest.raises(WrongState):
        import_runs.confirm(clerk, run, at=AT)
    assert not Item.objects.exists()


def test_what_happened_to_every_row_is_kept(clerk: Person, bureau: Agency) -> None:
    from gongkai.documents import queries

    run = begun(clerk, bureau, BAD)
    import_runs.work(AT)
    run.refresh_from_db()
    assert run.report is not None
    text = queries.content(run.report).decode("utf-8-sig")
    assert text.count("\n") == 3
    assert "收录" in text
    assert "有误" in text


def test_what_is_no_list_is_refused_at_once(clerk: Person, bureau: Agency) -> None:
    with pytest.raises(Refused):
        begun(clerk, bureau, b"\x00\x01\x02")
    assert not ImportRun.objects.exists()


def test_only_who_imports_here(clerk: Person, reviewer: Person, stranger: Person, bureau: Agency) -> None:
    for person in (reviewer, stranger):
        with pytest.raises(NotAllowed):
            begun(person, bureau)
    run = begun(clerk, bureau)
    import_runs.work(AT)
    for step in (import_runs.confirm, import_runs.discard):
        with pytest.raises(NotAllowed):
            step(stranger, run, at=AT)
    assert not import_runs.visible(stranger, on=TODAY).exists()
    assert import_runs.visible(clerk, on=TODAY).get() == run


def test_it_is_given_up_only_before_it_is_taken_in(clerk: Person, bureau: Agency) -> None:
    run = begun(clerk, bureau)
    import_runs.discard(clerk, run, at=AT)
    assert import_runs.work(AT) == 0
    with pytest.raises(WrongState):
        import_runs.discard(clerk, run, at=AT)


def test_who_may_no_longer_import_takes_nothing_in(clerk: Person, bureau: Agency) -> None:
    """Confirmed, and then the role ended: the worker asks again."""
    run = begun(clerk, bureau)
    import_runs.work(AT)
    import_runs.confirm(clerk, run, at=AT)
    Membership.objects.filter(person=clerk).delete()
    import_runs.work(AT)
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert not Item.objects.exists()


def test_a_worker_that_died_is_taken_over_when_its_time_is_up(clerk: Person, bureau: Agency) -> None:
    run = begun(clerk, bureau)
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportState.TRYING, claimed_by="x", claimed_until=AT + import_runs.LEASE, attempts=1
    )
    assert import_runs.work(AT) == 0
    assert import_runs.work(AT + import_runs.LEASE + timedelta(seconds=1)) == 1
    run.refresh_from_db()
    assert run.state == ImportState.TRIED


def test_after_enough_dead_workers_a_person_is_told(clerk: Person, bureau: Agency) -> None:
    run = begun(clerk, bureau)
    ImportRun.objects.filter(pk=run.pk).update(attempts=import_runs.MAX_ATTEMPTS)
    import_runs.work(AT)
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert "请把清单分成几份" in run.reason


def test_what_breaks_off_is_tried_again(clerk: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(clerk, bureau)

    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(import_runs, "import_items", broken)
        assert import_runs.work(AT) == 0
    run.refresh_from_db()
    assert run.state == ImportState.TRYING
    import_runs.work(AT + import_runs.LEASE * 2)
    run.refresh_from_db()
    assert run.state == ImportState.TRIED


def test_how_far_it_is_stands_aside_and_goes_with_the_run(
    clerk: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(clerk, bureau, listed(*(row(title=f"第{n}条") for n in range(250))))
    told: list[int] = []
    note = import_runs._note

    def noted(aside: Path, rows: int) -> None:
        note(aside, rows)
        told.append(import_runs.progress(run))

    monkeypatch.setattr(import_runs, "_note", noted)
    import_runs.work(AT)
    assert told == [100, 200]
    assert import_runs.progress(run) == 0


def test_what_is_done_moves_no_more() -> None:
    ends = set(ImportState) - {state for state, _ in MOVES}
    assert ends == {ImportState.DONE, ImportState.DISCARDED}
    with pytest.raises(WrongState, match="已导入"):
        after(ImportState.DONE, "confirm")
