"""The first reader: pdfium. Letters with their places, and pages as pictures.

pdfium must not be entered by two threads at once; everything here holds one lock.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from gongkai.errors import Unreadable

from . import limits
from .boxes import PAGE, Rect

_LOCK: Final = threading.RLock()
_IMAGE: Final = pdfium.FPDF_PAGEOBJ_IMAGE
_FORM: Final = pdfium.FPDF_PAGEOBJ_FORM
_LINE_END_HYPHEN: Final = 2
_GLANCE: Final = 400
_TINT: Final = 3
# Text rendering modes that draw the outline (ISO 32000-2, table 104).
_OUTLINED: Final = frozenset({1, 2, 5, 6})
_MOST_OBJECTS: Final = 20_000


class Letter(NamedTuple):
    """One letter as drawn. ``ink`` is the smallest box around it, ``body`` that with its advance and line height;
    both None where a space or line end was only inferred. ``known``: the file says which letter it is. ``turn``:
    the direction of its line as displayed, in quarters clockwise from left to right."""

    text: str
    ink: Rect | None
    body: Rect | None
    known: bool
    turn: int = 0


class Reader:
    """One PDF open in pdfium, to be used under ``reading``."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height as displayed, in the page's units."""
        width, height = self._document.get_page_size(number)
        return float(width), float(height)

    def letters(self, number: int) -> list[Letter]:
        """In the order of the file."""
        with self._page(number) as page:
            text = page.get_textpage()
            try:
                asked = _Asked(text, _placing(page))
                return list(_joined(asked.letter(at) for at in range(pdfium.FPDFText_CountChars(text))))
            finally:
                text.close()

    def pictures(self, number: int) -> float:
        """The share of the page that lies under pictures."""
        with self._page(number) as page:
            return _pictures(page, _placing(page))

    def picture(self, number: int, width: int) -> Image.Image:
        """The page as displayed, ``width`` pixels wide, on white; in grey if it shows no colour."""
        with self._page(number) as page:
            coloured = _coloured(_rendered(page, min(width, _GLANCE), colours=True))
            return _rendered(page, width, colours=coloured)

    def grey(self, number: int, width: int) -> Image.Image:
        """As ``picture``, always in grey."""
        with self._page(number) as page:
            return _rendered(page, width, colours=False)

    def displayed(self, number: int, boxes: Sequence[tuple[float, float, float, float]]) -> list[Rect]:
        """Boxes in the page's own units, as displayed."""
        with self._page(number) as page:
            place = _placing(page)
            return [place.rect(*one) for one in boxes]

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        page = self._document[number]
        try:
            yield page
        finally:
            page.close()


@contextmanager
def reading(data: bytes) -> Iterator[Reader]:
    """Open ``data`` for as long as the block lasts. Raises Unreadable."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("PDF打不开；请用原软件重新导出。") from error
        try:
            yield Reader(document)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("PDF有一页读不出来；请用原软件重新导出。") from error
        finally:
            document.close()


def _rendered(page: Any, width: int, *, colours: bool) -> Image.Image:
    bitmap = page.render(
        scale=width / page.get_width(), may_draw_forms=False, grayscale=not colours, rev_byteorder=colours
    )
    image: Image.Image = bitmap.to_pil()
    return image.convert("RGB" if colours else "L")


def _coloured(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    differences = ImageChops.difference(red, green), ImageChops.difference(green, blue)
    return any(float(one.getextrema()[1]) > _TINT for one in differences)  # type: ignore[arg-type]  # one band


def pixels(size: tuple[float, float], unit: float = 1.0) -> int:
    """How wide a page is drawn to be burned: 200 dots an inch, less for a page that would be too large."""
    width, height = (max(side * unit * limits.DPI / 72, 1.0) for side in size)
    least = min(1.0, (limits.PIXELS / (width * height)) ** 0.5)
    # A page of a few points is still drawn large enough to read.
    most = max(1.0, 400 / max(width, height))
    wide: float = width * least * most
    return max(1, round(wide))


class _Place(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    wide: float
    high: float

    def turn(self, angle: float) -> int:
        """As displayed, in quarters clockwise, of a line that runs at ``angle`` (radians, anticlockwise)."""
        if not angle:
            east, south = self.a * self.wide, self.b * self.high
        else:
            cos, sin = math.cos(angle), math.sin(angle)
            east = (self.a * cos + self.c * sin) * self.wide
            south = (self.b * cos + self.d * sin) * self.high
        if abs(east) >= abs(south):
            return 0 if east >= 0 else 2
        return 1 if south > 0 else 3

    def grown(self, rect: Rect, by: float) -> Rect:
        """By so many of the page's units on every side."""
        across, along = (abs(self.a) + abs(self.c)) * by, (abs(self.b) + abs(self.d)) * by
        return Rect(rect.x0 - across, rect.y0 - along, rect.x1 + across, rect.y1 + along)

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        a, b, c, d, e, f, *_ = self
        left, right = a * x0 + c * y0 + e, a * x1 + c * y1 + e
        top, bottom = b * x0 + d * y0 + f, b * x1 + d * y1 + f
        if left > right:
            left, right = right, left
        return Rect(left, bottom, right, top) if top > bottom else Rect(left, top, right, bottom)


