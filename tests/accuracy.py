"""Measure the reader and the checker against files whose figures and findings were typed by hand.

``python -m tests.accuracy`` prints the table; ``--write`` puts it into docs/accuracy.md. Each expected file
(tests/variants/expected, tests/real/expected) holds ``table2``, ``table3``, ``table4`` in the shape of
``gongkai check --json``; ``open`` names cells that a careful reader must leave open although a person knows
them; ``must`` and ``may`` are findings (relation, severity, and where given cells, expected, found).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.commands.element import Checker
from gongkai.commands.inputs import read
from gongkai.commands.last_year import LastYear
from gongkai.statute.form import editions

HERE = Path(__file__).parent
CORPORA = {"variants": HERE / "variants", "real": HERE / "real"}


@dataclass(slots=True)
class Measure:
    """One file: cells by how they came out, findings by whether they should be there."""

    name: str
    right: int = 0
    inferred: int = 0
    left_open: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    found: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)

    @property
    def faultless(self) -> bool:
        return not (self.wrong or self.missed or self.false or self.head)


def expectations(corpus: str) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """(stem, file, what is expected) for every expected file of a corpus, in order."""
    folder = CORPORA[corpus]
    for path in sorted((folder / "expected").glob("*.json")):
        expected = json.loads(path.read_text("utf-8"))
        name = expected.get("file") or next(
            (p.name for p in folder.iterdir() if p.stem == path.stem and p.is_file()), None
        )
        assert name, f"{path.name}: no file {path.stem}.* beside expected/"
        yield path.stem, folder / name, expected


def cells(plain: Mapping[str, Any], edition: str | None) -> dict[str, Any]:
    """Figures by cell: ``rules.0``, ``3.1.6``, ``table4.14``; each list or single figure flattened."""
    out: dict[str, Any] = {}
    for table in ("table2", "table3"):
        for row, values in (plain.get(table) or {}).items():
            for at, value in enumerate(values if isinstance(values, list) else [values]):
                out[f"{row}.{at}"] = value
    for at, value in enumerate(plain.get("table4") or []):
        out[f"table4.{at}"] = value
    return out


def open_cells(names: list[str]) -> set[str]:
    """Names as findings use them (``规范性文件/本年新制作数量``) as flat cells of ``cells``."""
    known = {}
    for edition in editions().values():
        for block in edition.blocks:
            for row_at, row in enumerate(block.rows):
                for at, cell in enumerate(block.row_cells(row)):
                    flat = f"table4.{row_at * 5 + at}" if block.table == 4 else f"{row.code}.{at}"
                    known[cell.name] = flat
    return {known[name] for name in names}


def measure(path: Path, expected: Mapping[str, Any]) -> Measure:
    """Read and check one file and hold it against what is expected of it."""
    result = Measure(path.name)
    before = None
    if expected.get("last_year"):
        before = LastYear()
        reading = read(str(path.with_name(expected["last_year"]))).reading
        assert reading, expected["last_year"]
        before.add(reading.report)
    element = Checker(before)(str(path)).plain
    outcome = read(str(path))
    if expected.get("error"):
        if not element["error"]:
            result.head.append("was read, should be refused")
        return result
    if element["error"]:
        result.head.append(f"error: {element['error']}")
        return result
    origins = outcome.reading.report.origins if outcome.reading else {}
    inferred = {flat for name, o in origins.items() if o.inferred for flat in open_cells([name])}
    _cells(result, element, expected, inferred)
    _findings(result, element["findings"], expected)
    loose = expected.get("null_is_any_absence")
    for key in ("year", "edition", "complete", *(() if loose else ("agency",))):
        if key in expected and element[key] != expected[key]:
            result.head.append(f"{key}: {element[key]!r}, expected {expected[key]!r}")
    return result


def _cells(result: Measure, element: Mapping[str, Any], expected: Mapping[str, Any], inferred: set[str]) -> None:
    have, want = cells(element, element["edition"]), cells(expected, expected.get("edition"))
    allowed_open = open_cells(expected.get("open", []))
    absent = (None, "/") if expected.get("null_is_any_absence") else ()
    for cell in {**want, **have}:
        found, true = have.get(cell), want.get(cell)
        if cell in allowed_open and found is None:
            result.left_open.append(cell)
        elif found == true or (true in absent and found in absent):
            if cell in want:
                result.right += 1
                result.inferred += cell in inferred
        elif found is None:
            result.left_open.append(cell)
            result.head.append(f"{cell} left open, expected {true!r}")
        else:
            result.wrong.append(f"{cell}: {found!r}, expected {true!r}")


def _matches(finding: Mapping[str, Any], pattern: Mapping[str, Any]) -> bool:
    same = all(finding[k] == pattern[k] for k in ("relation", "severity", "found", "expected") if k in pattern)
    return same and set(pattern.get("cells", [])) <= set(finding["cells"])


def _findings(result: Measure, findings: list[dict[str, Any]], expected: Mapping[str, Any]) -> None:
    must, may = expected.get("must", []), expected.get("may", [])
    for pattern in must:
        if any(_matches(f, pattern) for f in findings):
            result.found += 1
        else:
            result.missed.append(json.dumps(pattern, ensure_ascii=False))
    for finding in findings:
        if finding["severity"] != "hint" and not any(_matches(finding, p) for p in (*must, *may)):
            result.false.append(f"{finding['relation']} {finding['severity']}: {finding['message']}")


COLUMNS = ("files", "cells right", "of them inferred", "left open", "wrong", "found", "missed", "false")


def table(measures: Mapping[str, list[Measure]]) -> str:
    """The result as Markdown, a row for each corpus and group of variants."""
    lines = ["| corpus | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, group in measures.items():
        figures = [len(group), sum(m.right for m in group), sum(m.inferred for m in group)]
        figures += [sum(len(m.left_open) for m in group), sum(len(m.wrong) for m in group)]
        figures += [sum(m.found for m in group)]
        figures += [sum(len(m.missed) for m in group), sum(len(m.false) for m in group)]
        lines.append(f"| {name} | " + " | ".join(f"{f:,}" for f in figures) + " |")
    return "\n".join(lines) + "\n"


GROUPS = {
    "S": "separators left by converters",
    "M": "merged and broken cells",
    "H": "headers",
    "L": "row labels",
    "F": "figures",
    "T": "script and text",
    "C": "true contradictions",
    "N": "not contradictions",
}


def measure_all() -> dict[str, list[Measure]]:
    """Every file of both corpora; variants by the letter of their kind."""
    out: dict[str, list[Measure]] = {f"{letter}: {words}": [] for letter, words in GROUPS.items()}
    for stem, path, expected in expectations("variants"):
        out[f"{stem[0]}: {GROUPS[stem[0]]}"].append(measure(path, expected))
    out["published reports"] = [measure(path, expected) for _, path, expected in expectations("real")]
    out["all"] = [m for group in list(out.values()) for m in group]
    return out


def main(argv: list[str]) -> int:
    measures = measure_all()
    print(table(measures))
    faults = [m for m in measures["all"] if not m.faultless]
    for m in faults:
        print(f"{m.name}")
        for line in (*m.head, *(f"wrong {w}" for w in m.wrong)):
            print(f"    {line}")
        for line in (*(f"missed {w}" for w in m.missed), *(f"false {w}" for w in m.false)):
            print(f"    {line}")
    if "--write" in argv:
        target = HERE.parent / "docs" / "accuracy.md"
        before = target.read_text("utf-8").split("<!-- table -->")[0]
        target.write_text(f"{before}<!-- table -->\n\n{table(measures)}", "utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
