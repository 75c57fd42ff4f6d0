"""Saved pages: layout opened, data tables kept with their spans, what a reader does not see left out."""

from __future__ import annotations

from pathlib import Path

from gongkai.readers.document import Document, Table
from gongkai.readers.extract import extract

from .show import plain, shown

REAL = Path(__file__).parent.parent / "real"


def page(body: str) -> Document:
    return extract(f"<html><body>{body}</body></html>".encode())


def test_spans_give_grid_columns() -> None:
    table = (
        "<table><tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr>"
        "<tr><td>丁</td><td>戊</td><td>己</td></tr></table>"
    )
    assert shown(page(table)) == [["甲@0x2v2 乙@2", "丙@2", "丁@0 戊@1 己@2"]]


def test_a_published_page() -> None:
    document = extract((REAL / "pingtan-2023-html.html").read_bytes())
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [len(t.rows) for t in tables] == [14, 28, 4]
    assert " ".join(c.text for c in tables[2].rows[3]) == "1 1 0 0 2 4 0 0 1 5 1 0 1 0 2"
    assert tables[1].rows[-1][1].column == 3


def test_paragraphs_end_at_blocks_and_breaks() -> None:
    assert plain(page("<div>一<p>二<br>三</p><ul><li>四</ul>五<span>六</span></div>")) == [
        "一",
        "二",
        "三",
        "四",
        "五六",
    ]
