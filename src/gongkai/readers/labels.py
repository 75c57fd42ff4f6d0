"""Which label of the form a piece of text is: exact after evening out, or one of the known synonyms.

A label is recognised by its Chinese characters alone (and, for 其他 and 总计, by the number before them), so
widths, brackets, dots, quotes, blanks and line breaks never matter. Sources: statute/data/label_synonyms.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from gongkai.statute import tables
from gongkai.statute.form import editions

from .values import narrow

Kind = Literal["row", "column", "either", "block", "head"]


@dataclass(frozen=True, slots=True)
class Label:
    """``code``: of a row ("3.3.1", "rules"), the label of a column, the code of a block or kind of head.

    "either": 其他, 总计 and （六）其他处理, which only their place tells apart; ``code`` is then the row's.
    ``item``: the number that the form prints before it.
    """

    kind: Kind
    table: int
    code: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a run of words: a label, or words that are none (``label`` is None; ``raw``: the line)."""

    words: str
    label: Label | None
    numbered: str = ""
    raw: str = ""


OTHER = Label("either", 3, "3.6.3", "3")
TOTAL = Label("either", 3, "3.7", "七")
OTHER_HANDLING = Label("either", 3, "3.6", "六")
OTHER_ROW = Label("row", 3, "3.6.3", "3")
TOTAL_ROW = Label("row", 3, "3.7", "七")

OTHER_HANDLING_ROW = Label("row", 3, "3.6", "六")
_DEFINITE = {OTHER: OTHER_ROW, TOTAL: TOTAL_ROW, OTHER_HANDLING: OTHER_HANDLING_ROW}

NUMERALS = "一二三四五六七八九十"
_NOT_WORDS = re.compile("[^\u4e00-\u9fff〇]+")
_REMARK = re.compile(f"\\((?![{NUMERALS}\\d]{{1,3}}\\))[^()]*\\)|\\[[^\\[\\]]*\\]|〔[^〔〕]*〕")
_FRONT = re.compile(f"\\W*(\\d{{1,2}}|[{NUMERALS}]{{1,2}})(?=\\W|[{NUMERALS}])")
_ITEM = re.compile(r"第\s*(?:二\s*十|20)\s*条\s*第?\s*[(（\[【]?\s*([一五六八九15689])\s*[)）\]】]?\s*项?")
_BLOCKS = dict(zip("一五六八九15689", ("20.1", "20.5", "20.6", "20.8", "20.9") * 2, strict=True))
_DIGIT_BEFORE = re.compile(r"(?<!\d)([1-9])(?=\s*[.、)])")
# Digits that are not the number of an item: figures, or the explanation of a label.
_FIGURES = re.compile(
    r"\d(?!\s*[.、．)]\s*[\u4e00-\u9fff“\"])|(?<=\s)[-/]+(?=\s|$)|(?<=[\u4e00-\u9fff)])(?:[-/]{2,}|[-/])$"
)
_REST = re.compile("注|含|包括|包含|指|即|截至|单位|其中|不含|说明|如有|填")


def words(text: str) -> str:
    """The Chinese characters of a text.

    >>> words("1．属于 国家秘密")
    '属于国家秘密'
    """
    return _NOT_WORDS.sub("", text)


def _plain(label: str) -> str:
    """Words of a label of the form without its number and its bracket."""
    found = words(_REMARK.sub("", narrow(label)))
    front = _FRONT.match(narrow(label))
    return found[len(front[1]) :] if front and front[1][0] in NUMERALS else found


@cache
def known() -> dict[str, Label]:
    """Every label by its words."""
    out: dict[str, Label] = {}
    for edition in editions().values():
        for block in edition.blocks:
            for row in block.rows:
                number = _FRONT.match(narrow(row.label))
                item = number[1] if number else ""
                for text in {_plain(row.label), words(row.label).lstrip(NUMERALS)}:
                    out[text] = Label("row", block.table, row.code, item)
            for column in block.columns:
                out[words(column.label)] = Label("column", block.table, column.label)
            if block.table == 2:
                out[words(block.title)] = Label("block", 2, block.code)
    for kind, table, target, text in _synonyms():
        out.setdefault(text, Label(kind, table, target))
    out |= {"其他": OTHER, "其它": OTHER, "总计": TOTAL, "合计": TOTAL}
    return out | {"其他处理": OTHER_HANDLING, "其它处理": OTHER_HANDLING}


