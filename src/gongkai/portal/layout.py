"""A report as a page: its parts in order, the sections with an address of their own and a list of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from gongkai.statute.form import AnnualReport
from gongkai.writers import html
from gongkai.writers.layout import Grid
from gongkai.writers.outline import Heading, Text, Title, parts


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind`` is heading, subheading, paragraph or table; ``anchor`` is there for headings; a table is markup."""

    kind: str
    text: str | SafeString
    anchor: str = ""


def pieces(report: AnnualReport) -> tuple[Piece, ...]:
    """Everything after the title."""
    return tuple(_pieces(report))


def contents(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.kind == "heading")


def _pieces(report: AnnualReport) -> Iterator[Piece]:
    number = 0
    for part in parts(report):
        if isinstance(part, Title):
            continue
        if isinstance(part, Heading):
            number += 1
            yield Piece("heading", part.text, f"s{number}")
        elif isinstance(part, Text):
            yield Piece("subheading" if part.subheading else "paragraph", part.text)
        elif isinstance(part, Grid):
            # The writer escapes every text it puts into its markup.
            yield Piece("table", mark_safe(html.table(part)))  # noqa: S308
