"""Layers of a PDF that are switched off, taken out of its pages and forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Name, Operator

from gongkai.errors import Refused

Number = tuple[int, int]
_SHOWS: Final = frozenset({"Tj", "TJ", "Do", "sh", "INLINE IMAGE", "EI", "BI"})
_PAINTS: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})


def without_layers(document: pikepdf.Pdf, off: set[Number]) -> None:
    """Take out what only the layers ``off`` draw. Everything else that a drawing sets up stays, so that what
    follows it looks as before. Raises Refused for a visibility that depends on more than one layer being on."""
    for page in document.pages:
        _content(document, page.obj, page.obj.get("/Resources"), off, whole=page)
    for item in list(document.objects):
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") in ("/Form", "/Image"):
            if "/OC" in item and _is_off(item.OC, off):
                _emptied(item)
            elif item.get("/Subtype") == "/Form":
                _content(document, item, item.get("/Resources"), off)


def _emptied(item: pikepdf.Stream) -> None:
    for key in [k for k in item.keys() if k not in ("/Length",)]:  # noqa: SIM118 - a pikepdf object is no mapping
        del item[key]
    item.Type, item.Subtype, item.BBox = Name.XObject, Name.Form, pikepdf.Array([0, 0, 1, 1])
    item.write(b"")


def _content(document: pikepdf.Pdf, holder: Any, resources: Any, off: set[Number], whole: Any = None) -> None:
    names = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(names, pikepdf.Dictionary):
        return
    hidden = {str(key) for key in names.keys() if _is_off(names[key], off)}  # noqa: SIM118
    if not hidden:
        return
    kept = pikepdf.unparse_content_stream(list(_shown(pikepdf.parse_content_stream(whole or holder), hidden)))
    if whole is not None:
        holder.Contents = document.make_stream(kept)
    else:
        holder.write(kept)


def _is_off(group: Any, off: set[Number]) -> bool:
    """True for a layer that is off, or a membership all of whose layers are."""
    if not isinstance(group, pikepdf.Dictionary):
        return False
    if group.get("/Type") != "/OCMD":
        return group.objgen in off
    if "/VE" in group or group.get("/P", "/AnyOn") not in ("/AnyOn", "/AllOn"):
        raise Refused("图层的显示条件过于复杂，不能自动清除；请打印为新的PDF后再检查。")
    held = group.get("/OCGs")
    members = list(held) if isinstance(held, pikepdf.Array) else [held]
    numbers = [m.objgen in off for m in members if isinstance(m, pikepdf.Dictionary)]
    if group.get("/P") == "/AllOn":
        return any(numbers)
    return bool(numbers) and all(numbers)


def _shown(instructions: Iterable[Any], hidden: set[str]) -> Iterator[Any]:
    depth: list[bool] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            operands = instruction.operands
            depth.append(operator == "BDC" and operands[0] == Name.OC and str(operands[1]) in hidden)
        elif operator == "EMC" and depth:
            depth.pop()
        if any(depth):
            yield from _silent(instruction, operator)
        else:
            yield instruction


def _silent(instruction: Any, operator: str) -> Iterator[Any]:
    """What is left of an instruction without its mark on the page."""
    if operator in _PAINTS:
        yield pikepdf.ContentStreamInstruction([], Operator("n"))
    elif operator in ("'", '"'):
        if operator == '"':  # sets both spacings, and they last
            yield pikepdf.ContentStreamInstruction([instruction.operands[0]], Operator("Tw"))
            yield pikepdf.ContentStreamInstruction([instruction.operands[1]], Operator("Tc"))
        yield pikepdf.ContentStreamInstruction([], Operator("T*"))
    elif operator not in _SHOWS:
        yield instruction
