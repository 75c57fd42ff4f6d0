"""Excel files (XLSX): what sheets, caches and links hold beside the cells that are seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from . import office
from .findings import Found
from .inside import Inside
from .package import Package, each, local
from .sheet_book import Book, Cell, Sheet, column_name, rich_text
from .sheet_unseen import Unseen
from .word_look import value

_STATES: Final = {"hidden": "隐藏", "veryHidden": "深度隐藏（在界面上看不到）"}
_PLAIN_NAMES: Final = re.compile(r"_xlnm\.(?:Print_Area|Print_Titles|_FilterDatabase)\Z")
_UNC: Final = re.compile(r"\\\\[\w.\-一-龥]+\\[^\x00\"<>|]{1,80}")


def look(data: bytes, found: Found, inside: Inside) -> None:
    package = Package(data)
    book = Book(package)
    used: set[int] = set()
    visible: list[str] = []
    for sheet in book.sheets:
        found.personal("工作表名称", sheet.name)
        if sheet.part in package:
            visible += _sheet(book, sheet, found, used)
    _leftovers(book, used, found)
    _workbook(book, found)
    _comments(package, found)
    _caches(package, found)
    _others(package, found)
    office.properties(package, found, "\n".join(visible))
    office.parts(package, found, inside)
    office.leftovers(package, found)


def seen(data: bytes) -> dict[tuple[str, int, int], str]:
    """What the cells of the visible sheets show, by sheet, row and column."""
    book = Book(Package(data))
    shown: dict[tuple[str, int, int], str] = {}
    for sheet in book.sheets:
        if sheet.state == "visible" and not sheet.is_macro and sheet.part in book.package:
            root = book.package.xml(sheet.part)
            unseen = Unseen(root)
            for cell in book.cells(root):
                if cell.text and not unseen.cell(cell.row, cell.column) and not book.style(cell.style).hidden:
                    shown[sheet.name, cell.row, cell.column] = cell.text
    return shown


def _sheet(book: Book, sheet: Sheet, found: Found, used: set[int]) -> list[str]:
    """Everything of one sheet; returns what is seen of it."""
    root = book.package.xml(sheet.part)
    cells = [cell for cell in book.cells(root) if cell.text or cell.formula]
    used.update(cell.shared for cell in cells if cell.shared is not None)
    for cell in cells:
        found.personal(f"{sheet.where}第{cell.row}行", cell.text)
    if sheet.state != "visible":
        found.add(
            "hidden-sheet", f"工作表“{sheet.name}”", f"{_STATES.get(sheet.state, sheet.state)}：{_sample(cells)}"
        )
        return []
    unseen = Unseen(root)
    _ranges(cells, unseen, sheet, found)
    shown = [cell for cell in cells if not unseen.cell(cell.row, cell.column)]
    for kind, hits in _styled(book, shown):
        for row, group in groupby(hits, key=lambda cell: cell.row):
            found.add(kind, f"{sheet.where}第{row}行", _sample(group))
    _around(root, sheet, found)
    return [sheet.name, *(cell.text for cell in shown)]


def _ranges(cells: list[Cell], unseen: Unseen, sheet: Sheet, found: Found) -> None:
    """Hidden rows and columns that hold something, neighbours together."""
    for first, last in _neighbours({cell.row for cell in cells if unseen.row(cell.row)}):
        where = f"{sheet.where}第{first}行" if first == last else f"{sheet.where}第{first}至{last}行"
        note = "（被筛选）" if unseen.filtered else ""
        found.add("hidden-rows", where + note, _sample(c for c in cells if first <= c.row <= last))
    for first, last in _neighbours({cell.column for cell in cells if unseen.column(cell.column)}):
        names = column_name(first) if first == last else f"{column_name(first)}至{column_name(last)}"
        found.add(
            "hidden-columns", f"{sheet.where}{names}列", _sample(c for c in cells if first <= c.column <= last)
        )


def _neighbours(numbers: set[int]) -> Iterator[tuple[int, int]]:
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield run[0], run[-1]


def _styled(book: Book, cells: list[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    yield "hidden-format", [c for c in cells if c.text.strip() and book.style(c.style).hidden]
    yield "faint-text", [c for c in cells if c.text.strip() and book.style(c.style).faint]
    yield "tiny-text", [c for c in cells if c.text.strip() and book.style(c.style).tiny]


def _sample(cells: Iterable[Cell]) -> str:
    texts: list[str] = []
    for cell in cells:
        if cell.text.strip():
            texts.append(cell.text.strip())
        if len(texts) == 12:
            break
    return "、".join(texts) or "（没有内容）"


def _around(root: Any, sheet: Sheet, found: Found) -> None:
    """Headers, footers, the messages and lists of data validation, and figures put by as scenarios."""
    for scenario in each(root, "scenario"):
        told = "；".join(str(v) for e in scenario.iter() for v in e.attrib.values())
        found.concealed("custom-data", f"{sheet.where}方案", told)
    for element in each(root, "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        found.personal(f"{sheet.where}页眉页脚", element.text or "")
    for rule in each(root, "dataValidation"):
        texts = [*(str(v) for v in rule.attrib.values()), *(f.text or "" for f in rule)]
        found.personal(f"{sheet.where}数据有效性", "\n".join(texts))


def _leftovers(book: Book, used: set[int], found: Found) -> None:
    """Shared strings that no cell shows any more; some programs keep those of deleted cells."""
    for number, text in enumerate(book.strings):
        if number not in used and text.strip():
            found.concealed("leftover-text", book.strings_part, text)


def _workbook(book: Book, found: Found) -> None:
    for name in each(book.workbook, "definedName"):
        told = value(name, "name") or ""
        if not _PLAIN_NAMES.match(told):
            hidden = "（隐藏）" if value(name, "hidden") in ("1", "true") else ""
            found.concealed("defined-name", f"名称{hidden}", f"{told}={name.text or ''}")
    for path in each(book.workbook, "absPath"):
        found.concealed("property", "xl/workbook.xml", f"保存位置={value(path, 'url') or ''}")
    for sharing in each(book.workbook, "fileSharing"):
        if user := value(sharing, "userName"):
            found.concealed("author", "xl/workbook.xml", f"userName={user}")


def _comments(package: Package, found: Found) -> None:
    for name in package.names:
        if re.match(r"xl/comments[^/]*\.xml\Z|xl/comments/[^/]+\.xml\Z", name):
            root = package.xml(name)
            authors = [author.text or "" for author in each(root, "author")]
            for comment in each(root, "comment"):
                number = value(comment, "authorId") or ""
                author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
                found.concealed("comment", f"{name} {comment.get('ref', '')}", f"{author}：{rich_text(comment)}")
        elif re.match(r"xl/threadedComments/[^/]+\.xml\Z", name):
            for comment in each(package.xml(name), "threadedComment"):
                text = "".join(t.text or "" for t in comment if local(t) == "text")
                found.concealed("comment", f"{name} {comment.get('ref', '')}", text)
        elif re.match(r"xl/persons/[^/]+\.xml\Z", name):
            people = [value(person, "displayName") or "" for person in each(package.xml(name), "person")]
            if any(people):
                found.concealed("author", name, "批注者：" + "、".join(filter(None, people)))


def _caches(package: Package, found: Found) -> None:
    """Records that a pivot table or a link to another workbook keeps, although the source is gone."""
    for name in package.names:
        if re.match(r"xl/pivotCache/pivotCache(?:Records|Definition)[^/]*\.xml\Z", name):
            texts = [v for e in each(package.xml(name), "s", "n", "d") if (v := value(e, "v"))]
            if texts or "Definition" in name:
                _cached("pivot-cache", name, texts, found)
        elif re.match(r"xl/externalLinks/[^/]+\.xml\Z", name):
            root = package.xml(name)
            names = [value(e, "val") or "" for e in each(root, "sheetName")]
            _cached("external-link", name, [*names, *(e.text or "" for e in each(root, "v"))], found)


def _cached(kind: str, name: str, texts: list[str], found: Found) -> None:
    found.add(kind, name, "、".join(texts[:12]) or "（没有内容）")
    for text in texts:
        found.personal(name, text)


def _others(package: Package, found: Found) -> None:
    for name in package.names:
        if name == "xl/connections.xml":
            for connection in each(package.xml(name), "connection"):
                told = "；".join(str(v) for e in connection.iter() for v in e.attrib.values() if len(str(v)) > 3)
                found.concealed("data-connection", name, told)
        elif re.match(r"xl/(?:queryTables/[^/]+\.xml|model/.+|customData/.+)\Z", name):
            found.add("data-connection", name, "查询或数据模型")
            if name.startswith("xl/model/"):
                found.unexamined(name, "数据模型，打不开。")
        elif re.match(r"xl/(?:macrosheets|dialogsheets)/[^/]+\.xml\Z", name):
            found.add("macro", name, "宏工作表")
        elif re.match(r"xl/revisions/[^/]+\.xml\Z", name):
            text = " ".join(part.strip() for part in package.xml(name).itertext() if part.strip())
            found.concealed("earlier-version", name, f"共享工作簿的修订记录：{text}")
        elif re.match(r"xl/printerSettings/.+\.bin\Z", name):
            if path := _UNC.search(package.read(name).decode("utf-16-le", "replace")):
                found.add("property", name, f"打印机={path[0]}")
        elif re.match(r"xl/(?:drawings|charts)/[^/]+\.xml\Z", name):
            office.drawing(package.xml(name), name, found)
        elif re.match(r"customXml/item\d+\.xml\Z|xl/customProperty[^/]*\Z", name):
            _custom(package, name, found)


def _custom(package: Package, name: str, found: Found) -> None:
    if not name.endswith(".xml"):
        found.add("custom-data", name, "自定义属性")
        return
    text = " ".join(part.strip() for part in package.xml(name).itertext() if part.strip())
    if text:
        found.concealed("custom-data", name, text)
