"""The safe HTML of a body as parts to print."""

from __future__ import annotations

from gongkai.writers import rich
from gongkai.writers.rich import Picture, Run, Table, Text, parts
from gongkai.writers.rich_data import column_widths, picture_size, table_size

STRONG = frozenset({"strong"})


class TestTexts:
    def test_headings_and_paragraphs(self) -> None:
        assert parts("<h2>一、甲</h2>\n<p>乙</p>\n<h4>丙</h4>") == (
            Text((Run("一、甲"),), level=1),
            Text((Run("乙"),)),
            Text((Run("丙"),), level=3),
        )

    def test_runs_keep_the_blank_between_them(self) -> None:
        (text,) = parts('<p>a <strong>b</strong> c<br>d <a href="https://a.example/">e</a></p>')
        assert isinstance(text, Text)
        assert text.runs == (
            Run("a "), Run("b", STRONG), Run(" c\nd "), Run("e", href="https://a.example/"),
        )  # fmt: skip

    def test_where_a_line_stands(self) -> None:
        (text,) = parts('<p class="right">2026年3月1日</p>')
        assert isinstance(text, Text)
        assert text.align == "right"

    def test_lists_bring_their_marks(self) -> None:
        found = parts('<ol start="3"><li>甲<ul><li>乙</li></ul></li><li><p>丙</p><p>丁</p></li></ol>')
        assert [(one.mark, one.depth, one.text) for one in found if isinstance(one, Text)] == [
            ("3.", 1, "甲"), ("•", 2, "乙"), ("4.", 1, "丙"), ("", 1, "丁"),
        ]  # fmt: skip

    def test_a_quote_is_drawn_in(self) -> None:
        (text,) = parts("<blockquote><p>引</p></blockquote>")
        assert isinstance(text, Text)
        assert (text.depth, text.mark) == (1, "")

    def test_a_picture_parts_a_paragraph(self) -> None:
        assert parts('<p>甲<img src="/items/3/files/tok/" alt="图一">乙</p>') == (
            Text((Run("甲"),)),
            Picture("tok", "图一"),
            Text((Run("乙"),)),
        )

    def test_who_is_addressed_begins_at_the_edge(self) -> None:
        found = rich.addressed(parts("<p>各街道：</p><p>乙：</p>"))
        assert [one.align for one in found if isinstance(one, Text)] == ["left", ""]
        assert rich.addressed(()) == ()
        heading = parts("<h2>甲：</h2>")
        assert rich.addressed(heading) == heading

    def test_what_no_file_can_hold_goes(self) -> None:
        assert [one.text for one in rich.plain("甲\x07乙\n\n 丙 ")] == ["甲乙", "丙"]


TABLE = (
    '<table><caption>表</caption><thead><tr><th rowspan="2">项</th><th colspan="2">数</th></tr>'
    "<tr><th>甲</th><th>乙</th></tr></thead><tbody>"
    '<tr><td>一</td><td class="right">1</td><td><p>2</p><p>3</p></td></tr></tbody></table>'
)


class TestTables:
    def test_cells_stand_on_a_grid(self) -> None:
        (table,) = parts(TABLE)
        assert isinstance(table, Table)
        assert (table.columns, table.rows, table.heads, table.caption) == (3, 3, 2, "表")
        assert [(box.x, box.y, box.text) for box in table.boxes] == [
            (0, 0, "项"), (1, 0, "数"), (1, 1, "甲"), (2, 1, "乙"), (0, 2, "一"), (1, 2, "1"), (2, 2, "2\n3"),
        ]  # fmt: skip
        assert table.boxes[5].align == "right"
        assert all(box.head for box in table.boxes[:4])

    def test_everything_printed_is_told(self) -> None:
        assert "".join("".join(rich.lines(parts(TABLE))).split()) == "表项数甲乙一123"

    def test_widths_follow_what_is_in_them(self) -> None:
        (table,) = parts("<table><tbody><tr><td>1</td><td>这一列的文字比较长一些</td></tr></tbody></table>")
        assert isinstance(table, Table)
        narrow, wide = column_widths(table, 156)
        assert narrow < wide
        assert round(narrow + wide) == 156

    def test_many_columns_are_set_smaller(self) -> None:
        cells = "".join(f"<td>{n}</td>" for n in range(14))
        (table,) = parts(f"<table><tbody><tr>{cells}</tr></tbody></table>")
        assert isinstance(table, Table)
        assert 7 <= table_size(table, 12) < 12

    def test_a_picture_fits_the_page(self) -> None:
        assert picture_size(3000, 1500, 156) == (156, 78)
        across, down = picture_size(100, 4000, 156)
        assert down <= 200
        assert across < 156
