from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WriteError, WrongState
from gongkai.readers import read
from gongkai.reports import actions, published, publishing, sql, tasks
from gongkai.reports.figures import annual_report
from gongkai.reports.models import DueDate, Rendering, Report, ReportFigure, ReportVersion
from gongkai.reports.states import State

from .conftest import AT, entries, in_review

CELL = "3.1/自然人"
NOTE = "更正表三一处数字。"
LATER = AT + timedelta(days=3)


@pytest.fixture
def shown(version: ReportVersion, supervisor: Person) -> ReportVersion:
    actions.accept(supervisor, version, at=AT)
    return actions.publish(supervisor, version, at=AT)


def test_publishing_locks_the_version_with_the_hash_of_its_json(shown: ReportVersion, supervisor: Person) -> None:
    assert (shown.state, shown.public_number, shown.published_by, shown.published_at) == (
        State.PUBLISHED,
        1,
        supervisor,
        AT,
    )
    assert shown.sha256 == hashlib.sha256(shown.canonical.encode()).hexdigest()
    assert shown.locked
    assert shown.sha256 in entries("reports.publish")[0].data
    assert read(shown.canonical.encode()).report.figures == annual_report(shown).figures


def test_the_public_copy_does_not_say_where_in_our_files_a_figure_stood(shown: ReportVersion) -> None:
    assert "origins" not in json.loads(shown.canonical)


def test_every_format_is_written_once_and_kept(
    every_format: None, version: ReportVersion, supervisor: Person
) -> None:
    actions.accept(supervisor, version, at=AT)
    done = actions.publish(supervisor, version, at=AT)
    found = {r.format: r for r in done.renderings.all()}
    assert set(found) == set(writers.FORMATS)
    assert not [r.error for r in found.values() if r.error]
    for format in ("html", "docx", "xlsx", "json"):
        assert read(published.content(found[format])).report.figures == annual_report(done).figures
    assert publishing.render(done, "html", at=LATER) == found["html"]
    assert Rendering.objects.get(pk=found["html"].pk).rendered_at == AT


def test_a_format_that_cannot_be_written_says_so_and_is_tried_again(
    version: ReportVersion, supervisor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writers.write

    def no_font(report: object, format: str) -> bytes:
        if format == "html":
            raise WriteError("没有找到中文字体，请安装 fonts-noto-cjk。")
        return write(report, format)  # type: ignore[arg-type]

    actions.accept(supervisor, version, at=AT)
    monkeypatch.setattr(writers, "write", no_font)
    done = actions.publish(supervisor, version, at=AT)
    missing = done.renderings.get(format="html")
    assert "字体" in missing.error
    with pytest.raises(Rendering.DoesNotExist):
        published.content(missing)
    monkeypatch.setattr(writers, "write", write)
    tasks.tick(LATER)
    again = done.renderings.get(format="html")
    assert (again.error, again.rendered_at) == ("", LATER)
    assert b"<table" in published.content(again)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "auditor", "outsider"])
def test_who_may_not_publish_changes_nothing(
    who: str, request: pytest.FixtureRequest, version: ReportVersion, supervisor: Person
) -> None:
    actions.accept(supervisor, version, at=AT)
    with pytest.raises(NotAllowed):
        actions.publish(request.getfixturevalue(who), version, at=AT)
    version.refresh_from_db()
    assert (version.state, version.sha256) == (State.ACCEPTED, "")
    assert not published.reports().exists()
    assert not entries("reports.publish")


def test_the_head_of_the_office_publishes(version: ReportVersion, reviewer: Person, head: Person) -> None:
    actions.accept(reviewer, version, at=AT)
    assert actions.publish(head, version, at=AT).state == State.PUBLISHED


def test_what_is_not_accepted_is_not_published(version: ReportVersion, supervisor: Person) -> None:
    with pytest.raises(WrongState):
        actions.publish(supervisor, version, at=AT)
    assert not published.reports().exists()


def test_publishing_twice_is_refused(shown: ReportVersion, supervisor: Person) -> None:
    with pytest.raises(WrongState):
        actions.publish(supervisor, shown, at=LATER)
    assert len(entries("reports.publish")) == 1


# -- locked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"note": "另一种说法"},
        {"canonical": "{}"},
        {"sha256": "0" * 64},
        {"sha256": ""},
        {"content": {"agency": "别的机关"}},
        {"published_at": LATER},
        {"public_number": 7},
        {"state": State.READ},
        {"state": State.ACCEPTED},
        {"accept_reasons": {"A1": "改写"}},
    ],
)
def test_the_database_refuses_every_change_of_a_published_version(
    change: dict[str, object], shown: ReportVersion
) -> None:
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        ReportVersion.objects.filter(pk=shown.pk).update(**change)


