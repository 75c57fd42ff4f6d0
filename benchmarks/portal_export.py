"""How quickly existing stock comes in and goes out again as a folder of pages, and whether memory stays flat.

``python -m benchmarks.portal_export`` takes a list of 100,000 items in (and one of a tenth of them, to see what
grows with their number), exports them, exports them again with nothing changed, and once more after one was
withdrawn. ``--items`` for another number, ``--write`` to put the table into docs/benchmarks.md. Where others use
the machine the time of the processor says more than that of the clock.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import cases
from benchmarks.intake import machine

MARK = "<!-- portal export -->"
_HEAD = "{} | items | seconds | of the processor | items a second | peak MB | files written | taken away"
_STEPS = {
    "import": "list taken in", "export": "first export", "again": "nothing changed", "change": "one withdrawn",
}  # fmt: skip


def lines(results: list[dict[str, Any]]) -> list[str]:
    head = _HEAD.format("step")
    rows = [_row(one, step) for one in results for step in _STEPS]
    return [f"| {head} |", "|---" * (head.count("|") + 1) + "|", *(f"| {' | '.join(row)} |" for row in rows)]


def _row(one: dict[str, Any], step: str) -> list[str]:
    found, items = one[step], one["items"]
    files = [f"{found[name]:,}" if name in found else "" for name in ("written", "removed")]
    rate = items / found["clock"]
    numbers = f"{found['clock']:,.1f}", f"{found['processor']:,.1f}", f"{rate:,.0f}", f"{found['peak']:,.0f}"
    return [_STEPS[step], f"{items:,}", *numbers, *files]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=100_000)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-export-") as folder:
        counts = (given.items // 10, given.items)
        results = [cases.apart("portal_export_run", "", Path(folder) / str(n), {}, items=n) for n in counts]
    text = "\n".join([f"Measured {machine()}.", "", *lines(results)])
    print(text)
    if given.write:
        cases.write(text, MARK)


if __name__ == "__main__":
    main()
