"""Rows as found -> figures by cell, with what could not be decided as findings. Nothing is made up here:
a cell whose figure is not plain, or not the only one the sums allow, stays open."""

from __future__ import annotations

from typing import cast

from gongkai.statute.form.report import EditionCode

from . import settling, table_2, table_3, table_4
from .found import ALL, Found, Harvest
from .sheet import Filled, Sheet
from .table_3 import SPLIT
from .table_4 import has_figures
from .values import figure

_MANY_ROWS = 12


def figures_of(harvest: Harvest, year: int | None, ends_in: int | None = None, raw: bool = False) -> Filled:
    """Every figure of a harvest, and what to tell a person about those that are not plain.

    ``ends_in``: the section (2 to 4) that the file ends in, where it breaks off; ``raw``: in a text, which can
    break off in the middle of a number.
    """
    _drop_spanning_rows(harvest)
    editions = table_2.editions_of_blocks(harvest)
    if _repeats_dropped(harvest):
        return Filled(_edition(harvest, editions, year), findings=[settling.dropped()], tables=set(harvest.tables))
    sheet = Sheet(harvest, _last(harvest, ends_in, raw))
    rows = harvest.rows
    table_2.fill(sheet, [r for r in rows if r.table == 2 and r.code not in (None, ALL)], editions)
    table_3.fill(sheet, [r for r in rows if r.table == 3])
    table_4.fill(sheet, [r for r in rows if r.table == 4])
    sheet.out.findings += [settling.beyond(r) for r in rows if r.code is None and r.words and _has_number(r)]
    lone = [one for one, _ in harvest.lone if one.kind == "row" and one.table in (2, 3)]
    if lone := [one for one in lone if (one.table, one.code) not in sheet.seen]:
        sheet.out.findings.append(settling.lost(lone))
    sheet.report()
    if sheet.out.figures or harvest.lone or editions:
        sheet.out.edition = _edition(harvest, editions, year)
    return sheet.out


def _last(harvest: Harvest, ends_in: int | None, raw: bool) -> Found | None:
    """The row that a file breaks off in."""
    last = harvest.rows[-1] if harvest.rows else None
    if last is None or last.table != ends_in:
        return None
    return last if ends_in == 3 or (ends_in == 2 and raw) else None


def _edition(harvest: Harvest, editions_of: dict[str, str], year: int | None) -> EditionCode:
    """The edition whose cells were found; "hybrid" where blocks come from different ones."""
    found = {e for code, e in editions_of.items() if code != "20.9"}
    codes = {r.code for r in harvest.rows if r.table == 3} | {o.code for o, _ in harvest.lone if o.table == 3}
    if codes & SPLIT:
        found.add("2021")
    elif "3.6" in codes:
        found.add("2019")
    if len(found) == 1:
        return cast(EditionCode, found.pop())
    if found:
        return "hybrid"
    return "2019" if year in (2019, 2020) else "2021"


def _has_number(row: Found) -> bool:
    return any(figure(t).what == "number" for t in (row.cells or row.runs or ()))


def _drop_spanning_rows(harvest: Harvest) -> None:
    """（六）其他处理 on a row of its own above its three rows is no row of figures."""
    if any(r.code in SPLIT for r in harvest.rows) or any(one.code in SPLIT for one, _ in harvest.lone):
        harvest.rows = [r for r in harvest.rows if r.code != "3.6" or has_figures(r)]
        for row in harvest.rows:
            if row.code == "3.6":  # the label of the row itself is missing
                row.code, row.words = None, ""


def _repeats_dropped(harvest: Harvest) -> bool:
    """A converter kept only the first copy of every line: no line is there twice, though the form repeats its
    own (总计, 结果维持) in any report."""
    rows = {(one.table, one.code) for one, _ in harvest.lone} | {(r.table, r.code) for r in harvest.rows}
    if not all(r.runs is not None for r in harvest.rows) or len(rows) < _MANY_ROWS:
        return False
    return len(harvest.lines) > 2 * _MANY_ROWS and set(harvest.lines.values()) == {1}
