from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, TooLarge, WrongState
from gongkai.reports import actions, taking_in
from gongkai.reports.models import Intake, ReportVersion
from gongkai.reports.states import IntakeState, State

from .conftest import AT, TODAY, dropped, entries, in_review, taken

ODD = actions.Dropped("说明.txt", "这不是年度报告。".encode())


def test_each_file_is_an_intake_that_waits(supervisor: Person, bureau: Agency, district: Agency) -> None:
    files = [dropped(), dropped(year=2023), ODD]
    intakes = actions.take_in(supervisor, files, at=AT)
    assert [i.state for i in intakes] == [IntakeState.WAITING] * 3
    assert {i.collector for i in intakes} == {district}
    assert len({i.batch for i in intakes}) == 1
    assert [i.name for i in intakes] == [f.name for f in files]
    assert [e.object for e in entries("reports.take_in")] == [i.key for i in intakes]
    assert entries("reports.take_in")[0].agency == district.key


def test_a_clerk_takes_in_at_their_own_desk(clerk: Person, bureau: Agency) -> None:
    (intake,) = actions.take_in(clerk, [dropped()], at=AT)
    assert (intake.collector, intake.taken_in_by) == (bureau, clerk)


def test_the_file_name_never_enters_the_audit_chain(clerk: Person) -> None:
    actions.take_in(clerk, [actions.Dropped("张三的年报.txt", b"x")], at=AT)
    (entry,) = entries("reports.take_in")
    assert "张三" not in entry.data + entry.reason


def test_the_same_bytes_again_are_taken_in_and_said_to_be_the_same(supervisor: Person) -> None:
    (first,) = actions.take_in(supervisor, [dropped()], at=AT)
    again, other = actions.take_in(supervisor, [dropped(), dropped(year=2023)], at=AT)
    assert again.duplicate_of == first
    assert again.file == first.file
    assert other.duplicate_of is None


def test_a_copy_does_not_tell_whether_another_agency_handed_it_in(
    supervisor: Person, clerk: Person, finance: Agency
) -> None:
    actions.take_in(supervisor, [dropped()], agency=finance, at=AT)
    (mine,) = actions.take_in(clerk, [dropped()], at=AT)
    assert mine.duplicate_of is None


@pytest.mark.parametrize("who", ["reviewer", "head", "auditor"])
def test_who_may_not_import_takes_nothing_in(who: str, request: pytest.FixtureRequest, folder: object) -> None:
    with pytest.raises(NotAllowed):
        actions.take_in(request.getfixturevalue(who), [dropped()], at=AT)
    assert not Intake.objects.exists()
    assert not entries("reports.take_in")
    assert not list(folder.rglob("*"))  # type: ignore[attr-defined]


def test_a_clerk_takes_nothing_in_for_others(clerk: Person, finance: Agency) -> None:
    with pytest.raises(NotAllowed):
        actions.take_in(clerk, [dropped()], agency=finance, at=AT)
    assert not Intake.objects.exists()


def test_bounds(clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="选择"):
        actions.take_in(clerk, [], at=AT)
    monkeypatch.setattr(taking_in, "MAX_FILES", 1)
    with pytest.raises(TooLarge):
        actions.take_in(clerk, [ODD, ODD], at=AT)
    monkeypatch.setattr("gongkai.documents.files.MAX_SIZE", 3)
    with pytest.raises(TooLarge):
        actions.take_in(clerk, [ODD], at=AT)
    assert not Intake.objects.exists()


@pytest.mark.parametrize("year", [1999, 2026])
def test_a_year_that_cannot_be_is_refused(clerk: Person, year: int) -> None:
    with pytest.raises(Refused, match="年度"):
        actions.take_in(clerk, [ODD], year=year, at=AT)


def test_a_read_file_is_bound_by_itself_when_nothing_is_in_doubt(supervisor: Person, bureau: Agency) -> None:
    (intake,) = taken(supervisor, dropped())
    assert (intake.state, intake.agency, intake.year, intake.question) == (IntakeState.READ, bureau, 2024, "")
    version = intake.versions.get()
    assert (version.agency, version.year, version.number, version.state) == (bureau, 2024, 1, State.READ)
    assert [e.actor for e in entries("reports.read")] == ["worker"]


