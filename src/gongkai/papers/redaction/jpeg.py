"""Pictures as cameras and scanners write them, without what they say beside the picture."""

from __future__ import annotations

from typing import Any, Final

from pikepdf import Array, Name, Stream

_NO_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN: Final = 0xDA
_END: Final = 0xD9
_COMMENT: Final = 0xFE
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


def strip(image: Stream) -> None:
    """Take the words out of a JPEG inside a PDF. One wrapped in another filter is left to the proof."""
    filters, settings = image.get(Name.Filter), image.get(Name.DecodeParms)
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
        settings = settings[0] if isinstance(settings, Array) and len(settings) else settings
    if filters == Name.DCTDecode:
        kept: Any = settings
        data = without_words(image.read_raw_bytes())
        image.write(data, filter=Name.DCTDecode, decode_parms=kept)
