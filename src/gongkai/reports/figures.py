"""Between the figures of a report value and the rows of a version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from gongkai.errors import Refused
from gongkai.readers.document import Reading
from gongkai.reports.models import MAX_DIGITS, PLACES, UNDECIDED, FigureState, ReportFigure, ReportVersion
from gongkai.reports.stored import load_content
from gongkai.statute.form import SLASH, AnnualReport, Block, Origin, Value, edition_for
from gongkai.statute.form.editions import Cell

_MAX_PLACE = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """A figure as a person states it, or as it was read: the state of a cell and its number."""

    state: FigureState
    value: Decimal | None = None


def blocks_of(report: AnnualReport, year: int | None) -> tuple[Block, ...]:
    """The blocks the report has, and after them those that the edition of its year wants and it has not."""
    have = report.layout()
    tables = {b.table for b in have}
    due = edition_for(year) if year else None
    return have + tuple(b for b in (due.blocks if due else ()) if b.table not in tables)


def rows(version: ReportVersion, reading: Reading, year: int | None) -> Iterator[ReportFigure]:
    """One unsaved figure for each cell of the form, whether the file has it or not."""
    open_cells = {cell for cells, _ in reading.candidates.values() for cell in cells}
    for block in blocks_of(reading.report, year):
        for cell in block.cells:
            decided = _read(reading.report, cell, open_cells)
            yield _row(version, cell.name, decided, reading.report.origins.get(cell.name))


def _read(report: AnnualReport, cell: Cell, open_cells: set[str]) -> Decided:
    if cell.name in open_cells:
        return Decided(FigureState.OPEN)
    if cell.name not in report.figures:
        return Decided(FigureState.ABSENT)
    try:
        return decided(report.figures[cell.name])
    except Refused:
        return Decided(FigureState.OPEN)


def _row(version: ReportVersion, name: str, decided: Decided, origin: Origin | None) -> ReportFigure:
    where = origin or Origin("", "")
    return ReportFigure(
        version=version,
        cell=name,
        state=decided.state,
        value=decided.value,
        inferred=where.inferred,
        text=where.text[:2000],
        place=where.place[:_MAX_PLACE],
        page=where.page,
        table=where.table,
        row=where.row,
        column=where.column,
    )


def decided(value: Value) -> Decided:
    """The state and number of a figure. Refused for one with more digits than a database keeps exactly."""
    if value is None:
        return Decided(FigureState.BLANK)
    if isinstance(value, str):
        return Decided(FigureState.SLASH)
    number = Decimal(value)
    if not number.is_finite():
        raise Refused("这不是一个数字；请填写数字、留空或填“/”。")
    if number == 0:
        return Decided(FigureState.NUMBER, Decimal(0))
    number = number.normalize()
    digits, exponent = len(number.as_tuple().digits), int(number.as_tuple().exponent)
    if max(digits, digits + exponent, -exponent) > MAX_DIGITS or -exponent > PLACES:
        raise Refused(f"这个数字超过{MAX_DIGITS}位，不像年报中的数字；请核对原件后填写。")
    return Decided(FigureState.NUMBER, number)


def typed(text: str) -> Decided:
    """A figure as a person types it: a number, nothing, or "/". Refused for anything else."""
    plain = text.strip().replace(",", "").replace("，", "")
    if plain in ("/", "／"):
        return Decided(FigureState.SLASH)
    if not plain:
        return Decided(FigureState.BLANK)
    try:
        return decided(Decimal(plain.replace("_", "?")))
    except InvalidOperation as error:
        raise Refused("请填写数字（费用可带小数）、留空或填“/”。") from error


def value_of(state: str, value: Decimal | None) -> Value:
    """The figure as the form counts it; undecided cells have none."""
    if state == FigureState.SLASH:
        return SLASH
    if state != FigureState.NUMBER or value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def annual_report(version: ReportVersion, figures: Iterable[ReportFigure] | None = None) -> AnnualReport:
    """The version as a value, with what persons decided in it; undecided cells are left out."""
    found = version.figures.all() if figures is None else figures
    known = [f for f in found if f.state not in UNDECIDED]
    return replace(
        load_content(version.content),
        figures={f.cell: value_of(f.state, f.value) for f in known},
        origins=_origins(known),
    )


def annual_reports(versions: Iterable[ReportVersion]) -> dict[int, AnnualReport]:
    """Many versions as values, by key, with one question to the database; without where each figure stood."""
    chosen = {v.pk: v for v in versions}
    found: dict[int, dict[str, Value]] = {key: {} for key in chosen}
    rows = ReportFigure.objects.filter(version__in=list(chosen)).exclude(state__in=UNDECIDED).order_by()
    for version, cell, state, value in rows.values_list("version", "cell", "state", "value"):
        found[version][cell] = value_of(state, value)
    return {key: replace(load_content(v.content), figures=found[key]) for key, v in chosen.items()}


def _origins(figures: Iterable[ReportFigure]) -> Mapping[str, Origin]:
    return {
        f.cell: Origin(f.text, f.place, f.page, f.table, f.row, f.column, f.inferred) for f in figures if f.place
    }
