"""What the yearly account takes.

``python -m benchmarks.annual`` prints:

- rollup: a nation's reports checked and added up to every node, 4,000 and 40,000, beside a plain loop over tuples;
- compile: one body's report out of 100,000 items and 20,000 cases, beside plain SQL, on SQLite and PostgreSQL;
- pages: the table of a district of 60 bodies and of a province of 3,000.

Each runs in a process of its own. ``--quick`` makes a twentieth of everything, ``--write`` puts the tables into
docs/benchmarks.md. Ratios are the result; both sides of one are timed in turn.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import cases
from benchmarks.intake import machine
from benchmarks.portal import table

MARK = "<!-- annual -->"
PARTS = ("rollup", "compile", "pages")


def rollup_lines(home: Path, counts: list[int]) -> list[str]:
    found = [cases.apart("annual_rollup", "", home, {}, reports=one) for one in counts]
    first = found[0]["ours"] / found[0]["reports"]
    rows = []
    for one in found:
        each = one["ours"] / one["reports"]
        rows.append(
            [f"{one['reports']:,}", f"{one['nodes']:,}", f"{one['ours']:.2f}", f"{one['plain']:.2f}",
             f"{one['ours'] / one['plain']:.2f}", "≤ 3", f"{each / first:.2f}", f"{one['reports_mb']:.0f}",
             f"{one['peak_mb']:.0f}"]
        )  # fmt: skip
    head = "reports | nodes | ours, s | plain loop, s | ratio | wanted | each, of first | reports, MB | peak MB"
    return table(head, rows)


def compile_lines(home: Path, items: int, number: int) -> list[str]:
    server = cases.postgres(home / "postgres")
    rows = []
    for name in ("SQLite", "PostgreSQL"):
        url = server("compile") if name == "PostgreSQL" else ""
        one = cases.apart("annual_compile", url, home / name, {}, items=items, cases=number)
        for part in ("tables", "whole"):
            rows.append([name, part, *_timed(one[part])])
    return table(f"{items:,} items, {number:,} cases | | ours, ms | plain SQL, ms | ratio | wanted", rows)


def _timed(one: dict[str, Any]) -> list[str]:
    return [f"{one['ours']:.1f}", f"{one['plain']:.1f}", f"{one['ratio']:.2f}", "≤ 2"]


def pages_lines(home: Path, counts: list[int]) -> list[str]:
    rows = []
    for bodies in counts:
        found = cases.apart("annual_pages", "", home / str(bodies), {}, bodies=bodies)
        for name, one in found["pages"].items():
            rows.append([f"{bodies:,}", name, str(one["questions"]), f"{one['median']:.0f}", f"{one['p95']:.0f}"])
    return table("bodies | page | questions | median ms | p95 ms", rows)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=PARTS)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    by = 20 if given.quick else 1
    parts = {given.only} if given.only else set(PARTS)
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = Path(folder)
        if "rollup" in parts:
            lines += rollup_lines(home / "rollup", [4_000 // by, 40_000 // by])
        if "compile" in parts:
            lines += compile_lines(home, 100_000 // by, 20_000 // by)
        if "pages" in parts:
            lines += pages_lines(home, [60, 3_000 // by])
    text = "\n".join([f"Measured {machine()}.", "", *lines]).rstrip()
    print(text)
    if given.write:
        cases.write(text, MARK)


if __name__ == "__main__":
    main()
