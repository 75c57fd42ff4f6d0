"""Reports to measure with: any number, every one different, sums right, in the shapes that offices publish.

Deterministic by seed. The DOCX is as verbose as Word writes it (run properties, rsids and cell properties on
every cell), the HTML as a web editor does, since it is those that a reader meets.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from gongkai.statute.form import AnnualReport, Block, Section, edition

PLACES = [
    "云山",
    "临河",
    "清江",
    "白塔",
    "石桥",
    "青田",
    "东湖",
    "西岭",
    "南浦",
    "北川",
    "长宁",
    "安平",
    "永兴",
    "和顺",
]
BODIES = [
    "发展和改革局",
    "教育局",
    "民政局",
    "司法局",
    "财政局",
    "水务局",
    "街道办事处",
    "镇人民政府",
    "乡人民政府",
    "卫生健康局",
]
WORK = [
    "不断拓展公开渠道，丰富公开形式",
    "围绕群众关切及时发布权威信息",
    "健全内部审核流程，压实各科室责任",
    "组织工作人员参加业务培训，提升办理质量",
    "完善专栏设置，优化检索和查阅功能",
    "加强日常巡查，发现问题立行立改",
    "对办事指南和联系方式逐条核对更新",
    "依托便民服务中心设置公开查阅点",
]


def _row(rng: random.Random, ceiling: int) -> list[int]:
    return [rng.randint(0, ceiling) if rng.random() < p else 0 for p in (0.7, 0.3, 0.1, 0.1, 0.1, 0.2)]


def report(seed: int) -> AnnualReport:
    """One consistent report of the 2021 form: all sums hold and the text says what the tables say."""
    rng = random.Random(seed)
    form, year = edition("2021"), rng.randint(2021, 2025)
    agency = f"{rng.choice(PLACES)}区{rng.choice(PLACES)}{rng.choice(BODIES)}"
    figures: dict[str, int] = {}
    for block in form.table(2):
        for cell in block.cells:
            figures[cell.name] = rng.randint(0, 40)
    requests = form.table(3)[0]
    columns = [c.label for c in requests.columns]

    def put(code: str, values: list[int]) -> None:
        for label, value in zip(columns, [*values, sum(values)], strict=True):
            figures[f"{code}/{label}"] = value

    leaves = [r.code for r in requests.rows if r.code.startswith("3.") and r.code != "3.7"]
    total = [0] * 6
    for code in leaves:
        values = _row(rng, 9)
        total = [a + b for a, b in zip(total, values, strict=True)]
        put(code, values)
    put("3.7", total)
    out = _row(rng, 4)
    carried = [min(a + b, rng.randint(0, 3)) for a, b in zip(total, out, strict=True)]
    put("4", out)
    put("2", carried)
    put("1", [a + b - c for a, b, c in zip(total, out, carried, strict=True)])
    for row in form.table(4)[0].rows:
        results = [rng.randint(0, 3) for _ in range(4)]
        for label, value in zip(
            [c.label for c in form.table(4)[0].columns], [*results, sum(results)], strict=True
        ):
            figures[f"{row.name}/{label}"] = value
    return AnnualReport(
        agency=agency,
        year=year,
        edition="2021",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        preamble=(f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",),
        sections=_sections(rng, year, figures),
        figures=figures,
    )


def _sections(rng: random.Random, year: int, figures: dict[str, int]) -> tuple[Section, ...]:
    def prose(topic: str) -> str:
        return (
            f"{topic}。{year}年，我单位"
            + "；".join(rng.sample(WORK, 4))
            + f"，全年组织培训{rng.randint(1, 9)}次。"
        )

    received, carried = figures["1/总计"], figures["2/总计"]
    topics = ["（一）主动公开", "（三）政府信息管理", "（四）平台建设", "（五）监督保障"]
    one = [prose(t) for t in topics]
    one.insert(1, f"（二）依申请公开。{year}年新收政府信息公开申请{received}件，上年结转{carried}件。")
    bodies: list[tuple[str, ...]] = [tuple(one), (), (), ()]
    bodies.append((f"（一）存在问题。{rng.choice(WORK)}方面还有差距。", f"（二）改进措施。{rng.choice(WORK)}。"))
    bodies.append(("本年度未收取信息处理费。",))
    numerals = "一二三四五六"
    return tuple(
        Section(f"{numerals[i]}、{name}", i + 1, bodies[i], numerals[i])
        for i, name in enumerate(edition("2021").sections)
    )


def blocks(one: AnnualReport) -> Iterator[tuple[str, list[list[tuple[str, int, int]]]]]:
    """Paragraphs ("p", …) and tables ("table", rows of (text, colspan, rowspan)) in reading order."""
    yield one.title or "", []
    for text in one.preamble:
        yield text, []
    for section in one.sections:
        yield section.heading, []
        for text in section.paragraphs:
            yield text, []
        if section.number in (2, 3, 4):
            for block in edition("2021").table(section.number):
                yield "", _grid(block, one)


def _grid(block: Block, one: AnnualReport) -> list[list[tuple[str, int, int]]]:
    def value(name: str) -> str:
        return str(one.figures[name])

    labels = [c.label for c in block.columns]
    if block.table == 2:
        rows = [[(block.title, len(labels) + 1, 1)], [("信息内容", 1, 1), *((x, 1, 1) for x in labels)]]
        return rows + [[(r.label, 1, 1), *((value(c.name), 1, 1) for c in block.row_cells(r))] for r in block.rows]
    if block.table == 4:
        top = [("行政复议", 5, 1), ("行政诉讼", 10, 1)]
        two = [*((x, 1, 2) for x in labels), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)]
        return [top, two, [(x, 1, 1) for x in labels * 2], [(value(c.name), 1, 1) for c in block.cells]]
    head = [[(block.note, 3, 3), ("申请人情况", 7, 1)]]
    head.append([("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)])
    head.append([(x, 1, 1) for x in labels[1:6]])
    seen: set[tuple[str, ...]] = set()
    body = []
    for row in block.rows:
        cells = []
        for depth in range(len(row.group)):
            path = row.group[: depth + 1]
            if path not in seen:
                seen.add(path)
                cells.append((row.group[depth], 1, sum(r.group[: depth + 1] == path for r in block.rows)))
        cells.append((row.label, 3 - len(row.group), 1))
        body.append(cells + [(value(c.name), 1, 1) for c in block.row_cells(row)])
    return head + body


def html(one: AnnualReport) -> bytes:
    """As a web editor saves it: each value in a paragraph of its own, long styles on every cell."""
    style = "padding: 0px 4px; border-width: medium 1px 1px medium; border-style: none solid solid none;"
    p = "margin-top: 0px; margin-bottom: 0px; text-indent: 0em;"
    out = [f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{one.title}</title></head><body>"]
    out.append("<div class='nav'><ul>" + "<li><a href='#'>首页</a></li>" * 20 + "</ul></div><div class='article'>")
    for text, rows in blocks(one):
        if not rows:
            out.append(f'<p style="text-indent: 2em; {p}">{escape(text)}</p>')
            continue
        out.append("<table><tbody>")
        for row in rows:
            out.append("<tr>")
            for cell, colspan, rowspan in row:
                spans = f' colspan="{colspan}"' * (colspan > 1) + f' rowspan="{rowspan}"' * (rowspan > 1)
                out.append(f'<td{spans} style="{style}" valign="center"><p style="{p}">{escape(cell)}</p></td>')
            out.append("</tr>")
        out.append("</tbody></table>")
    return "".join([*out, "</div></body></html>"]).encode()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RPR = (
    '<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="宋体" w:eastAsia="仿宋_GB2312" w:cs="宋体"/>'
    '<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
)


def _paragraph(text: str) -> str:
    run = f'<w:r w:rsidRPr="00A77B3E">{_RPR}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    ppr = (
        f'<w:pPr><w:widowControl/><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>{_RPR}</w:pPr>'
    )
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00CA2A55" w:rsidP="00B03D21">{ppr}{run}</w:p>'


def _word_row(cells: list[tuple[str, int, bool, bool]]) -> str:
    borders = "".join(
        f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for s in ("left", "bottom", "right")
    )
    out = ['<w:tr w:rsidR="00A77B3E"><w:trPr><w:trHeight w:val="390"/><w:jc w:val="center"/></w:trPr>']
    for text, span, begins, continues in cells:
        merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>" if continues else ""
        grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        props = f'<w:tcPr><w:tcW w:w="900" w:type="dxa"/>{grid}{merge}<w:tcBorders>{borders}</w:tcBorders>'
        out.append(f'<w:tc>{props}<w:vAlign w:val="center"/></w:tcPr>{_paragraph(text)}</w:tc>')
    return "".join([*out, "</w:tr>"])


def _word_table(rows: list[list[tuple[str, int, int]]]) -> str:
    columns = sum(span for _, span, _ in rows[0])
    grid = '<w:gridCol w:w="900"/>' * columns
    out = [f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>']
    open_spans: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells, column, pending = [], 0, list(row)
        while pending or column in open_spans:
            if column in open_spans:
                left, span = open_spans.pop(column)
                cells.append(("", span, False, True))
                if left > 1:
                    open_spans[column] = (left - 1, span)
            else:
                text, span, down = pending.pop(0)
                cells.append((text, span, down > 1, False))
                if down > 1:
                    open_spans[column] = (down - 1, span)
            column += span
        out.append(_word_row(cells))
    return "".join([*out, "</w:tbl>"])


def docx(one: AnnualReport) -> bytes:
    """As Word writes it: 300 KB of XML for a report of four pages."""
    body = "".join(_word_table(rows) if rows else _paragraph(text) for text, rows in blocks(one))
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    )
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def text(one: AnnualReport) -> bytes:
    """One cell a line, as a web page copied into a text file."""
    lines = []
    for line, rows in blocks(one):
        lines += [cell for row in rows for cell, _, _ in row] if rows else [line]
    return "\n".join(lines).encode()


def folder(target: Path, count: int) -> None:
    """``count`` mixed reports in ``target``: 45 % DOCX, 40 % HTML, 15 % text, in folders of 500."""
    for seed in range(count):
        kind = ("docx", "html", "text")[(seed % 20 >= 9) + (seed % 20 >= 17)]
        path = target / f"{seed // 500:03d}" / f"{seed:05d}.{'txt' if kind == 'text' else kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes({"docx": docx, "html": html, "text": text}[kind](report(seed)))
