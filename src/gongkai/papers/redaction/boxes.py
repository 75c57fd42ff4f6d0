"""What a person decides about a paper: boxes on its pages, and one decision for every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Rect(NamedTuple):
    """Fractions (0 to 1) of a page as it is displayed: turned and cropped, counted from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.y1 - self.y0)

    def meet(self, other: Rect) -> Rect:
        """What both cover; its area is 0 where they do not meet."""
        return Rect(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def join(self, other: Rect) -> Rect:
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def wider(self, by_x: float, by_y: float) -> Rect:
        """Grown on every side, and kept on the page."""
        return Rect(
            max(0.0, self.x0 - by_x),
            max(0.0, self.y0 - by_y),
            min(1.0, self.x1 + by_x),
            min(1.0, self.y1 + by_y),
        )


PAGE = Rect(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle to burn in.

    ``page`` counts from 0; the rest are fractions of the page as displayed, from its top left corner. ``reason``
    is the article or its wording. ``here_only``: the same words may stay where they are seen elsewhere (a date
    that is private in one sentence and public in the next); they may not stay in anything unseen.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    reason: str
    here_only: bool = False

    @property
    def rect(self) -> Rect:
        return Rect(self.x0, self.y0, self.x1, self.y1)


class Page(StrEnum):
    """What becomes of one page (页的处理)."""

    WHOLE = "whole"
    PART = "part"
    WITHHELD = "withheld"
    NOT_ASKED = "not-asked"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Page.WHOLE: "全部提供",
    Page.PART: "部分提供",
    Page.WITHHELD: "不予公开",
    Page.NOT_ASKED: "不属申请范围",
}


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page as displayed; ``width`` and ``height`` in points (pixels for a picture file).

    ``has_text``: there is text that a machine can read. ``picture``: there is something on the page, and none or
    next to none of it is such text, so that no search can vouch for it.
    """

    number: int
    width: float
    height: float
    has_text: bool
    picture: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at again: what, by which reader, how many of it."""

    what: str
    reader: str
    number: int


@dataclass(frozen=True, slots=True)
class Proof:
    """That nothing marked survived; without one there is no redacted copy.

    ``marked``: how many different strings were looked for. ``unread``: pages (from 0) on which no machine reads
    the text, for which the proof rests on blackened pixels and on the eyes of whoever checks. ``remarks``:
    sentences for that person; they quote nothing of what was taken out.
    """

    marked: int
    checked: tuple[Check, ...]
    unread: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redacted:
    """The copy that may leave, the SHA-256 of the original and of the copy, and the proof."""

    data: bytes = field(repr=False)
    sha256_before: str
    sha256_after: str
    proof: Proof
