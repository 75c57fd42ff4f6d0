"""From a PDF, its boxes and its decisions to the copy that may leave, proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Name

from gongkai.errors import NotProved, Refused, TooLarge

from . import burning, finding, limits, marks, searching
from .boxes import PAGE, Box, Page, Proof, Rect
from .cleaning import Clean, clean, saved
from .glyphless import Font
from .marks import Mark
from .proving import Plan, prove, survives
from .reading import Letter, Reader, pixels, reading


@dataclass
class _Work:
    """What is known so far of the paper being made."""

    clean: Clean
    boxes: Mapping[int, Sequence[Box]]
    decisions: Mapping[int, Page]
    terms: Sequence[Mark]
    all_pages: bool
    marks: list[Mark] = field(default_factory=list)
    burned: dict[int, list[Rect]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)


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


def make(
    data: bytes, boxes: Sequence[Box], decisions: Mapping[int, Page], terms: Sequence[str]
) -> tuple[bytes, Proof]:
    """The copy and its proof. A page that cannot be carried over as it is written is made a picture of, too."""
    try:
        return _made(data, boxes, decisions, terms, all_pages=False)
    except NotProved:
        return _made(data, boxes, decisions, terms, all_pages=True)


def _made(
    data: bytes, boxes: Sequence[Box], decisions: Mapping[int, Page], terms: Sequence[str], *, all_pages: bool
) -> tuple[bytes, Proof]:
    made = clean(data)
    pages: Any = made.pdf.pages
    by_page = decided(boxes, decisions, len(pages))
    work = _Work(made, by_page, decisions, marks.of_terms(terms), all_pages)
    font = Font(made.pdf)
    with reading(made.data) as reader:
        for number in range(len(pages)):
            _page(work, reader, number, pages[number].obj, font)
    if len(font):
        font.finish()
    result = saved(made.pdf)
    if len(result) > limits.BYTES:
        raise TooLarge(f"涂黑后的文件超过{limits.BYTES >> 20}MB；请拆成几份后分别处理。")
    return result, prove(result, _plan(work))


def _plan(work: _Work) -> Plan:
    noticed = frozenset(n for n, d in work.decisions.items() if d in (Page.WITHHELD, Page.NOT_ASKED))
    unread = tuple(work.unread)
    remarks = list(work.clean.remarks)
    if unread:
        named = "、".join(str(number + 1) for number in unread)
        remarks.append(f"第{named}页的文字机器读不出，有没有漏框的只能用眼睛看；请逐页核对。")
    return Plan(
        len(work.boxes), work.burned, noticed, marks.united([*work.terms, *work.marks]), unread, tuple(remarks)
    )


def _page(work: _Work, reader: Reader, number: int, page: Any, font: Font) -> None:
    decision, boxes = work.decisions[number], work.boxes[number]
    if decision in (Page.WITHHELD, Page.NOT_ASKED):
        reasons = dict.fromkeys(box.reason for box in boxes)
        burning.notice(work.clean.pdf, page, [f"本页{decision.label}", *reasons])
        return
    sheet = searching.read(reader, number, work.clean.doubts.get(number, ""))
    if sheet.unread:
        work.unread.append(number)
    rects = [box.rect.meet(PAGE) for box in boxes]
    _pending(work, reader, number, rects)
    under = burning.covered(sheet.letters, rects)
    text = finding.Text(sheet.letters)

    def seen(at: int) -> bool:
        return searching.on_page(sheet.letters[at])

    for mark in work.terms:
        if any(not under.issuperset(at for at in hit if seen(at)) for hit in text.places(mark.written)):
            raise Refused(survives(number, mark))
    work.marks += [mark for box in boxes for mark in marks.of_box(sheet.letters, box)]
    if rects or work.all_pages or number in work.clean.crops or sheet.outside:
        _burn(work, reader, number, page, font, sheet.letters, under, rects)


def _burn(
    work: _Work,
    reader: Reader,
    number: int,
    page: Any,
    font: Font,
    letters: Sequence[Letter],
    under: set[int],
    rects: list[Rect],
) -> None:
    unit = float(page.get(Name.UserUnit, 1))
    picture = reader.picture(number, pixels(reader.size(number), unit))
    burning.burn(picture, rects)
    kept = burning.left(picture, letters, under)
    burning.replace(work.clean.pdf, page, picture, kept, font)
    work.burned[number] = rects


def _pending(work: _Work, reader: Reader, number: int, rects: Sequence[Rect]) -> None:
    """A place that somebody marked to be redacted, and did not: it goes out covered or not at all."""
    for place in reader.displayed(number, work.clean.pending.get(number, [])):
        area = place.meet(PAGE)
        if area.area > 0 and not any(area.meet(rect).area > 0.9 * area.area for rect in rects):
            raise Refused(
                f"第{number + 1}页有一处标了要涂黑、但没有涂的批注；请在那里画框，或请提供文件的人去掉批注。"
            )
