"""How the portal finds and shows when much was published.

``python -m benchmarks.portal`` makes installations of its own and prints:

- search: what building the index takes, whether it finds everything and nothing else, and how long a page of hits
  takes, beside Tantivy over the same texts: 10,000 and 300,000 items in SQLite, 10,000 and 1,000,000 in
  PostgreSQL;
- pages: ``benchmarks.portal_pages``, which can be run by itself.

``--quick`` makes 1,000 and 10,000 items instead, ``--write`` puts the tables into docs/benchmarks.md. Where others
use the machine the time of the processor says more than that of the clock; PostgreSQL's is not ours to read.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from benchmarks import cases, portal_pages
from benchmarks.intake import machine

MARKS = {"search": "<!-- portal -->", "pages": "<!-- portal pages -->"}
PARTS = tuple(MARKS)
_FEW, _MANY = 10_000, {"SQLite": 300_000, "PostgreSQL": 1_000_000}
_WANTED = {"SQLite": 50, "PostgreSQL": 150}


def table(head: str, rows: list[list[str]]) -> list[str]:
    """The names of its columns with | between, then its rows."""
    return [f"| {head} |", "|---" * (head.count("|") + 1) + "|", *(f"| {' | '.join(row)} |" for row in rows), ""]


def building_lines(results: list[dict[str, Any]]) -> list[str]:
    head = (
        "index | items | characters | items a second | of Tantivy | MB | its texts, MB | of Tantivy, MB | peak MB"
    )
    rows = []
    for one in results:
        size, other = one["size"], one["tantivy"]
        figures = (one["items"], one["characters"], one["built"], other["built"], size["index"], size["pieces"],
                   other["index"], one["peak"])  # fmt: skip
        rows.append([one["name"], *(f"{figure:,.0f}" for figure in figures)])
    return table(head, rows)


def exact_lines(results: list[dict[str, Any]]) -> list[str]:
    head = "against a scan of everything | items | substrings | answers | recall | precision"
    rows = [
        [one["name"], *(f"{one[name]:,}" for name in ("items", "substrings", "answers", "recall", "precision"))]
        for one in results
        if "recall" in one
    ]
    return table(head, rows)


_KINDS = {
    "rare": "rare phrases (under 1,000 hits)",
    "common": "common phrases",
    "two words": "two words",
    "short": "one character",
}


def asking_lines(results: list[dict[str, Any]]) -> list[str]:
    head = (
        "asking, ms | items | for | page, median | p95 | wanted | far, median | p95 | index, median | p95 "
        "| processor, median | p95 | Tantivy, median | p95 | processor, median | p95"
    )
    return table(head, [_asking(one, kind) for one in results for kind in _KINDS])


def _asking(one: dict[str, Any], kind: str) -> list[str]:
    page, index, other = one[kind]["page"], one[kind]["index"], one[kind].get("tantivy")
    clock, processor = ("median", "p95"), ("worked", "worked_p95")
    return [
        one["name"], f"{one['items']:,}", _KINDS[kind], *_times(page, clock),
        f"≤ {_WANTED[one['name']]}" if other else "",
        *_times(one[kind]["far"], clock), *_times(index, clock),
        *_times(index if one["name"] == "SQLite" else None, processor),
        *_times(other, clock), *_times(other, processor),
    ]  # fmt: skip


def _times(spread: dict[str, float] | None, names: tuple[str, ...]) -> list[str]:
    return [f"{spread[name]:.1f}" if spread else "" for name in names]


def searched(counts: list[tuple[str, int]], few: int, keep: str | None) -> list[str]:
    results = []
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home, server = Path(folder), None
        for name, items in counts:
            if name == "PostgreSQL":
                server = server or cases.postgres(home / "postgres")
            url = server(f"search{items}") if server and name == "PostgreSQL" else ""
            where, exact = home / f"{name}-{items}", int(items <= few)
            where.mkdir(parents=True, exist_ok=True)
            results.append(
                {"name": name, **cases.apart("portal_search", url, where, {}, items=items, exact=exact)}
            )
    return [*building_lines(results), "", *exact_lines(results), "", *asking_lines(results), ""]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=PARTS)
    options.add_argument("--database", choices=["PostgreSQL", "SQLite"])
    options.add_argument("--items", type=int, help="so many instead, in each database")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--keep", metavar="FOLDER", help="of search: ask again what was made there before")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    parts = {given.only} if given.only else set(PARTS)
    few = given.items or (1_000 if given.quick else _FEW)
    many = dict.fromkeys(_MANY, few if given.items else 10_000) if given.items or given.quick else _MANY
    databases = [given.database] if given.database else list(_MANY)
    counts = [(name, number) for name in databases for number in sorted({few, many[name]})]
    for part in PARTS:
        if part in parts:
            lines = (
                searched(counts, few, given.keep) if part == "search" else paged(few, 2.0 if given.quick else 8.0)
            )
            text = "\n".join([f"Measured {machine()}.", "", *lines]).rstrip()
            print(text)
            if given.write:
                cases.write(text, MARKS[part])


def paged(items: int, seconds: float) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="portal-pages-") as folder:
        found = portal_pages.measure(Path(folder), items, seconds)
    return table("pages | ", [[name, f"{value:,.2f}"] for name, value in found.items()])


if __name__ == "__main__":
    main()
