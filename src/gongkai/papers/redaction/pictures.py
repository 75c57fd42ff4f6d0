"""Picture files: PNG, JPEG and TIFF. Burned in, and written anew from their pixels alone."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from PIL import Image, ImageOps, ImageSequence

from gongkai.errors import NotProved, Refused, TooLarge, Unreadable

from . import jpeg, limits
from .boxes import PAGE, Box, Check, Page, PageInfo, Proof, Rect
from .burning import burn
from .making import decided
from .proving import dark
from .spelling import bytes_of

_FORMATS: Final = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF"}
_QUALITY: Final = 92
# What Pillow raises over a damaged file, of whatever kind.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, zlib.error,
    Image.DecompressionBombError,
)  # fmt: skip
_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs"})
# Size, coding and place of the pixels, and their density (TIFF 6.0).
_TAGS: Final = frozenset({254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 282, 283, 284, 296, 317, 339})


def pages(data: bytes, kind: str) -> tuple[PageInfo, ...]:
    with frames(data, kind) as each:
        return tuple(PageInfo(at, float(one.width), float(one.height), False, True) for at, one in enumerate(each))


def picture(data: bytes, kind: str, page: int) -> Image.Image:
    """One page as displayed."""
    with frames(data, kind) as each:
        for at, one in enumerate(each):
            if at == page:
                return one
    raise Unreadable(f"没有第{page + 1}页。")


@contextmanager
def frames(data: bytes, kind: str) -> Iterator[Iterator[Image.Image]]:
    """Page by page as displayed: turned as the camera noted, on white, in grey or in colours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
                yield _each(image)
    except _BROKEN as error:
        raise Unreadable("图片损坏，读不全；请重新扫描或另存一份。") from error


def _each(image: Image.Image) -> Iterator[Image.Image]:
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number >= limits.PAGES:
            raise TooLarge(f"图片超过{limits.PAGES}页；请拆成几份后分别处理。")
        if frame.width * frame.height > limits.PICTURE_PIXELS:
            raise TooLarge("图片太大，超过一亿个像素；请缩小后再处理。")
        yield _flat(ImageOps.exif_transpose(frame))


def _flat(frame: Image.Image) -> Image.Image:
    if frame.mode in ("1", "L"):
        return frame.convert("L")
    if frame.mode.startswith(("I", "F")):
        deep = frame.mode.startswith("I;16") or float(frame.getextrema()[1]) > 255  # type: ignore[arg-type]
        return frame.convert("F").point(lambda x: x * (1 / 256 if deep else 1)).convert("L")
    if frame.has_transparency_data:
        clear = frame.convert("RGBA")
        white = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, clear).convert("RGB")
    return frame.convert("RGB")


def make(
    data: bytes, kind: str, boxes: Sequence[Box], decisions: Mapping[int, Page], terms: Sequence[str]
) -> tuple[bytes, Proof]:
    """The copy and its proof. Terms cannot be looked for in pixels; they are looked for in everything else."""
    by_page = decided(boxes, decisions, len(pages(data, kind)))
    kept = [number for number in by_page if decisions[number] in (Page.WHOLE, Page.PART)]
    if not kept:
        raise Refused("没有一页可以提供，不必生成副本。")
    rects = [[box.rect.meet(PAGE) for box in by_page[number]] for number in kept]
    with frames(data, kind) as each:
        made = [one for number, one in enumerate(each) if number in set(kept)]
        for one, places in zip(made, rects, strict=True):
            burn(one, places)
    result = _written(made, kind)
    return result, _proof(result, kind, made, rects, kept, len(by_page), terms)


def _written(made: Sequence[Image.Image], kind: str) -> bytes:
    out = io.BytesIO()
    first, *rest = (_bare(one) for one in made)
    if kind == "jpeg":
        first.save(out, "JPEG", quality=_QUALITY, subsampling=0)
        return jpeg.without_words(out.getvalue())
    if kind == "png":
        first.save(out, "PNG")
    else:
        first.save(out, "TIFF", compression="tiff_adobe_deflate", save_all=bool(rest), append_images=rest)
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels, in a picture that knows nothing else."""
    made = Image.new(picture.mode, picture.size)
    made.paste(picture)
    return made


def _proof(
    result: bytes,
    kind: str,
    made: Sequence[Image.Image],
    rects: Sequence[Sequence[Rect]],
    kept: Sequence[int],
    total: int,
    terms: Sequence[str],
) -> Proof:
    _only_pixels(result, kind)
    if any(one in result for one in bytes_of(terms)):
        raise NotProved("要去除的文字还在图片文件里；没有生成文件。")
    with frames(result, kind) as each:
        again = list(each)
    if [one.size for one in again] != [one.size for one in made]:
        raise NotProved("结果的页数或大小不对；没有生成文件。")
    for number, one, places in zip(kept, again, rects, strict=True):
        dark(one, places, number, 1)
    remarks = ["图片里的文字机器读不出，有没有漏框的只能用眼睛看；请逐页核对。"]
    if len(kept) < total:
        left_out = "、".join(str(n + 1) for n in range(total) if n not in set(kept))
        remarks.append(f"原第{left_out}页没有放进副本。")
    checked = (Check("图片文件的结构", "逐段检查", len(again)), Check("框内像素", "Pillow", sum(map(len, rects))))
    return Proof(len(terms), checked, tuple(kept), tuple(remarks))


def _only_pixels(data: bytes, kind: str) -> None:
    parts: Any = {"png": _png_parts, "jpeg": _jpeg_parts, "tiff": _tiff_parts}[kind]
    if bad := parts(data):
        raise NotProved(f"结果里除了像素还有{bad}；没有生成文件。")


def _png_parts(data: bytes) -> str:
    at = 8
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if name not in _CHUNKS:
            return name.decode("latin-1")
        at += 12 + size
        if name == b"IEND":
            break
    return "" if at == len(data) else "多余的数据"


def _jpeg_parts(data: bytes) -> str:
    return "" if jpeg.without_words(data) == data else "附加信息"


def _tiff_parts(data: bytes) -> str:
    with Image.open(io.BytesIO(data), formats=["TIFF"]) as image:
        for frame in ImageSequence.Iterator(image):
            if extra := set(getattr(frame, "tag_v2", {})) - _TAGS:
                return f"标签{min(extra)}"
    return ""
