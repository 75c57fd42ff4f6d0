"""A PDF with text as blocks."""

from __future__ import annotations

import io
from typing import Any

from gongkai.errors import NotText, Unreadable

from .document import Block, Document, Paragraph, Table, TableCell
from .limits import Deadline


def extract(data: bytes, deadline: Deadline) -> Document:
    import pdfplumber

    out: list[Block] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
        for page in pdf.pages:
            deadline.check()
            _page(page, out)
            page.close()
    if not out:
        raise NotText("这份PDF是扫描件或图片，没有文字可读；请用原来的电子版（DOCX或文字版PDF）再试。")
    return Document("pdf", tuple(out), None, pages)


def _page(page: Any, out: list[Block]) -> None:
    tables = page.find_tables()
    lines = [
        (l["top"], l["text"])
        for l in page.extract_text_lines(return_chars=False)
        if not any(t.bbox[1] <= (l["top"] + l["bottom"]) / 2 <= t.bbox[3] for t in tables)
    ]
    items: list[tuple[float, Any]] = [*lines, *((t.bbox[1], t) for t in tables)]
    for _, item in sorted(items, key=lambda i: i[0]):
        if isinstance(item, str):
            out.append(Paragraph(item, len(out) + 1, page.page_number))
        else:
            rows = tuple(
                tuple(TableCell(c or "", at) for at, c in enumerate(row) if c is not None)
                for row in item.extract()
            )
            out.append(Table(rows, len(out) + 1, page.page_number))
