"""Cells from drawn lines, without a PDF around them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gongkai.readers.pdf_grid import grids


def upright(x: float, top: float, bottom: float) -> dict[str, Any]:
    return {"orientation": "v", "x0": x, "x1": x, "top": top, "bottom": bottom}


def level(y: float, x0: float, x1: float) -> dict[str, Any]:
    return {"orientation": "h", "top": y, "bottom": y, "x0": x0, "x1": x1}


def char(text: str, x: float, y: float) -> dict[str, Any]:
    return {"text": text, "x0": x - 5, "x1": x + 5, "top": y - 5, "bottom": y + 5, "size": 10.0}


def frame(columns: int, rows: int) -> list[dict[str, Any]]:
    lines = [upright(n * 100, 0, rows * 30) for n in range(columns + 1)]
    return lines + [level(n * 30, 0, columns * 100) for n in range(rows + 1)]


@given(st.integers(2, 8), st.integers(1, 8))
def test_every_field_of_a_full_frame_is_a_cell(columns: int, rows: int) -> None:
    (grid,) = grids(frame(columns, rows))
    found = grid.rows([char(str(c), c * 100 + 50, r * 30 + 15) for r in range(rows) for c in range(columns)])
    assert [[cell.text for cell in row] for row in found] == [[str(c) for c in range(columns)]] * rows
    assert {(cell.colspan, cell.rowspan) for row in found for cell in row} == {(1, 1)}


@given(st.lists(st.floats(-0.9, 0.9), min_size=7, max_size=7))
def test_lines_need_not_meet_to_the_point(slips: list[float]) -> None:
    lines = [
        {k: v + slip if isinstance(v, int | float) else v for k, v in line.items()}
        for line, slip in zip(frame(3, 2), slips, strict=True)
    ]
    (grid,) = grids(lines)
    assert (len(grid.owner), len(grid.owner[0]), len(grid.cells)) == (2, 3, 6)


def test_a_border_in_pieces_is_one() -> None:
    lines = [line for line in frame(2, 1) if line["orientation"] == "v"]
    pieces = [level(y, x, x + 9) for y in (0, 30) for x in range(0, 200, 10)]
    (grid,) = grids(lines + pieces)
    assert len(grid.cells) == 2


def test_fields_that_no_line_parts_are_one_cell() -> None:
    lines = [
        upright(0, 0, 60),
        upright(100, 30, 60),
        upright(200, 0, 60),
        *(level(y, 0, 200) for y in (0, 30, 60)),
    ]
    (grid,) = grids(lines)
    assert grid.cells == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_outer_lines_may_be_missing() -> None:
    (grid,) = grids([upright(100, 0, 60), level(0, 0, 200), level(30, 0, 200), level(60, 0, 200)])
    assert len(grid.cells) == 4


def test_frames_and_rules_are_no_tables() -> None:
    assert grids(frame(1, 1)) == []
    assert grids([level(y, 0, 500) for y in (0, 30, 60)]) == []
    assert grids([upright(x, 0, 500) for x in (0, 30, 60)]) == []
    assert grids([]) == []


def test_two_tables_stay_two_from_top_to_bottom() -> None:
    moved = [{k: v + 500 if isinstance(v, int) else v for k, v in line.items()} for line in frame(3, 1)]
    assert [len(g.cells) for g in grids(moved + frame(2, 1))] == [2, 3]


def test_very_many_lines_are_not_looked_at() -> None:
    lines = [upright(x * 10, 0, 1000) for x in range(3000)] + [level(y * 10, 0, 30_000) for y in range(3000)]
    assert grids(lines) == []
