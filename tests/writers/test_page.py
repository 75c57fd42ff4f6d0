"""Sizes on the page of an official document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.writers import page
from gongkai.writers.layout import grids

from . import made_up


def test_the_text_block_is_that_of_gb_9704() -> None:
    assert page.TEXT_WIDTH == 156
    assert page.HEIGHT - page.TOP - page.BOTTOM == 225


def test_columns_fill_the_width() -> None:
    for grid in grids(made_up.report()):
        assert sum(page.column_widths(grid)) == pytest.approx(page.TEXT_WIDTH)


def test_small_figures_are_printed_in_table_size() -> None:
    assert [page.table_size(g) for g in grids(made_up.report())] == [10.5, 10.5, 9.0]


@pytest.mark.parametrize("value", [9_999_999, 99_999_999])
def test_long_figures_get_the_size_at_which_they_fit(value: int) -> None:
    report = made_up.report()
    for grid in grids(replace(report, figures=dict.fromkeys(report.figures, value))):
        size = page.table_size(grid)
        cell = next(b for b in grid.rows[-1] if b.cell)
        room = sum(page.column_widths(grid)[cell.column : cell.column + cell.colspan]) * 72 / 25.4
        assert size >= 5
        assert len(str(value)) * size * 0.557 < room
