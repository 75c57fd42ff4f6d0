"""Raw cells of a row laid out under its header."""

from __future__ import annotations

import pytest

from gongkai.readers.document import TableCell
from gongkai.readers.found import Found
from gongkai.readers.headers import Header
from gongkai.readers.placing import Leads, place

SLOTS = ("本年制发件数", "本年废止件数", "现行有效件数")


def placed(cells: list[str], spans: list[tuple[int, int]], over: tuple[tuple[int, int], ...]) -> list[str] | None:
    header = Header(2, SLOTS, over, "2021")
    under = [TableCell(text, at, end - at) for text, (at, end) in zip(cells, spans, strict=True)]
    row = Found(2, "rules", "规章", header, cells, under)
    return place(row, header, Leads([row]), full=True, glued=False).texts


OVER = ((1, 2), (2, 3), (3, 4))


def test_a_column_of_remarks_is_no_figure() -> None:
    assert placed(["3", "1", "20", "无"], [(1, 2), (2, 3), (3, 4), (4, 5)], OVER) == ["3", "1", "20"]


def test_an_empty_column_between_the_figures() -> None:
    over = ((1, 2), (3, 4), (4, 5))
    assert placed(["3", "", "1", "20"], [(1, 2), (2, 3), (3, 4), (4, 5)], over) == ["3", "1", "20"]


@pytest.mark.parametrize(
    ("cells", "spans"),
    [
        (["3", "1", "20", "7"], [(1, 2), (2, 3), (3, 4), (4, 5)]),
        (["无", "3", "1", "20"], [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (["3", "1", "20", "无"], [(1, 2), (2, 4), (4, 5), (5, 6)]),
    ],
    ids=["a figure too many", "words before the figures", "cells that stand elsewhere"],
)
def test_what_the_header_does_not_settle_is_not_laid_out(cells: list[str], spans: list[tuple[int, int]]) -> None:
    assert placed(cells, spans, OVER) is None
