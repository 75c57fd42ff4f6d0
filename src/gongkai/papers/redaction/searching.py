"""Which pages a machine can read, and where on them a term or a kind of personal data stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from PIL import Image

from gongkai.errors import NotSearchable
from gongkai.papers import personal

from . import finding
from .boxes import PAGE, Box, PageInfo, Rect
from .reading import Letter, Reader, pixels

FEW: Final = 30
"""Letters that a scan may carry besides (a page number, the name of the scanner) and be a picture all the same."""
_HALF: Final = 0.5
_SPECK: Final = 0.005
_BLANK_WIDTH: Final = 300


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was recognised, and its place as a fraction of the page."""

    text: str
    rect: Rect


class Engine(Protocol):
    """What recognises text in a picture (OCR). None is shipped."""

    def words(self, picture: Image.Image) -> Iterable[Word]: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that was read: ``unread`` says in Chinese why no search can vouch for it, "" if one can;
    ``pictures``, whether there are some large enough to hold words."""

    letters: Sequence[Letter]
    unread: str
    pictures: bool

    @property
    def outside(self) -> bool:
        """Whether there are letters beyond the edge of the page."""
        return any(not on_page(one) for one in self.letters if _inked(one))


def on_page(one: Letter) -> bool:
    return one.ink is not None and one.ink.meet(PAGE).area > 0


def read(reader: Reader, number: int, doubt: str = "") -> Sheet:
    """``doubt``: what the file itself gives away against the text of that page."""
    letters = reader.letters(number)
    pictures = reader.pictures(number)
    return Sheet(letters, doubt or _unread(reader, number, letters, pictures), pictures > _SPECK)


def info(reader: Reader, number: int, unit: float = 1.0, doubt: str = "") -> PageInfo:
    sheet = read(reader, number, doubt)
    wide, high = reader.size(number)
    has_text = any(one.known and _inked(one) for one in sheet.letters)
    return PageInfo(number, wide * unit, high * unit, has_text, bool(sheet.unread))


def _inked(one: Letter) -> bool:
    return one.ink is not None and not one.text.isspace()


def _unread(reader: Reader, number: int, letters: Sequence[Letter], pictures: float) -> str:
    inked = [one for one in letters if _inked(one)]
    known = sum(one.known for one in inked)
    if any(_word_of_unknown(a, b) for a, b in pairwise(inked)) or (inked and not known):
        return "文字没有对应的编码"
    if known and not (pictures > _HALF and known < FEW):
        return ""
    if _blank(reader, number):
        return ""
    return "只是图片" if pictures else "文字画成了线条"


def _word_of_unknown(one: Letter, other: Letter) -> bool:
    """Two letters in a row that nobody knows. The same sign again (a row of boxes to tick) is no word."""
    return not one.known and not other.known and (one.text != other.text or one.text == "\ufffd")


def _blank(reader: Reader, number: int) -> bool:
    low, high = reader.grey(number, _BLANK_WIDTH).getextrema()
    return float(high) - float(low) < 8  # type: ignore[arg-type]  # one band


def searched(reader: Reader, number: int, doubt: str, ocr: Engine | None) -> tuple[Sequence[Letter], str]:
    """The letters of a page, and why it could not be read ("" if it could)."""
    sheet = read(reader, number, doubt)
    if not sheet.unread or ocr is None:
        return sheet.letters, sheet.unread
    return recognised(reader.picture(number, pixels(reader.size(number))), ocr), ""


def recognised(picture: Image.Image, ocr: Engine) -> list[Letter]:
    """The words an engine reads in a picture, letter by letter: each takes an equal share of its word."""
    letters: list[Letter] = []
    for word in ocr.words(picture):
        step = (word.rect.x1 - word.rect.x0) / max(1, len(word.text))
        for at, one in enumerate(word.text):
            rect = Rect(word.rect.x0 + at * step, word.rect.y0, word.rect.x0 + (at + 1) * step, word.rect.y1)
            letters.append(Letter(one, rect, rect, True))
        letters.append(Letter(" ", None, None, True))
    return letters


def not_searchable(pages: Sequence[tuple[int, str]]) -> NotSearchable:
    named = "、".join(f"第{number + 1}页（{why}）" for number, why in pages[:20])
    more = "等" if len(pages) > 20 else ""
    return NotSearchable(f"{named}{more}的文字机器读不出，不能按词查找；请在页面上逐处画框，或配置文字识别。")


def term(letters: Sequence[Letter], wanted: str, number: int, size: tuple[float, float], reason: str) -> list[Box]:
    text = finding.Text(letters)
    return boxes(text, text.places(wanted), number, size, reason)


def boxes(
    text: finding.Text, hits: Sequence[Sequence[int]], number: int, size: tuple[float, float], reason: str
) -> list[Box]:
    """Boxes over those hits."""
    return [box for hit in hits for box in _boxes(text.letters, hit, number, size, reason)]


def kinds(
    letters: Sequence[Letter],
    wanted: Collection[personal.Kind],
    number: int,
    size: tuple[float, float],
    reason: str,
) -> list[tuple[personal.Kind, Box]]:
    """As ``term``, for personal data; read line by line in the order of the file."""
    text = "".join(one.text for one in letters)
    starts = [at for at, one in enumerate(letters) for _ in one.text]
    return [
        (hit.kind, box)
        for hit in personal.find(text, frozenset(wanted))
        for box in _boxes(letters, list(dict.fromkeys(starts[hit.start : hit.end])), number, size, reason)
    ]


def _boxes(
    letters: Sequence[Letter], hit: Sequence[int], number: int, size: tuple[float, float], reason: str
) -> list[Box]:
    return [Box(number, *rect, reason=reason) for rect in finding.boxes(letters, hit, size) if rect.area > 0]
