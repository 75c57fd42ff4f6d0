"""Pictures as the pieces their file is made of, without decoding a pixel: JPEG segments, PNG chunks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
# Everything a decoder needs for the same pixels in the same colours.
_PNG_KEPT: Final = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
        b"cICP",
    }
)
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker of a JPEG with its bytes; the entropy-coded data belongs to the marker before it."""

    marker: int
    data: bytes
    """The whole segment, marker included."""
    end: int
    """Where in the file it ends."""

    @property
    def body(self) -> bytes:
        return self.data[4:]


def segments(data: bytes) -> Iterator[Segment]:
    """The markers of a JPEG up to its end of image; ValueError where it is none."""
    at = 0
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        while at + 1 < len(data) and data[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = data[at + 1]
        if marker in _ALONE or marker == 0xD9:
            yield Segment(marker, data[at : at + 2], at + 2)
            at += 2
            if marker == 0xD9:
                return
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == 0xDA:
            end = _scan_end(data, end)
        yield Segment(marker, data[at:end], end)
        at = end
    raise ValueError("no end of image")


def _scan_end(data: bytes, at: int) -> int:
    """Where the entropy-coded data ends: at a marker that is neither a stuffed FF nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("no end of image")
        if data[at + 1] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at += 2


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and whole bytes of each chunk of a PNG up to IEND; ValueError where it is none."""
    at = len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        yield name, data[at : at + 12 + length]
        at += 12 + length
        if name == b"IEND":
            return
    raise ValueError("no IEND")


def after_the_end(data: bytes, kind: str) -> bytes:
    """What stands behind the end of the picture; a cropped picture may keep its old self there."""
    try:
        if kind == "JPEG":
            end = max(segment.end for segment in segments(data))
        elif kind == "PNG":
            end = len(PNG) + sum(len(chunk) for _, chunk in chunks(data))
        elif kind == "GIF":
            end = data.rfind(b"\x3b") + 1
        elif kind == "WEBP":
            end = 8 + int.from_bytes(data[4:8], "little")
        else:
            return b""
    except (ValueError, struct.error):
        return b""
    return data[end:].strip(b"\x00\r\n ")


def comments(data: bytes, kind: str) -> Iterator[str]:
    """Texts that Pillow does not show: JPEG comments, XMP and Photoshop blocks; private PNG chunks."""
    try:
        if kind == "JPEG":
            for segment in segments(data):
                if segment.marker == 0xFE and (text := segment.body.decode("utf-8", "replace").strip("\x00 ")):
                    yield f"注释：{text}"
                elif segment.marker == 0xE1 and segment.body.startswith(b"http://ns.adobe.com/"):
                    yield "XMP元数据"
                elif segment.marker == 0xED:
                    yield "Photoshop、IPTC元数据"
        elif kind == "PNG":
            odd = {name for name, _ in chunks(data)} - _PNG_KEPT - {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME",
                                                                     b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
            for name in sorted(odd):
                yield f"附加数据块 {name.decode('latin-1')}"
        elif kind == "GIF" and b"\x21\xfe" in data:
            yield "GIF注释"
    except (ValueError, struct.error):
        yield "图片结构不完整"


def stripped(data: bytes, kind: str) -> bytes | None:
    """The same picture, bit by bit, without what stands beside it; None for a kind that has to be made anew."""
    try:
        if kind == "JPEG":
            return b"".join(s.data for s in segments(data) if _kept(s))
        if kind == "PNG":
            kept = list(chunks(data))
            animated = {b"acTL", b"fcTL", b"fdAT"} if any(n == b"acTL" for n, _ in kept) else set()
            return PNG + b"".join(chunk for name, chunk in kept if name in _PNG_KEPT | animated)
    except (ValueError, struct.error):
        return None
    return None


def _kept(segment: Segment) -> bool:
    if segment.marker == 0xFE:
        return False
    if not 0xE0 <= segment.marker <= 0xEF:
        return True
    # JFIF (its own thumbnail apart), the colour profile, and Adobe's note on the colour transform.
    return (
        (segment.marker == 0xE0 and segment.body.startswith(b"JFIF\x00") and len(segment.body) <= 14)
        or (segment.marker == 0xE2 and segment.body.startswith(b"ICC_PROFILE\x00"))
        or (segment.marker == 0xEE and segment.body.startswith(b"Adobe"))
    )
