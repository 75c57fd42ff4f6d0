"""What can be seen of one PDF page: drawn with its text and without, and compared character by character."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

UNDECIDED: Final = "undecided"
_SCALE: Final = 2.0
_COARSE: Final = 0.25  # a page drawn smaller than this shows no text of the usual size
_PIXELS: Final = 4_000_000  # of one drawn page; larger ones are drawn smaller
_CHANGE: Final = 12  # of 255; less than this nobody sees
_TINY: Final = 2.0  # points
_INK: Final = 0.003  # of the size of the font; a thinner glyph is a blank
_LIGHT: Final = 0xF0
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
_DEEP: Final = 12  # forms inside forms
_HYPHEN: Final = "\ufffe"
_RIM: Final = 0.1  # of a picture
_INVISIBLE: Final = frozenset({3, 7})


class Sight:
    """One page. Its objects are switched off while it is drawn; they are on again afterwards."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._text = page.get_textpage()
        width, height = page.get_size()
        self._scale = min(_SCALE, math.sqrt(_PIXELS / max(width * height, 1)))
        self._objects = list(page.get_objects(max_depth=_DEEP))
        self._box: Box = page.get_bbox()

    def characters(self) -> Iterator[tuple[str, str]]:
        """Each character and what hides it: a kind of finding, UNDECIDED, or "" where it is seen."""
        looks: dict[int, str] = {}
        for index in range(self._text.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(self._text.raw, index) or 0xFFFD)
            if character == _HYPHEN:  # pdfium has it where a word was parted at the end of a line
                continue
            if (
                not character.strip("\x00 \r\n\t\u3000\xa0")
                or raw.FPDFText_IsGenerated(self._text.raw, index) == 1
            ):
                yield character, ""
                continue
            holder = raw.FPDFText_GetTextObject(self._text.raw, index)
            key = ctypes.addressof(holder.contents) if holder else 0
            if key not in looks:
                looks[key] = _mode(holder) if holder else ""
            yield character, self._hidden_by(index, holder, looks[key]) if holder else ""

    def _hidden_by(self, index: int, holder: Any, by_object: str) -> str:
        box = self._text.get_charbox(index)
        if min(box[2] - box[0], box[3] - box[1]) < _INK * self._size(index):
            return ""
        if self._outside(box):
            return "outside-page"
        if by_object == "invisible-text":
            return "ocr-layer" if self._over_picture(box) else by_object
        if self._scale < _COARSE:
            return UNDECIDED
        if self._differs(self._change, box):
            return "tiny-text" if self._size(index) < _TINY else ""
        if by_object:
            return by_object
        if min(_fill(holder)[:3]) >= _LIGHT:
            return "faint-text"
        return "covered-text" if _has_glyph(holder, raw.FPDFText_GetUnicode(self._text.raw, index)) else UNDECIDED

    def _size(self, index: int) -> float:
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self._text.raw, index, matrix):
            return _TINY
        return float(raw.FPDFText_GetFontSize(self._text.raw, index)) * math.hypot(matrix.c, matrix.d)

    def _outside(self, box: Box) -> bool:
        left, bottom, right, top = self._box
        return bool(box[2] <= left or box[0] >= right or box[3] <= bottom or box[1] >= top)

    @cached_property
    def _pictures(self) -> list[Box]:
        """Where pictures are on the page, those in forms too."""
        return [_placed(item) for item in self._objects if item.type == raw.FPDF_PAGEOBJ_IMAGE]

    def _over_picture(self, box: Box) -> bool:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(p[0] <= x <= p[2] and p[1] <= y <= p[3] for p in self._pictures)

    def picture_share(self) -> float:
        """The part of the page that its largest picture takes."""
        left, bottom, right, top = self._box
        whole = max((right - left) * (top - bottom), 1)
        return max((max(0, (p[2] - p[0]) * (p[3] - p[1])) / whole for p in self._pictures), default=0)

    def picture_is_cut(self) -> bool:
        """True where a picture goes on beyond the page by more than a rim."""
        left, bottom, right, top = self._box
        return any(
            max(left - p[0], p[2] - right) > _RIM * (p[2] - p[0])
            or max(bottom - p[1], p[3] - top) > _RIM * (p[3] - p[1])
            for p in self._pictures
        )

    def drawn(self) -> bool:
        """True where anything at all is on the page."""
        return self._whole.getcolors(1) is None

    @cached_property
    def _whole(self) -> Image.Image:
        return self._draw()

    @cached_property
    def _change(self) -> Image.Image:
        """White where drawing the text changed anything."""
        return _changed(self._whole, self._drawn_without_text())

    def _drawn_without_text(self) -> Image.Image:
        out = [o.raw for o in self._objects if o.type == raw.FPDF_PAGEOBJ_TEXT]
        for item in out:
            raw.FPDFPageObj_SetIsActive(item, False)
        try:
            return self._draw()
        finally:
            for item in out:
                raw.FPDFPageObj_SetIsActive(item, True)

    def _draw(self) -> Image.Image:
        picture: Image.Image = self._page.render(scale=self._scale, draw_annots=True).to_pil()
        return picture if picture.mode == "RGB" else picture.convert("RGB")

    def _differs(self, change: Image.Image, box: Box) -> bool:
        a, b, c, d, e, f = self._to_pixels(change.size)
        xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
        ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
        area = (math.floor(min(xs)) - 1, math.floor(min(ys)) - 1, math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)
        inside = (max(area[0], 0), max(area[1], 0), min(area[2], change.width), min(area[3], change.height))
        if inside[0] >= inside[2] or inside[1] >= inside[3]:
            return False
        return change.crop(inside).getbbox() is not None

    def _to_pixels(self, size: tuple[int, int]) -> tuple[float, float, float, float, float, float]:
        """Page to picture, as an affine map; pdfium answers in whole pixels, so it is asked on a finer grid."""
        if not hasattr(self, "_map"):
            self._map = self._measured(size)
        return self._map

    def _measured(self, size: tuple[int, int]) -> tuple[float, float, float, float, float, float]:
        fine = 64

        def at(x: float, y: float) -> tuple[float, float]:
            px, py = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(self._page.raw, 0, 0, size[0] * fine, size[1] * fine, 0, x, y, px, py)
            return px.value / fine, py.value / fine

        (e, f), (ax, ay), (cx, cy) = at(0, 0), at(1000, 0), at(0, 1000)
        return (ax - e) / 1000, (ay - f) / 1000, (cx - e) / 1000, (cy - f) / 1000, e, f


