"""Pictures as cameras and scanners write them, without what they say beside the picture."""

from __future__ import annotations

import zlib
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Stream

from . import limits

_NO_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN: Final = 0xDA
_END: Final = 0xD9
_COMMENT: Final = 0xFE
_BOXES: Final = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_SIGNATURE: Final = b"\0\0\0\x0cjP  "
_ADOBE: Final = 0xEE
"""Says how colours are coded: without it they come out wrong."""


def without_words(data: bytes) -> bytes:
    """A JPEG without comments and application segments (EXIF, XMP, thumbnails), pixels untouched.

    What cannot be walked is given back as it came; the proof looks at it again.
    """
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _NO_LENGTH:
            kept += data[at : at + 2]
            at += 2
            continue
        size = 2 + int.from_bytes(data[at + 2 : at + 4])
        if not (marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker != _ADOBE)):
            kept += data[at : at + size]
        at += size
        if marker == _SCAN:
            return bytes(kept) + _scans(data, at)
    return data


def _scans(data: bytes, at: int) -> bytes:
    """From the first row of pixels to the end of the picture; what hangs on behind it is left out."""
    end = data.rfind(b"\xff\xd9", at)
    rest = data[at:] if end < 0 else data[at : end + 2]
    cut = rest.find(b"\xff\xd9\xff\xd8")
    return rest if cut < 0 else rest[: cut + 2]


def without_boxes(data: bytes) -> bytes:
    """A JPEG 2000 file without the boxes that say more than the picture (ISO 15444-1, annex I)."""
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        end = len(data) if size == 0 else at + size
        if end <= at + 7 or end > len(data):
            return data
        if kind in _BOXES:
            kept += data[at:end]
        at = end
    return bytes(kept) if kept.startswith(_SIGNATURE) else data


def strip(image: Stream) -> None:
    """Take the words out of a JPEG or JPEG 2000 inside a PDF, also of one that is packed once more."""
    told: Any = image.get(Name.Filter)
    filters = [str(one) for one in told] if isinstance(told, Array) else [str(told)]
    if filters[-1] not in _STRIPPERS or set(filters[:-1]) - {"/FlateDecode"}:
        return
    data = image.read_raw_bytes()
    for _ in filters[:-1]:
        data = zlib.decompressobj().decompress(data, limits.UNPACKED)
    settings: Any = image.get(Name.DecodeParms)
    if isinstance(settings, Array):
        settings = settings[-1] if len(settings) == len(filters) else None
    kept = settings if isinstance(settings, Dictionary) else None
    image.write(_STRIPPERS[filters[-1]](data), filter=Name(filters[-1]), decode_parms=kept)


_STRIPPERS: Final = {"/DCTDecode": without_words, "/JPXDecode": without_boxes}
