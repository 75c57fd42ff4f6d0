"""The original as blocks: text and tables in order, pages marked where they begin, figures linked."""

from __future__ import annotations

from gongkai.desk.original import anchor, shown
from gongkai.readers.document import Document, Paragraph, Table, TableCell

DOCUMENT = Document(
    "pdf",
    (
        Paragraph("标题", 1, 1),
        Table(((TableCell("甲", 0, 2), TableCell("1", 2)),), 2, 1),
        Paragraph("正文", 3, 2),
        Table(((TableCell("乙", 0, 1, 2), TableCell("2", 1)), (TableCell("", 1),)), 4, 2),
    ),
)


def test_blocks_keep_their_order_and_tables_are_numbered() -> None:
    blocks = shown(DOCUMENT, {})
    assert [(b.text, b.number) for b in blocks] == [("标题", 0), ("", 1), ("正文", 0), ("", 2)]


def test_a_page_is_marked_once_where_it_begins() -> None:
    assert [b.page for b in shown(DOCUMENT, {})] == [1, None, 2, None]


def test_a_file_without_pages_marks_none() -> None:
    blocks = shown(Document("html", (Paragraph("a", 1), Paragraph("b", 2))), {})
    assert [b.page for b in blocks] == [None, None]


def test_spans_stay_and_a_figure_is_linked_by_its_grid_column() -> None:
    first, second = (b for b in shown(DOCUMENT, {(1, 1, 3): "c-3-1-natural"}) if b.number)
    assert [(c.text, c.colspan, c.anchor, c.figure) for c in first.rows[0]] == [
        ("甲", 2, "", ""),
        ("1", 1, "o-1-1-3", "c-3-1-natural"),
    ]
    assert second.rows[0][0].rowspan == 2
    assert all(not c.anchor for row in second.rows for c in row)


def test_an_anchor_names_table_row_and_column() -> None:
    assert anchor((2, 3, 4)) == "o-2-3-4"
