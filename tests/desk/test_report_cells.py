"""What stands in a figure's place, and how findings are grouped for a person."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.desk import report_cells as cells
from gongkai.reports import actions, queries
from gongkai.reports.models import FigureState, ReportFigure
from gongkai.reports.queries import Review, Shown
from gongkai.statute.form import Finding, cells_by_name

from .conftest import AT, WRONG, in_review

CELL = cells_by_name()["3.1/自然人"][0]


def figure(state: FigureState = FigureState.NUMBER, value: int | None = 4, **more: object) -> ReportFigure:
    return ReportFigure(cell=CELL.name, state=state, value=None if value is None else Decimal(value), **more)


def finding(severity: str, *names: str, culprit: str | None = None) -> Finding:
    return Finding("A1", severity, f"{severity}的话", names, culprit=culprit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "text", "mark", "css"),
    [
        (figure(), "4", "", "is-number"),
        (figure(value=0), "0", "", "is-number zero"),
        (figure(FigureState.SLASH, None), "/", "", "is-slash"),
        (figure(FigureState.BLANK, None), "", "", "is-blank"),
        (figure(FigureState.OPEN, None), "", "？", "is-open"),
        (figure(FigureState.ABSENT, None), "", "？", "is-absent"),
        (figure(inferred=True), "4", "≈", "is-number"),
        (figure(corrected_at=AT, original_state="number", original_value=Decimal(3)), "4", "✎", "is-number"),
    ],
)
def test_each_state_has_its_text_and_its_mark(found: ReportFigure, text: str, mark: str, css: str) -> None:
    shown = cells.figure_shown(CELL, found, ())
    assert (shown.text, "".join(m for m, _ in shown.marks), shown.css) == (text, mark, css)
    assert shown.flagged == bool(mark)


@pytest.mark.parametrize(
    ("severity", "mark", "css"),
    [("error", "✕", "is-error"), ("warning", "△", "is-warning"), ("hint", "", "is-hint")],
)
def test_findings_mark_the_cell_by_their_weight(severity: str, mark: str, css: str) -> None:
    shown = cells.figure_shown(CELL, figure(), (finding(severity, CELL.name),))
    assert "".join(m for m, _ in shown.marks) == mark
    assert css in shown.css
    assert f"{severity}的话" in shown.why


def test_the_worst_finding_decides_and_the_culprit_is_named_before_all() -> None:
    several = (finding("hint", CELL.name), finding("error", "x/y", culprit=CELL.name))
    shown = cells.figure_shown(CELL, figure(), several)
    assert [m for m, _ in shown.marks] == ["✱"]
    assert shown.css.startswith("is-error")


@pytest.mark.parametrize(
    ("state", "value", "words"),
    [
        ("number", 3, "“3”"),
        ("slash", None, "“/”"),
        ("blank", None, "空白"),
        ("absent", None, "原件没有"),
        ("", None, "未知"),
    ],
)
def test_the_original_of_a_corrected_cell_is_told(state: str, value: int | None, words: str) -> None:
    original = None if value is None else Decimal(value)
    assert cells.original_value(figure(original_state=state, original_value=original)) == words


class TestGroups:
    @pytest.fixture
    def review(self, housing: Agency, supervisor: Person) -> Review:
        return queries.review(in_review(supervisor, housing, change=WRONG))

    def test_what_one_cell_explains_stands_together_under_it(self, review: Review) -> None:
        group = cells.findings_shown(review)[0]
        assert group.culprit is not None
        assert group.culprit.anchor == "c-3-3.1-natural"
        assert len(group.items) >= 2
        assert (group.severity, group.words, group.tag) == ("error", "错误", "late")

    def test_open_ones_come_first_worst_first_and_resolved_ones_last(self, review: Review) -> None:
        extra = (
            Shown(finding("warning", "1/自然人"), resolved=True),
            Shown(finding("hint", "2/自然人"), resolved=False),
            Shown(finding("error", "4/自然人"), resolved=False),
        )
        mixed = replace(review, findings=(*extra, *review.findings))
        order = [(g.severity, g.resolved) for g in cells.findings_shown(mixed)]
        assert order == sorted(order, key=lambda pair: (pair[1], ["error", "warning", "hint"].index(pair[0])))
        assert order[-1] == ("warning", True)

    def test_a_cell_is_known_by_its_place_only_in_a_version_that_has_it(self, review: Review) -> None:
        assert cells.by_anchor("c-3-3.1-natural", review.figures) == CELL
        # The 2019 form's single row 3.6 is not in a report of the 2021 form.
        assert cells.by_anchor("c-3-3.6-natural", review.figures) is None
        assert cells.by_anchor("nonsense", review.figures) is None

    def test_findings_about_a_cell_include_those_it_explains(self, review: Review, supervisor: Person) -> None:
        assert cells.about(review, CELL.name)
        fresh = actions.correct_cell(supervisor, review.version, cell=CELL.name, value="4", reason="看错", at=AT)
        assert cells.about(queries.review(fresh), CELL.name) == ()
