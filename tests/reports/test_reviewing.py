from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.reports import actions
from gongkai.reports.figures import annual_report
from gongkai.reports.models import FigureState, ReportVersion
from gongkai.reports.states import State

from .conftest import AT, TODAY, dropped, entries, in_review
from .made import COLUMNS

CELL = "3.1/自然人"
WHY = "原件第3页为4"


def _figure(version: ReportVersion, cell: str = CELL) -> tuple[str, object]:
    figure = version.figures.get(cell=cell)
    return figure.state, figure.value


def _wrong(user: Person) -> ReportVersion:
    """One natural person too few in 3.1: rows and columns do not add up."""
    return in_review(user, change={CELL: 3})


# -- correcting ---------------------------------------------------------------------------------------------


def test_a_correction_keeps_what_was_read_and_finds_everything_anew(supervisor: Person, bureau: Agency) -> None:
    version = _wrong(supervisor)
    assert version.errors >= 2
    fixed = actions.correct_cell(supervisor, version, cell=CELL, value="4", reason=WHY, at=AT)
    figure = fixed.figures.get(cell=CELL)
    assert (figure.value, figure.original_value, figure.original_state) == (4, 3, FigureState.NUMBER)
    assert (figure.corrected_by, figure.corrected_at, figure.correction_reason) == (supervisor, AT, WHY)
    assert fixed.errors == 0
    (entry,) = entries("reports.correct")
    assert (entry.reason, entry.object, entry.agency) == (WHY, version.key, bureau.key)
    assert entry.data == '{"cell":"3.1/自然人","from":"3","to":"4"}'


def test_a_second_correction_still_keeps_what_was_read(version: ReportVersion, supervisor: Person) -> None:
    for value in ("9", "8"):
        actions.correct_cell(supervisor, version, cell=CELL, value=value, reason=WHY, at=AT)
    figure = version.figures.get(cell=CELL)
    assert (figure.value, figure.original_value) == (8, 4)
    assert [c.to_value for c in version.corrections.all()] == [9, 8]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", (FigureState.BLANK, None)),
        (None, (FigureState.BLANK, None)),
        ("/", (FigureState.SLASH, None)),
        (7, (FigureState.NUMBER, Decimal(7))),
    ],
)
def test_blank_and_slash_are_entered_as_such(
    value: str | int | None, expected: tuple[str, object], version: ReportVersion, supervisor: Person
) -> None:
    actions.correct_cell(supervisor, version, cell=CELL, value=value, reason=WHY, at=AT)
    assert _figure(version) == expected


def test_undoing_goes_back_step_by_step_to_what_was_read(version: ReportVersion, supervisor: Person) -> None:
    for value in ("9", "8"):
        actions.correct_cell(supervisor, version, cell=CELL, value=value, reason=WHY, at=AT)
    actions.undo(supervisor, version, cell=CELL, at=AT)
    figure = version.figures.get(cell=CELL)
    assert (figure.value, figure.original_value, figure.corrected) == (9, 4, True)
    actions.undo(supervisor, version, cell=CELL, at=AT)
    figure = version.figures.get(cell=CELL)
    assert (figure.value, figure.original_value, figure.corrected, figure.original_state) == (4, None, False, "")
    with pytest.raises(WrongState, match="没有可以撤销"):
        actions.undo(supervisor, version, cell=CELL, at=AT)
    assert len(entries("reports.undo")) == 2
    assert version.corrections.filter(undone_at=None).count() == 0


@pytest.mark.parametrize(
    ("cell", "value", "reason", "says"),
    [
        (CELL, "5", "  ", "理由"),
        (CELL, "4", WHY, "相同"),
        (CELL, "五", WHY, "数字"),
        (CELL, "4.5", WHY, "整数"),
        ("9.9/自然人", "5", WHY, "没有"),
    ],
)
def test_what_is_no_correction_changes_nothing(
    cell: str, value: str, reason: str, says: str, version: ReportVersion, supervisor: Person
) -> None:
    with pytest.raises(Refused, match=says):
        actions.correct_cell(supervisor, version, cell=cell, value=value, reason=reason, at=AT)
    assert _figure(version) == (FigureState.NUMBER, 4)
    assert not version.corrections.exists()
    assert not entries("reports.correct")


