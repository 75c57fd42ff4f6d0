"""A secrecy marking (国家秘密标志) on a paper that somebody is about to hand in.

marks(pages) -> [Mark]      ``pages``: the text of each page, the first one first; a header belongs to its page

A marking stops: 绝密, 机密 or 秘密 with ★, or with a term, alone on its line where a marking stands (GB/T
9704-2012, 7.2.2: the left corner above the title of the first page), or said to be the class of the paper
(密级：机密). Whatever bears one is handled off this system (保守国家秘密法第三十一条: no state secret is kept or
worked on in a system that is not made for it). The bare words, as in 商业秘密, and a marking that a sentence only
speaks of, ask a person and stop nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

LEVELS: Final = ("绝密", "机密", "秘密")
_HEAD_LINES: Final = 12
_AROUND: Final = 12
_MOST: Final = 50

_OLD_FORMS: Final = str.maketrans(
    {"絕": "绝", "機": "机", "祕": "秘", "級": "级", "長": "长", "啟": "启", "个": "个", "個": "个"}
)
_STAR: Final = r"[★☆✭✮✯⭐✰⋆✩*]"
_NUMBER: Final = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_TERM: Final = (
    rf"(?:保密期限[:：]?)?[（(]?(?:(?:{_NUMBER})(?:年|个月)|长期|永久|"
    r"(?:启封|启用|公布|公开|解密|考试|发布)(?:前|后|之前|之日)?(?:保密|解密)?|"
    r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日前)[）)]?"
)
_LEVEL: Final = "(绝密|机密|秘密)"
# The number of the copy may stand before it, how urgent the paper is after it.
_COPY: Final = r"(?:(?:份号)?[:：]?[0-9]{1,8})?"
_URGENT: Final = r"(?:特急|加急|特提|平急|急件|紧急)?"
_LABEL: Final = r"(?:(?:文件|本件)?(?:密级|保密等级|涉密等级|秘密等级)(?:和保密期限|及保密期限)?[:：])"
_STARRED: Final = re.compile(rf"{_COPY}{_LABEL}?[【\[（(]?{_LEVEL}级?{_STAR}(?:{_TERM})?[】\]）)]?{_URGENT}")
_WITH_TERM: Final = re.compile(rf"{_COPY}{_LABEL}?[【\[（(]?{_LEVEL}级?[:：·.]?{_TERM}[】\]）)]?{_URGENT}")
_DECLARED: Final = re.compile(rf"{_COPY}{_LABEL}{_LEVEL}级?{_URGENT}")
_LEVEL_ALONE: Final = re.compile(rf"{_COPY}{_LEVEL}级?")
_STAR_OR_TERM: Final = re.compile(rf"(?:{_STAR}(?:{_TERM})?|{_TERM}){_URGENT}")
_WORD: Final = re.compile(_LEVEL)
_APART: Final = re.compile(r"\t+|[ \u00a0]{2,}|\u3000{2,}")
_BLANK: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """``stops``: it is a marking in its place, and the paper may not come in. ``page`` and ``line`` count from 1,
    of lines with something in them. ``text`` is the marking; of what only asks, the words around it."""

    level: str
    stops: bool
    page: int
    line: int
    text: str


def marks(pages: Sequence[str]) -> list[Mark]:
    """What stops first, then what asks, each in the order of the pages."""
    found = list[Mark]()
    for number, page in enumerate(pages, 1):
        lines = [line for line in re.split(r"[\r\n\v\f\u2028]+", page) if line.strip()]
        stopped = dict(_stopping(lines)) if number == 1 else {}
        for at, line in enumerate(lines, 1):
            if at in stopped:
                level, text = stopped[at]
                found.append(Mark(level, stops=True, page=number, line=at, text=text))
            elif len(found) < _MOST:
                found.extend(_asking(number, at, line))
    return sorted(found, key=lambda mark: not mark.stops)


def _stopping(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Line and marking. With ★ wherever it stands alone on the first page (text boxes are read last), without it
    above the text only."""
    for at, line in enumerate(lines, 1):
        below = _plain(lines[at]) if at < len(lines) else ""
        for part in (_plain(line), *map(_plain, _APART.split(line))):
            if level := _marking(part, below, at <= _HEAD_LINES):
                yield at, level
                break


def _marking(part: str, below: str, in_head: bool) -> tuple[str, str] | None:
    patterns = (_STARRED, _WITH_TERM, _DECLARED) if in_head else (_STARRED,)
    for pattern in patterns:
        if whole := pattern.fullmatch(part):
            return whole[1], part
    alone = _LEVEL_ALONE.fullmatch(part)
    if in_head and alone and _STAR_OR_TERM.fullmatch(below):
        return alone[1], part + below
    return None


def _asking(page: int, at: int, line: str) -> Iterator[Mark]:
    plain = _plain(line)
    end = -1
    for word in _WORD.finditer(plain):
        if word.start() < end:
            continue  # shown with the one before
        end = word.end() + _AROUND
        around = plain[max(0, word.start() - _AROUND) : end]
        yield Mark(word[1], stops=False, page=page, line=at, text=around)


def _plain(line: str) -> str:
    """One form for what is written several ways: widths, old characters, letters set apart."""
    return _BLANK.sub("", normalize("NFKC", line).translate(_OLD_FORMS))
