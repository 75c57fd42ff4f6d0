"""PDF files set for a test, with the tables as offices draw them."""

from __future__ import annotations

from collections.abc import Sequence

import typst

FONTS = '("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "SimSun", "Songti SC")'
SETTINGS = f"""
#set page(width: 21cm, height: 29.7cm, margin: (x: 2.8cm, y: 3cm))
#set text(font: {FONTS}, size: 12pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def pdf(body: str, settings: str = "") -> bytes:
    result: bytes = typst.compile((SETTINGS + settings + body).encode())
    return result


def cell(text: object, across: int = 1, down: int = 1) -> str:
    spans = f"table.cell(colspan: {across}, rowspan: {down})" if across + down > 2 else ""
    return f"{spans}[{text}]"


def table(cells: Sequence[str], columns: str, options: str = "") -> str:
    return f"#table(columns: {columns}, {options + ', ' if options else ''}{', '.join(cells)})\n"


def applications(rows: Sequence[tuple[str, Sequence[object]]], options: str = "", header: bool = False) -> str:
    """A table of seven figures a row under a header of two rows."""
    heads = [cell("申请人情况", 8), cell(""), *map(cell, HEADS)]
    if header:
        heads = [f"table.header({', '.join(heads)})"]
    body = [cell(c) for label, figures in rows for c in (label, *figures)]
    return table([*heads, *body], "(3fr,) + (1fr,) * 7", options)
