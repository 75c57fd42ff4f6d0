"""What a review page shows in the place of each figure, and its findings with the cells they are about."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.reports.figures import blocks_of, value_of
from gongkai.reports.models import FigureState, ReportFigure
from gongkai.reports.queries import Review, Shown
from gongkai.statute.form import Cell, Finding, cells_by_name, editions
from gongkai.ui.official import Sheet, anchor, sheets
from gongkai.ui.templatetags.ui import figure as written

from .locating import Spot
from .original import anchor as original_anchor

SEVERITY = {"error": "错误", "warning": "存疑", "hint": "提示"}
_TAG = {"error": "late", "warning": "soon", "hint": "info"}
_ORDER = {"error": 0, "warning": 1, "hint": 2}


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure in its place. ``text`` is the figure, ``marks`` single characters with their words, ``why``
    sentences for who points at it, ``original`` the place it was read from on this page."""

    cell: str
    text: str
    css: str
    marks: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    original: str

    @property
    def flagged(self) -> bool:
        return bool(self.marks)

    @property
    def told(self) -> str:
        """The same for who listens: each a sentence of its own."""
        return "".join(f"。{one.rstrip('。')}" for one in self.why)


@dataclass(frozen=True, slots=True)
class CellLink:
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingShown:
    """Findings that one cell explains stand together under it; others stand alone."""

    severity: str
    words: str
    tag: str
    culprit: CellLink | None
    items: tuple[tuple[Finding, tuple[CellLink, ...]], ...]
    resolved: bool


def layout(review: Review, originals: Mapping[str, Spot]) -> tuple[Sheet, ...]:
    """The tables of the version with every figure as it stands; ``originals`` says where each was read."""
    blocks = blocks_of(review.report, review.version.year)

    def show(cell: Cell) -> FigureShown:
        name = cell.name
        return figure_shown(cell, review.figures.get(name), about(review, name), originals.get(name))

    return sheets(blocks, show)


def about(review: Review, cell: str) -> tuple[Finding, ...]:
    """The open findings that name this cell, and those it explains as their culprit."""
    named = [one.finding for one in review.by_cell.get(cell, ()) if not one.resolved]
    explained = [one.finding for one in review.findings if one.finding.culprit == cell and not one.resolved]
    return (*named, *(f for f in explained if f not in named))


def figure_shown(
    cell: Cell, figure: ReportFigure | None, findings: Sequence[Finding], original: Spot | None = None
) -> FigureShown:
    marks = [*_marks_of_state(figure), *_marks_of_findings(cell, findings)]
    worst = min((f.severity for f in findings), key=_ORDER.__getitem__, default="")
    state = figure.state if figure else FigureState.ABSENT
    text = shown_text(figure)
    css = " ".join(filter(None, (f"is-{worst}" if worst else "", f"is-{state}", "zero" if text == "0" else "")))
    why = (*(words for _, words in marks), *(f.message for f in findings))
    return FigureShown(cell.name, text, css, tuple(marks), why, original_anchor(original) if original else "")


def shown_text(figure: ReportFigure | None) -> str:
    return "" if figure is None else written(value_of(figure.state, figure.value))


def _marks_of_state(figure: ReportFigure | None) -> list[tuple[str, str]]:
    if figure is None:
        return []
    if figure.state == FigureState.OPEN:
        return [("？", "待确认：有几种读法，需要填写")]
    if figure.state == FigureState.ABSENT:
        return [("？", "待确认：原件没有这一格，需要填写")]
    if figure.corrected:
        return [("✎", f"已更正，原值{original_value(figure)}")]
    return [("≈", "由合计推算得出，请对照原件")] if figure.inferred else []


def _marks_of_findings(cell: Cell, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    if any(f.culprit == cell.name for f in findings):
        return [("✱", "最可能填错的一格，解释了多处不符")]
    if any(f.severity == "error" for f in findings):
        return [("✕", "这里有错误")]
    return [("△", "这里存疑")] if any(f.severity == "warning" for f in findings) else []


def original_value(figure: ReportFigure) -> str:
    if figure.original_state in (FigureState.NUMBER, FigureState.SLASH):
        return f"“{written(value_of(figure.original_state, figure.original_value))}”"
    return FigureState(figure.original_state).label if figure.original_state else "未知"


def anchors(figures: Mapping[str, ReportFigure]) -> Iterator[tuple[str, str]]:
    """Every cell of a version with its place on the page."""
    for name in figures:
        known = by_name(name)
        if known is not None:
            yield name, anchor(known)


def findings_shown(review: Review) -> tuple[FindingShown, ...]:
    """The open ones first, worst first; those that one culprit explains come together."""
    groups: dict[object, list[Shown]] = {}
    for at, one in enumerate(review.findings):
        key = one.finding.culprit if one.finding.culprit and not one.resolved else at
        groups.setdefault(key, []).append(one)
    shown = [_group(several) for several in groups.values()]
    return tuple(sorted(shown, key=lambda g: (g.resolved, _ORDER[g.severity], g.culprit is None)))


def _group(several: list[Shown]) -> FindingShown:
    worst = min((one.finding.severity for one in several), key=_ORDER.__getitem__)
    culprit = several[0].finding.culprit if not several[0].resolved else None
    items = tuple((one.finding, links(one.finding.cells)) for one in several)
    link = links((culprit,))[0] if culprit and by_name(culprit) else None
    return FindingShown(worst, SEVERITY[worst], _TAG[worst], link, items, several[0].resolved)


def shown_tag(severity: str) -> str:
    """The colour of a finding of this severity."""
    return _TAG[severity]


def links(cells: Sequence[str]) -> tuple[CellLink, ...]:
    return tuple(CellLink(anchor(c), short_label(c)) for name in cells if (c := by_name(name)))


def short_label(cell: Cell) -> str:
    """``（七）总计·自然人``: enough beside its message."""
    return f"{cell.row.label}·{cell.column.label}"


def by_name(name: str) -> Cell | None:
    found = cells_by_name().get(name)
    return found[0] if found else None


@cache
def _by_anchor() -> dict[str, list[Cell]]:
    out: dict[str, list[Cell]] = {}
    for edition in editions().values():
        for cell in edition.cells:
            out.setdefault(anchor(cell), []).append(cell)
    return out


def by_anchor(text: str, figures: Container[str]) -> Cell | None:
    """The cell of this version whose place on the page is called so."""
    return next((c for c in _by_anchor().get(text, ()) if c.name in figures), None)


def candidates_for(review: Review, cell: str) -> tuple[str, tuple[str, ...], tuple[tuple[int, ...], ...]] | None:
    """The row of this cell with the ways its digits can be cut, while it is open."""
    for row, (cells, ways) in review.candidates.items():
        if cell in cells and cell in review.open_cells:
            return row, cells, ways
    return None
