"""After its lock day a year's records change with a reason only, and every change stays listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai import server
from gongkai.accounts.models import Person
from gongkai.agencies import locked_years
from gongkai.agencies.kinds import Kind
from gongkai.agencies.locked_years import because
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cases import locked as cases_locked
from gongkai.cases import opening, splitting
from gongkai.cli import main
from gongkai.errors import NotAllowed, Refused, YearLocked
from gongkai.publication import counts, import_runs, validity
from gongkai.publication import locked as items_locked
from gongkai.publication.importing import import_items
from gongkai.publication.models import ImportRun, Item, YearCount
from gongkai.publication.stock_rows import COLUMNS
from gongkai.publication.words import Genre, Validity
from gongkai.reports import locking
from gongkai.reports.models import LateChange, LockDay
from gongkai.review import locked as review_locked
from gongkai.review import registering
from gongkai.review.registering import Facts
from gongkai.supervision import actions as works
from gongkai.supervision.models import Training
from gongkai.writers.spreadsheet import csv_text
from tests.cases.rows import a_case
from tests.district import SHANGHAI, found

from .conftest import AT, TODAY, entries

LOCK = date(2025, 1, 15)
WHY = "区档案馆移交时发现漏登一件"


@pytest.fixture
def locked(supervisor: Person, district: Agency) -> LockDay:
    return locking.set_lock_day(
        supervisor, district, year=2024, lock_on=LOCK, reason="示政办〔2024〕9号", at=AT - timedelta(days=40)
    )


def licence(agency: Agency, number: int = 3, *, year: int = 2024, at: datetime = AT) -> YearCount:
    return counts.enter(OPERATOR, agency, year=year, what="licence", number=number, at=at)


class TestTheDay:
    def test_none_holds_until_it_is_set(self, bureau: Agency) -> None:
        assert locking.lock_day(bureau, 2024) is None
        assert licence(bureau).number == 3

    def test_the_supervisor_sets_it_with_its_paper(
        self, locked: LockDay, bureau: Agency, district: Agency, supervisor: Person
    ) -> None:
        assert locking.lock_day(bureau, 2024) == LOCK
        assert locking.lock_day(bureau, 2023) is None
        assert locking.locks(district) == [locked]
        (entry,) = entries("reports.lock_day")
        assert (entry.actor, entry.object, entry.reason) == (supervisor.key, locked.key, "示政办〔2024〕9号")
        assert json.loads(entry.data) == {"year": 2024, "from": None, "to": "2025-01-15"}

    def test_it_is_moved_and_taken_away_with_a_reason_and_the_history_stays(
        self, locked: LockDay, district: Agency, bureau: Agency, supervisor: Person
    ) -> None:
        locking.set_lock_day(supervisor, district, year=2024, lock_on=TODAY, reason="两个部门要补登", at=AT)
        assert licence(bureau).number == 3
        locking.set_lock_day(supervisor, district, year=2024, lock_on=None, reason="全部重核", at=AT)
        assert (locking.lock_day(bureau, 2024), locking.locks(district)) == (None, [])
        assert [one.lock_on for one in locking.history(district)] == [None, TODAY, LOCK]
        assert [json.loads(one.data)["to"] for one in entries("reports.lock_day")] == [
            "2025-01-15", "2025-01-20", None,
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("year", "day", "reason", "words"),
        [
            (2024, date(2024, 12, 31), "文件", "结束以后才能锁定"),
            (2024, date(2028, 1, 1), "文件", "结束以后才能锁定"),
            (2024, LOCK, " ", "请写明依据"),
            (2024, LOCK, "再设一次", "与现在的锁定日相同"),
            (2024, LOCK, "长" * 1001, "最多1000字"),
        ],
    )
    def test_what_is_refused(
        self, locked: LockDay, district: Agency, supervisor: Person, year: int, day: date, reason: str, words: str
    ) -> None:
        with pytest.raises(Refused, match=words):
            locking.set_lock_day(supervisor, district, year=year, lock_on=day, reason=reason, at=AT)
        assert LockDay.objects.count() == 1

    def test_only_on_a_government(self, supervisor: Person, bureau: Agency) -> None:
        with pytest.raises(Refused, match="不是一级政府"):
            locking.set_lock_day(supervisor, bureau, year=2024, lock_on=LOCK, reason="文件", at=AT)

    def test_nobody_else(self, clerk: Person, head: Person, auditor: Person, district: Agency) -> None:
        for person in (clerk, head, auditor):
            with pytest.raises(NotAllowed):
                locking.set_lock_day(person, district, year=2024, lock_on=LOCK, reason="文件", at=AT)
        assert (LockDay.objects.count(), entries("reports.lock_day")) == (0, [])

    def test_the_nearest_government_decides(self, locked: LockDay, district: Agency, supervisor: Person) -> None:
        town = found("示范区朱台镇人民政府", district, 40, Kind.GOVERNMENT)
        office = found("朱台镇民政办", town, 10)
        assert locking.lock_day(office, 2024) is None
        locking.set_lock_day(supervisor, town, year=2024, lock_on=TODAY, reason="镇里自定", at=AT)
        assert locking.lock_day(office, 2024) == TODAY


class TestTheLock:
    def test_the_day_itself_is_still_free(self, locked: LockDay, bureau: Agency) -> None:
        assert licence(bureau, at=datetime(2025, 1, 15, 23, 59, tzinfo=SHANGHAI)).pk
        with pytest.raises(YearLocked):
            licence(bureau, 4, at=datetime(2025, 1, 16, 0, 0, tzinfo=SHANGHAI))

    def test_the_refusal_names_day_and_who_can_help_and_nothing_changed(
        self, locked: LockDay, bureau: Agency
    ) -> None:
        before = Entry.objects.count()
        with pytest.raises(YearLocked, match=r"2024年度的数据已于2025-01-15锁定.*“示范区人民政府”的主管部门"):
            licence(bureau)
        assert (YearCount.objects.count(), LateChange.objects.count(), Entry.objects.count()) == (0, 0, before)

    def test_another_year_is_free(self, locked: LockDay, bureau: Agency) -> None:
        assert licence(bureau, year=2023).pk
        assert licence(bureau, year=2025).pk
        assert not LateChange.objects.exists()

    def test_with_a_reason_it_is_noted_and_the_chain_tells(
        self, locked: LockDay, bureau: Agency, clerk: Person
    ) -> None:
        with because(f"  {WHY}\n") as stated:
            made = counts.enter(clerk, bureau, year=2024, what="licence", number=3, at=AT)
        assert stated.refused == ""
        late = LateChange.objects.get()
        assert (late.agency, late.year, late.about, late.verb) == (bureau, 2024, made.key, "counts.enter")
        assert (late.reason, late.by, late.at, late.lock_on) == (WHY, clerk, AT, LOCK)
        (entry,) = entries("reports.late_change")
        assert (entry.actor, entry.object, entry.reason) == (clerk.key, late.key, WHY)
        assert json.loads(entry.data) == {
            "year": 2024, "verb": "counts.enter", "about": made.key, "lock_on": "2025-01-15",
        }  # fmt: skip

    def test_the_reason_ends_with_its_request(self, locked: LockDay, bureau: Agency) -> None:
        with because(WHY):
            licence(bureau)
        with pytest.raises(YearLocked):
            licence(bureau, 4)

    def test_the_edge_learns_of_the_refusal_though_it_was_caught(self, locked: LockDay, bureau: Agency) -> None:
        with because("") as stated, pytest.raises(Refused):
            licence(bureau)
        assert "锁定" in stated.refused

    def test_a_reason_that_is_too_long(self, locked: LockDay, bureau: Agency) -> None:
        with because("长" * 1001), pytest.raises(Refused, match="最多1000字"):
            licence(bureau)
        assert not LateChange.objects.exists()

    def test_who_sees_the_changes(
        self, locked: LockDay, bureau: Agency, supervisor: Person, clerk: Person, outsider: Person
    ) -> None:
        with because(WHY):
            licence(bureau)
        (late,) = LateChange.objects.all()
        for person in (supervisor, clerk):
            assert list(locking.late_changes(person, 2024, on=TODAY)) == [late]
        assert list(locking.late_changes(outsider, 2024, on=TODAY)) == []
        assert list(locking.late_changes(supervisor, 2023, on=TODAY)) == []
        assert list(locking.changes_of(bureau, 2024)) == [late]


def _enter_counts(agency: Agency) -> object:
    return counts.import_counts(OPERATOR, agency, "年度,项目,数量\n2024,行政许可,5\n".encode(), at=AT)


def _enter_work(agency: Agency) -> object:
    return works.enter(OPERATOR, agency, Training, {"on": date(2024, 5, 7), "title": "培训", "people": 3}, at=AT)


def _enter_review(agency: Agency) -> object:
    facts = Facts(kind="reconsideration", received_on=date(2024, 8, 1), body="示范市人民政府")
    return registering.register(OPERATOR, agency, facts, at=AT)


def _enter_opening(agency: Agency) -> object:
    return opening.enter_opening(OPERATOR, agency, year=2024, numbers={"natural": 2}, at=AT)


STEPS: tuple[Callable[[Agency], object], ...] = (_enter_counts, _enter_work, _enter_review, _enter_opening)


@pytest.mark.parametrize("step", STEPS)
def test_every_capability_asks(step: Callable[[Agency], object], locked: LockDay, bureau: Agency) -> None:
    before = Entry.objects.count()
    with pytest.raises(YearLocked):
        step(bureau)
    assert Entry.objects.count() == before
    with because(WHY):
        step(bureau)
    assert set(LateChange.objects.values_list("year", flat=True)) == {2024}


def _import_items(agency: Agency) -> object:
    row = {
        "标题": "示范区救助办法", "文号": "示民发〔2024〕4号", "成文日期": "2024-03-01", "公开日期": "2024-03-08",
        "主题分类": "民政", "条例事项": "第二十条第（一）项", "体裁": "行政规范性文件", "有效性": "有效",
        "渠道": "政府网站", "正文": "第一条　为保障困难居民，制定本办法。",
    }  # fmt: skip
    made = csv_text(COLUMNS, [[row.get(name, "") for name in COLUMNS]]).encode()
    outcome = import_items(OPERATOR, agency, made, name="存量.csv", at=AT)
    assert outcome.applied, outcome.report.first_errors
    return outcome


def test_a_list_of_stock(locked: LockDay, bureau: Agency) -> None:
    with pytest.raises(YearLocked):
        _import_items(bureau)
    assert not Item.objects.exists()
    with because(WHY):
        _import_items(bureau)
    assert LateChange.objects.get().verb == "items.import"


def test_a_step_on_an_item(locked: LockDay, bureau: Agency, head: Person) -> None:
    with because(WHY):
        _import_items(bureau)
    item = Item.objects.get()
    repealed = {"validity": Validity.REPEALED, "ended_on": date(2024, 12, 30), "reason": "被新办法废止"}
    with pytest.raises(YearLocked):
        validity.mark(head, item, **repealed, at=AT)  # type: ignore[arg-type]
    item.refresh_from_db()
    assert item.validity == Validity.IN_FORCE
    with because(WHY):
        validity.mark(head, item, **repealed, at=AT)  # type: ignore[arg-type]
    late = LateChange.objects.latest("pk")
    assert (late.verb, late.about) == ("items.mark", item.key)


def test_a_step_on_a_case(locked: LockDay, bureau: Agency) -> None:
    first = a_case(bureau, date(2024, 3, 4))
    second = a_case(bureau, date(2024, 3, 4), applicant=first.applicant)
    with pytest.raises(YearLocked):
        splitting.merge(OPERATOR, second, into=first, at=AT)
    second.refresh_from_db()
    assert second.state == "open"
    with because(WHY):
        splitting.merge(OPERATOR, second, into=first, at=AT)
    late = LateChange.objects.get()
    assert (late.verb, late.about, late.year) == ("cases.merge", second.key, 2024)


def test_a_case_of_this_year_is_free(locked: LockDay, bureau: Agency) -> None:
    first = a_case(bureau, date(2025, 1, 6))
    second = a_case(bureau, date(2025, 1, 6), applicant=first.applicant)
    splitting.merge(OPERATOR, second, into=first, at=AT)
    assert not LateChange.objects.exists()


class TestWhichYears:
    """The tables that a change is in; ``AT`` is in January 2025."""

    def test_of_a_case(self) -> None:
        def place(received: date, counted: date | None = None, row: str = "") -> cases_locked.Place:
            return cases_locked.Place("disclosure", received, counted, row, "natural")

        open_, new = place(date(2023, 5, 1)), place(date(2025, 1, 6))
        assert locked_years.changed(None, open_, at=AT) == {2023, 2024}
        assert locked_years.changed(None, new, at=AT) == set()
        assert locked_years.changed(open_, None, at=AT) == {2023, 2024}
        # Answered in the year that runs: carried on in 2024 before and after.
        assert locked_years.changed(open_, place(date(2023, 5, 1), date(2025, 1, 7), "3.1"), at=AT) == set()
        assert locked_years.changed(open_, place(date(2023, 5, 1), date(2024, 6, 3), "3.1"), at=AT) == {2024}
        assert locked_years.changed(open_, place(date(2023, 5, 1), date(2023, 6, 3), "3.1"), at=AT) == {2023, 2024}
        assert locked_years.changed(new, place(date(2024, 12, 30)), at=AT) == {2024}

    def test_of_a_proceeding(self) -> None:
        def standing(*courses: tuple[date, date | None, str]) -> review_locked.Standing:
            return review_locked.Standing("reconsideration", courses[0][0], courses)

        pending = standing((date(2023, 8, 1), None, ""))
        over = standing((date(2023, 8, 1), date(2024, 2, 1), "upheld"))
        assert locked_years.changed(None, pending, at=AT) == {2023, 2024}
        assert locked_years.changed(pending, over, at=AT) == {2024}
        assert locked_years.changed(over, None, at=AT) == {2023, 2024}
        assert (
            locked_years.changed(pending, standing((date(2023, 8, 1), date(2025, 1, 3), "upheld")), at=AT) == set()
        )

    def test_of_an_item(self) -> None:
        def standing(public: date, genre: str = "", **more: object) -> items_locked.Standing:
            given = {"made_on": None, "validity": "", "ended_on": None, **more}
            return items_locked.Standing(public, genre, **given)  # type: ignore[arg-type]

        nowhere = items_locked.NOWHERE
        assert items_locked.years(nowhere, standing(date(2024, 5, 1)), at=AT) == {2024}
        assert items_locked.years(nowhere, standing(date(2025, 1, 5)), at=AT) == set()
        late = standing(date(2025, 1, 5), Genre.NORMATIVE, made_on=date(2023, 4, 1))
        # In force at the end of both years, though nobody saw it then.
        assert items_locked.years(nowhere, late, at=AT) == {2023, 2024}
        lapsed = standing(date(2025, 1, 5), Genre.NORMATIVE, made_on=date(2023, 4, 1), ended_on=date(2024, 6, 1))
        assert items_locked.years(late, lapsed, at=AT) == {2024}


class TestALongImport:
    """Tried and taken in by a worker: the reason is asked of whoever confirms it, and kept."""

    @pytest.fixture(autouse=True)
    def home(self, settings: Settings, folder: object) -> None:
        settings.HOME = folder

    @pytest.fixture
    def tried(self, locked: LockDay, bureau: Agency) -> ImportRun:
        row = {
            "标题": "某通知",
            "公开日期": "2024-03-08",
            "成文日期": "2024-03-01",
            "体裁": "其他",
            "正文": "正文。",
        }
        data = csv_text(COLUMNS, [[row.get(name, "") for name in COLUMNS]]).encode()
        run = import_runs.begin(OPERATOR, bureau, data=data, name="存量.csv", at=AT)
        import_runs.work(AT)
        run.refresh_from_db()
        assert (run.state, run.years) == ("tried", [2024])
        return run

    def test_it_is_not_confirmed_without_one(self, tried: ImportRun) -> None:
        with pytest.raises(YearLocked):
            import_runs.confirm(OPERATOR, tried, at=AT)
        tried.refresh_from_db()
        assert (tried.state, tried.late_because) == ("tried", "")
        assert not LateChange.objects.exists()

    def test_the_worker_has_the_reason_of_whoever_confirmed(self, tried: ImportRun) -> None:
        with because(WHY):
            import_runs.confirm(OPERATOR, tried, at=AT)
        assert not LateChange.objects.exists()
        import_runs.work(AT)
        tried.refresh_from_db()
        assert (tried.state, Item.objects.count()) == ("done", 1)
        late = LateChange.objects.get()
        assert (late.reason, late.verb) == (WHY, "items.import")


def test_the_command_states_it(
    locked: LockDay,
    bureau: Agency,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "prepare", lambda: None)
    table = tmp_path / "数量.csv"
    table.write_text("年度,项目,数量\n2024,行政许可,5\n", encoding="utf-8")
    wanted = ["import", "counts", str(table), "--agency", bureau.name]
    assert main(wanted) != 0
    assert "锁定" in capsys.readouterr().err
    assert not YearCount.objects.exists()
    assert main([*wanted, "--reason", WHY]) == 0
    late = LateChange.objects.get()
    assert (late.reason, late.by, late.verb) == (WHY, None, "counts.import")
