"""What a PDF still holds and does not show: a page that was cut out, a picture that no page draws any more."""

from __future__ import annotations

import re
from typing import Any, Final

import pikepdf

from .findings import Found
from .pdf_objects import holders, reachable, stream_bytes

_DRAWS: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_TEXT: Final = re.compile(rb"\bBT\b.*?\bT[jJ]\b", re.DOTALL)


def look(document: pikepdf.Pdf, found: Found) -> None:
    used = reachable(document.trailer)
    lost = [item for item in document.objects if _is_content(item) and item.objgen not in used]
    lost += [item for item in undrawn(document) if item.objgen in used]
    if lost:
        found.add("leftover-text", "文件内部", f"有{len(lost)}个不再显示的页面内容、图片或附件仍留在文件里")


def _is_content(item: Any) -> bool:
    if isinstance(item, pikepdf.Stream):
        if item.get("/Type") in ("/XRef", "/ObjStm"):
            return False
        if item.get("/Subtype") in ("/Image", "/Form") or item.get("/Type") == "/EmbeddedFile":
            return True
        return shows_text(stream_bytes(item) or b"")
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Page", "/Annot")


def shows_text(content: bytes) -> bool:
    """True for drawing instructions that show any text."""
    return _TEXT.search(content[:1_000_000]) is not None


def undrawn(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Pictures and forms among the resources of some page that none of them draws."""
    offered: dict[tuple[int, int], pikepdf.Stream] = {}
    drawn: set[tuple[int, int]] = set()
    borrowed = _borrowed(document)
    for resources, content in holders(document):
        objects = resources.get("/XObject")
        named = _names(content) | borrowed
        for key, item in objects.items() if isinstance(objects, pikepdf.Dictionary) else ():
            if isinstance(item, pikepdf.Stream):
                offered[item.objgen] = item
                if str(key).lstrip("/") in named:
                    drawn.add(item.objgen)
    return [stream for number, stream in offered.items() if number not in drawn]


def _borrowed(document: pikepdf.Pdf) -> set[str]:
    """What forms draw that have no resources of their own, and so use those of whoever draws them."""
    names: set[str] = set()
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form" and "/Resources" not in item:
            names |= _names(stream_bytes(item) or b"")
    return names


def _names(content: bytes) -> set[str]:
    return {_unescaped(name) for name in _DRAWS.findall(content)}


def _unescaped(name: bytes) -> str:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), name).decode("utf-8", "replace")