def test_an_amount_may_have_decimals(version: ReportVersion, supervisor: Person) -> None:
    cell = "行政事业性收费/本年收费金额"
    actions.correct_cell(supervisor, version, cell=cell, value="2.0213", reason=WHY, at=AT)
    assert annual_report(version).value(cell) == Decimal("2.0213")


@pytest.mark.parametrize("who", ["auditor", "outsider", "head"])
def test_who_may_not_correct_changes_nothing(
    who: str, request: pytest.FixtureRequest, version: ReportVersion
) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        actions.correct_cell(user, version, cell=CELL, value="5", reason=WHY, at=AT)
    with pytest.raises(NotAllowed):
        actions.undo(user, version, cell=CELL, at=AT)
    assert _figure(version) == (FigureState.NUMBER, 4)
    assert not entries("reports.correct")


def test_an_accepted_version_is_not_corrected(version: ReportVersion, supervisor: Person) -> None:
    actions.accept(supervisor, version, at=AT)
    with pytest.raises(WrongState, match="撤销接受"):
        actions.correct_cell(supervisor, version, cell=CELL, value="5", reason=WHY, at=AT)
    assert _figure(version) == (FigureState.NUMBER, 4)


# -- accepting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reviewer", "head", "supervisor"])
def test_an_agencys_own_reviewer_or_its_supervisor_accepts(
    who: str, request: pytest.FixtureRequest, version: ReportVersion
) -> None:
    user = request.getfixturevalue(who)
    done = actions.accept(user, version, at=AT)
    assert (done.state, done.accepted_by, done.accepted_at) == (State.ACCEPTED, user, AT)
    assert entries("reports.accept")[0].actor == user.key


@pytest.mark.parametrize("who", ["clerk", "auditor", "outsider"])
def test_who_may_not_accept_changes_nothing(
    who: str, request: pytest.FixtureRequest, version: ReportVersion
) -> None:
    with pytest.raises(NotAllowed):
        actions.accept(request.getfixturevalue(who), version, at=AT)
    version.refresh_from_db()
    assert (version.state, version.accepted_at) == (State.READ, None)
    assert not entries("reports.accept")


def test_nobody_accepts_what_they_corrected(version: ReportVersion, reviewer: Person, head: Person) -> None:
    actions.correct_cell(reviewer, version, cell="规章/本年制发件数", value="/", reason=WHY, at=AT)
    with pytest.raises(NotAllowed, match="更正过"):
        actions.accept(reviewer, version, at=AT)
    version.refresh_from_db()
    assert version.state == State.READ
    actions.accept(head, version, at=AT)


def test_an_undone_correction_leaves_no_trace_in_the_figures(version: ReportVersion, reviewer: Person) -> None:
    actions.correct_cell(reviewer, version, cell="规章/本年制发件数", value="/", reason=WHY, at=AT)
    actions.undo(reviewer, version, cell="规章/本年制发件数", at=AT)
    assert actions.accept(reviewer, version, at=AT).state == State.ACCEPTED


def test_nobody_accepts_their_own_agencys_report_that_they_took_in(
    clerk: Person, bureau: Agency, supervisor: Person
) -> None:
    from gongkai.agencies import people
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.roles import Role

    people.appoint(clerk, agency=bureau, role=Role.REVIEWER, from_on=TODAY, by=OPERATOR, at=AT)
    version = in_review(clerk)
    with pytest.raises(NotAllowed, match="本机关"):
        actions.accept(clerk, version, at=AT)
    version.refresh_from_db()
    assert version.state == State.READ
    assert actions.accept(supervisor, version, at=AT).state == State.ACCEPTED


