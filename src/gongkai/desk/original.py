"""The original as it was extracted, beside the figures: each cell a figure was read from is marked and linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.readers.document import Document, Paragraph, Table

from .locating import Spot


@dataclass(frozen=True, slots=True)
class ShownCell:
    """``anchor`` is set where a figure was read here; ``figure`` is that figure's place on the page."""

    text: str
    colspan: int
    rowspan: int
    anchor: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of the original: ``text`` of a paragraph, or ``rows`` of a table. ``page`` where a new page
    begins."""

    text: str = ""
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    number: int = 0
    page: int | None = None


def anchor(spot: Spot) -> str:
    return "o-{}-{}-{}".format(*spot)


def shown(document: Document, figures: Mapping[Spot, str]) -> tuple[Shown, ...]:
    """Every block in reading order. ``figures`` says for each spot which place on the page shows its figure."""
    return tuple(_blocks(document, figures))


def _blocks(document: Document, figures: Mapping[Spot, str]) -> Iterable[Shown]:
    number, page = 0, None
    for block in document.blocks:
        begins = block.page if block.page != page else None
        page = block.page
        if isinstance(block, Paragraph):
            yield Shown(text=block.text, page=begins)
        else:
            number += 1
            yield Shown(rows=_rows(block, number, figures), number=number, page=begins)


def _rows(table: Table, number: int, figures: Mapping[Spot, str]) -> tuple[tuple[ShownCell, ...], ...]:
    return tuple(
        tuple(_cell(c.text, c.colspan, c.rowspan, (number, r, c.column + 1), figures) for c in row)
        for r, row in enumerate(table.rows, start=1)
    )


def _cell(text: str, colspan: int, rowspan: int, spot: Spot, figures: Mapping[Spot, str]) -> ShownCell:
    figure = figures.get(spot, "")
    return ShownCell(text, colspan, rowspan, anchor(spot) if figure else "", figure)
