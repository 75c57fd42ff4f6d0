"""An Excel file (XLSX) as its parts: sheets, shared strings, and what a cell's style makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from .package import Package, each, local, part_of
from .word_look import child, is_light, value

_TINY: Final = 3  # points
_WHITE_INDEXED: Final = frozenset({"1", "9"})
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    state: str
    """visible, hidden, veryHidden"""
    part: str

    @property
    def is_macro(self) -> bool:
        """A sheet of Excel 4 macros or a dialog: a program, whoever sees it."""
        return self.part.startswith(("xl/macrosheets/", "xl/dialogsheets/"))

    @property
    def where(self) -> str:
        return f"工作表“{self.name}”" + ("" if self.state == "visible" else "（隐藏）")


@dataclass(frozen=True, slots=True)
class Cell:
    row: int
    column: int
    text: str
    style: int
    formula: str
    shared: int | None = None
    """Its number in the shared strings."""


@dataclass(frozen=True, slots=True)
class Style:
    hidden: bool
    """Its number format shows nothing: ;;;"""
    faint: bool
    tiny: bool


class Book:
    """Read lazily; a sheet is parsed once a pass."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = part_of(package, "", "officeDocument", "xl/workbook.xml")
        self.workbook = package.xml(self.main)
        relations = package.relations(self.main)
        self.sheets = tuple(
            Sheet(value(s, "name") or "", value(s, "state") or "visible", relations[key].target)
            for s in each(self.workbook, "sheet")
            if (key := _relation(s)) in relations
        )
        self.strings_part = part_of(package, self.main, "sharedStrings", "xl/sharedStrings.xml")
        self.strings = tuple(_strings(package, self.strings_part))
        self.styles = tuple(_styles(package, part_of(package, self.main, "styles", "xl/styles.xml")))

    def cells(self, root: Any) -> Iterator[Cell]:
        """Cells of a sheet with a value, row by row. Positions that a file leaves out are counted."""
        row_number = 0
        for row in each(root, "row"):
            row_number = int(row.get("r") or row_number + 1)
            column = 0
            for cell in row:
                if local(cell) == "c":
                    found = _REFERENCE.match(cell.get("r") or "")
                    column = column_number(found[1]) if found else column + 1
                    yield self._cell(cell, row_number, column)

    def _cell(self, cell: Any, row: int, column: int) -> Cell:
        kind, raw = cell.get("t", "n"), child(cell, "v")
        content = (raw.text or "") if raw is not None else ""
        formula = child(cell, "f")
        code = (formula.text or "") if formula is not None else ""
        style = int(cell.get("s") or 0)
        if kind == "s" and content.strip().isdigit() and int(content) < len(self.strings):
            return Cell(row, column, self.strings[int(content)], style, code, int(content))
        if kind == "inlineStr":
            content = rich_text(child(cell, "is"))
        elif kind == "n":
            content = _number(content)
        return Cell(row, column, content, style, code)

    def style(self, number: int) -> Style:
        return self.styles[number] if number < len(self.styles) else Style(hidden=False, faint=False, tiny=False)


def _relation(element: Any) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def rich_text(element: Any) -> str:
    """A string whatever the runs it is cut into; readings for pronunciation are left out."""
    if element is None:
        return ""
    return "".join(t.text or "" for t in each(element, "t") if local(t.getparent()) != "rPh")


def _number(raw: str) -> str:
    """A telephone number kept as a number may be written 1.38E10."""
    if "E" not in raw.upper():
        return raw
    try:
        return f"{Decimal(raw):f}"
    except InvalidOperation:
        return raw


def _strings(package: Package, name: str) -> Iterator[str]:
    if name in package:
        for item in package.xml(name):
            if local(item) == "si":
                yield rich_text(item)


def _styles(package: Package, name: str) -> Iterator[Style]:
    if name not in package:
        return
    root = package.xml(name)
    formats = {value(f, "numFmtId"): value(f, "formatCode") or "" for f in each(root, "numFmt")}
    fonts = list(next(each(root, "fonts"), ()))
    fills = list(next(each(root, "fills"), ()))
    for xf in next(each(root, "cellXfs"), ()):
        font, fill = _at(fonts, value(xf, "fontId")), _at(fills, value(xf, "fillId"))
        size = child(font, "sz")
        yield Style(
            hidden=re.fullmatch(r"\s*(?:;\s*){2,3}", formats.get(value(xf, "numFmtId"), "")) is not None,
            faint=_white(child(font, "color")) and _blank(fill),
            tiny=size is not None and float(value(size) or 11) < _TINY,
        )


def _at(elements: list[Any], number: str | None) -> Any:
    return elements[int(number)] if number and number.isdigit() and int(number) < len(elements) else None


def _white(colour: Any) -> bool:
    if colour is None:
        return False
    if theme := value(colour, "theme"):
        return theme == "0" and float(value(colour, "tint") or 0) > -0.05
    return (value(colour, "indexed") or "") in _WHITE_INDEXED or is_light((value(colour, "rgb") or "")[-6:])


def _blank(fill: Any) -> bool:
    """No fill, or a white one."""
    pattern = child(fill, "patternFill")
    if pattern is None:
        return fill is None or child(fill, "gradientFill") is None
    kind = value(pattern, "patternType") or "none"
    return kind == "none" or (kind == "solid" and _white(child(pattern, "fgColor")))
