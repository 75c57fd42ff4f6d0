"""What somebody with the database in hand could do to a published report, and that it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.verify import verify
from gongkai.errors import WriteError
from gongkai.reports import actions, demo, published, sql, tasks, witness
from gongkai.reports.models import Intake, Rendering, Report, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.witness import Contradiction

from .conftest import AT, entries, in_review

LATER = AT + timedelta(days=3)
Change = Callable[[ReportVersion], object]


@pytest.fixture
def shown(version: ReportVersion, supervisor: Person) -> ReportVersion:
    actions.accept(supervisor, version, at=AT)
    return actions.publish(supervisor, version, at=AT)


def _corrected(shown: ReportVersion, supervisor: Person) -> ReportVersion:
    from gongkai.agencies.permissions import OPERATOR

    fresh = actions.revise(supervisor, shown, note="更正一处。", at=LATER)
    actions.correct_cell(supervisor, fresh, cell="3.1/自然人", value=3, reason="原件为3", at=LATER)
    reasons = dict.fromkeys(("A1", "A2", "A3", "A4"), "机关确认")
    actions.accept(OPERATOR, fresh, reasons=reasons, at=LATER)
    return actions.publish(supervisor, fresh, at=LATER)


def _rows(version: ReportVersion, **columns: object) -> int:
    return ReportVersion.objects.filter(pk=version.pk).update(**columns)


def _rewritten(version: ReportVersion) -> None:
    """Document and hash anew, so that they fit one another."""
    other = version.canonical.replace("示范区", "别的区")
    _rows(version, canonical=other, sha256=hashlib.sha256(other.encode()).hexdigest())


def _hidden(version: ReportVersion) -> None:
    private = {"public_number": None, "sha256": "", "published_at": None, "published_by": None, "canonical": ""}
    _rows(version, state=State.ACCEPTED, **private)


def _other_file(version: ReportVersion) -> None:
    html, json = (version.renderings.get(format=f) for f in ("html", "json"))
    Rendering.objects.filter(pk=json.pk).update(file=html.file)


def _gone(version: ReportVersion) -> None:
    version.renderings.all().delete()
    version.figures.all().delete()
    version.delete()


def test_what_was_published_and_corrected_is_as_the_chain_tells(
    every_format: None, shown: ReportVersion, supervisor: Person
) -> None:
    _corrected(shown, supervisor)
    assert witness.contradictions() == []
    tasks.verify(LATER)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_rewritten, "sha256"),
        (_hidden, "gone"),
        (_other_file, "files"),
        (lambda v: v.renderings.all().delete(), "files"),
        (lambda v: _rows(v, note="从来如此"), "note"),
        (lambda v: _rows(v, published_at=LATER), "at"),
        (lambda v: _rows(v, published_by=None), "by"),
        (lambda v: _rows(v, public_number=9), "number"),
        (lambda v: _rows(v, state=State.SUPERSEDED), "state"),
        (lambda v: Report.objects.filter(pk=v.report_id).update(year=2009), "year"),
        (_gone, "gone"),
    ],
)
def test_every_change_past_the_triggers_shows(change: Change, what: str, shown: ReportVersion) -> None:
    key = shown.key
    sql.drop(connection)
    change(shown)
    sql.install(connection)
    (found,) = witness.contradictions()
    assert found.key == key
    assert what in found.what
    assert verify() == []
    with pytest.raises(tasks.AlteredReport, match="1份"):
        tasks.verify(LATER)


def test_a_report_put_under_another_agency_shows(shown: ReportVersion, finance: Agency) -> None:
    sql.drop(connection)
    Report.objects.filter(pk=shown.report_id).update(agency=finance)
    sql.install(connection)
    assert witness.contradictions() == [Contradiction(shown.key, ("agency",))]


def test_an_old_version_put_in_front_again_shows(shown: ReportVersion, supervisor: Person) -> None:
    newer = _corrected(shown, supervisor)
    sql.drop(connection)
    _rows(newer, state=State.SUPERSEDED)
    _rows(shown, state=State.PUBLISHED)
    sql.install(connection)
    assert set(witness.contradictions()) == {Contradiction(v.key, ("state",)) for v in (shown, newer)}


def test_what_was_published_past_the_desk_shows(version: ReportVersion, supervisor: Person) -> None:
    actions.accept(supervisor, version, at=AT)
    text = writers.write(published.annual_report(version), "json").decode()
    hashed = hashlib.sha256(text.encode()).hexdigest()
    _rows(version, state=State.PUBLISHED, public_number=1, published_at=AT, canonical=text, sha256=hashed)
    assert published.altered() == []
    assert witness.contradictions() == [Contradiction(version.key, ("untold",))]


def test_a_file_written_late_is_told(
    version: ReportVersion, supervisor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writers.write

    def no_font(report: object, format: str) -> bytes:
        if format == "html":
            raise WriteError("没有找到中文字体，请安装 fonts-noto-cjk。")
        return write(report, format)  # type: ignore[arg-type]  # stands in for the writer

    actions.accept(supervisor, version, at=AT)
    monkeypatch.setattr(writers, "write", no_font)
    done = actions.publish(supervisor, version, at=AT)
    tasks.tick(LATER)
    assert not entries("reports.render")
    assert witness.contradictions() == []
    monkeypatch.setattr(writers, "write", write)
    tasks.tick(LATER)
    (told,) = entries("reports.render")
    file = done.renderings.get(format="html").file
    assert (told.object, told.actor) == (done.key, "worker")
    assert file is not None
    assert file.sha256 in told.data
    assert witness.contradictions() == []


def test_a_demonstration_that_was_taken_away_is_no_contradiction(district: Agency, shown: ReportVersion) -> None:
    Agency.objects.update(demonstration=True)
    demo.remove(LATER)
    assert not ReportVersion.objects.exists()
    assert not Intake.objects.exists()
    assert witness.contradictions() == []


def test_calling_a_report_a_demonstration_to_delete_it_shows(shown: ReportVersion) -> None:
    key = shown.key
    Agency.objects.update(demonstration=True)
    _gone(shown)
    Agency.objects.update(demonstration=False)
    assert witness.contradictions() == [Contradiction(key, ("gone",))]


def test_a_second_report_of_the_same_agency_stands_for_itself(shown: ReportVersion, supervisor: Person) -> None:
    other = in_review(supervisor, year=2023)
    reasons = dict.fromkeys(("A1", "A2", "A3", "A4"), "机关确认")
    actions.accept(supervisor, other, reasons=reasons, at=AT)
    actions.publish(supervisor, other, at=LATER)
    assert witness.contradictions() == []


def test_another_file_in_the_place_of_the_one_that_came_in_shows(
    version: ReportVersion, supervisor: Person
) -> None:
    other = in_review(supervisor, year=2023)
    assert version.intake is not None
    assert other.intake is not None
    Intake.objects.filter(pk=version.intake.pk).update(file=other.intake.file)
    assert witness.contradictions() == [Contradiction(version.intake.key, ("file",))]
    with pytest.raises(tasks.AlteredReport, match="1份"):
        tasks.verify(LATER)


def test_a_file_that_came_in_and_was_taken_away_shows(supervisor: Person) -> None:
    (intake,) = actions.take_in(supervisor, [actions.Dropped("a.txt", b"x")], at=AT)
    Intake.objects.all().delete()
    assert witness.contradictions() == [Contradiction(intake.key, ("gone",))]


def test_a_file_that_nobody_took_in_shows(version: ReportVersion) -> None:
    assert version.intake is not None
    intake = Intake.objects.get(pk=version.intake.pk)
    intake.pk = None
    intake._state.adding = True
    intake.save()
    assert witness.contradictions() == [Contradiction(intake.key, ("untold",))]
