"""An Excel file without what its reader does not see. What the visible cells show stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from gongkai.errors import Refused

from .package import each, local
from .rewriting import Rewriting, local_links, take_out
from .sheet import seen
from .sheet_book import Book, Sheet, column_number
from .sheet_unseen import Unseen
from .word_look import child, value

_DROPPED: Final = (
    r"customXml/",
    r"xl/comments",
    r"xl/threadedComments/",
    r"xl/persons/",
    r"xl/pivotCache/",
    r"xl/pivotTables/",
    r"xl/externalLinks/",
    r"xl/connections\.xml",
    r"xl/queryTables/",
    r"xl/(?:model|customData|printerSettings|revisions|macrosheets|dialogsheets)/",
    r"xl/customProperty",
    r"xl/(?:vbaProject|attachedToolbars)",
    r"xl/calcChain\.xml",
)
_PLAIN_NAME: Final = re.compile(r"_xlnm\.(?:Print_Area|Print_Titles|_FilterDatabase)\Z")
_OF_WORKBOOK: Final = ("absPath", "fileSharing", "externalReferences", "pivotCaches")


def clean(data: bytes) -> bytes:
    """A new file. Raises Unreadable, TooLarge, or Refused where a visible cell would no longer show the same."""
    rewriting = Rewriting(data)
    book = Book(rewriting.package)
    if rewriting.names(r"xl/slicer"):
        raise Refused("工作簿带有切片器，不能自动清除；请删除切片器后再试。")
    hidden = [s for s in book.sheets if s.state != "visible" or s.is_macro]
    kept = [s for s in book.sheets if s not in hidden]
    if not kept:
        raise Refused("所有工作表都是隐藏的，不能自动清除；请先取消隐藏再检查。")
    _charts(rewriting, hidden)
    taken = _emptied(rewriting, book, kept)
    named = _names(rewriting, book, hidden)
    if taken or hidden or named or rewriting.names(r"xl/(?:externalLinks/|connections)"):
        for sheet in kept:
            _frozen(rewriting.tree(sheet.part), sheet)
    for sheet in kept:
        _around(rewriting, sheet, hidden)
    rewriting.drop_properties()
    for pattern in (*_DROPPED, *(re.escape(s.part) + r"\Z" for s in hidden)):
        rewriting.drop(pattern)
    take_out(rewriting.tree(book.main), *_OF_WORKBOOK)
    _notes(rewriting)
    _shapes(rewriting)
    _strings(rewriting, book.strings_part, [sheet.part for sheet in kept])
    copy = rewriting.written()
    if seen(copy) != seen(data):
        raise Refused("清除会改变看得见的单元格，没有保存；请用Excel打开，处理后另存，再检查。")
    return copy


def _charts(rewriting: Rewriting, hidden: list[Sheet]) -> None:
    """A chart over a sheet that goes would lose its source, and with it, once recalculated, its shape."""
    for name in rewriting.names(r"xl/charts/[^/]+\.xml\Z"):
        for formula in each(rewriting.tree(name), "f"):
            if any(sheet.name in (formula.text or "") for sheet in hidden):
                raise Refused("图表的数据在隐藏的工作表里，不能自动清除；请把图表粘贴为图片后再试。")


def _emptied(rewriting: Rewriting, book: Book, kept: list[Sheet]) -> bool:
    """Empty hidden rows and columns and cells whose format shows nothing; True where there was anything."""
    taken = False
    for sheet in kept:
        root = rewriting.tree(sheet.part)
        unseen = Unseen(root)
        gone = list(_unseen_cells(root, unseen, book))
        if gone and next(each(root, "tablePart"), None) is not None:
            raise Refused(f"工作表“{sheet.name}”的表格里有隐藏的行或列，不能自动清除；请取消隐藏或删除后再试。")
        for cell in gone:
            taken = True
            for part in [c for c in cell if local(c) in ("v", "f", "is")]:
                cell.remove(part)
            cell.attrib.pop("t", None)
    return taken


def _unseen_cells(root: Any, unseen: Unseen, book: Book) -> Iterator[Any]:
    row_number = 0
    for row in each(root, "row"):
        row_number = int(row.get("r") or row_number + 1)
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            letters = re.match(r"[A-Z]{1,3}", cell.get("r") or "")
            column = column_number(letters[0]) if letters else column + 1
            unshown = unseen.cell(row_number, column) or book.style(int(cell.get("s") or 0)).hidden
            if unshown and len(cell):
                yield cell


def _names(rewriting: Rewriting, book: Book, hidden: list[Sheet]) -> bool:
    """Names and sheets of the workbook; True where a name went that a formula may have used."""
    root = rewriting.tree(book.main)
    numbers = {s.part: number for number, s in enumerate(book.sheets)}
    gone = {numbers[s.part] for s in hidden}
    went = False
    for name in list(each(root, "definedName")):
        scope = value(name, "localSheetId")
        if not _PLAIN_NAME.match(value(name, "name") or "") or (scope and int(scope) in gone):
            name.getparent().remove(name)
            went = True
        elif scope:
            name.set("localSheetId", str(int(scope) - sum(number < int(scope) for number in gone)))
    for names in list(each(root, "definedNames")):
        if len(names) == 0:
            names.getparent().remove(names)
    for sheet in list(each(root, "sheet")):
        if value(sheet, "name") in {s.name for s in hidden}:
            sheet.getparent().remove(sheet)
    for view in each(root, "workbookView"):
        for key in ("activeTab", "firstSheet"):
            view.attrib.pop(key, None)
    return went


def _frozen(root: Any, sheet: Sheet) -> None:
    """Formulas become the values they show: what they were worked out from may be gone."""
    for formula in list(each(root, "f")):
        cell = formula.getparent()
        if local(cell) != "c":
            continue
        if child(cell, "v") is None and cell.get("t") != "str":
            raise Refused(f"工作表“{sheet.name}”的公式没有保存计算结果，不能自动清除；请用Excel打开并保存后再试。")
        cell.remove(formula)


def _around(rewriting: Rewriting, sheet: Sheet, hidden: list[Sheet]) -> None:
    """Links into somebody's own machine; rules that name a sheet that goes."""
    root = rewriting.tree(sheet.part)
    take_out(root, "scenarios")
    rewriting.unlink(sheet.part, local_links(rewriting, sheet.part))
    for rule in list(each(root, "dataValidation", "conditionalFormatting")):
        formulas = " ".join(f.text or "" for f in each(rule, "formula1", "formula2", "formula", "f"))
        if any(other.name in formulas for other in hidden):
            if local(rule) != "dataValidation":
                raise Refused(f"工作表“{sheet.name}”的条件格式引用了隐藏的工作表，不能自动清除。")
            rule.getparent().remove(rule)
    for rules in list(each(root, "dataValidations")):
        if len(rules) == 0:
            rules.getparent().remove(rules)
        else:
            rules.set("count", str(len(rules)))


