"""The proof: a finished copy is read again, and nothing that was marked is in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pikepdf import Name, Pdf, Stream
from PIL import Image

from gongkai.errors import NotProved

from . import finding, second
from .boxes import Check, Proof, Rect
from .marks import LEAST, Mark
from .reading import Reader, reading
from .remains import Walk

DARK: Final = 64
"""The lightest a pixel under a box may be, of 255: JPEG is not exact at an edge."""
_DRAWN: Final = re.compile(rb"q [\d.]+ 0 0 [\d.]+ 0 0 cm /P Do Q\s*(?:BT 3 Tr\s(?P<text>.*)ET\s*)?", re.DOTALL)
_LAID: Final = re.compile(
    rb"(?:/T [\d.]+ Tf (?:-?[01] ){4}-?[\d.]+ -?[\d.]+ Tm \[(?:<[0-9A-F]*>| -?\d+ )*\] TJ\s*)*"
)
_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What was to be done: ``burned`` pages with their boxes, ``noticed`` pages that only say why they are not
    given, and the strings that were marked."""

    pages: int
    burned: Mapping[int, Sequence[Rect]]
    noticed: frozenset[int]
    marks: Sequence[Mark]
    unread: tuple[int, ...]
    remarks: tuple[str, ...]


def prove(data: bytes, plan: Plan) -> Proof:
    """Raises NotProved with the place (a page, a kind of object), never with what was found there."""
    try:
        with Pdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) != plan.pages or pdf.get_warnings():
                raise NotProved("结果的页数不对或结构有错；没有生成文件。")
            count = Walk(pdf, plan.marks).run(data)
            _burned(pdf, plan)
        remarks = _texts(data, plan)
        _black(data, plan)
    except pikepdf.PdfError as error:
        raise NotProved("结果读不出来，不能证明；没有生成文件。") from error
    checked = (
        Check("每页的文字", "pdfminer", plan.pages),
        Check("全部对象", "qpdf", count.objects),
        Check("字符串与名称", "qpdf", count.strings),
        Check("解开的数据流", "qpdf", count.streams),
        Check("图片", "qpdf", count.images),
        Check("框内像素", "Pillow、pdfium", sum(map(len, plan.burned.values()))),
    )
    return Proof(len(plan.marks), checked, plan.unread, (*plan.remarks, *remarks))


def _texts(data: bytes, plan: Plan) -> Iterator[str] | list[str]:
    remarks: list[str] = []
    for number, letters in enumerate(second.pages(data)):
        if number in plan.noticed:
            continue
        text = finding.Text(letters)
        for mark in plan.marks:
            if not text.places(mark.written):
                continue
            if mark.everywhere:
                raise NotProved(survives(number, mark))
            if len(mark.text) >= LEAST and not mark.here_only:
                remarks.append(f"框住的一处文字（{len(mark.text)}个字）在第{number + 1}页还看得到；请核对。")
    return list(dict.fromkeys(remarks))


def survives(number: int, mark: Mark) -> str:
    return f"要去除的文字（{len(mark.text)}个字）在第{number + 1}页还看得到；请在那一页也框住它。"


def _burned(pdf: Pdf, plan: Plan) -> None:
    """A burned page is one picture with unseen text over it and nothing else, and the picture itself is black."""
    for number, rects in plan.burned.items():
        page: Any = pdf.pages[number].obj
        drawn = _DRAWN.fullmatch(page.Contents.read_bytes())
        resources: Any = page.Resources
        only = set(resources.keys()) <= {"/XObject", "/Font"} and set(resources.XObject.keys()) == {"/P"}
        if drawn is None or not _LAID.fullmatch(drawn["text"] or b"") or not only:
            raise NotProved(f"第{number + 1}页里还有图片以外的东西；没有生成文件。")
        image: Any = resources.XObject.P
        if not isinstance(image, Stream) or {"/SMask", "/Mask", "/Decode"} & set(image.keys()):
            raise NotProved(f"第{number + 1}页的图片不是实心的；没有生成文件。")
        dark(_decoded(image, number), rects, number, 1)


def _decoded(image: Stream, number: int) -> Image.Image:
    """The picture as it lies in the file, by another way than it came in."""
    size = int(image.Width), int(image.Height)
    if image.get(Name.Filter) == Name.DCTDecode:
        return Image.open(io.BytesIO(image.read_raw_bytes()), formats=["JPEG"])
    data, bits = image.read_bytes(), int(image.BitsPerComponent)
    if bits not in (4, 8) or len(data) != (size[0] * bits + 7) // 8 * size[1]:
        raise NotProved(f"第{number + 1}页的图片和它的大小不符；没有生成文件。")
    return Image.frombytes("L", size, data, "raw", "L;4" if bits == 4 else "L")


def _black(data: bytes, plan: Plan) -> None:
    if not any(plan.burned.values()):
        return
    with reading(data) as reader:
        for number, rects in plan.burned.items():
            if rects:
                dark(_shown(reader, number), rects, number, 3)


def _shown(reader: Reader, number: int) -> Image.Image:
    wide, high = reader.size(number)
    return reader.grey(number, max(1, round(_WIDTH * min(1.0, wide / max(high, 1e-6)))))


def dark(picture: Image.Image, rects: Sequence[Rect], number: int, edge: int) -> None:
    """Raise NotProved for a box under which anything but black is seen, ``edge`` pixels from its sides inwards."""
    grey = picture.convert("L")
    for rect in rects:
        area = _inside(rect, grey.size, edge)
        if area and float(grey.crop(area).getextrema()[1]) > DARK:  # type: ignore[arg-type]  # one band
            raise NotProved(f"第{number + 1}页的框里还看得到东西；没有生成文件。")


def _inside(rect: Rect, size: tuple[int, int], edge: int) -> tuple[int, int, int, int] | None:
    """The pixels wholly under a box; None for a box too thin to have any at this size."""
    x0, y0 = int(rect.x0 * size[0]) + edge, int(rect.y0 * size[1]) + edge
    x1, y1 = int(rect.x1 * size[0]) - edge, int(rect.y1 * size[1]) - edge
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None
