"""Let last year's report decide between the ways in which a glued row of table 2 can be cut.

Documents in force roll forward: this year's stock is last year's plus made less repealed (A7). It is not an
identity of the form (documents lapse), so it decides only where exactly one of the ways fits it.
"""

from __future__ import annotations

from dataclasses import replace

from gongkai.statute.form import AnnualReport, Finding

from .document import Reading


def decide(reading: Reading, last_year: AnnualReport) -> Reading:
    """The reading with those open rows filled that last year's stock decides; each is marked as inferred."""
    figures, origins = dict(reading.report.figures), dict(reading.report.origins)
    candidates, decided = dict(reading.candidates), dict[str, Finding]()
    for row, (cells, ways) in reading.candidates.items():
        stock = last_year.value(cells[-1])
        if len(cells) != 3 or not cells[-1].endswith("/现行有效件数") or not isinstance(stock, int):
            continue
        fitting = [w for w in ways if w[2] == stock + w[0] - w[1]]
        if len(fitting) != 1:
            continue
        for cell, figure in zip(cells, fitting[0], strict=True):
            figures[cell] = figure
            if cell in origins:
                origins[cell] = replace(origins[cell], inferred=True)
        del candidates[row]
        decided[row] = Finding(
            "reading",
            "hint",
            f"“{row}”一行的数字连在一起，按上年现行有效{stock}件推算为{'、'.join(map(str, fitting[0]))}。",
            cells,
            place=origins[cells[0]].place if cells[0] in origins else None,
        )
    if not decided:
        return reading
    solved = {cell for row in decided for cell in reading.candidates[row][0]}
    kept = [f for f in reading.findings if f.relation != "reading" or not f.cells or not set(f.cells) <= solved]
    report = replace(reading.report, figures=figures, origins=origins)
    return replace(reading, report=report, findings=(*kept, *decided.values()), candidates=candidates)