def test_nothing_half_read_is_accepted(supervisor: Person, bureau: Agency) -> None:
    missing = tuple(f"3.6.3/{c}" for c in (*COLUMNS, "总计"))
    version = in_review(supervisor, drop=missing)
    assert version.open_cells == 7
    with pytest.raises(WrongState, match="还有7格"):
        actions.accept(supervisor, version, at=AT)
    version.refresh_from_db()
    assert version.state == State.READ
    assert not entries("reports.accept")


def test_a_person_decides_every_open_cell_then_another_accepts(
    supervisor: Person, reviewer: Person, head: Person
) -> None:
    version = in_review(supervisor, drop=("3.6.3/自然人", "3.6.3/总计", "规章/本年制发件数"))
    for cell, value in (("3.6.3/自然人", "0"), ("3.6.3/总计", ""), ("规章/本年制发件数", "/")):
        actions.correct_cell(reviewer, version, cell=cell, value=value, reason=WHY, at=AT)
    version.refresh_from_db()
    assert version.open_cells == 0
    assert actions.accept(head, version, at=AT).state == State.ACCEPTED


def test_the_database_itself_refuses_to_accept_what_is_half_read(supervisor: Person, bureau: Agency) -> None:
    version = in_review(supervisor, drop=("3.6.3/自然人",))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportVersion.objects.filter(pk=version.pk).update(state=State.ACCEPTED, accepted_at=AT)


def test_a_wrong_report_is_accepted_with_a_reason_for_each_broken_relation(
    supervisor: Person, bureau: Agency
) -> None:
    version = _wrong(supervisor)
    with pytest.raises(Refused, match="A1、A2"):
        actions.accept(supervisor, version, at=AT)
    with pytest.raises(Refused, match="：A2"):
        actions.accept(supervisor, version, reasons={"A1": "机关确认原文如此", "A2": " "}, at=AT)
    version.refresh_from_db()
    assert version.state == State.READ
    reasons = {"A1": "机关确认原文如此", "A2": "同上", "A3": "同上"}
    done = actions.accept(supervisor, version, reasons=reasons, at=AT)
    assert done.accept_reasons == reasons
    assert "机关" not in entries("reports.accept")[0].data


def test_accepting_twice_is_refused(version: ReportVersion, supervisor: Person) -> None:
    actions.accept(supervisor, version, at=AT)
    with pytest.raises(WrongState):
        actions.accept(supervisor, version, at=AT)
    assert len(entries("reports.accept")) == 1


# -- returning and reopening --------------------------------------------------------------------------------


def test_a_returned_version_says_what_to_put_right_and_a_new_file_answers_it(
    version: ReportVersion, reviewer: Person, supervisor: Person
) -> None:
    with pytest.raises(Refused, match="意见"):
        actions.return_(reviewer, version, comments="", at=AT)
    back = actions.return_(reviewer, version, comments="表三第3行有误", at=AT)
    assert (back.state, back.comments, back.returned_by) == (State.RETURNED, "表三第3行有误", reviewer)
    assert entries("reports.return")[0].reason == "表三第3行有误"
    with pytest.raises(WrongState):
        actions.accept(supervisor, version, at=AT)
    newer = in_review(supervisor, received=8)
    back.refresh_from_db()
    assert (back.state, newer.state, newer.number) == (State.SUPERSEDED, State.READ, 2)


def test_an_accepted_version_may_still_be_returned(version: ReportVersion, supervisor: Person) -> None:
    actions.accept(supervisor, version, at=AT)
    assert actions.return_(supervisor, version, comments="机关要求重报", at=AT).state == State.RETURNED


def test_who_may_not_return_or_reopen_changes_nothing(
    version: ReportVersion, clerk: Person, supervisor: Person
) -> None:
    with pytest.raises(NotAllowed):
        actions.return_(clerk, version, comments="不对", at=AT)
    actions.accept(supervisor, version, at=AT)
    with pytest.raises(NotAllowed):
        actions.reopen(clerk, version, reason="看错了", at=AT)
    version.refresh_from_db()
    assert version.state == State.ACCEPTED


