"""From a PDF, its boxes and its decisions to the copy that may leave, proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Name

from gongkai.errors import NotProved, Refused, TooLarge

from . import burning, finding, limits, marks, remains, residue, searching
from .boxes import PAGE, Box, Page, Proof, Rect
from .cleaning import Clean, clean, saved
from .glyphless import Font
from .marks import Mark
from .opening import open_pdf
from .proving import Plan, prove, survives
from .reading import Reader, pixels, reading


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. With ``reason``, the boxes are those of the terms, found page by page on the way, and a
    page that cannot be read is refused; without, the boxes and the decisions are a person's."""

    terms: Sequence[Mark]
    boxes: Sequence[Box] = ()
    decisions: Mapping[int, Page] = field(default_factory=dict)
    reason: str = ""


@dataclass
class _Work:
    """What is known so far of the paper being made."""

    clean: Clean
    reader: Reader
    font: Font
    order: Order
    all_pages: bool
    marks: list[Mark] = field(default_factory=list)
    burned: dict[int, list[Rect]] = field(default_factory=dict)
    noticed: set[int] = field(default_factory=set)
    unread: list[tuple[int, str]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    found: set[str] = field(default_factory=set)


def decided(boxes: Sequence[Box], decisions: Mapping[int, Page], pages: int) -> Mapping[int, Sequence[Box]]:
    """The boxes by page. Raises Refused for a page without decision, and where boxes and decisions differ."""
    if missing := [number + 1 for number in range(pages) if number not in decisions]:
        raise Refused(f"第{'、'.join(map(str, missing[:20]))}页还没有决定怎么处理；每一页都要决定后才能提供。")
    by_page: dict[int, list[Box]] = {number: [] for number in range(pages)}
    for box in boxes:
        if box.page not in by_page or box.rect.meet(PAGE).area <= 0:
            raise Refused(f"有一个框不在任何一页上（第{box.page + 1}页）；请删去它。")
        if not box.reason.strip():
            raise Refused(f"第{box.page + 1}页有一个框没有写理由；每个框都要写明依据的条款。")
        by_page[box.page].append(box)
    for number in range(pages):
        if decisions[number] is Page.PART and not by_page[number]:
            raise Refused(f"第{number + 1}页定为部分提供，却没有框；请画框，或改为全部提供。")
        if decisions[number] is Page.WHOLE and by_page[number]:
            raise Refused(f"第{number + 1}页定为全部提供，却画了框；请改为部分提供，或删去框。")
    return by_page


def make(data: bytes, order: Order) -> tuple[bytes, Proof]:
    """The copy and its proof. Where a page as it is written cannot be shown to be free of what was marked, every
    page is made a picture of."""
    try:
        return _made(data, order, all_pages=False)
    except NotProved:
        return _made(data, order, all_pages=True)


def _made(data: bytes, order: Order, *, all_pages: bool) -> tuple[bytes, Proof]:
    made = clean(data)
    pages: Any = made.pdf.pages
    by_page = {} if order.reason else decided(order.boxes, order.decisions, len(pages))
    with reading(made.data) as reader:
        work = _Work(made, reader, Font(made.pdf), order, all_pages)
        for number in range(len(pages)):
            _page(work, number, pages[number].obj, by_page.get(number, ()))
    _all_found(work, data)
    touched = work.burned.keys() | work.noticed
    if touched:
        residue.blank(made.pdf, (page.obj for number, page in enumerate(pages) if number not in touched))
    if len(work.font):
        work.font.finish()
    result = saved(made.pdf)
    if len(result) > limits.BYTES:
        raise TooLarge(f"遮盖后的文件超过{limits.BYTES >> 20}MB；请拆成几份后分别处理。")
    return result, prove(result, _plan(work, len(pages)))


def _all_found(work: _Work, data: bytes) -> None:
    """A term that stands nowhere is a slip of the pen, or was meant for another paper."""
    if not work.order.reason:
        return
    if work.unread:
        raise searching.not_searchable(work.unread)
    for number, mark in enumerate(work.order.terms, 1):
        if mark.text not in work.found and not remains.holds(open_pdf(data)[0], mark.written):
            raise Refused(f"第{number}个词在文件里没有找到，没有可去除的；请核对写法。")


def _plan(work: _Work, pages: int) -> Plan:
    unread = tuple(number for number, _ in work.unread)
    remarks = list(work.clean.remarks)
    if unread:
        remarks.append(f"第{_named(unread)}页的文字机器读不出，有没有漏框的只能用眼睛看；请逐页核对。")
    if work.pictures:
        remarks.append(f"第{_named(work.pictures)}页上有图片，图片里的文字没有查找；请用眼睛核对。")
    marked = marks.united([*work.order.terms, *work.marks])
    return Plan(pages, work.burned, frozenset(work.noticed), marked, unread, tuple(remarks))


def _named(pages: Sequence[int]) -> str:
    return "、".join(str(number + 1) for number in pages)


def _page(work: _Work, number: int, page: Any, boxes: Sequence[Box]) -> None:
    decision = work.order.decisions.get(number)
    if decision in (Page.WITHHELD, Page.NOT_ASKED):
        reasons = dict.fromkeys(box.reason for box in boxes)
        burning.notice(work.clean.pdf, page, [f"本页{decision.label}", *reasons])
        work.noticed.add(number)
        return
    sheet = searching.read(work.reader, number, work.clean.doubts.get(number, ""))
    if sheet.unread:
        work.unread.append((number, sheet.unread))
    elif sheet.pictures:
        work.pictures.append(number)
    text = finding.Text(sheet.letters)
    boxes = boxes or _found(work, number, text)
    rects = [box.rect.meet(PAGE) for box in boxes]
    _pending(work, number, rects)
    under = burning.covered(sheet.letters, rects)
    _none_left(work, number, text, under)
    work.marks += marks.of_boxes(sheet.letters, boxes)
    if rects or work.all_pages or number in work.clean.crops or sheet.outside:
        _burn(work, number, page, rects, burning.Kept(sheet.letters, under))


def _found(work: _Work, number: int, text: finding.Text) -> list[Box]:
    """The boxes over the terms on that page, if they are not a person's to draw."""
    if not work.order.reason:
        return []
    boxes: list[Box] = []
    for mark in work.order.terms:
        if places := text.places(mark.written):
            work.found.add(mark.text)
            boxes += searching.boxes(text, places, number, work.reader.size(number), work.order.reason)
    return boxes


def _none_left(work: _Work, number: int, text: finding.Text, under: set[int]) -> None:
    """Refuse a term that is seen on that page and lies under no box."""
    for mark in work.order.terms:
        for hit in text.places(mark.written):
            if any(at not in under and searching.on_page(text.letters[at]) for at in hit):
                raise Refused(survives(number, mark))


def _burn(work: _Work, number: int, page: Any, rects: list[Rect], kept: burning.Kept) -> None:
    unit = float(page.get(Name.UserUnit, 1))
    picture = work.reader.picture(number, pixels(work.reader.size(number), unit))
    burning.burn(picture, rects)
    burning.replace(work.clean.pdf, page, picture, kept.on(picture), work.font)
    work.burned[number] = rects


def _pending(work: _Work, number: int, rects: Sequence[Rect]) -> None:
    """A place that somebody marked to be redacted, and did not: it goes out covered or not at all."""
    for place in work.reader.displayed(number, work.clean.pending.get(number, [])):
        area = place.meet(PAGE)
        if area.area > 0 and not any(area.meet(rect).area > 0.9 * area.area for rect in rects):
            raise Refused(
                f"第{number + 1}页有一处标了要遮盖、但没有遮盖的批注；请在那里画框，或请提供文件的人去掉批注。"
            )
