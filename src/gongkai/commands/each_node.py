"""``gongkai rollup --each``: the sum at every agency that has others below it, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from gongkai.statute.form import AnnualReport
from gongkai.statute.form.everywhere import Everywhere, add_up
from gongkai.statute.form.matching import Register
from gongkai.statute.form.rollup import Submitted
from gongkai.statute.form.tree import Tree
from gongkai.writers.spreadsheet import csv_lines

_HEAD: Final = ("统一社会信用代码", "名称", "上级代码", "应报", "已计入", "有问题", "与本级报告不一致的格")


def write(path: Path, tree: Tree, reports: Sequence[Submitted], year: int) -> None:
    """Says which reports are in none of the sums; OSError where the file cannot be written."""
    register = Register(tree)
    placed: list[tuple[str, AnnualReport]] = []
    for one in reports:
        found = register.find(one.report.agency) if one.report.year == year else ()
        if len(found) == 1:
            placed.append((found[0].code, one.report))
        else:
            print(f"    疑　{one.source}：机关或者年度不能确定，没有计入各级合计")
    sums = add_up(tree, placed, year=year)
    for code in sums.contrary:
        print(f"    疑　{tree.bodies[code].name}有数据不同的报告，都没有计入各级合计")
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines((*_HEAD, *sums.names), _lines(sums)))
    print(f"{len(sums.sums)}个有下级的机关的合计写入 {path}")


def _lines(found: Everywhere) -> Iterator[tuple[object, ...]]:
    for code, one in found.sums.items():
        head = (code, one.body.name, one.body.parent or "", one.owing, one.filed, one.faulty)
        yield (*head, "、".join(one.differing), *one.row)