def _placed(item: pdfium.PdfObject) -> Box:
    """The bounds of an object on its page: what is in a form is moved with the form."""
    left, bottom, right, top = item.get_bounds()
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    while (item := item.container) is not None:
        matrix = item.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _changed(one: Image.Image, other: Image.Image) -> Image.Image:
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] * _CHANGE + [255] * (256 - _CHANGE))


def _mode(holder: Any) -> str:
    """What the text object itself says: drawn by nothing, or part of a layer."""
    if raw.FPDFTextObj_GetTextRenderMode(holder) in _INVISIBLE:
        return "invisible-text"
    return "hidden-layer" if "OC" in set(_marks(holder)) else ""


def _marks(holder: Any) -> Iterator[str]:
    for index in range(raw.FPDFPageObj_CountMarks(holder)):
        mark = raw.FPDFPageObj_GetMark(holder, index)
        needed = ctypes.c_ulong()
        raw.FPDFPageObjMark_GetName(mark, None, 0, needed)
        buffer = (raw.FPDF_WCHAR * (needed.value // 2 + 1))()
        raw.FPDFPageObjMark_GetName(mark, buffer, needed.value, needed)
        yield bytes(buffer)[: needed.value].decode("utf-16-le", "replace").rstrip("\x00")


def _has_glyph(holder: Any, code: int) -> bool:
    """False where the font is neither in the file nor here, so that nobody can tell what hides the text."""
    font = raw.FPDFTextObj_GetFont(holder)
    if raw.FPDFFont_GetIsEmbedded(font):
        return True
    outline = raw.FPDFFont_GetGlyphPath(font, code, 10.0)
    return bool(outline) and raw.FPDFGlyphPath_CountGlyphSegments(outline) > 0


def _fill(holder: Any) -> tuple[int, int, int, int]:
    parts = tuple(ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(holder, *parts):
        return 0, 0, 0, 255
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha
