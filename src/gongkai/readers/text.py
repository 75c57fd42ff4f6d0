"""Plain text and Markdown as blocks: a line a paragraph, rows with bars or tabs as tables.

Where a table came down to one cell a line, the lines stay paragraphs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from gongkai.errors import TooLarge

from . import limits
from .document import Block, Document, Paragraph, Table, TableCell
from .limits import Deadline
from .text_rows import Row, bar_rows, has_bars, tab_rows

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页\s*(?:[,，/]?\s*共\s*\d{1,3}\s*页)?)\s*"
)
_SHORT_LINE, _MANY_FIGURES = 12, 20
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+|\s+#+\s*$|^\s{0,3}>\s?")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]{0,80}\]")
_PICTURE = re.compile(r"!\[[^\]\[]{0,200}\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:https?:|/|#)[^)\s]*\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_LONGEST = 5_000  # a line of Markdown; a longer one is text without lines, and has no signs to take off
_ONLY_BARS = re.compile(r"[\s|｜│]*")
_TOO_MANY = "文本的行数过多，不像一份年度报告，未读取；请只保留报告正文后重试。"
PICTURES = "文中没有数据表格而有图片；表格可能是图片，图片里的数字读不出。"


def extract(text: str, deadline: Deadline) -> Document:
    """Blocks of a plain text. Page numbers and what is left of Markdown and Word bookmarks are taken off."""
    blocks: list[Block] = []
    if text.count("\n") > 4 * limits.MAX_BLOCKS:
        raise TooLarge(_TOO_MANY)
    for kind, lines in _runs(_without_page_numbers(text.splitlines())):
        deadline.check()
        _add(kind, lines, blocks)
        if len(blocks) > limits.MAX_BLOCKS:
            raise TooLarge(_TOO_MANY)
    pictures = _PICTURE.search(text) and not any(isinstance(b, Table) for b in blocks)
    return Document("text", tuple(blocks), notes=(PICTURES,) if pictures else ())


def _without_page_numbers(lines: list[str]) -> list[str]:
    """The lines without bare page numbers: the only numbers that blank lines part from the rest, counting the
    pages one by one, in a text whose other figures stand line by line."""
    bare = [at for at, line in enumerate(lines) if len(line) < _SHORT_LINE and line.strip().isdecimal()]
    apart = [at for at in bare if _is_blank(lines, at - 1) and _is_blank(lines, at + 1)]
    numbers = [int(lines[at]) for at in apart]
    if len(apart) < 2 or len(bare) < _MANY_FIGURES + len(apart) or numbers[0] not in (1, 2):
        return lines
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return lines
    gone = set(apart)
    return [line for at, line in enumerate(lines) if at not in gone]


def _is_blank(lines: list[str], at: int) -> bool:
    return not 0 <= at < len(lines) or not lines[at].strip()


def regrouped(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in which paragraphs that are rows (typed with tabs or bars into a Word file or a page) are tables.

    A single line is left as it is: it is rather a menu than a table."""
    if not any(isinstance(b, Paragraph) and ("\t" in b.text or "|" in b.text) for b in blocks):
        return blocks
    out: list[Block] = []
    run: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        for kind, lines in _runs(p.text for p in run):
            rows = _rows(kind, lines) if len(lines) > 1 else None
            if rows:
                out.append(table(rows, len(out) + 1))
            else:
                out.extend(Paragraph(line, len(out) + n) for n, line in enumerate(filter(None, lines), 1))
        run = []
        if block is not None:
            out.append(replace(block, index=len(out) + 1))
    return tuple(out)


def clean(line: str) -> str:
    """A line without Markdown's signs."""
    if len(line) > _LONGEST:
        return _BOOKMARK.sub("", line).strip()
    line = _HEADING.sub("", line)
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub(r"\2", line)
    if "[" in line:
        line = _LINK.sub(r"\1", _PICTURE.sub("", _BOOKMARK.sub("", line)))
    if "\\" in line:
        line = _ESCAPE.sub(r"\1", line)
    if "&" in line:
        line = _ENTITY.sub(lambda m: html.unescape(m[0]), line)
    return line.strip()


def _kind(line: str) -> str:
    if not line.strip(" \r\u3000\xa0") or _PAGE_NUMBER.fullmatch(line) or line.startswith("```"):
        return "blank"
    if has_bars(line):
        return "bar" if line.count("|") <= limits.MAX_COLUMNS else "line"
    return "tab" if 0 < line.count("\t") <= limits.MAX_COLUMNS else "line"


def _runs(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines of one kind that follow one another; blank lines among rows belong to the rows."""
    kind, run = "line", list[str]()
    for line in lines:
        now = _kind(line)
        if now == "blank":
            run.append("")
            continue
        if now != kind and run:
            yield kind, run
            run = []
        kind = now
        run.append(line)
    yield kind, run


def _rows(kind: str, lines: list[str]) -> list[Row] | None:
    if kind == "bar":
        return bar_rows([line for line in lines if line])
    return tab_rows(lines) if kind == "tab" else None


def _add(kind: str, lines: list[str], blocks: list[Block]) -> None:
    rows = _rows(kind, lines)
    if rows is not None:
        if rows:
            blocks.append(table(rows, len(blocks) + 1, clean))
        return
    for line in lines:
        if kind == "bar" and _ONLY_BARS.fullmatch(line):
            continue
        text = clean(line.strip().strip("|") if kind == "bar" and line.count("|") == 1 else line)
        if text:
            blocks.append(Paragraph(text, len(blocks) + 1))


def table(rows: Iterable[Row], index: int, to_text: Callable[[str], str] = str) -> Table:
    """A table of plain rows, each cell in the column it is written in."""
    return Table(tuple(tuple(TableCell(to_text(c), at) for at, c in enumerate(row)) for row in rows), index)