def _placing(page: Any) -> _Place:
    """From the page's own units to fractions as displayed (pages turn by quarters, so a box stays a box)."""
    wide, high = page.get_size()
    far = max(wide, high)
    scale = 1_000_000

    def ask(x: float, y: float) -> tuple[float, float]:
        left, top = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, scale, scale, 0, x, y, ctypes.byref(left), ctypes.byref(top))
        return left.value / scale, top.value / scale

    (e, f), (ax, ay), (cx, cy) = ask(0, 0), ask(far, 0), ask(0, far)
    return _Place((ax - e) / far, (ay - f) / far, (cx - e) / far, (cy - f) / far, e, f, wide, high)


class _Asked:
    """Asks pdfium letter by letter, always into the same places of memory."""

    def __init__(self, text: Any, place: _Place) -> None:
        self._text, self._place = text, place
        self._sides = tuple(ctypes.c_double() for _ in range(4))
        self._into = tuple(ctypes.byref(side) for side in self._sides)
        self._loose = pdfium.FS_RECTF()
        self._width = ctypes.c_float()

    def letter(self, at: int) -> Letter:
        code = pdfium.FPDFText_GetUnicode(self._text, at)
        if pdfium.FPDFText_IsGenerated(self._text, at) == 1:
            return Letter(chr(code) if code < 0x110000 else " ", None, None, True)
        if code == _LINE_END_HYPHEN:
            code = 0xAD
        known = _readable(code) and pdfium.FPDFText_HasUnicodeMapError(self._text, at) != 1
        letter = chr(code) if 0 < code < 0x110000 else "\ufffd"
        ink, body = self._places(at)
        if stroke := self._stroke(at):
            ink = self._place.grown(ink, stroke)
        turn = self._place.turn(pdfium.FPDFText_GetCharAngle(self._text, at))
        return Letter(letter, ink if ink.area > 0 else body, body, known, turn)

    def _stroke(self, at: int) -> float:
        """How far the pen goes beyond the shape of a letter, if its outline is drawn."""
        drawing = pdfium.FPDFText_GetTextObject(self._text, at)
        if not drawing or pdfium.FPDFTextObj_GetTextRenderMode(drawing) not in _OUTLINED:
            return 0.0
        pdfium.FPDFPageObj_GetStrokeWidth(drawing, self._width)
        return float(self._width.value) / 2

    def _places(self, at: int) -> tuple[Rect, Rect]:
        left, right, bottom, top = self._sides
        pdfium.FPDFText_GetCharBox(self._text, at, *self._into)
        pdfium.FPDFText_GetLooseCharBox(self._text, at, self._loose)
        loose = self._loose
        return (
            self._place.rect(left.value, bottom.value, right.value, top.value),
            self._place.rect(loose.left, loose.bottom, loose.right, loose.top),
        )


def _readable(code: int) -> bool:
    """Not missing, not a control, not of the ranges whose meaning only the font knows."""
    return not (
        code < 9 or 14 <= code < 32 or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or 0xFFF0 <= code <= 0xFFFF
    )


def _joined(letters: Iterator[Letter]) -> Iterator[Letter]:
    """Halves of one letter beyond the first plane, put together."""
    high: Letter | None = None
    for one in letters:
        if high is not None and 0xDC00 <= ord(one.text) <= 0xDFFF:
            code = 0x10000 + ((ord(high.text) - 0xD800) << 10) + (ord(one.text) - 0xDC00)
            yield high._replace(text=chr(code))
            high = None
            continue
        if high is not None:
            yield high._replace(text="\ufffd", known=False)
        high = one if 0xD800 <= ord(one.text) <= 0xDBFF else None
        if high is None:
            yield one._replace(text="\ufffd", known=False) if 0xDC00 <= ord(one.text) <= 0xDFFF else one
    if high is not None:
        yield high._replace(text="\ufffd", known=False)


def _pictures(page: Any, place: _Place) -> float:
    share = 0.0
    count = pdfium.FPDFPage_CountObjects(page)
    for at in range(min(count, _MOST_OBJECTS)):
        one = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == _IMAGE or (kind == _FORM and _holds_image(one, 0)):
            share += _bounds(one, place).meet(PAGE).area
    return min(1.0, share)


def _holds_image(form: Any, depth: int) -> bool:
    for at in range(min(pdfium.FPDFFormObj_CountObjects(form), 1000)):
        one = pdfium.FPDFFormObj_GetObject(form, at)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == _IMAGE or (kind == _FORM and depth < limits.FORMS and _holds_image(one, depth + 1)):
            return True
    return False


def _bounds(one: Any, place: _Place) -> Rect:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(
        one, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top)
    )
    return place.rect(left.value, bottom.value, right.value, top.value)
