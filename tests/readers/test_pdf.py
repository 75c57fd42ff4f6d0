"""PDF files with text: paragraphs put together again, tables found with and without rules and over pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gongkai.readers.document import Paragraph, Table
from gongkai.readers.extract import extract

from .pages import applications, cell, pdf, table
from .show import plain, shown

ROWS: list[tuple[str, Sequence[object]]] = [
    ("一、本年新收政府信息公开申请数量", [58, 7, 0, 0, 1, 0, 66]),
    ("二、上年结转政府信息公开申请数量", [2, 0, 0, 0, 0, 0, 2]),
    ("（一）予以公开", [2, 1, 0, 0, 0, 0, 3]),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", [16, 1, 0, 0, 0, "", 17]),
    ("四、结转下年度继续办理", [0, 0, 0, 0, 0, 0, 0]),
]
SMALL = "#set text(size: 10pt)\n"
WANTED = [(label, [str(f) for f in figures]) for label, figures in ROWS]


def read_rows(rows: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The rows with figures as (label, figures), line breaks taken out."""
    cut = [row.replace("\n", "").split("|") for row in rows]
    return [(row[0], row[1:]) for row in cut if any(c.isdigit() for c in row)]


class TestText:
    def test_paragraphs_over_lines(self) -> None:
        long = "2024年，本机关认真贯彻落实条例，不断拓展公开渠道，丰富公开形式。" * 5
        body = f"云山区青田镇年度报告\n\n{long}\n\n一、总体情况\n\n{long}\n"
        assert plain(extract(pdf(body))) == ["云山区青田镇年度报告", long, "一、总体情况", long]

    def test_a_paragraph_over_two_pages(self) -> None:
        long = "本机关认真贯彻落实条例，不断拓展公开渠道，丰富公开形式，" * 40 + "完。"
        document = extract(pdf(f"#v(20cm)\n{long}\n\n后\n", '#set page(numbering: "- 1 -")\n'))
        assert plain(document) == [long, "后"]
        assert document.pages == 2

    def test_page_numbers_and_running_heads_are_left_out(self) -> None:
        settings = '#set page(numbering: "第 1 页 共 1 页", header: [云山区青田镇])\n'
        body = "\n#pagebreak()\n".join("甲乙丙丁")
        assert plain(extract(pdf(body, settings))) == list("甲乙丙丁")

    def test_a_bold_made_by_printing_twice(self) -> None:
        body = "#place(dx: 0pt, dy: 0pt)[总计]#place(dx: 0.3pt, dy: 0pt)[总计]\n"
        assert plain(extract(pdf(body))) == ["总计"]

    def test_each_block_knows_its_page(self) -> None:
        document = extract(pdf("前\n#pagebreak()\n后\n"))
        assert [(b.text, b.page) for b in document.blocks if isinstance(b, Paragraph)] == [("前", 1), ("后", 2)]


class TestRuled:
    def test_spans(self) -> None:
        cells = [
            cell("勾稽", 2, 2),
            cell("申请人", 2),
            cell("自然人"),
            cell("总计"),
            cell("办理", 1, 2),
            cell("公开"),
            cell(1),
            cell(2),
            cell("其他"),
            cell(3),
            cell(""),
        ]
        assert shown(extract(pdf(table(cells, "(1fr,) * 4")))) == [
            ["勾稽@0x2v2 申请人@2x2", "自然人@2 总计@3", "办理@0v2 公开@1 1@2 2@3", "其他@1 3@2 @3"]
        ]

    @pytest.mark.parametrize("align", ["left", "center + horizon", "right"])
    @pytest.mark.parametrize(
        "stroke", ["stroke: 0.5pt", "stroke: (x, y) => (left: if x > 0 {0.5pt}, top: if y > 0 {0.5pt})"]
    )
    def test_figures_whatever_the_frame(self, align: str, stroke: str) -> None:
        document = extract(pdf(SMALL + "前文。\n" + applications(ROWS, f"{stroke}, align: {align}") + "后文。\n"))
        (rows,) = [b for b in plain(document) if isinstance(b, list)]
        assert read_rows(rows) == WANTED
        assert next(b for b in document.blocks if isinstance(b, Table)).ruled

    def test_a_frame_around_text_is_no_table(self) -> None:
        assert plain(extract(pdf("#rect(width: 100%)[一、总体情况]\n"))) == ["一、总体情况"]

    def test_text_beside_and_between_tables(self) -> None:
        one = table([cell("甲"), cell(1)], "2")
        document = extract(pdf(f"前\n\n{one}\n\n中\n\n{one}\n\n后\n"))
        assert plain(document) == ["前", ["甲|1"], "中", ["甲|1"], "后"]


