"""Tracked changes of a Word file, all of them accepted."""

from __future__ import annotations

from typing import Any, Final

from .package import each, local
from .rewriting import take_out, unwrap
from .word_look import child

_FORMER: Final = (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
    "tblGridChange", "numberingChange",
)  # fmt: skip
_RANGES: Final = (
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart",
    "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
)  # fmt: skip
_GONE: Final = frozenset({"del", "moveFrom"})


def accept(root: Any) -> None:
    """What was inserted or moved here stays, what was deleted or moved away goes, formats are as they are now."""
    take_out(root, *_FORMER)
    _rows(root)
    _cells(root)
    ended = _deleted_marks(root)
    take_out(root, *_GONE, *_RANGES)
    unwrap(root, "ins", "moveTo")
    for paragraph in ended:
        _join(paragraph)


def _rows(root: Any) -> None:
    for row in list(each(root, "tr")):
        properties = child(row, "trPr")
        if properties is not None and any(local(mark) in _GONE for mark in properties):
            table = row.getparent()
            table.remove(row)
            if next(each(table, "tr"), None) is None and table.getparent() is not None:
                table.getparent().remove(table)


def _cells(root: Any) -> None:
    for mark in list(each(root, "cellDel")):
        cell = next((a for a in mark.iterancestors() if local(a) == "tc"), None)
        if cell is not None and cell.getparent() is not None:
            cell.getparent().remove(cell)
    take_out(root, "cellIns", "cellDel", "cellMerge")


def _deleted_marks(root: Any) -> list[Any]:
    """Paragraphs whose end was deleted: they run on into the next one."""
    found = []
    for paragraph in each(root, "p"):
        mark = child(child(paragraph, "pPr"), "rPr")
        if mark is not None and any(local(c) in _GONE for c in mark):
            found.append(paragraph)
    return found


def _join(paragraph: Any) -> None:
    following = paragraph.getnext()
    if following is None or local(following) != "p" or paragraph.getparent() is None:
        return
    at = 1 if len(following) and local(following[0]) == "pPr" else 0
    for element in [e for e in paragraph if local(e) != "pPr"]:
        following.insert(at, element)
        at += 1
    paragraph.getparent().remove(paragraph)
