"""Automatic numbers of Word paragraphs, written out as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ENDS = re.compile(r"[\s、，。．.：:）)\]】》]$")


def counting(n: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Chinese counting: 1 一, 10 十, 11 十一, 20 二十, 105 一百零五. From 10,000 on the plain number."""
    if not 0 < n < 10_000:
        return str(n)
    out = ""
    for place, digit in enumerate(reversed(str(n))):
        if digit != "0":
            out = digits[int(digit)] + (units[place - 1] if place else "") + out
        elif out and not out.startswith("零"):
            out = "零" + out
    ten = digits[1] + units[0]
    return out[1:] if 10 <= n < 20 and out.startswith(ten) and digits is _DIGITS else out


def _letters(n: int) -> str:
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (n // value)
        n %= value
    return out


def _enclosed(first: int, last: int) -> Callable[[int], str]:
    """Signs that stand in a row in Unicode from 1 on; past the last one the plain number."""
    return lambda n: chr(first + n - 1) if 0 < n <= last else str(n)


_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"}
_CHINESE |= {"taiwaneseCountingThousand", "koreanCounting", "japaneseDigitalTenThousand"}
_Write = Callable[[int], str]
_FORMATS: dict[str, _Write] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({ord("0") + d: 0xFF10 + d for d in range(10)}),
    "decimalHalfWidth": str,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "chineseLegalSimplified": lambda n: counting(n, _LEGAL, "拾佰仟"),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "decimalEnclosedCircle": _enclosed(0x2460, 20),
    "decimalEnclosedCircleChinese": _enclosed(0x2460, 20),
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographEnclosedCircle": _enclosed(0x3220, 10),
    "bullet": lambda n: "",
    "none": lambda n: "",
}
_FORMATS.update(dict.fromkeys(_CHINESE, counting))


@dataclass(slots=True)
class Level:
    """One level of a list: its first number, how it is written, and the text around it (``（%1）``)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class _Counter:
    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document. ``next`` is called for each numbered paragraph in order."""

    def __init__(self, numbering: Any, styles: Any | None) -> None:
        abstract = {a.get(f"{W}abstractNumId"): _Counter(_levels(a)) for a in numbering.iter(f"{W}abstractNum")}
        self._lists: dict[str, tuple[_Counter, dict[int, int]]] = {}
        for num in numbering.iter(f"{W}num"):
            of = num.find(f"{W}abstractNumId")
            counter = abstract.get(of.get(_VAL)) if of is not None else None
            if counter is not None:
                self._lists[num.get(f"{W}numId", "")] = (_overridden(counter, num), _starts(num))
        self._styles = _by_style(styles, numbering) if styles is not None else {}

    def next(self, style: str, number: str, level: str) -> str:
        """What stands before the paragraph: ``一、``; empty for one that has no number."""
        if not number:
            number, own = self._styles.get(style, ("", 0))
            at = int(level) if level.isdigit() else own
        else:
            at = int(level) if level.isdigit() else 0
        if number not in self._lists:
            return ""
        counter, starts = self._lists[number]
        shape = counter.levels.get(at, Level())
        if at in starts:
            counter.counts[at] = starts.pop(at) - 1
        counter.counts[at] = counter.counts.get(at, shape.start - 1) + 1
        for deeper in [n for n in counter.counts if n > at and counter.levels.get(n, Level()).restarts]:
            del counter.counts[deeper]
        return _written(counter, shape)


def _written(counter: _Counter, shape: Level) -> str:
    def one(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        level = counter.levels.get(at, Level())
        format = "decimal" if shape.legal else level.format
        return _FORMATS.get(format, str)(counter.counts.get(at, level.start))

    if shape.format == "bullet":
        return ""
    text = re.sub(r"%([1-9])", one, shape.text)
    return text if not text or _ENDS.search(text) else f"{text} "


def _value(element: Any, tag: str, default: str) -> str:
    found = element.find(f"{W}{tag}")
    return found.get(_VAL, default) if found is not None else default


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else default


def _levels(parent: Any) -> dict[int, Level]:
    return {
        _number(lvl.get(f"{W}ilvl", "0"), 0): Level(
            _number(_value(lvl, "start", "0"), 0),
            _value(lvl, "numFmt", "decimal"),
            _value(lvl, "lvlText", ""),
            lvl.find(f"{W}isLgl") is not None,
            _value(lvl, "lvlRestart", "") != "0",
        )
        for lvl in parent.iterfind(f"{W}lvl")
    }


def _overridden(counter: _Counter, num: Any) -> _Counter:
    """Lists of one shape go on counting together; one with levels of its own writes them its own way."""
    own: dict[int, Level] = {}
    for override in num.iterfind(f"{W}lvlOverride"):
        own.update(_levels(override))
    return _Counter({**counter.levels, **own}, counter.counts) if own else counter


def _starts(num: Any) -> dict[int, int]:
    out = {}
    for override in num.iterfind(f"{W}lvlOverride"):
        start = _value(override, "startOverride", "")
        if start:
            out[_number(override.get(f"{W}ilvl", "0"), 0)] = _number(start, 1)
    return out


def _by_style(styles: Any, numbering: Any) -> dict[str, tuple[str, int]]:
    """Style id -> list and level, through the styles it is based on."""
    level_of = {
        linked.get(_VAL): _number(linked.getparent().get(f"{W}ilvl", "0"), 0)
        for linked in numbering.iter(f"{W}pStyle")
    }
    direct: dict[str, tuple[str, int | None]] = {}
    based: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based[name] = _value(style, "basedOn", "")
        found = style.find(f"{W}pPr/{W}numPr")
        if found is not None:
            level = _value(found, "ilvl", "")
            direct[name] = (_value(found, "numId", ""), _number(level, 0) if level else None)
    out = {}
    for name in based:
        at, steps = name, 0
        while at and at not in direct and steps < 20:
            at, steps = based.get(at, ""), steps + 1
        if at in direct:
            number, own = direct[at]
            out[name] = (number, own if own is not None else level_of.get(at, 0))
    return out