class TestOverPages:
    settings = '#set page(numbering: "- 1 -", header: [云山区青田镇])\n'

    @pytest.mark.parametrize("header", [False, True])
    def test_one_table_on_two_pages(self, header: bool) -> None:
        body = SMALL + "#v(18cm)\n三、收到\n\n" + applications(ROWS * 3, header=header) + "\n后文。\n"
        document = extract(pdf(body, self.settings))
        before, rows, after = plain(document)
        assert (before, after) == ("三、收到", "后文。")
        assert read_rows(rows) == WANTED * 3  # type: ignore[arg-type]  # a table, or the unpacking fails
        assert sum("自然人" in row for row in rows) == 1

    def test_two_tables_that_only_look_alike(self) -> None:
        wide, narrow = table([cell("甲"), cell(1), cell(2)], "3"), table([cell("乙"), cell(3)], "2")
        assert plain(extract(pdf(f"#v(22cm)\n{wide}\n#pagebreak()\n{narrow}"))) == [["甲|1|2"], ["乙|3"]]

    def test_a_label_cut_by_the_page(self) -> None:
        label = "二、申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
        for space in (21.2, 21.6, 22, 22.3):
            body = SMALL + f"#v({space}cm)\n" + applications([ROWS[0], (label, [1, 2, 3, 4, 5, 6, 21]), ROWS[4]])
            (rows,) = [b for b in plain(extract(pdf(body))) if isinstance(b, list)]
            assert read_rows(rows)[1] == (label, ["1", "2", "3", "4", "5", "6", "21"]), space


class TestUnruled:
    @pytest.mark.parametrize("align", ["left", "center", "center + horizon", "right"])
    @pytest.mark.parametrize("stroke", ["stroke: none", "stroke: (x: none, y: 0.5pt)"])
    def test_figures_by_where_they_stand(self, align: str, stroke: str) -> None:
        document = extract(pdf(SMALL + "前文。\n" + applications(ROWS, f"{stroke}, align: {align}") + "后文。\n"))
        (found,) = [b for b in document.blocks if isinstance(b, Table)]
        assert not found.ruled
        (rows,) = [b for b in plain(document) if isinstance(b, list)]
        assert read_rows(rows) == WANTED
        assert rows[0].replace("\n", "") == "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"

    def test_a_row_of_fifteen(self) -> None:
        figures = [1, 0, 2, 0, 3, 4, 0, 12, 1, 17, 0, 0, 1, 0, 1]
        heads = [cell(h) for h in ("维持", "纠正", "其他", "未结", "总计") * 3]
        body = SMALL + table([*heads, *map(cell, figures)], "(1fr,) * 15", "stroke: none, inset: (x: 2pt)")
        (rows,) = plain(extract(pdf(body)))
        assert rows[-1] == "|".join(map(str, figures))

    def test_words_far_apart_are_no_table(self) -> None:
        body = "地址：中心路1号 #h(3cm) 邮编：255430\n\n电话：0533 #h(3cm) 传真：无\n"
        assert all(isinstance(b, str) for b in plain(extract(pdf(body))))
