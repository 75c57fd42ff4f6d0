"""Plain text: lines, and rows only where the lines are rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.readers.document import Document, Table
from gongkai.readers.extract import extract

from .show import plain

REAL = Path(__file__).parent.parent / "real"


def text(source: str) -> Document:
    return extract(source.encode(), "report.txt")


def tables(name: str) -> list[Table]:
    return [b for b in extract((REAL / name).read_bytes(), name).blocks if isinstance(b, Table)]


class TestLines:
    def test_a_line_a_paragraph_and_blank_lines_dropped(self) -> None:
        assert plain(text("一、总体情况\n\n　　正文。  \n\n\n二、主动公开\n")) == [
            "一、总体情况",
            "正文。",
            "二、主动公开",
        ]

    def test_one_cell_a_line_stays_lines(self) -> None:
        assert plain(text("规章\n0\n0\n3\n")) == ["规章", "0", "0", "3"]

    @pytest.mark.parametrize("number", ["- 4 -", "— 12 —", "-4-", "第 3 页", "第3页 共10页"])
    def test_page_numbers_are_dropped(self, number: str) -> None:
        assert plain(text(f"前\n{number}\n后\n")) == ["前", "后"]

    def test_bare_page_numbers_between_blank_lines_are_dropped(self) -> None:
        page = "\n".join(["规章", *"0123456789012"])
        assert plain(text(f"{page}\n\n1\n\n{page}\n\n2\n")) == ["规章", *"0123456789012"] * 2

    def test_figures_between_blank_lines_are_no_page_numbers(self) -> None:
        cells = ["规章", "1", "2", "3", "行政规范性文件", *"45678901234567890123456"]
        assert plain(text("\n\n".join(cells))) == cells

    def test_a_negative_figure_is_no_page_number(self) -> None:
        assert plain(text("本年增减\n-15\n- 4\n")) == ["本年增减", "-15", "- 4"]

    @pytest.mark.parametrize(
        ("line", "clean"),
        [
            ("## 一、总体情况", "一、总体情况"),
            ("**二、主动公开** 情况", "二、主动公开 情况"),
            (r"1\. 属于国家秘密", "1. 属于国家秘密"),
            ("[bookmark: _GoBack]4.工作方案", "4.工作方案"),
            ("见[网站](http://a.b/c)。", "见网站。"),
            ("甲&nbsp;&amp;乙", "甲\xa0&乙"),
            ("收到3*4件", "收到3*4件"),
            ("snake_case_name", "snake_case_name"),
        ],
    )
    def test_signs_of_markdown_and_word_come_off(self, line: str, clean: str) -> None:
        assert plain(text(line + "\n")) == [clean]


class TestBars:
    def test_no_frame_and_empty_leading_cells(self) -> None:
        source = "甲 | 乙 | 1 |\n| 丙 | 2 |\n| | 3 |\n"
        assert plain(text(source)) == [["甲|乙|1", "|丙|2", "||3"]]

    def test_a_frame_on_every_row(self) -> None:
        assert plain(text("| 规章 | 0 | 1 |\n| 文件 | | 2 |\n")) == [["规章|0|1", "文件||2"]]

    def test_the_rule_is_dropped_but_dashes_as_figures_are_not(self) -> None:
        source = "| 甲 | 乙 |\n|---|:-:|\n| - | - |\n| — | 1 |\n"
        assert plain(text(source)) == [["甲|乙", "-|-", "—|1"]]

    def test_no_bar_at_the_end(self) -> None:
        assert plain(text("规章 | 0 | 1\n文件 | 2 | \n处罚 | 3 | 4\n")) == [["规章|0|1", "文件|2|", "处罚|3|4"]]

    def test_spans_as_bare_bars_are_empty_cells(self) -> None:
        source = "第二十条第（五）项 | |||\n信息内容 | 本年数量 |||\n行政许可 | 5 |||\n"
        assert plain(text(source)) == [["第二十条第（五）项|||", "信息内容|本年数量||", "行政许可|5||"]]

    def test_one_cell_a_line_with_bars_stays_lines(self) -> None:
        assert plain(text("规章 |\n0 |\n|||\n1 |\n文件 |\n2 |\n")) == ["规章", "0", "1", "文件", "2"]
        assert plain(text("规章\n|\n0\n|\n1\n|\n")) == ["规章", "0", "1"]

    def test_a_bar_in_prose_is_no_table(self) -> None:
        assert plain(text("首页 | 政务公开\n正文\n")) == ["首页 | 政务公开", "正文"]

    def test_other_bars_and_breaks_in_cells(self) -> None:
        assert plain(text("规章｜0｜1\n文件│2│3<br>件\n")) == [["规章|0|1", "文件|2|3\n件"]]

    def test_a_drawn_table_joins_its_lines(self) -> None:
        source = "+----+---+\n| 商业 | 1 |\n| 企业 |   |\n+----+---+\n| 其他 | 2 |\n+----+---+\n"
        assert plain(text(source)) == [["商业\n企业|1", "其他|2"]]

    def test_a_page_number_does_not_cut_a_table(self) -> None:
        assert plain(text("甲 | 1 | 2\n- 4 -\n乙 | 3 | 4\n")) == [["甲|1|2", "乙|3|4"]]

    def test_published_tables(self) -> None:
        lines = tables("longgang-dept-2024.md")
        assert [len(t.rows) for t in lines] == [14, 14]
        assert [c.text for c in lines[1].rows[3]][1:] == ["58", "7", "0", "0", "1", "0", "66"]
        assert [c.text for c in tables("xuwen-sfj.md")[1].rows[7]] == [
            "",
            "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
            *[""] * 6,
            "0",
        ]


class TestTabs:
    def test_rows_of_tabs_keep_blank_cells(self) -> None:
        assert plain(text("规章\t0\t1\n文件\t\t2\n\t3\t\n")) == [["规章|0|1", "文件||2", "|3|"]]

    def test_cells_on_lines_of_their_own(self) -> None:
        rows = tables("qiling-2024.txt")
        assert [len(t.rows) for t in rows] == [14, 28, 4]
        assert [c.text for c in rows[1].rows[2]] == [
            "",
            "",
            "商业企业",
            "科研机构",
            "社会公益组织",
            "法律服务机构",
            "其他",
            "",
        ]

    def test_a_blank_figure_keeps_its_place(self) -> None:
        source = "\t规章\n\t0\n\t\n\t3\n\n\t文件\n\t1\n\t2\n\t4\n"
        assert plain(text(source)) == [["规章|0||3", "文件|1|2|4"]]

    def test_text_set_in_with_tabs_stays_text(self) -> None:
        source = "\t一、总体情况\n\t2024年，本机关认真贯彻落实条例，全年主动公开信息一百条。\n\n\t二、主动公开\n"
        assert [b for b in plain(text(source)) if isinstance(b, list)] == []
