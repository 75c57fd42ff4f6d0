"""A document read as an annual report: figures, where they stand, and what is told about them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.errors import NotAReport
from gongkai.statute.form import check

from .reports import BLOCKS, CODES, COLUMNS, HEAD, LABELS, REMEDIES, reading, report, requests, row, third, told

RULES = ("规章/本年制发件数", "规章/本年废止件数", "规章/现行有效件数")
DOCUMENTS = ("行政规范性文件/本年制发件数", "行政规范性文件/本年废止件数", "行政规范性文件/现行有效件数")
OLD = "| 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |"
NEW = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"


def test_a_plain_report_is_whole_and_silent() -> None:
    one = reading(report())
    assert one.report.complete
    assert one.findings == ()
    assert (one.report.agency, one.report.year, one.report.edition) == ("青石县水利局", 2023, "2021")
    assert row(one, *DOCUMENTS, "行政事业性收费/本年收费金额") == [3, 1, 25, Decimal("2.02")]
    assert third(one, "3.4.1") == [3, 1, 0, 0, 0, 2, 6]
    assert one.report.figures["复议后起诉/结果纠正"] == 2
    assert [f for f in check(one.report) if f.severity == "error"] == []


def test_where_a_figure_stands() -> None:
    origins = reading(report()).report.origins
    assert origins["3.1/商业企业"].place == "表3“（一）予以公开”行第2列"
    assert (origins["3.1/商业企业"].text, origins["3.1/商业企业"].inferred) == ("2", False)
    assert origins["行政许可/本年处理决定数量"].place == "表2“行政许可”行第1列"
    assert origins["复议后起诉/总计"].place == "表4第15列"
    assert len(origins) == len(list(origins)) == 200


def test_sections_hold_their_text_without_the_tables() -> None:
    sections = reading(report()).report.sections
    assert [(s.number, s.printed_number) for s in sections] == list(enumerate("一二三四五六", 1))
    assert [s.paragraphs for s in sections] == [
        ("全年工作平稳。",),
        (),
        (),
        (),
        ("解读单一，已改进。",),
        ("未收取信息处理费。",),
    ]


class TestTable2:
    def test_words_in_a_cell_are_told_and_not_filled(self) -> None:
        one = reading(report(BLOCKS.replace("| 规章 | 0 | 0 | 0 |", "| 规章 | 未制定 | 0 | 0 |")))
        assert row(one, *RULES) == [None, 0, 0]
        assert [f.cells for f in told(one)] == [RULES[:1]]
        assert told(one)[0].place == "表2“规章”行第1列"

    def test_none_in_words_is_not_given(self) -> None:
        one = reading(report(BLOCKS.replace("| 规章 | 0 | 0 | 0 |", "| 规章 | 无 | - | / |")))
        assert row(one, *RULES) == [None, None, "/"]
        assert one.findings == ()

    def test_an_amount_in_yuan_becomes_ten_thousands(self) -> None:
        one = reading(report(BLOCKS.replace("2.02", "251000元")))
        assert one.report.figures["行政事业性收费/本年收费金额"] == Decimal("25.1")

    def test_the_unit_of_the_header(self) -> None:
        one = reading(report(BLOCKS.replace("单位：万元", "单位：元").replace("2.02", "20200")))
        assert one.report.figures["行政事业性收费/本年收费金额"] == Decimal("2.02")

    def test_a_row_of_the_agency_own_is_told(self) -> None:
        one = reading(report(BLOCKS.replace("| 行政许可 | 12 |", "| 行政许可 | 12 |\n| 行政检查 | 30 |")))
        assert one.report.figures["行政许可/本年处理决定数量"] == 12
        assert "行政检查" in told(one)[0].message
        assert one.report.complete

    def test_rows_of_the_old_form_in_the_new_one(self) -> None:
        extra = "| 第二十条第（九）项 |\n| 信息内容 | 采购项目数量 | 采购总金额 |\n| 政府集中采购 | 3 | 9000元 |\n"
        one = reading(report(BLOCKS + extra))
        assert one.report.edition == "2021"
        assert not any("采购" in name for name in one.report.figures)
        assert [f.relation for f in told(one)] == ["reading"]

    def test_each_block_by_its_own_columns(self) -> None:
        one = reading(report(BLOCKS.replace(NEW, OLD)))
        assert one.report.edition == "hybrid"
        assert row(one, "规范性文件/本年新制作数量", "规范性文件/对外公开总数量") == [3, 25]
        assert one.report.figures["行政许可/本年处理决定数量"] == 12

    def test_three_figures_without_a_header_stay_open(self) -> None:
        one = reading(report(BLOCKS.replace(NEW + "\n", "")))
        assert not any(name in one.report.figures for name in DOCUMENTS)
        assert any("无法确定属于哪一栏" in f.message for f in told(one))

    def test_one_figure_without_a_header_is_plain(self) -> None:
        one = reading(report(BLOCKS.replace("| 信息内容 | 本年处理决定数量 |\n", "")))
        assert row(one, "行政许可/本年处理决定数量", "行政强制/本年处理决定数量") == [12, 2]

    def test_a_table_twice_with_other_figures(self) -> None:
        one = reading(report(BLOCKS + BLOCKS.replace("| 行政许可 | 12 |", "| 行政许可 | 13 |")))
        assert one.report.figures["行政许可/本年处理决定数量"] is None
        assert row(one, *DOCUMENTS) == [3, 1, 25]
        assert told(one)[0].cells == ("行政许可/本年处理决定数量",)


class TestTable3:
    def test_swapped_columns_are_honoured(self) -> None:
        header = COLUMNS.replace("| 商业企业 | 科研机构 |", "| 科研机构 | 商业企业 |")
        assert third(reading(report(third=requests(header=header))), "1") == [12, 0, 3, 1, 0, 2, 18]

    def test_without_any_header_only_sums_let_it_be_read(self) -> None:
        one = reading(report(third=requests(header="")))
        assert third(one, "1") == [12, 3, 0, 1, 0, 2, 18]
        assert one.report.origins["1/自然人"].inferred
        broken = reading(report(third=requests({"1": "13 3 0 1 0 2 18"}, header="")))
        assert third(broken, "1") == [None] * 7
        assert told(broken)

    def test_too_few_cells_are_not_filled_from_the_left(self) -> None:
        one = reading(report(third=requests({"3.1": "9 2 12"})))
        assert "3.1/自然人" not in one.report.figures
        assert any("（一）予以公开" in f.message for f in told(one))
        assert [f for f in check(one.report) if f.severity == "error"] == []

    def test_a_row_without_its_label_where_order_and_sums_leave_one_way(self) -> None:
        table = requests().replace("| 2.没有现成信息需要另行制作 ", "|  ")
        one = reading(report(third=table))
        assert third(one, "3.4.2") == [0] * 7
        assert [f.severity for f in one.findings] == ["hint"]

    def test_a_row_without_its_label_where_the_sums_do_not_hold(self) -> None:
        table = requests({"3.4.2": "1 0 0 0 0 0 1"}).replace("| 2.没有现成信息需要另行制作 ", "|  ")
        one = reading(report(third=table))
        assert "3.4.2/自然人" not in one.report.figures
        assert any("没有行名" in f.message for f in told(one))

    def test_an_unknown_row_is_never_a_known_one(self) -> None:
        table = (
            requests()
            .replace("四、结转", "| 9.其他情形 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n| 四、结转")
            .replace("| | 9", "| 9")
        )
        one = reading(report(third=table))
        assert third(one, "4") == [1, 0, 0, 0, 0, 0, 1]
        assert any("9.其他情形" in f.message for f in told(one))

    def test_the_old_form_has_one_row_for_other_handling(self) -> None:
        rows = requests().split("\n")
        at = next(i for i, line in enumerate(rows) if "（六）其他处理" in line)
        rows[at : at + 3] = ["| （六）其他处理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"]
        one = reading(report(third="\n".join(rows)))
        assert third(one, "3.6") == [0] * 7
        assert one.report.edition == "hybrid"

    def test_a_label_cut_by_a_page(self) -> None:
        table = requests({"3.5.5": "2 0 0 0 0 0 2", "3.4.1": "1 1 0 0 0 2 4"})
        cut = table.replace("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重")
        lines = cut.split("\n")
        at = next(i for i, line in enumerate(lines) if "确认或重" in line)
        lines.insert(at + 1, "| 新出具已获取信息 |  |  |  |  |  |  |  |")
        assert third(reading(report(third="\n".join(lines))), "3.5.5") == [2, 0, 0, 0, 0, 0, 2]


class TestGlued:
    def table(self) -> str:
        runs = {"1": "123010218", "2": "1000001", "3.1": "92010012", "3.4.1": "3100026"}
        runs |= {"3.7": "123010218", "4": "1000001"}
        rows = [label.replace(" | ", "") + runs.get(c, "0000000") for c, label in zip(CODES, LABELS, strict=True)]
        header = "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
        return header + "".join(rows) + "\n"

    def test_the_sums_leave_one_way(self) -> None:
        one = reading(report(third=self.table()))
        assert third(one, "1") == [12, 3, 0, 1, 0, 2, 18]
        assert third(one, "3.1") == [9, 2, 0, 1, 0, 0, 12]
        assert all(one.report.origins[f"3.6.3/{c}"].inferred for c in ("自然人", "总计"))
        assert [f.severity for f in one.findings] == ["hint"]
        assert len(one.findings[0].cells) == 175

    def test_table_2_has_no_sums(self) -> None:
        head = "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件693665"
        one = reading(report(f"{head}\n", self.table()))
        assert row(one, *RULES) == [0, 0, 0]
        assert row(one, *DOCUMENTS) == [None] * 3
        assert (69, 3, 665) in one.candidates["行政规范性文件"][1]
        assert any("69/3/665" in f.message for f in told(one))


class TestTable4:
    def test_a_row_for_each_group(self) -> None:
        table = (
            "| 项目 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n| 行政复议 | 3 | 1 | 0 | 2 | 6 |\n"
            "| 未经复议直接起诉 | 1 | 0 | 0 | 0 | 1 |\n| 复议后起诉 | 0 | 2 | 0 | 0 | 2 |\n"
        )
        figures = reading(report(fourth=table)).report.figures
        assert [figures[f"{r}/总计"] for r in ("行政复议", "未经复议直接起诉", "复议后起诉")] == [6, 1, 2]

    @pytest.mark.parametrize("between", [" ", "\n"])
    def test_fifteen_bare_figures_are_read_if_they_add_up(self, between: str) -> None:
        numbers = "3 1 0 2 6 1 0 0 0 1 0 2 0 0 2".replace(" ", between)
        one = reading(report(fourth=f"行政复议行政诉讼\n{numbers}\n"))
        assert one.report.figures["复议后起诉/结果纠正"] == 2
        assert [f.severity for f in one.findings] == ["hint"]

    def test_and_left_open_if_they_do_not(self) -> None:
        one = reading(report(fourth="行政复议行政诉讼\n3 1 0 2 7 1 0 0 0 1 0 2 0 0 2\n"))
        assert one.report.figures["行政复议/总计"] is None
        assert told(one)
        assert [f for f in check(one.report) if f.severity == "error"] == []


class TestWhole:
    def test_no_report_at_all(self) -> None:
        with pytest.raises(NotAReport, match="没有找到"):
            reading("今天天气很好。\n明天也是。\n")

    def test_two_reports_one_after_the_other(self) -> None:
        second = report(BLOCKS.replace("12", "99"), head=HEAD.replace("水利", "财政"))
        one = reading(report() + second)
        assert one.report.figures["行政许可/本年处理决定数量"] == 12
        assert one.report.agency == "青石县水利局"
        assert "第二份" in told(one)[0].message

    @pytest.mark.parametrize("leaf", ["", "目录\n", "下载\n"])
    def test_a_list_of_contents_in_front_is_not_another_report(self, leaf: str) -> None:
        headings = [line for line in report().split("\n") if line[1:2] == "、" and line[0] in "一二三四五六"]
        assert len(headings) == 6
        contents = HEAD + leaf + "".join(f"{line}\n" for line in headings)
        one = reading(contents + report(head=""))
        assert one.report.complete
        assert one.findings == ()
        assert [s.paragraphs for s in one.report.sections] == [
            s.paragraphs for s in reading(report()).report.sections
        ]

    def test_contents_in_front_of_two_reports_leave_the_first_of_them(self) -> None:
        headings = [line for line in report().split("\n") if line[1:2] == "、" and line[0] in "一二三四五六"]
        second = report(BLOCKS.replace("12", "99"), head=HEAD.replace("水利", "财政"))
        one = reading("".join(f"{line}\n" for line in headings) + report() + second)
        assert one.report.figures["行政许可/本年处理决定数量"] == 12
        assert "第二份" in told(one)[0].message

    def test_two_reports_side_by_side_in_columns_of_text(self) -> None:
        lines = report().split("\n")
        with pytest.raises(NotAReport, match="并排"):
            reading("\n".join(f"{line}        {line}" for line in lines if "|" not in line))

    def test_two_tables_side_by_side(self) -> None:
        double = "\n".join(f"{line} {line[2:]}" for line in BLOCKS.strip().split("\n")) + "\n"
        with pytest.raises(NotAReport, match="并排"):
            reading(report(double))

    def test_tables_that_are_not_there_as_text(self) -> None:
        one = reading(report("", "", ""))
        assert [f.place for f in told(one)] == ["表2", "表3", "表4"]
        assert one.report.edition is None
        assert not one.report.complete

    def test_a_text_that_breaks_off(self) -> None:
        text = report()
        cut = text[: text.index("（四）无法提供")]
        one = reading(cut)
        assert told(one) == []
        assert any("为止" in f.message for f in told(one, "hint"))
        assert not one.report.complete

    def test_a_converter_that_dropped_repeated_lines(self) -> None:
        lines = report(*(t.replace("| ", "\n").replace(" |", "") for t in (BLOCKS, requests(), REMEDIES))).split(
            "\n"
        )
        one = reading("\n".join(dict.fromkeys(line.strip() for line in lines if line.strip())))
        assert dict(one.report.figures) == {}
        assert "删去" in told(one)[0].message

    def test_a_report_older_than_the_form(self) -> None:
        text = "青石县水利局2016年政府信息公开工作年度报告\n一、概述\n2016年公开信息30条。\n二、其他\n无。\n"
        one = reading(text)
        assert one.report.edition is None
        assert [f.relation for f in told(one)] == ["reading"]
        assert "2016" in told(one)[0].message

    def test_traditional_script(self) -> None:
        text = report().translate(str.maketrans("开报规划数项处总计组织条", "開報規劃數項處總計組織條"))
        one = reading(text.replace("规范", "規範"))
        assert one.report.complete
        assert [f.severity for f in one.findings] == ["hint"]

    def test_page_numbers_and_repeated_headers(self) -> None:
        table = requests()
        at = table.index("| （四）无法提供")
        one = reading(report(third=f"{table[:at]}- 4 -\n{COLUMNS}{table[at:]}"))
        assert third(one, "3.4.1") == [3, 1, 0, 0, 0, 2, 6]
        assert one.findings == ()

    def test_prose_before_a_table_belongs_to_the_section(self) -> None:
        one = reading(report(third="截至2022年底，我局收到申请如下。\n" + requests()))
        section = one.report.section(3)
        assert section is not None
        assert section.paragraphs == ("截至2022年底，我局收到申请如下。",)
        assert one.findings == ()
