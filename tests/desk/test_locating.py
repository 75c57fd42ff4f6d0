"""A figure is found in the original by row number, label and texts together, and not pointed at in doubt."""

from __future__ import annotations

from gongkai.desk.locating import places, spots
from gongkai.readers.document import Block, Document, Paragraph, Table, TableCell
from gongkai.reports.models import ReportFigure

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def table(index: int, *rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple(TableCell(t, c) for c, t in enumerate(row)) for row in rows), index)


def document(*blocks: Block) -> Document:
    return Document("html", blocks)


def row_of_table_3(code: str, texts: tuple[str, ...], row: int) -> dict[str, ReportFigure]:
    return {
        f"{code}/{name}": ReportFigure(cell=f"{code}/{name}", text=text, row=row, table=3)
        for name, text in zip(COLUMNS, texts, strict=True)
    }


ZEROS = ("0",) * 7


def test_figures_stand_after_the_labels_of_their_row() -> None:
    made = document(Paragraph("三", 1), table(2, ("三、本年度办理结果", "（一）予以公开", *ZEROS)))
    found = spots(made, row_of_table_3("3.1", ZEROS, 1))
    assert found["3.1/自然人"] == (1, 1, 3)
    assert found["3.1/总计"] == (1, 1, 9)


def test_the_label_decides_between_tables_with_the_same_figures() -> None:
    other = table(1, ("别的事项", "合计", *ZEROS))
    ours = table(2, ("", "（一） 予以公开", *ZEROS))
    assert spots(document(other, ours), row_of_table_3("3.1", ZEROS, 1))["3.1/自然人"][0] == 2


def test_two_tables_without_the_label_are_a_doubt() -> None:
    one, two = table(1, ("甲", *ZEROS)), table(2, ("乙", *ZEROS))
    assert spots(document(one, two), row_of_table_3("3.1", ZEROS, 1)) == {}


def test_other_texts_are_not_these_figures() -> None:
    made = document(table(1, ("（一）予以公开", "1", *ZEROS[1:])))
    assert spots(made, row_of_table_3("3.1", ZEROS, 1)) == {}


def test_spaces_within_a_cell_do_not_matter_and_a_column_after_them_neither() -> None:
    made = document(table(1, ("（一）予以公开", " 1 2 ", *ZEROS[1:], "备注")))
    figures = row_of_table_3("3.1", ("12", *ZEROS[1:]), 1)
    assert spots(made, figures)["3.1/自然人"] == (1, 1, 2)


def test_fifteen_figures_of_table_four_share_a_row() -> None:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    names = [f"{r}/{c}" for r in ("行政复议", "未经复议直接起诉", "复议后起诉") for c in results]
    texts = [str(n) for n in range(15)]
    figures = {n: ReportFigure(cell=n, text=t, row=4) for n, t in zip(names, texts, strict=True)}
    made = document(table(1, ("a",), ("b",), ("c",), tuple(texts)))
    assert spots(made, figures)["复议后起诉/总计"] == (1, 4, 15)


def test_table_four_set_as_three_tables_is_found_part_by_part() -> None:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    groups = {"行政复议": 1, "未经复议直接起诉": 6, "复议后起诉": 11}
    figures = {
        f"{g}/{r}": ReportFigure(cell=f"{g}/{r}", text=str(first + at), row=2)
        for g, first in groups.items()
        for at, r in enumerate(results)
    }
    parts = [table(i, ("head",) * 5, tuple(str(f + n) for n in range(5))) for i, f in enumerate(groups.values())]
    found = spots(document(*parts), figures)
    assert found["行政复议/结果维持"] == (1, 2, 1)
    assert found["复议后起诉/总计"] == (3, 2, 5)


def test_rows_with_one_number_in_several_blocks_of_table_two_are_kept_apart() -> None:
    figures = {
        "规章/本年制发件数": ReportFigure(cell="规章/本年制发件数", text="1", row=3),
        "行政许可/本年处理决定数量": ReportFigure(cell="行政许可/本年处理决定数量", text="5", row=3),
    }
    one = table(1, ("第一项",), ("信息内容",), ("规章", "1"))
    two = table(2, ("第五项",), ("信息内容",), ("行政许可", "5"))
    assert spots(document(one, two), figures) == {
        "规章/本年制发件数": (1, 3, 2),
        "行政许可/本年处理决定数量": (2, 3, 2),
    }


def test_a_row_counted_otherwise_is_found_by_label_and_texts_when_it_is_the_only_one() -> None:
    texts = ("7", *ZEROS[1:])
    made = document(table(1, ("正文",), ("正文",), ("（一）予以公开", *texts)))
    assert spots(made, row_of_table_3("3.1", texts, 1))["3.1/自然人"] == (1, 3, 2)
    twice = document(table(1, ("a",), ("（一）予以公开", *texts), ("（一）予以公开", *texts)))
    assert spots(twice, row_of_table_3("3.1", texts, 1)) == {}


def test_a_figure_without_a_row_or_a_row_that_is_not_there_has_no_spot() -> None:
    made = document(table(1, ("（一）予以公开", *ZEROS)))
    assert spots(made, row_of_table_3("3.2", ZEROS, 9)) == {}
    assert spots(made, {"3.1/自然人": ReportFigure(cell="3.1/自然人", text="0")}) == {}
    assert spots(made, {"x/y": ReportFigure(cell="x/y", text="0", row=1)}) == {}


def test_the_way_back_names_the_first_figure_read_at_a_spot() -> None:
    found = {"a": (1, 1, 1), "b": (1, 1, 1)}
    assert places(found, [("a", "c-a"), ("b", "c-b"), ("z", "c-z")]) == {(1, 1, 1): "c-a"}