def test_a_file_in_doubt_waits_for_a_person(supervisor: Person, bureau: Agency) -> None:
    (intake,) = taken(supervisor, dropped("民政局"))
    assert "请选择机关" in intake.question
    assert not intake.versions.exists()
    version = actions.bind(supervisor, intake, agency=bureau, year=2024, at=AT)
    intake.refresh_from_db()
    assert (intake.agency, intake.question) == (bureau, "")
    assert version.figures.count() > 180
    assert entries("reports.bind")[0].agency == bureau.key


def test_what_the_file_says_is_not_silently_overruled(supervisor: Person, finance: Agency, bureau: Agency) -> None:
    (intake,) = actions.take_in(supervisor, [dropped()], agency=finance, year=2023, at=AT)
    from gongkai.readers import read
    from gongkai.reports import tasks

    tasks.work(AT, read=read)
    intake.refresh_from_db()
    assert "请确认机关" in intake.question
    assert "请确认年度" in intake.question
    assert not ReportVersion.objects.exists()


def test_binding_twice_is_refused(supervisor: Person, finance: Agency, version: ReportVersion) -> None:
    assert version.intake is not None
    with pytest.raises(WrongState):
        actions.bind(supervisor, version.intake, agency=finance, year=2024, at=AT)
    assert ReportVersion.objects.count() == 1
    assert not entries("reports.bind")


def test_nothing_is_bound_before_it_is_read(supervisor: Person, bureau: Agency) -> None:
    (intake,) = actions.take_in(supervisor, [ODD], at=AT)
    with pytest.raises(WrongState):
        actions.bind(supervisor, intake, agency=bureau, year=2024, at=AT)


def test_a_clerk_binds_nothing_to_others(clerk: Person, finance: Agency) -> None:
    (intake,) = taken(clerk, dropped("示范区财政局"))
    assert intake.question
    with pytest.raises(NotAllowed):
        actions.bind(clerk, intake, agency=finance, year=2024, at=AT)
    assert not ReportVersion.objects.exists()


def test_an_unreadable_file_says_why_and_may_be_tried_again(supervisor: Person) -> None:
    (intake,) = taken(supervisor, actions.Dropped("空.docx", b""))
    assert intake.state == IntakeState.UNREADABLE
    assert "空" in intake.reason
    again = actions.retry(supervisor, intake, at=AT)
    assert (again.state, again.attempts, again.reason) == (IntakeState.WAITING, 0, "")
    assert entries("reports.unreadable")
    assert entries("reports.retry")
    with pytest.raises(WrongState):
        actions.retry(supervisor, intake, at=AT)


def test_who_may_not_import_retries_and_discards_nothing(supervisor: Person, reviewer: Person) -> None:
    (intake,) = taken(supervisor, actions.Dropped("空.docx", b""))
    with pytest.raises(NotAllowed):
        actions.retry(reviewer, intake, at=AT)
    with pytest.raises(NotAllowed):
        actions.discard(reviewer, intake, reason="无用", at=AT)
    intake.refresh_from_db()
    assert intake.state == IntakeState.UNREADABLE


def test_a_file_that_is_no_report_is_set_aside_with_a_reason(supervisor: Person) -> None:
    (intake,) = taken(supervisor, actions.Dropped("空.docx", b""))
    with pytest.raises(Refused, match="理由"):
        actions.discard(supervisor, intake, reason=" ", at=AT)
    gone = actions.discard(supervisor, intake, reason="传错了文件", at=AT)
    assert (gone.state, gone.reason) == (IntakeState.DISCARDED, "传错了文件")
    assert entries("reports.discard")[0].reason == "传错了文件"


def test_what_became_a_report_is_not_set_aside(supervisor: Person, version: ReportVersion) -> None:
    assert version.intake is not None
    with pytest.raises(WrongState):
        actions.discard(supervisor, version.intake, reason="无用", at=AT)


def test_a_newer_file_takes_the_place_of_what_is_in_review(supervisor: Person, version: ReportVersion) -> None:
    newer = in_review(supervisor, received=9)
    version.refresh_from_db()
    assert (version.state, newer.state, newer.number) == (State.SUPERSEDED, State.READ, 2)


def test_a_newer_file_does_not_undo_an_acceptance(supervisor: Person, version: ReportVersion) -> None:
    actions.accept(supervisor, version, at=AT)
    newer = in_review(supervisor, received=9)
    version.refresh_from_db()
    assert (version.state, newer.state) == (State.ACCEPTED, State.READ)
    actions.accept(supervisor, newer, at=AT)
    version.refresh_from_db()
    assert version.state == State.SUPERSEDED


def test_todays_day_is_shanghais() -> None:
    assert TODAY.isoformat() == "2025-01-20"
