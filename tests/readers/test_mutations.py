"""Files that something went wrong with: read, or refused in words, never a crash."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from gongkai.errors import ReadError
from gongkai.readers import read
from gongkai.statute.form import check

FOLDERS = [Path(__file__).parent.parent / name for name in ("variants", "real")]
TEXTS = sorted(p for f in FOLDERS for p in f.iterdir() if p.suffix in (".txt", ".md", ".html"))
SCRAPS = [
    "|",
    "\t",
    "</td>",
    "<td colspan=9>",
    "<td rowspan=99>",
    "/",
    "0",
    "（",
    "1.",
    "总计",
    "其他",
    "行政复议",
    "- 4 -",
]


def mutated(rng: random.Random) -> str:
    """One of the files with a few things cut, doubled, moved or put in."""
    text = rng.choice(TEXTS).read_text("utf-8", "replace")
    for _ in range(rng.randint(1, 6)):
        lines, at = text.split("\n"), rng.randrange(len(text) + 1)
        line = rng.randrange(len(lines))
        match rng.randrange(6):
            case 0:
                text = text[:at] + text[at + rng.randint(1, 200) :]
            case 1:
                text = "\n".join([*lines[:line], *[rng.choice(lines)] * rng.randint(1, 3), *lines[line:]])
            case 2:
                text = "\n".join(lines[:line] + lines[line + rng.randint(1, 5) :])
            case 3:
                other = rng.choice(TEXTS).read_text("utf-8", "replace")
                start = rng.randrange(len(other))
                text = text[:at] + other[start : start + 800] + text[at:]
            case 4:
                text = text[:at] + rng.choice(SCRAPS) * rng.randint(1, 4) + text[at:]
            case _:
                rng.shuffle(lines)
                text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(20))
def test_never_a_crash(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(20):
        text = mutated(rng)
        with contextlib.suppress(ReadError):
            report = read(text.encode()).report
            check(report)
            assert all(report.origins[name].place for name in report.figures if name in report.origins)