def test_the_database_refuses_every_change_of_published_figures(shown: ReportVersion, supervisor: Person) -> None:
    figures = ReportFigure.objects.filter(version=shown, cell=CELL)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        figures.update(value=99)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        figures.delete()
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        ReportFigure.objects.create(version=shown, cell="x", state="blank")
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        shown.delete()
    assert figures.get().value == 4


def test_a_figure_cannot_be_moved_into_a_published_version(shown: ReportVersion, supervisor: Person) -> None:
    other = in_review(supervisor, year=2023)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        other.figures.filter(cell=CELL).update(version=shown, cell="moved")


def test_what_is_superseded_stays_locked(shown: ReportVersion, supervisor: Person) -> None:
    _published_again(shown, supervisor)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        ReportVersion.objects.filter(pk=shown.pk).update(state=State.PUBLISHED)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        ReportFigure.objects.filter(version=shown, cell=CELL).update(value=99)


def test_whose_report_it_is_and_its_files_are_locked(
    shown: ReportVersion, finance: Agency, supervisor: Person
) -> None:
    other = _published_again(shown, supervisor)
    files = Rendering.objects.filter(version=shown, format="json")
    changes = (
        lambda: Report.objects.filter(pk=shown.report_id).update(agency=finance),
        lambda: Report.objects.filter(pk=shown.report_id).update(year=2020),
        lambda: files.update(file=other.renderings.get(format="json").file),
        lambda: files.update(file=None, error="x"),
        lambda: files.delete(),
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            change()
    Report.objects.filter(pk=shown.report_id).update(created_at=AT)  # no part of what was published


@pytest.mark.parametrize("column", ["note", "sha256"])
def test_replace_does_not_walk_around_the_lock(column: str, shown: ReportVersion) -> None:
    """It deletes the row that stands in the way without asking a delete trigger."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    names = [field.column for field in ReportVersion._meta.local_concrete_fields]
    values = ", ".join("''" if name == column else f'"{name}"' for name in names)
    statement = f"REPLACE INTO {sql.VERSION} ({', '.join(names)}) SELECT {values} FROM {sql.VERSION} WHERE id = %s"
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [shown.pk])


def test_a_trigger_of_the_same_name_that_does_nothing_is_noticed(db: None) -> None:
    name = "reports_version_locked"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            )
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {sql.VERSION} WHEN 0 BEGIN SELECT 1; END")
    assert sql.missing(connection) == [name]
    sql.install(connection)
    assert sql.missing(connection) == []


def test_a_missing_trigger_is_noticed(db: None) -> None:
    from gongkai.reports.checks import published_reports_are_locked

    assert sql.missing(connection) == []
    assert published_reports_are_locked(["default"]) == []
    sql.drop(connection)
    assert len(sql.missing(connection)) == 15
    (message,) = published_reports_are_locked(["default"])
    assert message.id == "gongkai.E030"
    sql.install(connection)
    assert sql.missing(connection) == []


# -- a later correction -------------------------------------------------------------------------------------


def _published_again(shown: ReportVersion, supervisor: Person) -> ReportVersion:
    from gongkai.agencies.permissions import OPERATOR

    fresh = actions.revise(supervisor, shown, note=NOTE, at=LATER)
    actions.correct_cell(supervisor, fresh, cell="规章/本年制发件数", value="/", reason="无规章制定权", at=LATER)
    actions.accept(OPERATOR, fresh, at=LATER)
    return actions.publish(supervisor, fresh, at=LATER)


def test_a_correction_is_a_new_version_and_the_old_stays_reachable(
    shown: ReportVersion, supervisor: Person, bureau: Agency
) -> None:
    newer = _published_again(shown, supervisor)
    shown.refresh_from_db()
    assert (shown.state, newer.state) == (State.SUPERSEDED, State.PUBLISHED)
    assert (newer.public_number, newer.note, newer.based_on) == (2, NOTE, shown)
    code = published.code_of(bureau)
    assert published.report(code, 2024) == newer
    assert published.report(code, 2024, 1) == shown
    assert [v.public_number for v in published.versions(newer.report)] == [2, 1]
    assert published.annual_report(shown).value("规章/本年制发件数") == 0
    assert published.content(published.rendering(shown, "json")) != published.content(
        published.rendering(newer, "json")
    )


def test_while_it_is_revised_the_published_version_stays(shown: ReportVersion, supervisor: Person) -> None:
    fresh = actions.revise(supervisor, shown, note=NOTE, at=LATER)
    assert annual_report(fresh).figures == annual_report(shown).figures
    assert published.reports().get() == shown
    with pytest.raises(WrongState, match="另有一版"):
        actions.revise(supervisor, shown, note=NOTE, at=LATER)


def test_who_revises_does_not_accept(shown: ReportVersion, supervisor: Person) -> None:
    fresh = actions.revise(supervisor, shown, note=NOTE, at=LATER)
    with pytest.raises(NotAllowed, match="由您提出"):
        actions.accept(supervisor, fresh, at=LATER)


def test_a_revision_needs_a_note_and_a_person_who_may(
    shown: ReportVersion, supervisor: Person, auditor: Person
) -> None:
    with pytest.raises(Refused, match="更正说明"):
        actions.revise(supervisor, shown, note=" ", at=LATER)
    with pytest.raises(NotAllowed):
        actions.revise(auditor, shown, note=NOTE, at=LATER)
    assert ReportVersion.objects.count() == 1


def test_what_is_not_published_is_not_revised(version: ReportVersion, supervisor: Person) -> None:
    with pytest.raises(WrongState):
        actions.revise(supervisor, version, note=NOTE, at=LATER)


def test_a_new_file_after_publication_is_published_only_with_a_public_note(
    shown: ReportVersion, supervisor: Person
) -> None:
    newer = in_review(supervisor, received=9)
    actions.accept(supervisor, newer, at=LATER)
    with pytest.raises(Refused, match="更正说明"):
        actions.publish(supervisor, newer, at=LATER)
    assert published.reports().get() == shown
    assert actions.publish(supervisor, newer, note=NOTE, at=LATER).public_number == 2


def test_a_revision_keeps_earlier_corrections_and_what_was_read(
    version: ReportVersion, supervisor: Person, reviewer: Person, head: Person
) -> None:
    cell = "规章/本年制发件数"
    actions.correct_cell(reviewer, version, cell=cell, value="/", reason="无规章制定权", at=AT)
    actions.accept(head, version, at=AT)
    actions.publish(head, version, at=AT)
    fresh = actions.revise(supervisor, version, note=NOTE, at=LATER)
    figure = fresh.figures.get(cell=cell)
    assert (figure.state, figure.original_value, figure.corrected_by) == ("slash", 0, reviewer)
    with pytest.raises(WrongState):
        actions.undo(supervisor, fresh, cell=cell, at=LATER)
    actions.correct_cell(supervisor, fresh, cell=cell, value="1", reason="核对", at=LATER)
    actions.undo(supervisor, fresh, cell=cell, at=LATER)
    figure = fresh.figures.get(cell=cell)
    assert (figure.state, figure.corrected_by, figure.correction_reason) == ("slash", reviewer, "无规章制定权")


# -- the district's own day ---------------------------------------------------------------------------------


def test_a_district_sets_its_own_day(supervisor: Person, district: Agency) -> None:
    found = actions.set_due_date(supervisor, district, year=2024, due_on=date(2025, 1, 20), at=AT)
    assert found is not None
    assert found.set_by == supervisor
    actions.set_due_date(supervisor, district, year=2024, due_on=date(2025, 1, 22), at=AT)
    assert DueDate.objects.get().due_on == date(2025, 1, 22)
    assert actions.set_due_date(supervisor, district, year=2024, due_on=None, at=AT) is None
    assert not DueDate.objects.exists()
    assert len(entries("reports.due_date")) == 3


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 4, 1), date(2026, 1, 20)])
def test_a_day_the_law_does_not_allow_is_refused(supervisor: Person, district: Agency, day: date) -> None:
    with pytest.raises(Refused, match="第四十九条"):
        actions.set_due_date(supervisor, district, year=2024, due_on=day, at=AT)
    assert not DueDate.objects.exists()


def test_only_a_governments_supervisor_sets_the_day(
    supervisor: Person, head: Person, district: Agency, bureau: Agency
) -> None:
    with pytest.raises(NotAllowed):
        actions.set_due_date(head, district, year=2024, due_on=date(2025, 1, 20), at=AT)
    with pytest.raises(Refused, match="人民政府"):
        actions.set_due_date(supervisor, bureau, year=2024, due_on=date(2025, 1, 20), at=AT)
    assert not DueDate.objects.exists()


@settings(max_examples=20)
@given(st.lists(st.integers(0, 50), min_size=3, max_size=3))
def test_the_same_report_gives_the_same_hash(numbers: list[int]) -> None:
    from .made import report

    received, carried, to_next = numbers
    made = report(received=received + to_next, carried=carried, to_next=to_next)
    assert writers.write(made, "json") == writers.write(made, "json")