def test_an_acceptance_is_taken_back_with_a_reason(version: ReportVersion, supervisor: Person) -> None:
    actions.accept(supervisor, version, at=AT)
    with pytest.raises(Refused):
        actions.reopen(supervisor, version, reason="", at=AT)
    again = actions.reopen(supervisor, version, reason="发现一处看错", at=AT)
    assert (again.state, again.accepted_at, again.accepted_by) == (State.READ, None, None)
    assert entries("reports.reopen")[0].reason == "发现一处看错"
    with pytest.raises(WrongState):
        actions.reopen(supervisor, version, reason="再来", at=AT)


def test_an_acceptance_is_not_taken_back_over_a_newer_version(version: ReportVersion, supervisor: Person) -> None:
    actions.accept(supervisor, version, at=AT)
    in_review(supervisor, received=8)
    with pytest.raises(WrongState, match="另有一版"):
        actions.reopen(supervisor, version, reason="看错", at=AT)
    with pytest.raises(WrongState, match="另有一版"):
        actions.return_(supervisor, version, comments="看错", at=AT)


# -- other reports ------------------------------------------------------------------------------------------


def test_last_years_accepted_report_is_compared_without_being_asked_for(
    supervisor: Person, bureau: Agency
) -> None:
    last = in_review(supervisor, year=2023, to_next=3)
    this = in_review(supervisor, year=2024, carried=2)
    assert "没有已接受的2023年度报告" in this.unchecked[0]
    assert this.errors == 0
    actions.accept(supervisor, last, at=AT)
    this.refresh_from_db()
    assert {f["relation"] for f in this.check_findings} == {"A4"}
    assert this.errors > 0
    actions.reopen(supervisor, last, reason="看错", at=AT)
    this.refresh_from_db()
    assert this.errors == 0


def test_a_government_is_checked_against_those_it_sums_up_once_all_are_there(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    own = in_review(supervisor, "示范区人民政府", received=9, carried=4, to_next=6)
    assert any("缺2份：示范区民政局、示范区财政局" in text for text in own.unchecked)
    for name in ("示范区民政局", "示范区财政局"):
        actions.accept(supervisor, in_review(supervisor, name), at=AT)
    own.refresh_from_db()
    assert "A9" in {f["relation"] for f in own.check_findings}
    assert not [text for text in own.unchecked if "A9" in text]


def test_a_doubt_of_the_reader_is_settled_once_its_cells_are_decided(supervisor: Person, bureau: Agency) -> None:
    from gongkai.readers import read
    from gongkai.readers.document import Reading
    from gongkai.reports import queries, tasks
    from gongkai.statute.form import Finding

    cells = ("规章/本年制发件数", "规章/本年废止件数", "规章/现行有效件数")

    def doubtful(data: bytes, name: str) -> Reading:
        sure = read(data, name)
        doubt = Finding("reading", "warning", "“规章”一行的数字连在一起。", cells)
        return Reading(sure.report, (doubt,), {"规章": (cells, ((0, 1, 2), (0, 12, 0)))}, sure.document)

    actions.take_in(supervisor, [dropped()], at=AT)
    tasks.work(AT, read=doubtful)
    version = ReportVersion.objects.get()
    review = queries.review(version)
    assert (version.open_cells, version.warnings, review.open_cells) == (3, 1, cells)
    assert review.candidates["规章"] == (cells, ((0, 1, 2), (0, 12, 0)))
    assert not review.by_cell[cells[0]][0].resolved
    for cell, value in zip(cells, ("0", "1", "2"), strict=True):
        actions.correct_cell(supervisor, version, cell=cell, value=value, reason=WHY, at=AT)
    version.refresh_from_db()
    assert version.open_cells == 0
    assert queries.review(version).by_cell[cells[0]][0].resolved


def test_the_database_refuses_a_number_twice_and_a_return_without_words(version: ReportVersion) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.create(
            report=version.report, number=version.number, content={}, created_at=AT, state=State.RETURNED
        )
