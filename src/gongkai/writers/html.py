"""A report as a web page: one self-contained file, or fragments for a page of our own. No script, no inline style.

Every figure's labels are found by a screen reader: ``scope`` runs down or across through spanning cells (the HTML
algorithm follows "col" and "row" through spans, "colgroup" only through declared groups); in table 2, where
labels begin anew in the middle, each cell names its labels itself (``headers``).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import pairwise

from gongkai.statute.form import AnnualReport

from .layout import Box, Grid, anchor, grids
from .outline import Heading, Part, Text, Title, parts, title


def write(report: AnnualReport) -> bytes:
    """The whole page, UTF-8."""
    style = files("gongkai.writers").joinpath("report.css").read_text("utf-8")
    page = (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title(report))}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body(report)}</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


def body(report: AnnualReport, *, prefix: str = "") -> str:
    """Title (h1), opening lines, sections (h2) and tables as a fragment.

    ``prefix`` goes before every id, for a page that shows two reports. Styles are classes only: ``official`` and
    ``official-2`` to ``official-4`` on tables, ``figures`` on the box in which a wide table scrolls.
    """
    return "".join(_part(part, prefix) for part in parts(report))


def tables(report: AnnualReport, *, prefix: str = "") -> str:
    """The tables alone, as a fragment."""
    return "".join(_grid(grid, prefix) for grid in grids(report))


def table(grid: Grid, *, prefix: str = "") -> str:
    """One table, as a fragment, for a page that lays out the rest itself (see ``outline.parts``)."""
    return _grid(grid, prefix)


def _part(part: Part, prefix: str) -> str:
    if isinstance(part, Grid):
        return _grid(part, prefix)
    if isinstance(part, Title):
        return f"<h1>{escape(part.text)}</h1>\n"
    if isinstance(part, Heading):
        return f"<h2>{escape(part.text)}</h2>\n"
    tag = "h3" if isinstance(part, Text) and part.subheading else "p"
    return f"<{tag}>{escape(part.text)}</{tag}>\n"


def _grid(grid: Grid, prefix: str) -> str:
    label = escape(grid.caption)
    return (
        f'<div class="figures" role="region" aria-label="{label}" tabindex="0">\n'
        f'<table class="official official-{grid.table}" aria-label="{label}">\n'
        f"{''.join(_groups(grid, prefix))}</table>\n</div>\n"
    )


def _groups(grid: Grid, prefix: str) -> Iterator[str]:
    """``thead``, then one ``tbody`` a block."""
    if grid.heads:
        yield f"<thead>\n{_rows(grid, 0, grid.heads, prefix)}</thead>\n"
    limits = [*sorted(grid.starts or {grid.heads}), len(grid.rows)]
    for start, end in pairwise(limits):
        yield f"<tbody>\n{_rows(grid, start, end, prefix)}</tbody>\n"


def _rows(grid: Grid, start: int, end: int, prefix: str) -> str:
    out = []
    above: list[tuple[Box, str]] = []
    for y in range(start, end):
        names = {box: f"{prefix}h{grid.table}-{y}-{box.column}" for box in grid.rows[y] if box.head}
        above += [(box, name) for box, name in names.items() if box.head == "col"]
        across = [name for box, name in names.items() if box.head == "row"]
        explicit = bool(grid.starts)
        cells = (
            _head(box, names[box] if explicit else "")
            if box.head
            else _figure(box, prefix, _labels(box, above, across) if explicit else [])
            for box in grid.rows[y]
        )
        out.append(f"<tr>{''.join(cells)}</tr>\n")
    return "".join(out)


def _labels(figure: Box, above: list[tuple[Box, str]], across: list[str]) -> list[str]:
    return [
        *(name for box, name in above if box.column <= figure.column < box.column + box.colspan),
        *across,
    ]


def _head(box: Box, name: str) -> str:
    identity = f' id="{name}"' if name else ""
    return f'<th scope="{box.head}"{identity}{_spans(box)}>{escape(box.text)}</th>'


def _figure(box: Box, prefix: str, labels: list[str]) -> str:
    headers = f' headers="{" ".join(labels)}"' if labels else ""
    name = f"{prefix}{anchor(box.cell)}" if box.cell else ""
    zero = ' class="zero"' if box.text == "0" else ""
    return f'<td id="{name}"{zero}{headers}{_spans(box)}>{escape(box.text)}</td>'


def _spans(box: Box) -> str:
    across = f' colspan="{box.colspan}"' if box.colspan > 1 else ""
    return across + (f' rowspan="{box.rowspan}"' if box.rowspan > 1 else "")
