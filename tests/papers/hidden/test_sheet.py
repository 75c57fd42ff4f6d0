"""Excel files: what is found beside the cells that are seen, and what cleaning leaves of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawn
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from gongkai.errors import Refused
from gongkai.papers.hidden import clean, examine

from .makers import MASKED, NUMBER, SHEET, cleaned, kinds, members, of, office, photo, texts


def book(change: Callable[[Any, Any], None]) -> bytes:
    """A workbook of one sheet 名单 with a head row, changed."""
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    sheet = workbook.active
    sheet.title = "名单"
    sheet.append(["村", "户主"])
    sheet.append(["书洋村", "张某"])
    change(workbook, sheet)
    workbook.save(out)
    return out.getvalue()


SHEETS = '<sheets><sheet name="表" sheetId="1" r:id="s"/></sheets>'


def raw(sheet: str, parts: dict[str, str | bytes] | None = None, workbook: str = "", **more: Any) -> bytes:
    """A workbook of one sheet, its XML given; ``more`` are further relations of the workbook."""
    root = f'xmlns="{SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return office(
        "xlsx",
        {
            "xl/workbook.xml": f"<workbook {root}>{SHEETS}{workbook}</workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet {root}>{sheet}</worksheet>",
            **(parts or {}),
        },
        {"xl/workbook.xml": {"s": ("worksheet", "worksheets/sheet1.xml"), **more}},
    )


def seen(data: bytes) -> dict[str, list[list[Any]]]:
    """What openpyxl reads of the visible part: values by sheet."""
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook}


def test_a_plain_workbook_hides_nothing() -> None:
    report = examine(book(lambda workbook, sheet: None))
    assert (report.examined, report.findings) == (True, ())


def test_personal_data_in_cells_in_names_and_as_numbers() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet.append(["书洋村", NUMBER])
        sheet.append(["书洋村", 13812345678])
        sheet.oddFooter.left.text = "联系13912345678"
        workbook.create_sheet("闽C12345")

    report = examine(book(change))
    assert {(f.kind, f.where, f.text) for f in report.findings} == {
        ("id-number", "工作表“名单”第3行", MASKED),
        ("phone", "工作表“名单”第4行", "138****5678"),
        ("phone", "工作表“名单”页眉页脚", "139****5678"),
        ("plate", "工作表名称", "闽C*****"),
    }


def test_a_telephone_written_with_an_exponent() -> None:
    data = raw('<sheetData><row r="1"><c r="A1"><v>1.3812345678E10</v></c></row></sheetData>')
    assert texts(examine(data), "phone") == ["138****5678"]


def test_a_number_cut_into_runs() -> None:
    strings = f'<sst xmlns="{SHEET}"><si><r><t>{NUMBER[:9]}</t></r><r><t>{NUMBER[9:]}</t></r></si></sst>'
    data = raw(
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
        {"xl/sharedStrings.xml": strings},
        t=("sharedStrings", "sharedStrings.xml"),
    )
    assert texts(examine(data), "id-number") == [MASKED]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_go_whole(state: str) -> None:
    def change(workbook: Any, sheet: Any) -> None:
        other = workbook.create_sheet("底稿", 0)
        other.sheet_state = state
        other["A1"], other["A2"] = NUMBER, "不公开的内容"
        workbook.active = 1

    data = book(change)
    assert of(examine(data), "hidden-sheet")[0].where == "工作表“底稿”"
    copy = cleaned(data, "hidden-sheet", "id-number")
    assert seen(copy) == {"名单": [["村", "户主"], ["书洋村", "张某"]]}
    assert not [name for name, content in members(copy).items() if NUMBER.encode() in content]
    assert "不公开的内容".encode() not in b"".join(members(copy).values())


def test_hidden_rows_and_columns_are_emptied_in_place() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["C2"], sheet["B3"], sheet["A5"] = "备注列", "隐藏行", "末行"
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[3].hidden = True

    data = book(change)
    report = examine(data)
    assert [(f.where, f.text) for f in of(report, "hidden-rows")] == [("工作表“名单”第3行", "隐藏行")]
    assert [(f.where, f.text) for f in of(report, "hidden-columns")] == [("工作表“名单”C列", "备注列")]
    values = seen(cleaned(data, "hidden-rows", "hidden-columns"))["名单"]
    assert [row[:2] for row in values] == [
        ["村", "户主"],
        ["书洋村", "张某"],
        [None, None],
        [None, None],
        ["末行", None],
    ]
    assert all(row[2:] in ([], [None]) for row in values)


def test_no_height_no_width_and_zero_by_default() -> None:
    data = raw(
        '<sheetFormatPr defaultRowHeight="0" zeroHeight="1"/>'
        '<cols><col min="2" max="2" width="0.05"/></cols><sheetData>'
        '<row r="1" ht="15" customHeight="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c></row><row r="3" ht="0"><c r="A3"><v>4</v></c></row></sheetData>'
    )
    report = examine(data)
    assert [(f.where, f.text) for f in of(report, "hidden-rows")] == [("工作表“表”第2至3行", "3、4")]
    assert [(f.where, f.text) for f in of(report, "hidden-columns")] == [("工作表“表”B列", "2")]


def test_rows_a_filter_leaves_out_are_said_to_be_filtered() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet.append(["另村", "李某"])
        sheet.auto_filter.ref = "A1:B3"
        sheet.auto_filter.add_filter_column(0, ["书洋村"])
        sheet.row_dimensions[3].hidden = True

    data = book(change)
    assert of(examine(data), "hidden-rows")[0].where == "工作表“名单”第3行（被筛选）"
    cleaned(data, "hidden-rows")


def test_empty_hidden_rows_are_nothing() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["H"].hidden = True

    assert examine(book(change)).findings == ()


FORMULA = (
    '<sheetData><row r="1"><c r="A1"><f>SUM(A2:A2)</f>{value}</c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>41</v></c></row></sheetData>'
)


def test_formulas_over_what_goes_become_what_they_show() -> None:
    copy = cleaned(raw(FORMULA.format(value="<v>41</v>")), "hidden-rows")
    assert seen(copy)["表"][0] == [41]
    assert b"<f>" not in members(copy)["xl/worksheets/sheet1.xml"]


def test_a_formula_without_its_value_stops_the_cleaning() -> None:
    with pytest.raises(Refused, match="没有保存计算结果"):
        clean(raw(FORMULA.format(value="")))


def test_formulas_stay_where_nothing_went() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["C1"] = "=1+1"
        workbook.properties.creator = "张三"

    copy = cleaned(book(change), "author")
    assert b"1+1</f>" in members(copy)["xl/worksheets/sheet1.xml"]


def test_comments_and_who_wrote_them() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["B2"].comment = Comment("本人电话13812345678", "李四")

    data = book(change)
    assert texts(examine(data), "comment") == ["李四：本人电话138****5678"]
    copy = cleaned(data, "comment", "phone")
    assert not [name for name in members(copy) if "comment" in name.lower() or name.endswith(".vml")]
    assert b"legacyDrawing" not in members(copy)["xl/worksheets/sheet1.xml"]


def test_threaded_comments_and_persons() -> None:
    comment = '<threadedComment ref="A1"><text>不予公开</text></threadedComment>'
    threaded = f'<ThreadedComments xmlns="t">{comment}</ThreadedComments>'
    persons = '<personList xmlns="t"><person displayName="李四"/></personList>'
    data = raw(
        "<sheetData/>",
        {"xl/threadedComments/threadedComment1.xml": threaded, "xl/persons/person.xml": persons},
        p=("person", "persons/person.xml"),
    )
    report = examine(data)
    assert texts(report, "comment") == ["不予公开"]
    assert texts(report, "author") == ["批注者：李四"]
    cleaned(data, "comment", "author")


def test_names_but_not_those_of_printing() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        workbook.defined_names["内部口径"] = DefinedName("内部口径", attr_text="名单!$A$1", hidden=True)
        sheet.print_area = "A1:B2"

    data = book(change)
    assert [(f.where, f.text) for f in of(examine(data), "defined-name")] == [
        ("名称（隐藏）", "内部口径=名单!$A$1")
    ]
    copy = cleaned(data, "defined-name")
    assert b"Print_Area" in members(copy)["xl/workbook.xml"]


def test_scopes_of_names_follow_their_sheet() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        workbook.create_sheet("藏", 0).sheet_state = "hidden"
        workbook.active = 1
        sheet.print_area = "A1:B2"

    workbook = openpyxl.load_workbook(io.BytesIO(cleaned(book(change), "hidden-sheet")))
    assert workbook["名单"].print_area == "'名单'!$A$1:$B$2"


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        ({"font": Font(color="FFFFFFFF")}, "faint-text"),
        ({"font": Font(color="FFFFFFFF"), "fill": PatternFill("solid", fgColor="FFFFFFFF")}, "faint-text"),
        ({"font": Font(size=1)}, "tiny-text"),
        ({"number_format": ";;;"}, "hidden-format"),
    ],
)
def test_cells_that_show_nothing(style: dict[str, Any], kind: str) -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["B2"] = "看不见"
        for name, value in style.items():
            setattr(sheet["B2"], name, value)

    assert texts(examine(book(change)), kind) == ["看不见"]


def test_cells_formatted_away_are_emptied() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["B2"] = "看不见"
        sheet["B2"].number_format = ";;;"

    assert seen(cleaned(book(change), "hidden-format"))["名单"][1] == ["书洋村", None]


def test_white_on_dark_is_seen() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["A1"].font = Font(color="FFFFFFFF")
        sheet["A1"].fill = PatternFill("solid", fgColor="FF1F497D")

    assert examine(book(change)).findings == ()


def test_a_pivot_cache_keeps_its_records() -> None:
    records = f'<pivotCacheRecords xmlns="{SHEET}"><r><s v="王五"/><s v="{NUMBER}"/></r></pivotCacheRecords>'
    data = raw(
        "<sheetData/>",
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{SHEET}"/>',
            "xl/pivotCache/pivotCacheRecords1.xml": records,
        },
        workbook='<pivotCaches><pivotCache cacheId="1" r:id="p"/></pivotCaches>',
        p=("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
    )
    assert f"王五、{MASKED}" in texts(examine(data), "pivot-cache")
    copy = cleaned(data, "pivot-cache", "id-number")
    assert b"pivotCache" not in members(copy)["xl/workbook.xml"]


def test_an_external_link_keeps_values_of_the_other_book() -> None:
    link = (
        f'<externalLink xmlns="{SHEET}"><externalBook><sheetNames><sheetName val="工资"/></sheetNames>'
        f"<sheetDataSet><sheetData><row><cell><v>{NUMBER}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    data = raw(
        '<sheetData><row r="1"><c r="A1" t="str"><f>[1]工资!A1</f><v>值</v></c></row></sheetData>',
        {"xl/externalLinks/externalLink1.xml": link},
        workbook='<externalReferences><externalReference r:id="e"/></externalReferences>',
        e=("externalLink", "externalLinks/externalLink1.xml"),
    )
    assert texts(examine(data), "external-link") == [f"工资、{MASKED}"]
    copy = cleaned(data, "external-link", "id-number")
    assert seen(copy)["表"][0] == ["值"]
    assert b"[1]" not in members(copy)["xl/worksheets/sheet1.xml"]


def test_connections_revisions_and_paths() -> None:
    held = '<connection name="库"><dbPr connection="Server=10.0.0.8;uid=sa"/></connection>'
    connections = f'<connections xmlns="{SHEET}">{held}</connections>'
    revisions = f'<revisions xmlns="{SHEET}"><rcc><oc><is><t>旧值</t></is></oc></rcc></revisions>'
    data = raw(
        "<sheetData/>",
        {"xl/connections.xml": connections, "xl/revisions/revisionLog1.xml": revisions},
        workbook='<absPath url="C:\\Users\\zhangsan\\"/><fileSharing userName="张三"/>',
        c=("connections", "connections.xml"),
    )
    report = examine(data)
    assert "Server=10.0.0.8;uid=sa" in texts(report, "data-connection")[0]
    assert texts(report, "earlier-version") == ["共享工作簿的修订记录：旧值"]
    assert texts(report, "property") == ["保存位置=C:\\Users\\zhangsan\\"]
    assert texts(report, "author") == ["userName=张三"]
    cleaned(data, "data-connection", "earlier-version", "property", "author")


def test_strings_of_deleted_cells() -> None:
    strings = f'<sst xmlns="{SHEET}"><si><t>删掉的{NUMBER}</t></si><si><t>留</t></si></sst>'
    data = raw(
        '<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData>',
        {"xl/sharedStrings.xml": strings},
        t=("sharedStrings", "sharedStrings.xml"),
    )
    assert texts(examine(data), "leftover-text") == [f"删掉的{MASKED}"]
    copy = cleaned(data, "leftover-text", "id-number")
    assert seen(copy)["表"] == [["留"]]


def test_macros_and_macro_sheets() -> None:
    data = raw(
        "<sheetData/>",
        {"xl/vbaProject.bin": b"x", "xl/macrosheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"/>'},
        v=("vbaProject", "vbaProject.bin"),
    )
    assert len(of(examine(data), "macro")) == 2
    cleaned(data, "macro")


def test_pictures_lose_what_the_camera_wrote_and_shapes_that_are_off() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet.add_image(Drawn(io.BytesIO(photo())), "D4")

    data = book(change)
    assert "picture-position" in kinds(examine(data))
    copy = cleaned(data, "picture-position", "picture-metadata")
    assert [name for name in members(copy) if name.startswith("xl/media/")]


def test_properties() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        workbook.properties.creator = "张三"
        workbook.properties.lastModifiedBy = "李四"
        workbook.properties.keywords = "内部"

    data = book(change)
    assert texts(examine(data), "author") == ["creator=张三", "lastModifiedBy=李四"]
    cleaned(data, "author", "property")


def test_all_sheets_hidden_cannot_be_cleaned() -> None:
    data = book(lambda workbook, sheet: None)
    parts = members(data)
    workbook = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    from .makers import zipped

    with pytest.raises(Refused, match="都是隐藏的"):
        clean(zipped({**parts, "xl/workbook.xml": workbook}))


def test_a_validation_list_on_a_hidden_sheet_goes_with_it() -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    def change(workbook: Any, sheet: Any) -> None:
        workbook.create_sheet("字典").sheet_state = "hidden"
        rule = DataValidation(type="list", formula1="字典!$A$1:$A$9")
        rule.add("A2")
        sheet.add_data_validation(rule)

    copy = cleaned(book(change), "hidden-sheet")
    assert "字典".encode() not in members(copy)["xl/worksheets/sheet1.xml"]


def test_many_findings_are_counted_not_lost() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        for number in range(150):
            sheet.append([f"138{number:08d}"])

    report = examine(book(change))
    assert len(of(report, "phone")) == 101
    assert of(report, "phone")[-1].text == "另有50处，未逐一列出"


def test_a_row_too_low_to_be_read_is_hidden() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet.row_dimensions[2].height = 1
        sheet.column_dimensions["B"].width = 0.1

    assert {"hidden-rows", "hidden-columns"} <= kinds(examine(book(change)))


def test_a_table_over_hidden_rows_is_not_cleaned() -> None:
    from openpyxl.worksheet.table import Table

    def change(workbook: Any, sheet: Any) -> None:
        sheet.add_table(Table(displayName="t", ref="A1:B2"))
        sheet.row_dimensions[2].hidden = True

    with pytest.raises(Refused, match="表格里有隐藏的行或列"):
        clean(book(change))


def test_a_macro_sheet_goes_even_if_it_is_seen() -> None:
    root = f'xmlns="{SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    sheets = '<sheets><sheet name="表" sheetId="1" r:id="s"/><sheet name="宏" sheetId="2" r:id="m"/></sheets>'
    data = raw(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        {
            "xl/workbook.xml": f"<workbook {root}>{sheets}</workbook>",
            "xl/macrosheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData/></worksheet>',
        },
        m=("xlMacrosheet", "macrosheets/sheet1.xml"),
    )
    assert seen(cleaned(data, "macro")) == {"表": [[1]]}


def test_figures_put_by_as_scenarios() -> None:
    scenario = '<scenarios><scenario name="底价" user="张三"><inputCells r="A1" val="980"/></scenario></scenarios>'
    data = raw(f"<sheetData/>{scenario}")
    assert texts(examine(data), "custom-data") == ["底价；张三；A1；980"]
    cleaned(data, "custom-data")
