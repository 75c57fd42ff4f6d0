"""A font without a single letter of its own, for text that is searched and selected over a picture of itself.

One TrueType glyph, a box that is never painted, for every code; which code is which letter stands in ToUnicode. So
a page keeps its text in any script at the price of a few hundred bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf

EM: Final = 1000
_ASCENT: Final = 800
_DESCENT: Final = -200
NAME: Final = Name("/AAAAAA+Glyphless")
_FIRST: Final = 0xA000
"""Codes start where no text begins: read as letters by mistake, they spell nothing."""
_MOST: Final = 0xFFFE
_BLOCK: Final = 100
_WIDEST: Final = 4000


class Font:
    """Gives every letter that is used a code, and is written when all are known."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[tuple[str, int], int] = {}
        self.object: Object = pdf.make_indirect(Dictionary(Type=Name.Font))

    def __len__(self) -> int:
        return len(self._codes)

    def code(self, letter: str, width: float) -> tuple[int, int]:
        """Its code, and the width (thousandths of the height) that this code has: the nearest whole one."""
        whole = max(1, min(_WIDEST, round(width)))
        return self._codes.setdefault((letter, whole), min(_FIRST + len(self._codes), _MOST)), whole

    def finish(self) -> None:
        """Write the font into the PDF."""
        pdf, font = self._pdf, self.object
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=NAME, Flags=5, FontBBox=Array([0, _DESCENT, EM, _ASCENT]),
            ItalicAngle=0, Ascent=_ASCENT, Descent=_DESCENT, CapHeight=_ASCENT, StemV=80,
            FontFile2=pdf.make_stream(_truetype(), Length1=len(_truetype())),
        )  # fmt: skip
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=NAME, DW=EM, W=self._widths(),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pdf.make_stream(bytes(2 * (_MOST + 1))),
            FontDescriptor=pdf.make_indirect(descriptor),
        )  # fmt: skip
        font.Subtype, font.BaseFont, font.Encoding = Name.Type0, NAME, Name("/Identity-H")
        font.DescendantFonts = Array([pdf.make_indirect(below)])
        font.ToUnicode = pdf.make_stream(to_unicode({code: letter for (letter, _), code in self._codes.items()}))

    def _widths(self) -> Array:
        parts = Array([_FIRST])
        parts.append(Array([width for _, width in self._codes]))
        return parts


def to_unicode(letters: Mapping[int, str], wide: int = 2) -> bytes:
    """The CMap that says which letters codes of ``wide`` bytes are (ISO 32000-2, 9.10.3)."""
    digits = 2 * wide
    rows = [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in letters.items()]
    blocks = [rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{'00' * wide}> <{'FF' * wide}>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _box() -> bytes:
    """Half a square: text without extent is no text to some viewers where it runs upwards."""
    corners = struct.pack(">hhhh", 0, EM // 2, 0, -EM // 2) + struct.pack(">hhhh", _DESCENT, 0, EM, 0)
    made = struct.pack(">hhhhhHH", 1, 0, _DESCENT, EM // 2, _ASCENT, 3, 0) + bytes([1, 1, 1, 1]) + corners
    return made + bytes(-len(made) % 4)


def _truetype() -> bytes:
    """The least a TrueType font may be (ISO 14496-22): one glyph, a box."""
    glyph = _box()
    tables = {
        b"OS/2": struct.pack(">HhHHHhhhhhhhhhhh10s4L4sHHHhhhHH", 0, EM, 400, 5, 0, *[0] * 11, bytes(10), 0, 0, 0,
                             0, b"NONE", 0x40, 0, 0xFFFF, _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT),
        b"cmap": struct.pack(">HHHHLHHHHHHHHHHHH", 0, 1, 3, 1, 12, 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": glyph,
        b"head": struct.pack(">LLLLHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, 0, _DESCENT, EM,
                             _ASCENT, 0, 3, 2, 0, 0),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, EM, 0, 0, EM, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">Hh", EM, 0),
        b"loca": struct.pack(">HH", 0, len(glyph) // 2),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 1, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }  # fmt: skip
    at = 12 + 16 * len(tables)
    head = struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    rows, body = b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        rows += struct.pack(">4sLLL", tag, checksum, at + len(body), len(data))
        body += padded
    return head + rows + body
