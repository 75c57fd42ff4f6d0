"""The tables in the layout of the form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.statute.form import AnnualReport, edition
from gongkai.writers.layout import Grid, figure_text, grids

from . import made_up


def filled(grid: Grid) -> list[list[str]]:
    """Every slot of the grid, spans spread out. Fails where two cells overlap or one sticks out."""
    slots: dict[tuple[int, int], str] = {}
    for y, row in enumerate(grid.rows):
        for box in row:
            for dy in range(box.rowspan):
                for dx in range(box.colspan):
                    at = (y + dy, box.column + dx)
                    assert at not in slots
                    slots[at] = box.text
    width, height = len(grid.widths), len(grid.rows)
    assert slots.keys() == {(y, x) for y in range(height) for x in range(width)}
    return [[slots[y, x] for x in range(width)] for y in range(height)]


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_boxes_cover_each_table_without_gap_or_overlap(code: str) -> None:
    for grid in grids(made_up.report(code)):
        filled(grid)


def test_the_tables_of_2021_have_the_size_of_the_form() -> None:
    sizes = [(g.table, len(g.rows), len(g.widths)) for g in grids(made_up.report())]
    assert sizes == [(2, 14, 4), (3, 3 + 25, 10), (4, 4, 15)]


def test_the_tables_of_2019_have_the_size_of_the_form() -> None:
    sizes = [(g.table, len(g.rows), len(g.widths)) for g in grids(made_up.report("2019"))]
    assert sizes == [(2, 18, 4), (3, 3 + 23, 10), (4, 4, 15)]


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_every_cell_of_the_form_is_printed_once_under_its_own_labels(code: str) -> None:
    report = made_up.report(code)
    seen = []
    for grid in grids(report):
        slots = filled(grid)
        for y, row in enumerate(grid.rows):
            for box in row:
                if box.cell is None:
                    continue
                seen.append(box.cell.name)
                assert box.text == figure_text(report.figures[box.cell.name])
                above = [slots[v][box.column] for v in range(y)]
                left = slots[y][: box.column]
                if grid.table == 4:
                    assert box.cell.row.label in above
                else:
                    assert box.cell.row.label in left
                    assert set(box.cell.row.group) <= set(left)
                assert any(text.startswith(box.cell.column.label) for text in above)
    assert sorted(seen) == sorted(c.name for c in edition(code).cells)


def test_table_4_reads_from_left_to_right_as_the_form() -> None:
    last = grids(made_up.report())[2].rows[-1]
    assert [b.cell.name for b in last if b.cell][:6] == [
        *("行政复议/结果维持", "行政复议/结果纠正", "行政复议/其他结果", "行政复议/尚未审结", "行政复议/总计"),
        "未经复议直接起诉/结果维持",
    ]


def test_a_row_that_is_not_there_stays_away_and_a_single_cell_becomes_a_blank() -> None:
    report = made_up.report()
    figures = {k: v for k, v in report.figures.items() if not k.startswith("3.3.4/") and k != "1/自然人"}
    table3 = grids(replace(report, figures=figures))[1]
    filled(table3)
    assert len(table3.rows) == 3 + 24
    assert next(b.text for b in table3.rows[3] if b.cell) == ""


def test_a_report_that_breaks_off_prints_as_far_as_it_goes() -> None:
    report = made_up.report()
    figures = {k: v for k, v in report.figures.items() if k in {c.name for c in edition("2021").cells[:40]}}
    made = grids(replace(report, figures=figures))
    assert [g.table for g in made] == [2, 3]
    for grid in made:
        filled(grid)


def test_table_4_with_one_part_only() -> None:
    figures = {k: v for k, v in made_up.report().figures.items() if k.startswith("行政复议/")}
    (grid,) = grids(replace(made_up.report(), figures=figures))
    assert filled(grid)[0] == ["行政复议"] * 5


def test_a_hybrid_prints_each_block_in_its_own_edition() -> None:
    old = {c.name: 7 for c in edition("2019").blocks[0].cells}
    new = {c.name: 8 for b in edition("2021").blocks[1:] for c in b.cells}
    table2 = grids(AnnualReport(edition="hybrid", figures={**old, **new}))[0]
    filled(table2)
    words = {b.text for row in table2.rows for b in row}
    assert {"本年新制作数量", "本年收费金额（单位：万元）"} <= words
    assert "本年制发件数" not in words


def test_no_tables_no_grids() -> None:
    assert grids(AnnualReport(agency="某局", year=2015)) == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (None, ""), ("/", "/"), (-3, "-3"), (Decimal("2.020"), "2.020"), (Decimal("1E+3"), "1000")],
)
def test_a_figure_as_printed(value: Decimal | int | str | None, text: str) -> None:
    assert figure_text(value) == text  # type: ignore[arg-type]  # parametrize widens "/" to str
