"""A PDF with text as blocks: paragraphs in reading order, ruled and unruled tables, tables across pages.

The characters and lines of a page come from pdfplumber; cells, columns and paragraphs are found here.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from gongkai.errors import NotText, ReadError, TooLarge, Unreadable

from . import limits
from .document import Block, Document, Paragraph, Table
from .limits import Deadline
from .pdf_columns import unruled
from .pdf_flow import Margins, is_furniture, joined, running_lines
from .pdf_grid import Grid, grids
from .pdf_lines import Line, lines
from .pdf_pages import Rows, continued
from .pdf_stream import bounded

_SCAN = "这份PDF是扫描件或图片，没有文字可读；请用原来的电子版（DOCX或文字版PDF）再试。"
_CODES = "这份PDF的字体没有文字编码，读出来是乱码；请用原来的DOCX，或重新导出PDF再试。"
_FEW = 30  # characters on a page that is a picture: a stamp or a page number, not a text


@dataclass(slots=True)
class Page:
    """What was found on one page, the tables with their place from the top."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[float, float, Rows, bool]] = field(default_factory=list)
    characters: int = 0
    codes: int = 0
    pictured: bool = False


def extract(data: bytes, deadline: Deadline) -> Document:
    """Blocks of a PDF. Raises NotText for a scan, Unreadable for a damaged or encrypted file, TooLarge."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with bounded(), pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.MAX_PAGES:
                raise TooLarge(f"PDF超过{limits.MAX_PAGES}页，不像一份年度报告；请只保留报告部分再试。")
            pages = [_page(page, deadline) for page in pdf.pages]
            title = pdf.metadata.get("Title")
    except Exception as error:
        # pdfplumber wraps what pdfminer raised, and what was raised through it.
        causes = (error, error.__cause__, error.__context__, *error.args)
        if ours := next((c for c in causes if isinstance(c, ReadError)), None):
            raise ours from error
        if any(isinstance(c, PDFPasswordIncorrect) for c in causes):
            raise Unreadable("PDF设有打开密码；请去掉密码，另存后再试。") from error
        raise Unreadable("PDF损坏或不完整；请重新下载，或重新导出后再试。") from error
    return _document(pages, title if isinstance(title, str) and title.strip() else None)


def _page(page: Any, deadline: Deadline) -> Page:
    """Lines and tables of one page; what pdfplumber holds of it is let go."""
    deadline.check()
    chars = [c for c in page.chars if c["upright"]]
    found = Page(page.page_number, float(page.height), characters=len(chars))
    found.codes = sum(str(c["text"]).startswith("(cid:") for c in chars)
    found.pictured = len(chars) < _FEW and any(
        i["width"] * i["height"] > 0.25 * page.width * page.height for i in page.images
    )
    ruled = grids(page.edges)
    loose: list[Any] = []
    inside: list[list[Any]] = [[] for _ in ruled]
    for char in chars:
        at = _holder(ruled, char)
        (loose if at is None else inside[at]).append(char)
    for grid, content in zip(ruled, inside, strict=True):
        found.tables.append((grid.ys[0], grid.ys[-1], grid.rows(content), True))
    found.lines, tables = unruled(lines(loose))
    found.tables.extend((top, bottom, rows, False) for top, bottom, rows in tables)
    page.close()
    return found


def _holder(ruled: list[Grid], char: Any) -> int | None:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return next((n for n, grid in enumerate(ruled) if grid.holds(x, y)), None)


def _document(pages: list[Page], title: str | None) -> Document:
    characters = sum(p.characters for p in pages)
    if not pages:
        raise Unreadable("PDF里没有页面；请重新下载，或重新导出后再试。")
    if not characters or (all(p.pictured for p in pages)):
        raise NotText(_SCAN)
    if sum(p.codes for p in pages) * 3 > characters:
        raise NotText(_CODES)
    running = running_lines((p.height, p.lines) for p in pages)
    for page in pages:
        page.lines = [ln for ln in page.lines if not is_furniture(ln, page.height, running)]
    notes = tuple(f"第{p.number}页是图片，其中的文字和数字读不出。" for p in pages if p.pictured)
    return Document("pdf", tuple(_flow(pages)), title, len(pages), notes)


def _flow(pages: list[Page]) -> list[Block]:
    """Blocks in reading order; a paragraph or a table that goes on on the next page stays one."""
    margins = Margins(ln for p in pages for ln in p.lines)
    out: list[Block] = []
    before: Line | None = None
    for page in pages:
        items: list[tuple[float, Line | tuple[Rows, bool]]] = [(ln.middle, ln) for ln in page.lines]
        items += [(top, (rows, ruled)) for top, _, rows, ruled in page.tables]
        first = True
        for _, item in sorted(items, key=lambda i: i[0]):
            last = out[-1] if out else None
            if isinstance(item, Line):
                if before is not None and isinstance(last, Paragraph) and margins.goes_on(before, item):
                    out[-1] = Paragraph(joined(last.text, item.text), last.index, last.page)
                else:
                    out.append(Paragraph(item.text, len(out) + 1, page.number))
                before = item
            else:
                rows, ruled = item
                before = None
                if first and isinstance(last, Table) and last.page != page.number and continued(last, rows):
                    out[-1] = Table((*last.rows, *rows), last.index, last.page, last.ruled and ruled)
                else:
                    out.append(Table(tuple(rows), len(out) + 1, page.number, ruled))
            first = False
    return out
