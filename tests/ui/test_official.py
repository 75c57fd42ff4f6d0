"""The layout of the form: every figure has its place once, and header cells cover the grid without a hole."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from gongkai.statute.form import Block, Cell, Edition, editions
from gongkai.ui.official import Header, Sheet, anchor, label, sheets
from gongkai.writers.layout import grids
from tests.writers import made_up

ALL = list(editions().values())


def by_table(edition: Edition, table: int) -> list[Sheet]:
    return [s for s in sheets(edition.blocks, lambda cell: cell.name) if s.table == table]


def columns(headers: tuple[Header, ...]) -> int:
    return sum(h.colspan for h in headers)


class Grid(HTMLParser):
    """Lays the cells of one table out, as a browser does; two cells in one place are a mistake."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.taken: dict[tuple[int, int], str] = {}
        self.row = -1
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr":
            self.row += 1
        if tag in ("th", "td"):
            column = next(c for c in range(99) if (self.row, c) not in self.taken)
            for r in range(int(found.get("rowspan") or 1)):
                for c in range(int(found.get("colspan") or 1)):
                    assert (self.row + r, column + c) not in self.taken
                    self.taken[self.row + r, column + c] = tag


@pytest.mark.parametrize("edition", ALL, ids=lambda e: e.code)
def test_every_figure_of_the_form_has_exactly_one_place(edition: Edition) -> None:
    shown = [p.shown for s in sheets(edition.blocks, lambda c: c.name) for line in s.lines for p in line.places]
    assert sorted(shown) == sorted(c.name for c in edition.cells)


@pytest.mark.parametrize("edition", ALL, ids=lambda e: e.code)
def test_anchors_are_plain_and_different(edition: Edition) -> None:
    anchors = [anchor(c) for c in edition.cells]
    assert len(set(anchors)) == len(anchors)
    assert all(a.isascii() and " " not in a for a in anchors)


@pytest.mark.parametrize("block", [b for e in ALL for b in e.blocks], ids=lambda b: f"{b.edition}-{b.code}")
def test_the_grid_has_no_hole(block: Block) -> None:
    html = render_to_string("ui/official.html", {"sheets": sheets([block], lambda c: 1)})
    taken = Grid(html).taken
    rows, width = max(r for r, _ in taken) + 1, max(c for _, c in taken) + 1
    assert len(taken) == rows * width


def test_table_three_is_grouped_as_the_form_prints_it() -> None:
    (sheet,) = by_table(editions()["2021"], 3)
    assert [h.text for h in sheet.head[0]][1] == "申请人情况"
    assert [(h.text, h.colspan, h.rowspan) for h in sheet.head[1]] == [
        ("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2),
    ]  # fmt: skip
    third = sheet.lines[2].headers
    assert next((h.text, h.scope, h.rowspan) for h in third) == ("三、本年度办理结果", "row", 22)
    assert columns(third) == 3
    assert len(sheet.lines) == 25


def test_table_four_is_one_line_of_fifteen() -> None:
    (sheet,) = by_table(editions()["2021"], 4)
    assert len(sheet.lines) == 1
    assert len(sheet.lines[0].places) == 15
    assert [columns(sheet.head[0]), len(sheet.head[1]), len(sheet.head[2])] == [15, 7, 10]


def test_the_charge_says_its_unit() -> None:
    sheet = by_table(editions()["2021"], 2)[-1]
    assert sheet.head[1][1].text == "本年收费金额（单位：万元）"


def test_a_figure_is_named_in_words() -> None:
    cell: Cell = next(c for c in editions()["2021"].cells if c.name == "3.3.4/自然人")
    assert label(cell) == "三、本年度办理结果（三）不予公开4.保护第三方合法权益，自然人"


def test_figures_are_drawn_with_their_scope_and_zero_is_quiet() -> None:
    html = render_to_string("ui/official.html", {"sheets": sheets(editions()["2021"].blocks, lambda c: 0)})
    assert 'class="zero">0</td>' in html
    assert html.count("<td") == len(editions()["2021"].cells)
    assert "<th>" not in html


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_a_report_prints_its_tables_in_the_same_layout(code: str) -> None:
    """Header by header what the formats print: one layout, drawn here and written there."""
    found = made_up.report(code)
    drawn = [
        (h.text, h.scope, h.rowspan)
        for sheet in sheets(editions()[code].blocks, lambda c: 1)
        for row in (*sheet.head, *(line.headers for line in sheet.lines))
        for h in row
    ]
    boxes = [box for grid in grids(found) for row in grid.rows for box in row]
    assert drawn == [(box.text, box.head, box.rowspan) for box in boxes if box.head]
