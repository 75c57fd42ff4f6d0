"""What a PDF says about itself: its Info dictionary and its XMP metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from gongkai.errors import GongkaiError

from .findings import Found
from .office import PROGRAMS, is_told
from .package import each, local, parse_xml
from .pdf_objects import plain, stream_bytes

_PERSONS: Final = frozenset({"Author", "creator", "Authors", "AuthorsPosition", "ManagerName"})
# Dates, programs and numbers of versions; they are removed on cleaning, but tell nothing of anybody.
_TECHNICAL: Final = frozenset(
    {
        "CreationDate", "ModDate", "Trapped", "Creator", "Producer", "CreateDate", "ModifyDate",
        "MetadataDate", "CreatorTool", "format", "DocumentID", "InstanceID", "OriginalDocumentID", "part",
        "conformance", "rev", "amd", "corr", "PDFVersion", "language", "type", "VersionID", "RenditionClass",
        "date", "about", "lang", "parseType", "GTS_PDFXVersion", "GTS_PDFXConformance", "PTEX.Fullbanner",
        "resource", "schema", "namespaceURI", "prefix", "name", "valueType", "category",
        "description-of-schema", "xmptk", "producer", "Seq", "Bag", "NumPages", "NPages", "softwareAgent", "when",
        "action", "changed", "instanceID", "documentID", "Version", "SourceModified",
    }
)  # fmt: skip


def look(document: pikepdf.Pdf, found: Found, visible: str) -> None:
    info = document.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        for key, value in info.items():
            _property(str(key).lstrip("/"), plain(value), "文件属性", found, visible)
    _xmp(document.Root.get("/Metadata"), "元数据（XMP）", found, visible)
    for item in document.objects:
        if (
            isinstance(item, pikepdf.Stream)
            and item.get("/Type") == "/Metadata"
            and not _same(item, document.Root)
        ):
            _xmp(item, "对象的元数据（XMP）", found, visible)


def _same(item: Any, root: Any) -> bool:
    own = root.get("/Metadata")
    return own is not None and own.objgen == item.objgen


def _xmp(stream: Any, where: str, found: Found, visible: str) -> None:
    if not isinstance(stream, pikepdf.Stream):
        return
    content = stream_bytes(stream)
    if content is None:
        found.unexamined(where, "打不开。")
        return
    try:
        values = list(_values(parse_xml(content.strip(b"\x00 \r\n\t"))))
    except GongkaiError:
        # No XML, as damaged or careless programs write it: whatever stands between its tags.
        values = [("内容", re.sub(r"<[^<>]*>", " ", content.decode("utf-8", "replace")))]
    for name, value in values:
        _property(name, value, where, found, visible)


def _values(root: Any) -> Iterator[tuple[str, str]]:
    """Name and text of every leaf and attribute; what stands in a list has the name of what the list is for.

    The schemas that PDF/A has a file describe are left out.
    """
    described = {element for holder in each(root, "schemas") for element in holder.iter()}
    for element in root.iter():
        if not isinstance(element.tag, str) or element in described:
            continue
        for key, value in element.attrib.items():
            yield str(key).rsplit("}", 1)[-1], str(value)
        if len(element) == 0 and element.text:
            named = element
            while named is not None and local(named) in ("li", "Seq", "Bag", "Alt", "Description"):
                named = named.getparent()
            yield local(named if named is not None else element), element.text


def _property(name: str, value: str, where: str, found: Found, visible: str) -> None:
    value = value.strip()
    if not value or value.lower() in PROGRAMS:
        return
    if name in _TECHNICAL:
        found.personal(where, value)
    elif name in _PERSONS:
        if not is_told(value, visible, organisation=True):
            found.concealed("author", where, f"{name}={value}")
    elif not is_told(value, visible):
        found.concealed("property", where, f"{name}={value}")
