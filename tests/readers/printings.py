"""One report printed in every way that converters leave its tables, for property tests.

Figures are drawn so that all sums hold; a printing must give back each of them or leave it open, never another.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.statute.form import Block, Value, edition

Cell = tuple[str, int, int]  # text, columns across, rows down
Rows = list[list[Cell]]

ORGS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ZEROS = {"0": "0", "blank": "", "slash": "/", "dash": "-", "long dash": "—", "hard blank": "\u00a0"}
TITLES = edition("2021").sections


@dataclass
class Style:
    """How one report is printed. ``zero``: a key of ZEROS; ``orgs``: the order of the five organisations."""

    zero: str = "0"
    orgs: list[int] = field(default_factory=lambda: [1, 2, 3, 4, 5])
    dots: str = "."
    half: bool = False
    commas: bool = False
    thousands: bool = False
    wide: bool = False
    one_table: bool = False
    note: bool = True
    short: bool = False
    merged: bool = False

    def figure(self, value: Value) -> str:
        if not value:
            return ZEROS[self.zero]
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        if self.thousands and isinstance(value, int) and value >= 1000:
            text = f"{value:,}"
        return text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if self.wide else text

    def label(self, text: str) -> str:
        if self.short and "逾期不补正" in text:
            text = "1.逾期不补正"
        if self.dots != "." and text[1:2] == ".":
            text = text[0] + self.dots + text[2:]
        if self.half:
            text = text.replace("（", "(").replace("）", ")")
        return text[:3] + text[3:].replace("、", "，") if self.commas else text


def read_as(value: Value, style: Style) -> Value:
    """What a careful reader makes of a printed figure."""
    if value:
        return value
    return {"0": value, "slash": "/"}.get(style.zero)


def figures(rng: random.Random, code: str) -> dict[str, Value]:
    """Every cell of an edition; all sums hold, each column of table 3 is used."""
    form = edition(code)
    out: dict[str, Value] = {}
    for block in form.table(2):
        for cell in block.cells:
            out[cell.name] = _of_kind(rng, cell.column.kind, cell.column.unit)
    block = form.table(3)[0]
    for code_, row in _requests(rng, block).items():
        out |= {f"{code_}/{c.label}": n for c, n in zip(block.columns, [*row, sum(row)], strict=True)}
    block = form.table(4)[0]
    for line in block.rows:
        four = [rng.choice([0, 0, rng.randint(1, 9), rng.randint(1, 60)]) for _ in range(4)]
        out |= {c.name: n for c, n in zip(block.row_cells(line), [*four, sum(four)], strict=True)}
    return out


def _of_kind(rng: random.Random, kind: str, unit: str | None) -> Value:
    if kind == "money":
        places = rng.choice([0, 1, 2, 4, 6]) if unit == "万元" else 0
        return Decimal(rng.randint(1, 10 ** rng.randint(1, 8))) / Decimal(10**places)
    if kind == "signed":
        return rng.choice([0, -3, 5, -18, 12])
    return rng.choice([0, rng.randint(1, 9), rng.randint(1, 99), rng.randint(1, 9999)])


def _requests(rng: random.Random, block: Block) -> dict[str, list[int]]:
    leaves = [r.code for r in block.rows if r.code.startswith("3.") and r.code != "3.7"]
    dense, most = rng.choice([(0.08, 30), (0.5, 12), (0.03, 3), (0.3, 3000)])
    rows = {
        leaf: [rng.randint(1, most) if rng.random() < dense * (4 if c == 0 else 1) else 0 for c in range(6)]
        for leaf in leaves
    }
    total = [sum(rows[leaf][c] for leaf in leaves) for c in range(6)]
    left = [rng.choice([0, 0, rng.randint(1, 9)]) for _ in range(6)]
    old = [min(rng.choice([0, 0, rng.randint(1, 5)]), total[c] + left[c]) for c in range(6)]
    new = [total[c] + left[c] - old[c] for c in range(6)]
    return {"1": new, "2": old, **rows, "3.7": total, "4": left}


def tables(values: dict[str, Value], code: str, style: Style) -> tuple[list[Rows], Rows, Rows]:
    """Tables 2 (one, or one for each block), 3 and 4 as cells with their spans."""
    form = edition(code)
    second = [_block(b, values, style) for b in form.table(2)]
    if style.one_table:
        second = [[row for rows in second for row in rows]]
    return second, _third(form.table(3)[0], values, style), _fourth(form.table(4)[0], values, style)


def _block(block: Block, values: dict[str, Value], style: Style) -> Rows:
    heads = [c.label + ("（单位：万元）" if c.unit == "万元" else "") for c in block.columns]
    rows: Rows = [[(block.title, 1 + len(heads), 1)], [(block.head, 1, 1), *((h, 1, 1) for h in heads)]]
    for row in block.rows:
        rows.append([(row.label, 1, 1), *((style.figure(values[c.name]), 1, 1) for c in block.row_cells(row))])
    return rows


def _third(block: Block, values: dict[str, Value], style: Style) -> Rows:
    rows: Rows = [[(NOTE if style.note else "", 3, 3), ("申请人情况", 7, 1)]]
    rows.append([("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)])
    rows.append([(ORGS[i - 1], 1, 1) for i in style.orgs])
    seen: set[str] = set()
    for row in block.rows:
        cells = block.row_cells(row)
        said = [values[cells[i].name] for i in (0, *style.orgs, 6)]
        line: list[Cell] = []
        for depth, group in enumerate(row.group):
            if group not in seen:
                seen.add(group)
                line.append((group, 1, sum(r.group[depth : depth + 1] == (group,) for r in block.rows)))
        line.append((style.label(row.label), 3 - len(row.group), 1))
        if style.merged and not any(said):
            rows.append([*line, ("0", 7, 1)])
        else:
            rows.append([*line, *((style.figure(v), 1, 1) for v in said)])
    return rows


def _fourth(block: Block, values: dict[str, Value], style: Style) -> Rows:
    leaves = [(c.label, 1, 1) for c in block.columns]
    return [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*((text, 1, 2) for text, _, _ in leaves), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [*leaves, *leaves],
        [(style.figure(values[c.name]), 1, 1) for c in block.cells],
    ]


def grid(rows: Rows) -> list[list[str]]:
    """Rows of equal length: a span leaves empty cells."""
    taken: set[tuple[int, int]] = set()
    placed: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for text, across, down in row:
            while (y, x) in taken:
                x += 1
            placed[y, x] = text
            taken |= {(y + i, x + j) for i in range(down) for j in range(across)}
            x += across
    width = max(x for _, x in taken) + 1
    return [[placed.get((y, x), "") for x in range(width)] for y in range(len(rows))]


def _lines(rows: Rows) -> list[str]:
    return [text for row in rows for text, _, _ in row if text.strip()]


def _html(rows: Rows, spans: bool = True, paragraphs: bool = False) -> str:
    def cell(text: str, across: int, down: int) -> str:
        attributes = f' colspan="{across}" rowspan="{down}"' if spans else ""
        return f"<td{attributes}>{f'<p>{text}</p>' if paragraphs else text}</td>"

    return "<table>" + "".join(f"<tr>{''.join(cell(*c) for c in row)}</tr>" for row in rows) + "</table>"


WAYS: dict[str, Callable[[Rows], str]] = {
    "one cell a line": lambda rows: "\n".join(_lines(rows)),
    "one cell a paragraph": lambda rows: "\n\n".join(_lines(rows)),
    "cell, then a bar": lambda rows: "\n|\n".join(_lines(rows)),
    "cell with a bar": lambda rows: "\n".join(f"{text} |" for text in _lines(rows)),
    "bars, spans dropped": lambda rows: "\n".join(" | ".join(t for t, _, _ in row) + " |" for row in rows),
    "bars, spans as bars": lambda rows: "\n".join(
        "".join(f"{t} |" + "|" * (across - 1) for t, across, _ in row) for row in rows
    ),
    "framed": lambda rows: "\n".join("| " + " | ".join(line) + " |" for line in grid(rows)),
    "tabs": lambda rows: "\n".join("\t".join(line) for line in grid(rows)),
    "blanks": lambda rows: "\n".join(" ".join(t for t, _, _ in row if t.strip()) for row in rows),
    "glued, a row a line": lambda rows: "\n".join("".join(t for t, _, _ in row) for row in rows),
    "glued": lambda rows: "".join(t for row in rows for t, _, _ in row),
    "page": lambda rows: _html(rows),
    "page, spans dropped": lambda rows: _html(rows, spans=False),
    "page, paragraphs in cells": lambda rows: _html(rows, paragraphs=True),
    "page, spans filled": lambda rows: _html([[(t, 1, 1) for t in line] for line in grid(rows)], spans=False),
}
GLUED = {"glued, a row a line", "glued"}
# Blank cells are not visible there.
LOSSY = {"one cell a line", "one cell a paragraph", "cell, then a bar", "cell with a bar", "blanks", *GLUED}


def printed(values: dict[str, Value], code: str, year: int, way: str, style: Style) -> str:
    """A whole report in one way."""
    second, third, fourth = tables(values, code, style)
    form = WAYS[way]
    page = way.startswith("page")
    text: list[str] = [
        f"青石县水利局{year}年政府信息公开工作年度报告",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        f"一、{TITLES[0]}",
        "（一）主动公开。及时发布信息。",
        f"（二）依申请公开。新收政府信息公开申请{values['1/总计']}件，办结{values['3.7/总计']}件。",
        "（三）政府信息管理。严格审核。",
        "（四）政府信息公开平台建设。优化网站。",
        "（五）监督保障。加强考核。",
    ]
    if page:
        text = [f"<p>{t}</p>" for t in text]
    for number, parts in ((1, second), (2, [third]), (3, [fourth])):
        heading = f"{'一二三四'[number]}、{TITLES[number]}"
        text += [f"<p>{heading}</p>" if page else heading, *(form(rows) for rows in parts)]
    closing = [
        f"五、{TITLES[4]}",
        "存在问题：解读单一。改进情况：加强培训。",
        f"六、{TITLES[5]}",
        "未收取信息处理费。",
    ]
    text += [f"<p>{t}</p>" if page else t for t in closing]
    if page:
        return f"<html><head><meta charset='utf-8'></head><body>{''.join(text)}</body></html>"
    return "".join(text) if way == "glued" else "\n".join(text)
