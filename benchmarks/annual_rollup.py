"""A nation's reports checked and added up to every node, beside a plain loop over tuples. The last line is JSON.

The tree is made up: provinces, cities, counties, and under them as many townships and street offices as asked for.
The plain loop has the figures as tuples already, the equations as places, and adds from the bottom up; it makes no
findings, keeps nobody's name and knows no blank.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.statute.form import AnnualReport, Value, edition
from gongkai.statute.form.everywhere import add_up
from gongkai.statute.form.sums import equations
from gongkai.statute.form.tree import Body, Tree

YEAR, _FORM = 2024, "2021"
_ROUNDS = 3
# Below each: cities of a province, counties of a city, townships of a county.
_CITIES, _COUNTIES, _TOWNSHIPS = 10, 9, 14
Numbers = tuple[int, ...]


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--reports", type=int, required=True)
    options = given.parse_args()
    tree, leaves = country(options.reports)
    rng = random.Random(3)
    names = tuple(cell.name for cell in edition(_FORM).cells)
    filed = [(code, report(rng)) for code in leaves]
    before = peak()
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        found = add_up(tree, filed, year=YEAR)
        ours.append(time.process_time() - start)
    most = peak()
    rows = [(code, tuple(int(one.figures[name] or 0) for name in names)) for code, one in filed]
    for _ in range(_ROUNDS):
        start = time.process_time()
        loop = Plain.of(tree).add_up(rows)
        plain.append(time.process_time() - start)
    for code, one in found.sums.items():
        assert list(one.row) == loop[code], code
    assert not found.findings, "the plain loop would have to explain them"
    result = {"reports": len(filed), "nodes": len(found.sums), "ours": min(ours), "plain": min(plain),
              "reports_mb": before, "peak_mb": most}  # fmt: skip
    print(json.dumps(result))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def country(leaves: int) -> tuple[Tree, list[str]]:
    counties = -(-leaves // _TOWNSHIPS)
    cities = -(-counties // _COUNTIES)
    provinces = -(-cities // _CITIES)
    bodies = [Body("0", "全国", "人民政府")]
    bodies += [Body(f"p{n}", f"{n}省人民政府", "人民政府", "0", n) for n in range(provinces)]
    bodies += [Body(f"c{n}", f"{n}市人民政府", "人民政府", f"p{n // _CITIES}", n) for n in range(cities)]
    bodies += [Body(f"d{n}", f"{n}县人民政府", "人民政府", f"c{n // _COUNTIES}", n) for n in range(counties)]
    below = [Body(f"t{n}", f"{n}街道办事处", "街道", f"d{n // _TOWNSHIPS}", n) for n in range(leaves)]
    return Tree.of([*bodies, *below]), [one.code for one in below]


def report(rng: random.Random) -> AnnualReport:
    """One whose sums hold: most figures small, as in a township."""
    figures: dict[str, Value] = {}
    for block in edition(_FORM).blocks:
        cells = [rng.choice((0, 0, 0, 1, 2, rng.randrange(400))) for _ in block.cells]
        if block.table in (3, 4):
            _even(cells, block)
        figures |= {cell.name: value for cell, value in zip(block.cells, cells, strict=True)}
    return AnnualReport(agency="某街道办事处", year=YEAR, edition="2021", figures=figures)


def _even(cells: list[int], block: object) -> None:
    from gongkai.statute.form.editions import Block

    assert isinstance(block, Block)
    width = len(block.columns)
    start = {row.code: at * width for at, row in enumerate(block.rows)}
    if block.table == 3:
        results = [at for code, at in start.items() if code.startswith("3.") and code != "3.7"]
        for column in range(width - 1):
            done = sum(cells[at + column] for at in results)
            cells[start["3.7"] + column] = done
            cells[start["2"] + column] = 0
            cells[start["1"] + column] = done + cells[start["4"] + column]
    for at in start.values():
        cells[at + width - 1] = sum(cells[at : at + width - 1])


@dataclass(frozen=True)
class Plain:
    """What one would write who needs the figures and nothing else."""

    order: Sequence[tuple[str, str | None]]
    equal: Sequence[tuple[Numbers, Numbers]]

    @classmethod
    def of(cls, tree: Tree) -> Plain:
        equal, offset = [], 0
        for block in edition(_FORM).blocks:
            if block.table in (3, 4):
                for one in equations(block):
                    equal.append((tuple(at + offset for at in one.left), tuple(at + offset for at in one.right)))
            offset += len(block.cells)
        bodies = tree.bodies.values()
        return cls([(one.code, one.parent) for one in bodies], equal)

    def add_up(self, rows: Sequence[tuple[str, Numbers]]) -> dict[str, list[int]]:
        totals: dict[str, list[int]] = {}
        parents = dict(self.order)
        for code, row in rows:
            for left, right in self.equal:
                if sum(row[at] for at in left) != sum(row[at] for at in right):
                    raise ValueError(code)
            for value in row:
                if value < 0:
                    raise ValueError(code)
            self._add(totals, parents[code], row)
        # The list has every body after the one that it is under.
        for code, parent in reversed(self.order):
            if code in totals and parent is not None:
                self._add(totals, parent, totals[code])
        return totals

    @staticmethod
    def _add(totals: dict[str, list[int]], code: str | None, row: Sequence[int]) -> None:
        assert code is not None
        total = totals.get(code)
        if total is None:
            totals[code] = list(row)
            return
        for at, value in enumerate(row):
            total[at] += value


if __name__ == "__main__":
    main()
