"""Files that are handed in with an item, made in memory."""

from __future__ import annotations

import io

import openpyxl
from PIL import Image

from gongkai.writers.guide import Guide, Section, write
from tests.papers.hidden.makers import docx, p, r
from tests.readers.word import tall, tbl, tc, tr, wide

from .conftest import MADE_ON

WORD_W = 'w:val="'


def word(*paragraphs: str, hidden: str = "") -> bytes:
    """A Word file of these paragraphs; ``hidden`` stands in it, unseen."""
    unseen = p(r(hidden, "<w:vanish/>")) if hidden else ""
    return docx("".join(p(r(one)) for one in paragraphs) + unseen)


def table_word() -> bytes:
    """With a table that has cells over several rows and columns."""
    table = tbl(
        tr(tall("对象"), wide("标准", 2)),
        tr(tall(), tc("调整前"), tc("调整后")),
        tr(tc("城市"), tc("920"), tc("1000")),
    )
    return docx(
        p(r("各街道办事处："))
        + table
        + p(r("二、执行时间"))
        + p(r("示范区民政局"), properties='<w:jc w:val="right"/>')
    )


def sheet(*rows: tuple[str | int, ...], title: str = "名单", header: str = "") -> bytes:
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    active.title = title
    for row in rows:
        active.append(row)
    if header:
        assert active.oddHeader is not None
        assert active.oddHeader.left is not None
        active.oddHeader.left.text = header
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF whose text a machine reads."""
    return write(Guide("示范区民政局", lines[0], MADE_ON, (Section("内容", "\n".join(lines[1:])),)), "pdf")


def picture(colour: str = "#0b4f9c") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 40), colour).save(out, "PNG")
    return out.getvalue()


def old_word(text: str) -> bytes:
    """As a binary .doc holds its text: UTF-16 somewhere in an OLE file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + text.encode("utf-16-le") + b"\0" * 512
