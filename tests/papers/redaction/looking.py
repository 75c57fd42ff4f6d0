"""Looks at a finished copy without any code of the proof: other readers, raw bytes, and the eye (pixels)."""

from __future__ import annotations

import io
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2
from pdfminer.high_level import extract_text
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageSequence, ImageStat

from gongkai.papers.redaction import Box

_WIDTH = 500
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def everything(data: bytes) -> bytes:
    """The file, and every stream of it unpacked."""
    parts = [data]
    for found in _STREAM.finditer(data):
        try:
            parts.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            parts.append(found[1])
    return b"\n".join(parts)


def spellings(term: str) -> Iterator[bytes]:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in term)
    for one in (term, term.upper(), term.lower(), wide):
        for coding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
            raw = one.encode(coding)
            yield from (raw, raw.hex().encode(), raw.hex().upper().encode())


def words(data: bytes) -> str:
    """The text, by two readers, without white space and in plain letters."""
    if not data.startswith(b"%PDF"):
        return ""
    document = pypdfium2.PdfDocument(data)
    told = "".join(page.get_textpage().get_text_range() for page in document) + extract_text(io.BytesIO(data))
    return "".join(unicodedata.normalize("NFKC", told).split())


def pictures(data: bytes) -> list[Image.Image]:
    """Every page as a viewer shows it."""
    if b"%PDF" in data[:1024]:
        document = pypdfium2.PdfDocument(data)
        return [_shown(page) for page in document]
    with Image.open(io.BytesIO(data)) as image:
        return [_on_white(ImageOps.exif_transpose(frame)) for frame in ImageSequence.Iterator(image)]


def _shown(page: pypdfium2.PdfPage) -> Image.Image:
    wide, high = page.get_size()
    return page.render(scale=min(_WIDTH / wide, 4 * _WIDTH / high)).to_pil().convert("RGB")


def _on_white(frame: Image.Image) -> Image.Image:
    if frame.mode.startswith("I"):
        frame = frame.convert("I").point(lambda x: x / 256).convert("L")
    clear = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def difference(before: Image.Image, after: Image.Image, boxes: Sequence[Box]) -> float:
    """Mean difference of pixels (0 to 255) outside the boxes."""
    same_size = after.resize(before.size)
    return float(sum(_outside(ImageChops.difference(before, same_size), boxes)) / 3)


def _outside(image: Image.Image, boxes: Sequence[Box]) -> list[float]:
    mask = Image.new("L", image.size, 255)
    draw = ImageDraw.Draw(mask)
    for box in boxes:
        draw.rectangle(_pixels(box, image.size, 3), fill=0)
    return ImageStat.Stat(image, mask).mean if mask.getbbox() else [0.0, 0.0, 0.0]


def lightest(after: Image.Image, box: Box) -> float:
    """The lightest pixel wholly inside a box."""
    x0, y0, x1, y1 = (int(side) for side in _pixels(box, after.size, -2))
    if x1 <= x0 or y1 <= y0:
        return 0.0
    return float(after.convert("L").crop((x0, y0, x1, y1)).getextrema()[1])  # type: ignore[arg-type]  # one band


def _pixels(box: Box, size: tuple[int, int], grown: int) -> tuple[float, float, float, float]:
    wide, high = size
    return box.x0 * wide - grown, box.y0 * high - grown, box.x1 * wide + grown, box.y1 * high + grown
