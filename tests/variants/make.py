"""Make the files of the kinds S, M, H, L and F again: ``python -m tests.variants.make``.

Each function writes one kind the way a stranger's converter or editor would have, over figures of its own, and
says what a careful reader must make of it. Kinds T, C and N were written by hand. The files are what is tested;
this only saves typing 200 figures sixty times.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from gongkai.statute.form import AnnualReport, Block, Edition, Value, edition
from gongkai.statute.form.plain import tables

HERE = Path(__file__).parent
AGENCIES = [
    "安陵县水利局", "云浮新区教育局", "临泽县民政局", "青原区司法局", "南召县农业农村局", "江陵区财政局", "沙湾市审计局",
    "东明县统计局", "石鼓区商务局", "永定区林业局", "泰顺县体育局", "和平区信访局", "定西市安定区交通运输局",
]  # fmt: skip
NUMERALS = "一二三四五六"
Grid = list[list[tuple[str, int, int]]]


@dataclass
class Case:
    """One file: the report it shows, and what may differ from that report when it is read."""

    report: AnnualReport
    tables: dict[str, Any] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    must: list[dict[str, Any]] = field(default_factory=list)
    may: list[dict[str, Any]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def expected(self, name: str) -> dict[str, Any]:
        r = self.report
        head = {"file": name, "agency": r.agency, "year": r.year, "edition": r.edition, "complete": r.complete}
        figures = self.tables or tables(r)
        return {**head, **figures, "open": self.open, "must": self.must, "may": self.may, **self.extra}


def figures(form: Edition, rng: random.Random, most: int = 30, dense: float = 0.35) -> dict[str, Value]:
    """Figures whose sums hold, none of the columns empty, no two kinds alike."""
    out: dict[str, Value] = {}
    for block in form.table(2):
        for cell in block.cells:
            if cell.column.kind == "money":
                out[cell.name] = Decimal(rng.randint(1, 99999)) / Decimal(10 ** rng.randint(0, 3))
            elif cell.row.label == "规章":
                out[cell.name] = 0
            else:
                low = -9 if cell.column.kind == "signed" else 1
                out[cell.name] = rng.randint(low, 90)
    if form.code == "2021":
        made, repealed = rng.randint(1, 9), rng.randint(0, 5)
        out["行政规范性文件/本年制发件数"], out["行政规范性文件/本年废止件数"] = made, repealed
        out["行政规范性文件/现行有效件数"] = rng.randint(20, 120)
    requests = form.table(3)[0]

    def put(code: str, values: Sequence[int]) -> None:
        for column, value in zip(requests.columns, (*values, sum(values)), strict=True):
            out[f"{code}/{column.label}"] = value

    total = [0] * 6
    for row in requests.rows:
        if row.code in ("1", "2", "3.7", "4"):
            continue
        values = [rng.randint(1, most) if rng.random() < dense / (1 + at / 2) else 0 for at in range(6)]
        total = [a + b for a, b in zip(total, values, strict=True)]
        put(row.code, values)
    put("3.7", total)
    out_ = [rng.randint(0, 3) if rng.random() < 0.5 else 0 for _ in range(6)]
    into = [min(a + b, rng.randint(0, 2)) for a, b in zip(total, out_, strict=True)]
    put("4", out_)
    put("2", into)
    put("1", [a + b - c for a, b, c in zip(total, out_, into, strict=True)])
    for row in form.table(4)[0].rows:
        parts = [rng.randint(0, 4) for _ in range(4)]
        for column, value in zip(form.table(4)[0].columns, (*parts, sum(parts)), strict=True):
            out[f"{row.name}/{column.label}"] = value
    return out


def report(kind: str, code: str = "2021", most: int = 30, dense: float = 0.35) -> AnnualReport:
    """The report behind a kind; agency, year and figures follow from its name."""
    rng = random.Random(f"gongkai {kind}")
    form = edition(code)
    year = rng.choice([2021, 2022, 2023, 2024, 2025] if code == "2021" else [2019, 2020])
    return AnnualReport(
        agency=rng.choice(AGENCIES), year=year, edition="2021" if code == "2021" else "2019",
        figures=figures(form, rng, most, dense),
    )  # fmt: skip


def prose(r: AnnualReport, number: int) -> list[str]:
    """What the sections say beside the tables; true of the figures, and a little different in each file."""
    rng = random.Random(f"{r.agency}{r.year}{number}")
    if number == 1:
        received = r.value("1/总计")
        return [
            f"{r.year}年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，" + rng.choice(
                ["政府信息公开各项工作平稳有序。", "不断提高工作透明度。", "着力保障群众知情权。"]),
            "（一）主动公开。" + rng.choice(["围绕民生热点及时发布信息。", "重点公开部门预决算和惠民政策。"]),
            f"（二）依申请公开。{r.year}年新收政府信息公开申请{received}件，均按期办理。",
            "（三）政府信息管理。" + rng.choice(["坚持先审后发，落实三审三校。", "对存量文件逐件核对有效性。"]),
            "（四）平台建设。" + rng.choice(["优化网站专栏，方便检索。", "做好政务新媒体日常维护。"]),
            "（五）监督保障。" + rng.choice(["纳入年度考核，未发生责任追究情形。", "开展业务培训，接受社会评议。"]),
        ]  # fmt: skip
    if number == 5:
        return ["一是" + rng.choice(["解读形式不够丰富", "主动公开意识有待加强", "队伍业务能力需要提升"]) + "。",
                "下一步将" + rng.choice(["加强培训和督促检查", "丰富解读形式", "健全工作机制"]) + "。"]  # fmt: skip
    if number == 6:
        return ["本年度未收取信息处理费，没有其他需要报告的事项。"]
    return []


def shown(value: Value) -> str:
    return "" if value is None else str(value)


def grid(block: Block, r: AnnualReport) -> Grid:
    """Rows of (text, colspan, rowspan) in the layout of the form."""

    def value(name: str) -> tuple[str, int, int]:
        return (shown(r.figures.get(name)), 1, 1)

    labels = [c.label for c in block.columns]
    if block.table == 2:
        head: Grid = [[(block.title, len(labels) + 1, 1)], [("信息内容", 1, 1), *((x, 1, 1) for x in labels)]]
        if labels == ["本年收费金额"]:
            head[1][1] = ("本年收费金额（单位：万元）", 1, 1)
        return head + [[(x.label, 1, 1), *(value(c.name) for c in block.row_cells(x))] for x in block.rows]
    if block.table == 4:
        two = [*((x, 1, 2) for x in labels), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)]
        bottom = [(x, 1, 1) for x in labels * 2]
        return [[("行政复议", 5, 1), ("行政诉讼", 10, 1)], two, bottom, [value(c.name) for c in block.cells]]
    head = [[(block.note, 3, 3), ("申请人情况", 7, 1)]]
    head.append([("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)])
    head.append([(x, 1, 1) for x in labels[1:6]])
    seen: set[tuple[str, ...]] = set()
    for row in block.rows:
        line = []
        for depth in range(len(row.group)):
            path = row.group[: depth + 1]
            if path not in seen:
                seen.add(path)
                line.append((row.group[depth], 1, sum(x.group[: depth + 1] == path for x in block.rows)))
        line.append((row.label, 3 - len(row.group), 1))
        head.append(line + [value(c.name) for c in block.row_cells(row)])
    return head


Part = str | Grid


def parts(r: AnnualReport, grids: Callable[[Block, AnnualReport], Grid] = grid) -> Iterator[Part]:
    """Title, opening lines, headings, paragraphs and tables in reading order."""
    form = edition(r.edition or "2021")
    yield f"{r.agency}{r.year}年政府信息公开工作年度报告"
    yield f"本报告所列数据的统计期限自{r.year}年1月1日起至{r.year}年12月31日止。"
    for number, name in enumerate(form.sections, 1):
        yield f"{NUMERALS[number - 1]}、{name}"
        yield from prose(r, number)
        if number in (2, 3, 4):
            for block in form.table(number):
                yield grids(block, r)


def lines(r: AnnualReport, table: Callable[[Grid], list[str]], grids: Callable[..., Grid] = grid) -> str:
    out: list[str] = []
    for part in parts(r, grids):
        out += [part] if isinstance(part, str) else table(part)
    return "\n".join(out) + "\n"


def cells(rows: Grid) -> list[str]:
    return [text for row in rows for text, _, _ in row]


def placed(rows: Grid, lead: str = "") -> list[list[str]]:
    """Every grid place as text: the first of a span has its text, the others ``lead``."""
    out: list[list[str]] = []
    covered: dict[tuple[int, int], bool] = {}
    for y, row in enumerate(rows):
        line: list[str] = []
        for text, across, down in row:
            while covered.get((y, len(line))):
                line.append(lead)
            x = len(line)
            line += [text] + [lead] * (across - 1)
            for dy in range(1, down):
                for dx in range(across):
                    covered[(y + dy, x + dx)] = True
        while covered.get((y, len(line))):
            line.append(lead)
        out.append(line)
    return out


def page(r: AnnualReport, cell: Callable[[str], str] = lambda t: t, grids: Callable[..., Grid] = grid,
         around: tuple[str, str] = ("", "")) -> str:  # fmt: skip
    """A web page with real spans; ``cell`` writes the inside of a cell."""
    out = [f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>{r.agency}</title></head><body>{around[0]}"]
    for part in parts(r, grids):
        if isinstance(part, str):
            out.append(f"<p>{part}</p>")
            continue
        out.append("<table border='1'>")
        for row in part:
            tds = [
                f"<td{f' colspan={a}' if a > 1 else ''}{f' rowspan={d}' if d > 1 else ''}>{cell(t)}</td>"
                for t, a, d in row
            ]
            out.append("<tr>" + "".join(tds) + "</tr>")
        out.append("</table>")
    return "\n".join([*out, f"{around[1]}</body></html>\n"])


def relabel(changes: dict[str, str]) -> Callable[[Block, AnnualReport], Grid]:
    """The grid with some labels printed otherwise."""

    def grids(block: Block, r: AnnualReport) -> Grid:
        return [[(changes.get(t, t), a, d) for t, a, d in row] for row in grid(block, r)]

    return grids


def reading(severity: str = "warning", *cells_: str) -> dict[str, Any]:
    return {"relation": "reading", "severity": severity} | ({"cells": list(cells_)} if cells_ else {})


MADE: dict[str, Callable[[str], tuple[str, Case]]] = {}


def kind(stem: str) -> Callable[[Callable[[str], tuple[str, Case]]], None]:
    """Register the maker of one file; the decorated function gets the id and returns text and case."""

    def put(maker: Callable[[str], tuple[str, Case]]) -> None:
        MADE[stem] = maker

    return put


# -- S. separators left by converters


@kind("S01-one-cell-a-line.txt")
def s01(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, cells), Case(r)


@kind("S02-one-cell-a-paragraph.txt")
def s02(k: str) -> tuple[str, Case]:
    r = report(k)
    return "\n\n".join(lines(r, cells).splitlines()) + "\n", Case(r)


@kind("S03-cell-then-bar.txt")
def s03(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, lambda g: list(chain.from_iterable((c, "|") for c in cells(g)))), Case(r)


@kind("S04-cell-bar-and-runs-of-bars.txt")
def s04(k: str) -> tuple[str, Case]:
    r = report(k)

    def table(g: Grid) -> list[str]:
        out = []
        for row in g:
            for text, across, _ in row:
                out.append(f"{text} |")
                if across > 1:
                    out.append("|" * (across - 1))
        return out

    return lines(r, table), Case(r)


@kind("S05-no-leading-bar.md")
def s05(k: str) -> tuple[str, Case]:
    r = report(k)

    def table(g: Grid) -> list[str]:
        return ["".join(f"{t} |" + "|" * (a - 1) + " " for t, a, _ in row).strip() for row in g]

    return lines(r, table), Case(r)


@kind("S06-leading-bar-no-rule.md")
def s06(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, lambda g: ["| " + " | ".join(row) + " |" for row in placed(g)]), Case(r)


@kind("S07-breaks-and-blanks-inside.html")
def s07(k: str) -> tuple[str, Case]:
    r = report(k)

    def cell(text: str) -> str:
        if text.replace(".", "").isdigit():
            return f"<p>\n  {text}  \n</p>"
        half = len(text) // 2
        return f"<p>{text[:half]}<br/>\n{text[half : half + 2]}  {text[half + 2 :]}</p>"

    return page(r, cell), Case(r)


@kind("S08-tabs.txt")
def s08(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, lambda g: ["\t".join(row) for row in placed(g)]), Case(r)


def glued(r: AnnualReport, which: tuple[int, ...]) -> str:
    out = []
    for part in parts(r):
        if isinstance(part, str):
            out.append(part)
            continue
        table = {2: "第二十条", 3: "（本列数据", 4: "行政复议"}
        number = next(n for n, start in table.items() if part[0][0][0].startswith(start))
        out.append("".join(cells(part)) if number in which else "\n".join(cells(part)))
    return "\n".join(out) + "\n"


def small(r: AnnualReport) -> AnnualReport:
    """Every remedy group with one or two results, so that the digits have one cut."""
    changed = dict(r.figures)
    for name, values in zip(
        ("行政复议", "未经复议直接起诉", "复议后起诉"), ((3, 0, 1, 0), (0, 2, 0, 0), (1, 0, 0, 1)), strict=True
    ):
        for column, value in zip(("结果维持", "结果纠正", "其他结果", "尚未审结"), values, strict=True):
            changed[f"{name}/{column}"] = value
        changed[f"{name}/总计"] = sum(values)
    return replace(r, figures=changed)


@kind("S09-glued-tables-3-and-4.txt")
def s09(k: str) -> tuple[str, Case]:
    r = small(report(k, most=14, dense=0.2))
    return glued(r, (3, 4)), Case(r)


@kind("S09b-glued-one-paragraph.txt")
def s09b(k: str) -> tuple[str, Case]:
    r = small(report(k + "b", most=12, dense=0.15))
    text = glued(r, (3, 4)).replace("\n（本列", "（本列").replace("\n行政复议行政诉讼", "行政复议行政诉讼")
    return text, Case(r)


@kind("S10-glued-table-2.txt")
def s10(k: str) -> tuple[str, Case]:
    r = report(k)
    row = "行政规范性文件"
    r = replace(
        r, figures={**r.figures, f"{row}/本年制发件数": 12, f"{row}/本年废止件数": 4, f"{row}/现行有效件数": 136}
    )
    left = [f"{row}/本年制发件数", f"{row}/本年废止件数", f"{row}/现行有效件数"]
    return glued(r, (2,)), Case(r, open=left, must=[reading("warning", *left)])


@kind("S11-glued-two-ways.txt")
def s11(k: str) -> tuple[str, Case]:
    r = small(report(k))
    columns = [c.label for c in edition("2021").table(3)[0].columns]
    changed = dict(r.figures)
    for row in edition("2021").table(3)[0].rows:
        true = (27, 0, 0, 2, 0, 1, 30) if row.code in ("1", "3.1", "3.7") else (0,) * 7
        changed |= {f"{row.code}/{c}": v for c, v in zip(columns, true, strict=True)}
    r = replace(r, figures=changed)
    left = [f"{code}/{c}" for code in ("1", "3.1", "3.7") for c in columns]
    return glued(r, (3,)), Case(r, open=left, must=[reading()], may=[reading()])


@kind("S12-bare-row-of-fifteen.txt")
def s12(k: str) -> tuple[str, Case]:
    r = report(k)

    def table(g: Grid) -> list[str]:
        if g[0][0][0] != "行政复议":
            return ["\t".join(row) for row in placed(g)]
        return ["行政复议行政诉讼", " ".join(t for t, _, _ in g[-1])]

    return lines(r, table), Case(r, may=[reading()])


@kind("S13-repeated-lines-dropped.txt")
def s13(k: str) -> tuple[str, Case]:
    r = report(k)
    seen: set[str] = set()
    out = []
    for line in lines(r, cells).splitlines():
        if line not in seen:
            seen.add(line)
            out.append(line)
    empty: dict[str, Any] = {"table2": None, "table3": None, "table4": None}
    case = Case(r, tables=empty, must=[reading()], may=[reading(), {"relation": "A1"}, {"relation": "A2"}])
    case.extra = {"complete": False, "no_figures": True}
    return "\n".join(out) + "\n", case


@kind("S14-rows-without-labels.md")
def s14(k: str) -> tuple[str, Case]:
    r = report(k)
    lost = ("3.4.1", "3.5.2")

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        if block.table != 3:
            return rows
        gone = {x.label for x in block.rows if x.code in lost}
        return [[(("", a, d) if t in gone else (t, a, d)) for t, a, d in row] for row in rows]

    text = lines(r, lambda g: ["| " + " | ".join(row) + " |" for row in placed(g)], grids)
    names = [f"{code}/{c.label}" for code in lost for c in edition("2021").table(3)[0].columns]
    return text, Case(r, open=names, may=[reading()])


# -- M. merged and broken cells


@kind("M01-span-labels-on-first-row-only.md")
def m01(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, lambda g: [" | ".join(t for t, _, _ in row) + " |" for row in g]), Case(r)


@kind("M02-empty-leading-cells.html")
def m02(k: str) -> tuple[str, Case]:
    r = report(k)

    def grids(block: Block, one: AnnualReport) -> Grid:
        return [[(t, 1, 1) for t in row] for row in placed(grid(block, one))]

    return page(r, grids=grids), Case(r)


@kind("M03-trailing-bars.md")
def m03(k: str) -> tuple[str, Case]:
    r = report(k)

    def table(g: Grid) -> list[str]:
        return [" | ".join(row) + " |" * (1 + at * 7 % 4) for at, row in enumerate(placed(g))]

    return lines(r, table), Case(r)


@kind("M04-filler-cells-in-headers.html")
def m04(k: str) -> tuple[str, Case]:
    r = report(k)

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        for row in rows[:3]:
            if not row[-1][0].isdigit():
                row.append(("", 1, 1))
        if block.table == 3:
            rows[1].insert(0, ("", 1, 1))
        return rows

    return page(r, grids=grids), Case(r)


@kind("M05-results-label-repeated.txt")
def m05(k: str) -> tuple[str, Case]:
    r = report(k)
    text = lines(r, cells)
    return text.replace("（四）无法提供\n", "三、本年度办理结果\n（四）无法提供\n"), Case(r)


@kind("M06-label-one-character-a-line.txt")
def m06(k: str) -> tuple[str, Case]:
    r = report(k)
    label = "三、本年度办理结果"
    text = lines(r, cells).replace(f"{label}\n", "\n".join(label) + "\n")
    return text.replace("（五）不予处理\n", "\n".join(label) + "\n（五）不予处理\n"), Case(r)


@kind("M07-page-numbers-inside.txt")
def m07(k: str) -> tuple[str, Case]:
    r = report(k)
    text = lines(r, cells)
    text = text.replace("3.补正后申请内容仍不明确\n", "3.补正后申请内容\n- 4 -\n仍不明确\n")
    text = text.replace("7.属于行政执法案卷\n", "— 3 —\n7.属于行政执法案卷\n")
    return text, Case(r)


@kind("M08-headers-repeated.txt")
def m08(k: str) -> tuple[str, Case]:
    r = report(k)
    text = lines(r, cells)
    block = edition("2021").table(3)[0]
    head = "\n".join(
        [block.note, "申请人情况", "自然人", "法人或其他组织", "总计", *(c.label for c in block.columns[1:6])]
    )
    return text.replace("（五）不予处理\n", f"{head}\n（五）不予处理\n"), Case(r)


@kind("M09-one-zero-over-seven-columns.html")
def m09(k: str) -> tuple[str, Case]:
    r = report(k)
    blank = {"3.3.1", "3.3.2", "3.3.3"}
    columns = [c.label for c in edition("2021").table(3)[0].columns]
    changed = dict(r.figures)
    for code in blank:
        for at, c in enumerate(columns):
            value = changed[f"{code}/{c}"]
            for target in ("3.7", "1"):
                old = changed[f"{target}/{c}"]
                assert isinstance(old, int)
                assert isinstance(value, int)
                changed[f"{target}/{c}"] = old - value
            changed[f"{code}/{c}"] = 0
            assert at < 7
    r = replace(r, figures=changed)

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        labels = {x.label for x in block.rows if x.code in blank}
        for row in rows:
            at = next((n for n, (t, _, _) in enumerate(row) if t in labels), None)
            if at is not None:
                row[at + 1 :] = [("0", 7, 1)]
        return rows

    return page(r, grids=grids), Case(r)


@kind("M10-different-grid-columns.html")
def m10(k: str) -> tuple[str, Case]:
    r = report(k)
    rng = random.Random(k)

    def grids(block: Block, one: AnnualReport) -> Grid:
        return [
            [(t, a + (rng.randint(0, 2) if t.isdigit() else 0), d) for t, a, d in row] for row in grid(block, one)
        ]

    return page(r, grids=grids), Case(r)


@kind("M11-two-reports-in-one-file.txt")
def m11(k: str) -> tuple[str, Case]:
    r, other = report(k), report(k + " second")
    return lines(r, cells) + "\n" + lines(other, cells), Case(
        r, must=[reading()], may=[reading(), {"relation": "sections"}]
    )


@kind("M12-two-reports-side-by-side.html")
def m12(k: str) -> tuple[str, Case]:
    r, other = report(k), report(k + " second")
    left, right = page(r), page(other)
    inner = [re.sub(r"(?s).*<body>(.*)</body>.*", r"\1", p) for p in (left, right)]
    both = f"<table><tr><td>{inner[0]}</td><td>{inner[1]}</td></tr></table>"
    text = f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head><body>{both}</body></html>\n"
    return text, Case(r, extra={"error": True})


# -- H. headers


def with_header(rows3: list[list[tuple[str, int, int]]]) -> Callable[[Block, AnnualReport], Grid]:
    def grids(block: Block, r: AnnualReport) -> Grid:
        rows = grid(block, r)
        return [rows[0], *rows3, *rows[3:]] if block.table == 3 else rows

    return grids


@kind("H01-blank-inside-header.md")
def h01(k: str) -> tuple[str, Case]:
    r = report(k)
    grids = relabel({"商业企业": "商业 企业", "科研机构": "科研 机构"})
    return lines(r, lambda g: ["| " + " | ".join(row) + " |" for row in placed(g)], grids), Case(r)


@kind("H02-header-as-two-cells.txt")
def h02(k: str) -> tuple[str, Case]:
    r = report(k)
    text = lines(r, cells)
    return text.replace("商业企业\n科研机构\n", "商业\n企业\n科研\n机构\n"), Case(r)


@kind("H03-two-header-rows.md")
def h03(k: str) -> tuple[str, Case]:
    r = report(k)

    def table(g: Grid) -> list[str]:
        out = []
        for row in placed(g):
            if "商业企业" in row:
                first = [{"商业企业": "商业", "科研机构": "科研"}.get(t, t) for t in row]
                second = [{"商业企业": "企业", "科研机构": "机构"}.get(t, "") for t in row]
                out += ["| " + " | ".join(x) + " |" for x in (first, second)]
            else:
                out.append("| " + " | ".join(row) + " |")
        return out

    return lines(r, table), Case(r)


@kind("H04-welfare-with-a-blank.html")
def h04(k: str) -> tuple[str, Case]:
    r = report(k)
    return page(r, grids=relabel({"社会公益组织": "社会公益 组织", "法律服务机构": "法律服务<br>机构"})), Case(r)


@kind("H05-in-force-without-number.txt")
def h05(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, cells, relabel({"现行有效件数": "现行有效件"})), Case(r)


@kind("H06-normative-documents-short.md")
def h06(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(
        r,
        lambda g: [" | ".join(t for t, _, _ in row) + " |" for row in g],
        relabel({"行政规范性文件": "规范性文件"}),
    ), Case(r)


@kind("H07-rules-with-a-blank.txt")
def h07(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, cells, relabel({"规章": "规 章", "行政许可": "行政 许可", "行政处罚": "行 政 处 罚"})), Case(r)


@kind("H08-unit-with-blanks.txt")
def h08(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, cells, relabel({"本年收费金额（单位：万元）": "本年收费金额  (单位 ：万元)"})), Case(r)


@kind("H09-blanks-inside-article.txt")
def h09(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, cells).replace("第二十条第（", "第二十条	第 （ ").replace("）项", " ） 项"), Case(r)


@kind("H10-note-absent.html")
def h10(k: str) -> tuple[str, Case]:
    r = report(k)
    return page(r, grids=relabel({edition("2021").table(3)[0].note: ""})), Case(r)


@kind("H10b-note-split.txt")
def h10b(k: str) -> tuple[str, Case]:
    r = report(k + "b")
    return lines(r, cells).replace("第一项加第二项之和，", "第一项加第二项\n之和，\n"), Case(r)


@kind("H11-explanations-with-digits.html")
def h11(k: str) -> tuple[str, Case]:
    r = report(k)
    changes = {
        "本年废止件数": "本年废止件数（含2018年以前3件失效文件的清理口径）",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开（区分处理的，每1件计1次，不计其他情形）",
        "（四）无法提供": "（四）无法提供（第36条第4、5项）",
    }
    return page(r, grids=relabel(changes)), Case(r)


# -- L. row labels


def dots(text: str, dot: str) -> str:
    return re.sub(r"^(\d)\.", rf"\1{dot}", text)


@kind("L01-dots-of-three-kinds.txt")
def l01(k: str) -> tuple[str, Case]:
    r = report(k)
    kinds = iter("．、. ．、" * 20)

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        return (
            rows
            if block.table != 3
            else [
                [(dots(t, next(kinds)), a, d) if re.match(r"\d\.", t) else (t, a, d) for t, a, d in row]
                for row in rows
            ]
        )

    return lines(r, cells, grids), Case(r)


@kind("L02-brackets-of-both-widths.md")
def l02(k: str) -> tuple[str, Case]:
    r = report(k)
    changes = {
        "（一）予以公开": "(一)予以公开",
        "（三）不予公开": "(三) 不予公开",
        "（五）不予处理": "（五） 不予处理",
        "（七）总计": "(七）总计",
    }
    return lines(r, lambda g: ["| " + " | ".join(row) + " |" for row in placed(g)], relabel(changes)), Case(r)


@kind("L03-number-and-words-in-two-cells.html")
def l03(k: str) -> tuple[str, Case]:
    r = report(k)

    def grids(block: Block, one: AnnualReport) -> Grid:
        if block.table != 3:
            return grid(block, one)
        out: Grid = [[(t, a + 1 if t == block.note else a, d) for t, a, d in row] for row in grid(block, one)]
        for row in out:
            for at, (t, a, d) in enumerate(row):
                found = re.match(r"(\d\.)(.+)", t)
                if found:
                    row[at : at + 1] = [(found[1], 1, d), (found[2], a, d)]
                    break
                if t[:2] in ("一、", "二、", "四、") or t[:3] in ("（一）", "（二）", "（七）"):
                    row[at] = (t, a + 1, d)
                    break
        return out

    return page(r, grids=grids), Case(r)


@kind("L04-blanks-inside-labels.txt")
def l04(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(
        r,
        cells,
        relabel(
            {
                "三、本年度办理结果": "三、本年度办 理结果",
                "一、本年新收政府信息公开申请数量": "一、本年新收政府 信息公开申请数量",
            }
        ),
    ), Case(r)


@kind("L05-other-handling-as-one-row.txt")
def l05(k: str) -> tuple[str, Case]:
    r = report(k, "2019")
    return lines(r, cells), Case(r)


@kind("L06-other-handling-shortened.html")
def l06(k: str) -> tuple[str, Case]:
    r = report(k)
    block = edition("2021").table(3)[0]
    long = {x.code: x.label for x in block.rows}
    return page(r, grids=relabel({long["3.6.1"]: "1.逾期不补正", long["3.6.2"]: "2.逾期不缴费"})), Case(r)


@kind("L07-commas-inside-long-labels.txt")
def l07(k: str) -> tuple[str, Case]:
    r = report(k)
    block = edition("2021").table(3)[0]
    changes = {
        x.label: x.label.replace("、", "，").replace("。", "") for x in block.rows if x.code.startswith("3.6")
    }
    changes["5.要求行政机关确认或重新出具已获取信息"] = "5.要求行政机关确认、或重新出具已获取信息"
    return lines(r, cells, relabel(changes)), Case(r)


@kind("L08-extra-rows.html")
def l08(k: str) -> tuple[str, Case]:
    r = report(k)

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        if block.code == "20.5":
            rows.append([("其他对外管理服务事项", 1, 1), ("217", 1, 1)])
        if block.code == "20.8":
            rows += [[("政府集中采购", 1, 1), ("38", 1, 1)], [("我局自行增设事项", 1, 1), ("5", 1, 1)]]
        return rows

    return page(r, grids=grids), Case(r, must=[reading()], may=[reading()])


# -- F. figures


def changed(r: AnnualReport, values: dict[str, Value]) -> AnnualReport:
    return replace(r, figures={**r.figures, **values})


def blank_zeros(r: AnnualReport, value: Value) -> AnnualReport:
    """Every zero of table 3 outside the totals printed as something else; totals as printed."""
    out: dict[str, Value] = {}
    for cell in edition("2021").table(3)[0].cells:
        figure = r.figures[cell.name]
        out[cell.name] = (
            value if figure == 0 and cell.column.label != "总计" and cell.row.code != "3.7" else figure
        )
    return changed(r, out)


@kind("F01-blank-for-zero.html")
def f01(k: str) -> tuple[str, Case]:
    r = blank_zeros(report(k), None)
    return page(r), Case(r)


@kind("F02-non-breaking-blank.html")
def f02(k: str) -> tuple[str, Case]:
    r = blank_zeros(report(k), None)
    return page(r, lambda t: t or "&nbsp;&nbsp;"), Case(r)


@kind("F03-cells-missing.html")
def f03(k: str) -> tuple[str, Case]:
    r = report(k)
    row = {name: 0 for name in r.figures if name.startswith("3.5.4/")}
    columns = [c.label for c in edition("2021").table(3)[0].columns]
    fixed = dict(r.figures)
    for c in columns:
        old = fixed[f"3.5.4/{c}"]
        for target in ("3.7", "1"):
            was = fixed[f"{target}/{c}"]
            assert isinstance(was, int)
            assert isinstance(old, int)
            fixed[f"{target}/{c}"] = was - old
    r = replace(r, figures={**fixed, **row})

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        for cells_ in rows:
            if any(t == "4.无正当理由大量反复申请" for t, _, _ in cells_):
                del cells_[-2:]
        return rows

    left = sorted(name for name in r.figures if name.startswith("3.5.4/"))
    case = Case(r, open=left, may=[reading(), {"relation": "A1", "severity": "warning"}])
    case.extra = {"complete": False}
    return page(r, grids=grids), case


@kind("F04-slash.txt")
def f04(k: str) -> tuple[str, Case]:
    r = blank_zeros(
        changed(report(k), {f"规章/{c}": "/" for c in ("本年制发件数", "本年废止件数", "现行有效件数")}), "/"
    )
    return lines(r, cells), Case(r)


def dashed(stem: str, mark: str) -> None:
    @kind(stem)
    def made(k: str) -> tuple[str, Case]:
        r = blank_zeros(report(k), None)

        def grids(block: Block, one: AnnualReport) -> Grid:
            rows = grid(block, one)
            if block.table != 3:
                return rows
            return [[row[0], *((t or mark, a, d) for t, a, d in row[1:])] for row in rows]

        return lines(r, lambda g: ["| " + " | ".join(row) + " |" for row in placed(g)], grids), Case(r)


dashed("F05-hyphen.md", "-")
dashed("F06-long-dash.md", "—")
dashed("F07-none-in-words.md", "无")


@kind("F08-words-for-a-figure.html")
def f08(k: str) -> tuple[str, Case]:
    names = [f"规章/{c}" for c in ("本年制发件数", "本年废止件数", "现行有效件数")]
    r = changed(report(k), dict.fromkeys(names))

    def grids(block: Block, one: AnnualReport) -> Grid:
        rows = grid(block, one)
        if block.code == "20.1":
            rows[2] = [("规章", 1, 1), ("本单位未制作规章", 3, 1)]
        return rows

    return page(r, grids=grids), Case(r, may=[reading()])


@kind("F09-leading-blanks.txt")
def f09(k: str) -> tuple[str, Case]:
    r = report(k)
    return lines(r, lambda g: ["　　" + t if t.isdigit() else "  " + t for t in cells(g)]), Case(r)


@kind("F10-totals-blank.html")
def f10(k: str) -> tuple[str, Case]:
    r = report(k)
    blank = [f"{code}/总计" for code in ("3.1", "3.2", "3.4.1")]
    must = [
        {"relation": "A1", "severity": "warning", "cells": [n], "found": None} for n in blank if r.figures[n] != 0
    ]
    r = changed(r, dict.fromkeys(blank))
    return page(r), Case(r, must=must, may=[{"relation": "A2", "severity": "warning"}])


@kind("F11-whole-table-blank.html")
def f11(k: str) -> tuple[str, Case]:
    r = report(k)
    r = changed(r, {c.name: None for c in edition("2021").table(4)[0].cells})
    return page(r), Case(r, may=[reading()])


@kind("F12-signed-changes.html")
def f12(k: str) -> tuple[str, Case]:
    r = changed(report(k, "2019"), {"行政许可/本年增/减": 12, "行政处罚/本年增/减": -18, "行政强制/本年增/减": 0})

    def cell(text: str) -> str:
        return {"12": "+12", "-18": "－18"}.get(text, text)

    text = page(r)
    text = text.replace(
        f"<td>{r.figures['行政许可/上一年项目数量']}</td><td>12</td>",
        f"<td>{r.figures['行政许可/上一年项目数量']}</td><td>+12</td>",
    )
    return text.replace("<td>-18</td>", f"<td>{cell('-18')}</td>"), Case(r)


@kind("F13-six-decimals.txt")
def f13(k: str) -> tuple[str, Case]:
    r = changed(report(k), {"行政事业性收费/本年收费金额": Decimal("5949.088667")})
    return lines(r, cells), Case(r)


@kind("F14-amount-with-unit.html")
def f14(k: str) -> tuple[str, Case]:
    r = changed(report(k), {"行政事业性收费/本年收费金额": Decimal("25.1")})
    return page(r, lambda t: "251000元" if t == "25.1" else t), Case(r)


@kind("F14b-procurement-with-unit.txt")
def f14b(k: str) -> tuple[str, Case]:
    r = changed(report(k + "b", "2019"), {"政府集中采购/采购总金额": Decimal("73802895.9")})
    return lines(r, lambda g: ["73802895.90元" if t == "73802895.9" else t for t in cells(g)]), Case(r)


@kind("F15-seven-and-eight-digits.md")
def f15(k: str) -> tuple[str, Case]:
    r = changed(report(k), {"行政许可/本年处理决定数量": 10872345, "行政处罚/本年处理决定数量": 1287345})
    return lines(r, lambda g: ["| " + " | ".join(row) + " |" for row in placed(g)]), Case(r)


@kind("F16-thousands-separators.html")
def f16(k: str) -> tuple[str, Case]:
    r = changed(report(k, most=900), {"行政许可/本年处理决定数量": 1287345, "行政处罚/本年处理决定数量": 12873})
    return page(r, lambda t: f"{int(t):,}" if t.isdigit() else t), Case(r)


@kind("F17-full-width-digits.txt")
def f17(k: str) -> tuple[str, Case]:
    r = report(k)
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    return lines(r, lambda g: [t.translate(wide) if t.replace(".", "").isdigit() else t for t in cells(g)]), Case(
        r
    )


def compact(expected: dict[str, Any]) -> str:
    """JSON with one row of figures and one finding a line."""

    def put(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    out = []
    for key, value in expected.items():
        if isinstance(value, dict) and value:
            inner = ",\n".join(f"  {put(a)}: {put(b)}" for a, b in value.items())
            out.append(f" {put(key)}: {{\n{inner}\n }}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join("  " + put(v) for v in value)
            out.append(f" {put(key)}: [\n{inner}\n ]")
        else:
            out.append(f" {put(key)}: {put(value)}")
    return "{\n" + ",\n".join(out) + "\n}\n"


def main() -> None:
    for name, make in MADE.items():
        text, case = make(name[:3])
        (HERE / name).write_text(text, "utf-8")
        target = HERE / "expected" / (Path(name).stem + ".json")
        target.write_text(compact(case.expected(name)), "utf-8")


if __name__ == "__main__":
    main()
