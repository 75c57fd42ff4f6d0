"""A page as a picture with boxes burned in, and what is left of its text laid over it, unseen."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw

from . import laying
from .boxes import PAGE, Rect
from .glyphless import Font
from .reading import Letter

COVERED: Final = 0.15
"""The share of a letter's ink under a box from which on the letter counts as covered."""
_PACKED_MOST: Final = 0.16
"""Bytes for a pixel, above which a page is a photograph and smaller as JPEG."""
_SHADES: Final = [round(value / 17) for value in range(256)]
_LOST_MOST: Final = 1.0
_LEVEL: Final = 4
_QUALITY: Final = 88
_SEEN: Final = 12
"""Steps of grey between lightest and darkest pixel of a place: below, nothing is seen there."""


def covered(letters: Sequence[Letter], rects: Sequence[Rect]) -> set[int]:
    """The letters (by index) under the boxes, wholly or in part."""
    return {at for rect in rects for at, one in enumerate(letters) if one.ink is not None and _under(one, rect)}


def _under(one: Letter, rect: Rect) -> bool:
    return any(
        place.x0 < rect.x1
        and rect.x0 < place.x1
        and place.y0 < rect.y1
        and rect.y0 < place.y1
        and place.meet(rect).area > COVERED * place.area
        for place in (one.ink, one.body)
        if place
    )


def burn(picture: Image.Image, rects: Sequence[Rect]) -> None:
    """Blacken, each box to whole pixels outwards."""
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    for rect in rects:
        x0, y0 = int(rect.x0 * wide), int(rect.y0 * high)
        x1, y1 = min(wide - 1, int(rect.x1 * wide)), min(high - 1, int(rect.y1 * high))
        if x1 >= x0 and y1 >= y0:
            draw.rectangle((x0, y0, x1, y1), fill=0 if picture.mode in ("L", "1") else (0, 0, 0))


@dataclass(frozen=True, slots=True)
class Kept:
    """The letters of a page, of which those (by index) in ``gone`` are covered."""

    letters: Sequence[Letter]
    gone: set[int]

    def on(self, picture: Image.Image) -> list[Letter]:
        """The letters that are still to be read in the burned picture: not covered, on the page, and seen there.

        Text under a patch of colour, white on white or beyond the edge is not laid over the picture: what nobody
        sees does not go out.
        """
        eye = _Eye(picture)
        rest = (one for at, one in enumerate(self.letters) if at not in self.gone)
        return [one for one in rest if one.ink is None or (one.known and eye.sees(one.ink))]


class _Eye:
    """Whether anything is seen in a place of a picture."""

    def __init__(self, picture: Image.Image) -> None:
        self._grey = picture.convert("L")
        self._wide, self._high = picture.size
        self._pixels = self._grey.tobytes()

    def sees(self, ink: Rect) -> bool:
        if not _inside(ink):
            return False
        x0, y0 = max(0, int(ink.x0 * self._wide)), max(0, int(ink.y0 * self._high))
        x1, y1 = min(self._wide, int(ink.x1 * self._wide) + 2), min(self._high, int(ink.y1 * self._high) + 2)
        if x1 <= x0 or y1 <= y0:
            return False
        # A line across the middle meets ink and paper in nearly every letter; the whole place is for the others.
        middle = (y0 + y1) // 2 * self._wide
        across = self._pixels[middle + x0 : middle + x1]
        if max(across) - min(across) >= _SEEN:
            return True
        low, top = self._grey.crop((x0, y0, x1, y1)).getextrema()
        return float(top) - float(low) >= _SEEN  # type: ignore[arg-type]  # one band: two numbers


def _inside(ink: Rect) -> bool:
    """Whether at least half of it lies on the page."""
    if ink.x0 >= 0 and ink.y0 >= 0 and ink.x1 <= 1 and ink.y1 <= 1:
        return True
    return ink.meet(PAGE).area >= 0.5 * ink.area


def replace(pdf: Pdf, page: Any, picture: Image.Image, letters: Sequence[Letter], font: Font) -> None:
    """Make ``page`` that picture with those letters, of the size as displayed."""
    size = displayed(page)
    resources = Dictionary(XObject=Dictionary(P=_image(pdf, picture)))
    text = laying.text(letters, size, font)
    if text:
        resources.Font = Dictionary(T=font.object)
    draw = f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm /P Do Q\n".encode("ascii")
    _become(pdf, page, size, resources, draw + text)


def notice(pdf: Pdf, page: Any, lines: Sequence[str]) -> None:
    """Make ``page`` an empty one of the same size that says why."""
    wide, high = size = displayed(page)
    font = pdf.make_indirect(_song())
    height = max(1.0, min(14.0, wide / 24))
    draw = [f"BT /S {height:.2f} Tf {height * 1.8:.2f} TL {wide * 0.12:.2f} {high * 0.8:.2f} Td"]
    fit = max(4, int(wide * 0.76 / height))
    short = (line[at : at + fit] for line in lines for at in range(0, len(line), fit))
    draw += [f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in short]
    _become(pdf, page, size, Dictionary(Font=Dictionary(S=font)), "\n".join([*draw, "ET"]).encode("ascii"))


def displayed(page: Any) -> tuple[float, float]:
    x0, y0, x1, y1 = (float(one) for one in page.MediaBox)
    turned = int(page.get(Name.Rotate, 0)) % 180 != 0
    return (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)


def _become(pdf: Pdf, page: Any, size: tuple[float, float], resources: Dictionary, contents: bytes) -> None:
    for key in ("/Rotate", "/Group"):
        if key in page:
            del page[key]
    page.MediaBox = Array([0, 0, *size])
    page.Resources = resources
    page.Contents = pdf.make_stream(contents)


def _song() -> Dictionary:
    """The Song typeface every viewer has for Chinese; not carried along (Adobe-GB1, ISO 32000-2 9.7.5.2)."""
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), DW=1000,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4),
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6,
            FontBBox=Array([-25, -254, 1000, 880]),
            ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([below]),
    )  # fmt: skip


def _image(pdf: Pdf, picture: Image.Image) -> Any:
    stream = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
    )  # fmt: skip
    bits = 4 if picture.mode == "L" and _black_on_white(picture) else 8
    packed = _packed(picture, bits) if picture.mode == "L" else b""
    if 0 < len(packed) <= _PACKED_MOST * picture.width * picture.height:
        stream.BitsPerComponent = bits
        stream.write(packed, filter=Name.FlateDecode)
    else:
        stream.write(jpeg(picture), filter=Name.DCTDecode)
    return stream


def _black_on_white(picture: Image.Image) -> bool:
    """Whether sixteen shades tell the same, as with print on white; paper that is yellow or grey needs more."""
    seen = picture.histogram()
    lost = sum(number * abs(value - 17 * _SHADES[value]) for value, number in enumerate(seen))
    return lost < _LOST_MOST * picture.width * picture.height


def _packed(picture: Image.Image, bits: int) -> bytes:
    """Losslessly, in sixteen shades (two pixels a byte) or in all."""
    if bits == 8:
        return zlib.compress(picture.tobytes(), _LEVEL)
    shades = picture.point(_SHADES)
    return zlib.compress(Image.frombytes("P", shades.size, shades.tobytes()).tobytes("raw", "P;4"), _LEVEL)


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()