def _notes(rewriting: Rewriting) -> None:
    """The yellow boxes of comments; other drawings of the same part stay."""
    for name in rewriting.names(r"xl/drawings/[^/]+\.vml\Z"):
        root = rewriting.tree(name)
        for data in list(each(root, "ClientData")):
            if value(data, "ObjectType") == "Note":
                shape = data.getparent()
                shape.getparent().remove(shape)
        if next(each(root, "shape"), None) is None:
            rewriting.drop(re.escape(name) + r"\Z")


def _shapes(rewriting: Rewriting) -> None:
    """Shapes that are switched off."""
    for name in rewriting.names(r"xl/drawings/[^/]+\.xml\Z"):
        for properties in list(each(rewriting.tree(name), "cNvPr")):
            if value(properties, "hidden") in ("1", "true"):
                anchor = next((a for a in properties.iterancestors() if local(a).endswith("Anchor")), None)
                if anchor is not None and anchor.getparent() is not None:
                    anchor.getparent().remove(anchor)


def _strings(rewriting: Rewriting, name: str, parts: list[str]) -> None:
    """Shared strings that no cell shows become empty, so that the numbers of the others stay."""
    if not rewriting.names(re.escape(name)):
        return
    used = {
        child(cell, "v").text
        for part in parts
        for cell in each(rewriting.tree(part), "c")
        if cell.get("t") == "s" and child(cell, "v") is not None
    }
    for number, item in enumerate(i for i in rewriting.tree(name) if local(i) == "si"):
        if str(number) not in used:
            for part in list(item):
                item.remove(part)
            item.append(item.makeelement(item.tag.replace("}si", "}t")))
