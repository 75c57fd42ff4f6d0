"""Objects that a PDF still holds although nothing refers to them: a page that was cut out, a former picture."""

from __future__ import annotations

import re
from typing import Any, Final

import pikepdf

from .findings import Found
from .pdf_objects import reachable, stream_bytes

_TEXT: Final = re.compile(rb"\bBT\b.*?\bT[jJ]\b", re.DOTALL)


def look(document: pikepdf.Pdf, found: Found) -> None:
    used = reachable(document.trailer)
    lost = [item for item in document.objects if _is_content(item) and item.objgen not in used]
    if lost:
        found.add("leftover-text", "文件内部", f"有{len(lost)}个不再显示的页面内容、图片或附件仍留在文件里")


def _is_content(item: Any) -> bool:
    if isinstance(item, pikepdf.Stream):
        if item.get("/Type") in ("/XRef", "/ObjStm"):
            return False
        if item.get("/Subtype") in ("/Image", "/Form") or item.get("/Type") == "/EmbeddedFile":
            return True
        return _TEXT.search((stream_bytes(item) or b"")[:1_000_000]) is not None
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Page", "/Annot")
