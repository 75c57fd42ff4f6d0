"""Where the parts of a letter stand (GB/T 9704-2012, chapter 7), reckoned once for both formats.

Lengths across are in characters of the body (三号), a full-width one counting as 1.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from . import page
from .letter import Letter, Table, chinese_date
from .outline import printable

# Points. The agency's name in red: as large as it fits on one line, at most a little over 一号; it begins 35 mm
# below the top of the text. The red rule stands 4 mm under the number.
HEAD: Final = 42.0
HEAD_SMALLEST: Final = 22.0
HEAD_ABOVE: Final = 35 * 72 / 25.4
RULE_ABOVE: Final = 4 * 72 / 25.4
RULE: Final = 1.5
RED: Final = "E60000"
# Lines: between head and number, between rule and title, title and text, text and the agency's name. The seal
# (42 mm across) covers name and date and reaches to within a line of the text.
NUMBER_ABOVE: Final = 2
TITLE_ABOVE: Final = 2
TITLE_BELOW: Final = 1
SEAL_ABOVE: Final = 2
ATTACHMENT_ABOVE: Final = 1
DATE_RIGHT: Final = 4.0
# Points, in forms: 小四.
TABLE: Final = 12.0
_LINE_OF_TITLE: Final = int(page.TEXT_WIDTH * 72 / 25.4 / page.TITLE)

Level = Literal[0, 1, 2]
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、[^。；！？]{1,30}$")
_SUBHEADING = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)][^。；！？]{1,30}$")


def level(paragraph: str) -> Level:
    """1 for 一、 alone on its line (黑体), 2 for （一） (楷体), 0 for text."""
    if _HEADING.match(paragraph):
        return 1
    return 2 if _SUBHEADING.match(paragraph) else 0


def leads(paragraph: str) -> bool:
    """A line that ends with a colon stays on the page of what it leads to; of more lines one would not tear."""
    return paragraph.endswith(("：", ":")) and width(paragraph) <= page.CHARACTERS - 2


def width(text: str) -> float:
    """How wide the text is, in characters: an ASCII one is half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def head_size(letter: Letter) -> float:
    """Points of the red head: the whole width at most, never smaller than the title (then it takes two lines)."""
    room = page.TEXT_WIDTH * 72 / 25.4 / max(1.0, width(printable(letter.agency)))
    return max(HEAD_SMALLEST, min(HEAD, float(int(room * 0.98))))


def title_lines(letter: Letter) -> list[str]:
    """The title on one line, or broken after the agency's name; what is still too long in parts of like length, so
    that the lines stand as a trapezium."""
    out: list[str] = []
    for part in page.title_lines(printable(letter.title), printable(letter.agency)):
        out += _even(part)
    return out


def _even(text: str) -> list[str]:
    count = -(-len(text) // _LINE_OF_TITLE) or 1
    size = -(-len(text) // count)
    return [text[at : at + size] for at in range(0, len(text), size)] or [""]


def signature_right(letter: Letter) -> tuple[float, float]:
    """Characters left free right of the agency's name and of the date: the date ends 4 from the edge, the name
    stands centred over it; a name too long for that pushes the date in."""
    name = min(float(page.CHARACTERS), width(printable(letter.agency)))
    day = width(chinese_date(letter.on)) if letter.on else 0.0
    over = (name - day) / 2
    date_right = max(DATE_RIGHT, over)
    return date_right - over, date_right


def column_widths(table: Table) -> tuple[float, ...]:
    """Millimetres for each column; together the width of the text."""
    return tuple(page.TEXT_WIDTH * w / sum(table.widths) for w in table.widths)


def attachment_indents(count: int) -> list[tuple[float, float]]:
    """For each line of the attachment note: how far in it begins, and how much further its second line does.
    ``附件：`` takes 3 characters, ``1. `` one and a half."""
    number = 1.5 if count > 1 else 0.0
    return [(2.0, 3.0 + number) if n == 0 else (5.0, number) for n in range(count)]
