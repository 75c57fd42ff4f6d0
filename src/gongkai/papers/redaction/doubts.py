"""Pages whose text may not be what the eye sees: words in patterns and masks, fonts that say two things.

A search would look past them in silence, so such a page counts as unread. Nothing here reads a page; it only finds
what a file gives away against itself.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.encodingdb import EncodingDB
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import TrueTypeFont
from pdfminer.psexceptions import PSException
from pdfminer.psparser import LIT
from pikepdf import Dictionary, Name, Stream

from .spelling import plain

_SHOWS: Final = re.compile(rb"\b(?:Tj|TJ)\b|[)>\]]\s*['\"]")
_SYMBOLIC: Final = 4
_UNICODE: Final = re.compile(r"^/Uni\w+-(?:UCS2|UTF16)-[HV]$")
_HIDDEN: Final = "图案或蒙版里有文字"
_LIES: Final = "字体的编码自相矛盾"


class Doubts:
    """Asked page by page of one document; every font and drawing is looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def of(self, page: Any) -> str:
        """Why that page's text is not to be relied on, or ""."""
        return self._resources(page.get(Name.Resources), 0)

    def _resources(self, resources: Any, depth: int) -> str:
        if not isinstance(resources, Dictionary) or depth > 30:
            return ""
        return next((doubt for doubt in self._each(resources, depth) if doubt), "")

    def _each(self, resources: Dictionary, depth: int) -> Iterator[str]:
        for font in _named(resources, Name.Font):
            yield self._once(font, lambda one: _font(one))
        for tile in _named(resources, Name.Pattern):
            if isinstance(tile, Stream):
                yield _HIDDEN if _speaks(tile, 0) else ""
        for state in _named(resources, Name.ExtGState):
            mask: Any = state.get(Name.SMask)
            if isinstance(mask, Dictionary) and isinstance(mask.get(Name.G), Stream):
                yield _HIDDEN if _speaks(mask.G, 0) else ""
        for drawing in _named(resources, Name.XObject):
            if drawing.get(Name.Subtype) == Name.Form:
                yield self._once(drawing, lambda one: self._resources(one.get(Name.Resources), depth + 1))

    def _once(self, one: Any, ask: Any) -> str:
        key = one.objgen
        if key == (0, 0):
            return str(ask(one))
        if key not in self._known:
            self._known[key] = ""
            self._known[key] = ask(one)
        return self._known[key]


def _named(resources: Dictionary, group: Name) -> Iterator[Any]:
    named: Any = resources.get(group)
    if isinstance(named, Dictionary):
        yield from (one for _, one in named.items() if isinstance(one, Dictionary | Stream))


def _speaks(drawing: Any, depth: int) -> bool:
    """Whether a pattern or a mask shows text, itself or in a form inside it."""
    if _SHOWS.search(drawing.read_bytes()):
        return True
    inner: Any = drawing.get(Name.Resources)
    if depth > 8 or not isinstance(inner, Dictionary):
        return False
    return any(
        _speaks(one, depth + 1) for one in _named(inner, Name.XObject) if one.get(Name.Subtype) == Name.Form
    )


def _font(font: Any) -> str:
    if font.get(Name.Subtype) == Name.Type3:
        drawings = [one for _, one in font.CharProcs.items() if isinstance(one, Stream)]
        return _HIDDEN if any(_SHOWS.search(one.read_bytes()) for one in drawings) else ""
    unicode: Any = font.get(Name.ToUnicode)
    if not isinstance(unicode, Stream):
        return ""
    says, means = told(unicode.read_bytes()), _meant(font)
    differing = [code for code in says.keys() & means.keys() if _differ(says[code], means[code])]
    return _LIES if len(differing) > 1 else ""


def _differ(one: str, other: str) -> bool:
    """Two letters or digits that nobody takes for one another."""
    first, second = plain(one), plain(other)
    return first.isalnum() and second.isalnum() and first != second and not (first in second or second in first)


def told(data: bytes) -> Mapping[int, str]:
    """What ToUnicode says of each code."""
    made = FileUnicodeMap()
    try:
        CMapParser(made, io.BytesIO(data)).run()
    except (PSException, ValueError, TypeError, KeyError, IndexError, UnicodeError):
        return {}
    return made.cid2unichr


def _meant(font: Any) -> Mapping[int, str]:
    """What the font shows for each code, as far as the file says."""
    encoding: Any = font.get(Name.Encoding)
    if font.get(Name.Subtype) == Name.Type0:
        return _composite(font, str(encoding) if isinstance(encoding, Name) else "")
    described: Any = font.get(Name.FontDescriptor)
    if isinstance(described, Dictionary) and int(described.get(Name.Flags, 0)) & _SYMBOLIC:
        return {}
    base, changes = encoding, None
    if isinstance(encoding, Dictionary):
        base, changes = encoding.get(Name.BaseEncoding), encoding.get(Name.Differences)
    name = str(base)[1:] if isinstance(base, Name) else "StandardEncoding"
    differences = [LIT(str(one)[1:]) if isinstance(one, Name) else int(one) for one in changes or ()]
    return EncodingDB.get_encoding(name, differences)


def _composite(font: Any, encoding: str) -> Mapping[int, str]:
    if _UNICODE.match(encoding):
        return _itself()
    below: Any = font.DescendantFonts[0]
    described: Any = below.get(Name.FontDescriptor)
    program = described.get(Name.FontFile2) if isinstance(described, Dictionary) else None
    plainly = encoding.startswith("/Identity") and below.get(Name.CIDToGIDMap, Name.Identity) == Name.Identity
    if not (plainly and isinstance(program, Stream)):
        return {}
    try:
        made = TrueTypeFont("", io.BytesIO(program.read_bytes())).create_unicode_map()
    except (PDFException, PSException, struct.error, ValueError, KeyError, IndexError, TypeError):
        return {}
    return made.cid2unichr


def _itself() -> Mapping[int, str]:
    """Codes that are the letters themselves."""
    return {code: chr(code) for code in range(0x20, 0xD800)}
