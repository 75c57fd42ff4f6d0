"""Small papers to look into and to redact."""

from __future__ import annotations

import io
from datetime import date
from functools import cache

from pikepdf import Pdf
from PIL import Image

from gongkai.writers.letter import Letter, write

NUMBER, PHONE, NAME = "370305199001011231", "13805331234", "王小明"
OPEN = "第二段是可以公开的内容。"


@cache
def letter() -> bytes:
    """Two pages; on the first stands somebody's name three times, with number and telephone."""
    line = f"{NAME}身份证号{NUMBER}，电话{PHONE}。"
    lines = (line, line, line, *(OPEN,) * 20)
    text = Letter("x", "低保资金分配方案", "示范区民政局", paragraphs=lines, on=date(2026, 3, 1))
    return write(text, "pdf")


@cache
def picture() -> bytes:
    """A page that is only a picture."""
    out = io.BytesIO()
    Image.effect_noise((320, 400), 60).save(out, "PNG")
    return out.getvalue()


@cache
def with_a_scan() -> bytes:
    """The letter, and a third page that is only a picture."""
    scanned = io.BytesIO()
    Image.open(io.BytesIO(picture())).convert("RGB").save(scanned, "PDF")
    with Pdf.open(io.BytesIO(letter())) as paper, Pdf.open(scanned) as page:
        paper.pages.extend(page.pages)
        out = io.BytesIO()
        paper.save(out)
    return out.getvalue()


@cache
def positioned() -> bytes:
    """A photograph that says where it was taken."""
    image = Image.effect_noise((64, 64), 60).convert("RGB")
    exif = image.getexif()
    exif[0x010F] = "Camera of Somebody"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()
