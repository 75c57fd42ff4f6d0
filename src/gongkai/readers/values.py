"""What one cell says: a figure, a blank, a slash, or words that are none of these.

Nothing is rounded and nothing assumed: what is no number stays words, and the caller leaves the cell open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from gongkai.statute.form import SLASH

What = Literal["number", "blank", "slash", "none", "words"]
Unit = Literal["元", "万元", "亿元"]

_NARROW = str.maketrans(
    "０１２３４５６７８９．，＋－−﹣–—―‒／∕⁄＼（）％\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff\u200b\u200e\u200f\u2060",
    "0123456789.,+-------//" + "//()%" + " " * 6 + "\u200b" * 5,
)
_GONE = {0x200B: None}
_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*(亿元|万元|万|元|件次|人次|件|条|项|个|宗|份|次|起|例|部|户)?"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_EXPLANATION = re.compile(r"\((?=[^()]*[\u4e00-\u9fff])[^()]*\)$|\[\d{1,2}\]$|[*①②③④⑤]+$")
# A change in words or arrows: 增2, 减少 1, ↑3.
_CHANGE = re.compile(r"(?:(?:增|减|減)(?:加|少)?|上升|下降|[↑↓])\s*:?\s*(?=\d)")
_NOT_GIVEN = frozenset(
    ("无", "無", "未填", "空", "没有", "无数据", "暂无", "-", "--", "---", "----", "...", "…", "……", "_", "__")
)
_NOT_APPLICABLE = frozenset(("/", "//", "\\", "不适用", "N/A", "n/a", "NA"))
_ZERO = frozenset(("零", "〇", "零件", "零元", "零项"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell as understood. ``number`` only where ``what`` is "number"; ``unit`` as printed in the cell;
    ``remark``: an explanation stood beside the number and was left out, or its digits stood apart."""

    what: What
    number: int | Decimal = 0
    unit: Unit | None = None
    remark: bool = False


BLANK = Figure("blank")
NOT_GIVEN = Figure("none")
NOT_APPLICABLE = Figure("slash")
WORDS = Figure("words")
_LONGEST = 200
SMALL = {str(n): Figure("number", n) for n in range(1000)}


def narrow(text: str) -> str:
    """Widths, signs and blanks made one; line breaks and runs of blanks become one blank."""
    return " ".join(text.translate(_NARROW).translate(_GONE).split())


def figure(text: str) -> Figure:
    """What a cell with this text says.

    >>> figure("251,000元").number, figure("251,000元").unit
    (251000, '元')
    """
    return _figure(text) if len(text) <= _LONGEST else WORDS


@lru_cache(maxsize=8192)
def _figure(text: str) -> Figure:
    text = narrow(text).strip("'\"“”‘’`")
    if not text:
        return BLANK
    if text in _NOT_APPLICABLE:
        return NOT_APPLICABLE
    if text in _NOT_GIVEN:
        return NOT_GIVEN
    if text in _ZERO:
        return SMALL["0"]
    bare = _EXPLANATION.sub("", text).strip()
    return _number(_CHANGE.sub(_signed, bare).removeprefix("¥").removeprefix("￥").lstrip(), remark=bare != text)


def _signed(match: re.Match[str]) -> str:
    return "-" if match[0][0] in "减減↓下" else "+"


def is_filled(text: str) -> bool:
    """Something is printed in a cell: a figure, a sign or words."""
    return bool(text) and figure(text).what != "blank"


def _number(text: str, remark: bool) -> Figure:
    if " " in text:
        joined = text.replace(" ", "")
        # 1 234, "2 5" and "57. 00 2" are one number in a cell; "0 0 0" are three that lost their limits.
        if not _GROUPED.fullmatch(text) and "." not in text and _is_several(joined, text):
            return WORDS
        remark = remark or not _GROUPED.fullmatch(text)
        text = joined
    match = _NUMBER.fullmatch(text)
    if match is None:
        return WORDS
    sign, whole, part, unit = match.groups()
    whole = whole.replace(",", "")
    if len(whole) > 1 and whole[0] == "0":
        return WORDS
    value: int | Decimal = int(whole) if part is None else Decimal(f"{whole}.{part}")
    return Figure("number", -value if sign == "-" else value, _UNITS.get(unit or ""), remark)


def _is_several(joined: str, text: str) -> bool:
    return joined.lstrip("+-")[:1] == "0" or text.count(" ") > 1


_UNITS: dict[str, Unit] = {"元": "元", "万元": "万元", "万": "万元", "亿元": "亿元"}
_IN_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def amount(found: Figure, wanted: str, header: str | None) -> Decimal:
    """An amount in the unit that the form wants; the cell's own unit goes before the header's."""
    unit = found.unit or header or wanted
    value = Decimal(found.number)
    if unit != wanted:
        value = value * _IN_YUAN[unit] / _IN_YUAN[wanted]
    return value


def whole(number: int | Decimal) -> int | Decimal:
    """5.0 is the count 5; 5.5 stays what it is, for the checker to name."""
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number


def plain(found: Figure) -> int | Decimal | Literal["/"] | None:
    """The value of a count; words and everything not given are None."""
    if found.what == "number":
        return whole(found.number)
    return SLASH if found.what == "slash" else None
