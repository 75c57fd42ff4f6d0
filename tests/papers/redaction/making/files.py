"""Pictures as files of their own, and files that are neither picture nor PDF."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, PngImagePlugin

from .paper import TERM, Maker


def _picture(mode: str = "RGB", shift: int = 0) -> Image.Image:
    """A pattern with a dark bar, so that a box has something to cover."""
    image = Image.new("RGB", (60, 40), (230, 220, 200))
    for x in range(60):
        for y in range(40):
            if 10 <= x < 40 and 10 + shift <= y < 20 + shift:
                image.putpixel((x, y), ((x * 5) % 256, 60, (y * 9) % 256))
    return image.convert(mode)


def _saved(image: Image.Image, kind: str, **settings: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def _exif(turned: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x010E], made[0x013B], made[0x0112] = f"photo of {TERM}", TERM, turned
    return made


def _png_text() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", TERM)
    told.add_itxt("Title", f"photo of {TERM}", zip=True)
    return _saved(_picture(), "PNG", pnginfo=told) + TERM.encode()


def _clear() -> bytes:
    """Pixels that an alpha of nothing hides from the eye and from nobody else."""
    image = _picture("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return _saved(image, "PNG")


def _pages() -> bytes:
    rest = [_picture(shift=n) for n in (5, 10)]
    told = {270: f"scan of {TERM}", 315: TERM}
    return _saved(_picture(), "TIFF", save_all=True, append_images=rest, tiffinfo=told)


MAKERS: dict[str, Maker] = {
    "photo-exif.jpg": lambda: _saved(_picture(), "JPEG", quality=85, exif=_exif(), comment=TERM.encode()),
    "photo-turned.jpg": lambda: _saved(_picture(), "JPEG", quality=85, exif=_exif(6)),
    "photo-grey.jpg": lambda: _saved(_picture("L"), "JPEG", quality=85),
    "photo-cmyk.jpg": lambda: _saved(_picture("CMYK"), "JPEG", quality=85),
    "text-chunks.png": _png_text,
    "clear-pixels.png": _clear,
    "palette.png": lambda: _saved(_picture("P"), "PNG"),
    "sixteen-bits.png": lambda: _saved(_picture("L").convert("I").point(lambda x: x * 200).convert("I;16"), "PNG"),
    "cut-off.png": lambda: _saved(_picture(), "PNG")[:120],
    "three-pages.tif": _pages,
    "black-and-white.tif": lambda: _saved(_picture("1"), "TIFF", compression="group4"),
    "animation.gif": lambda: _saved(_picture(), "GIF", save_all=True, append_images=[_picture(shift=9)]),
    "not-a-paper.pdf": lambda: b"PK\x03\x04" + TERM.encode() * 40,
    "empty.pdf": lambda: b"",
    "only-a-header.pdf": lambda: b"%PDF-1.7\n%%EOF\n",
}