def _synonyms() -> Iterator[tuple[Kind, int, str, str]]:
    raw = tables.table("label_synonyms")
    kinds: tuple[Kind, ...] = ("row", "column", "head")
    for kind in kinds:
        for entry in raw[kind]:
            for one in entry["words"]:
                yield kind, entry["table"], entry["for"], one


_seen: dict[str, Label | None] = {}
_MOST_SEEN = 20_000
_LONGEST = 200


def label(text: str) -> Label | None:
    """The label that a cell or line with this text is, None where it is none.

    >>> label("（三）不予公开 ").code, label("3．其他").kind, label("其他").kind
    ('withheld', 'row', 'either')
    """
    try:
        return _seen[text]
    except KeyError:
        if len(text) > _LONGEST:
            return None
        if len(_seen) > _MOST_SEEN:
            _seen.clear()
        found = _seen[text] = _label(text)
        return found


def _label(text: str) -> Label | None:
    even = narrow(text)
    item = _ITEM.search(even)
    if item and len(words(even)) <= 12:
        return Label("block", 2, _BLOCKS[item[1]])
    front = _FRONT.match(even)
    number = front[1] if front else ""
    if _FIGURES.search(_REMARK.sub("", even)[front.end() if front else 0 :]):
        return _with_remark(words(even), number)
    for candidate in (_REMARK.sub("", even), even):
        found = _of_words(words(candidate), number)
        if found is not None:
            return found
    return _with_remark(words(even), number) or _several(even)


def _several(even: str) -> Label | None:
    """A cell that holds the spanning labels and the row's own: 三、本年度办理结果（一）予以公开."""
    found = pieces(_with_numbers(even))
    if len(found) < 2 or any(p.label is None and p.words.strip(NUMERALS) for p in found):
        return None
    labels = [p.label for p in found if p.label]
    above = all(one.kind == "head" or one is OTHER_HANDLING for one in labels[:-1])
    return labels[-1] if above and labels[-1].kind == "row" else None


def _with_numbers(even: str) -> str:
    """The words of a text with the one-digit numbers before them kept."""
    return _NOT_WORDS.sub("", _DIGIT_BEFORE.sub(lambda m: NUMERALS[int(m[1]) - 1], even))


def _of_words(text: str, number: str) -> Label | None:
    table = known()
    found = table.get(text)
    if found is None and text[:1] in NUMERALS:
        text = text.lstrip(NUMERALS)
        found = table.get(text)
    return _numbered(found, number) if found is not None else None


def _numbered(found: Label, number: str) -> Label:
    """其他 with its 3 and 总计 with its 七 are rows."""
    if found is OTHER and number in ("3", "三"):
        return OTHER_ROW
    if found is TOTAL and number in ("七", "7"):
        return TOTAL_ROW
    return found


def _with_remark(text: str, number: str) -> Label | None:
    """A label that an explanation without brackets follows."""
    bare = text.lstrip(NUMERALS) if number else text
    for size in range(min(len(bare) - 1, 40), 3, -1):
        found = known().get(bare[:size])
        if found is not None:
            return _numbered(found, number) if _REST.match(bare[size:]) else None
    return None


def definite(found: Label) -> Label:
    """The row that a label is, now that figures are known to follow it."""
    return _DEFINITE[found] if found.kind == "either" else found


@cache
def _scanner() -> re.Pattern[str]:
    labels = sorted(known(), key=len, reverse=True)
    return re.compile(f"([0-9{NUMERALS}]{{0,3}})({'|'.join(labels)})")


def pieces(run: str) -> list[Piece]:
    """A run of words (digits before a label are its number) cut into labels and what is between them."""
    out: list[Piece] = []
    at = 0
    for match in _scanner().finditer(run):
        if match.start() > at:
            out.append(Piece(run[at : match.start()], None))
        found = _numbered(known()[match[2]], match[1][-1:])
        out.append(Piece(match[2], found, match[1]))
        at = match.end()
    if at < len(run):
        out.append(Piece(run[at:], None))
    return out


def covered(run: str) -> float:
    """Which part of a run of words is labels of the form."""
    bare = [p for p in pieces(run) if p.words.strip(NUMERALS + "0123456789")]
    total = sum(len(p.words) for p in bare)
    return sum(len(p.words) for p in bare if p.label) / total if total else 0.0
