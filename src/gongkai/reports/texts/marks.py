"""Numbers that a person typed into a text: which of them equal no record of the year.

marks(text, facts) -> (Mark, …)

Years, days, numbers of articles and documents, headings and the way to reach an office are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gongkai.reports.texts.facts import Facts, numbers, same_kind
from gongkai.reports.texts.pieces import HAND, Paragraph, Text
from gongkai.statute.form.prose import whole_number

_COUNTER: Final = "|".join((
    "人次", "件次", "万元", "亿元", *"条件篇次场期人名位份个项宗起例元处类家户种部批轮册块栏", "小时", "天", "万",
))  # fmt: skip
_DIGITS = re.compile(rf"(?P<n>\d+(?:\.\d+)?)(?P<percent>[%％])?(?P<unit>{_COUNTER})?")
_ORDER: Final = "一二三四五六七八九十百千"
_WORDS = re.compile(
    rf"(?<![第每零两几数{_ORDER}])(?P<n>[二三四五六七八九两十百千][零{_ORDER}]*)(?P<unit>{_COUNTER})"
)
_NO_FIGURES: Final = tuple(
    re.compile(one)
    for one in (
        r"(?:19|20)\d\d(?=年|—|-|－|/|至|到)|(?<=[—\-－至到])(?:19|20)\d\d(?=年)",  # a year
        r"\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号](?!文)|\d{1,2}[:：]\d\d",  # a day, an hour
        r"第\d+(?:条|款|项|章|节|号|次|届|期|批|季度)|第[（(]\d+[)）]项",  # an article, an ordinal
        r"[〔\[（(]\d{4}[〕\]）)]\d+号|〔\d{4}〕第?\d+号|\d+号(?:令|文|函|公告)?",  # a document
        r"(?:^|(?<=[\n。；：:]))[（(]?\d{1,2}(?:[)）]|[.．、](?!\d))",  # the number of an item
        r"(?:电话|传真|邮编|邮政编码|热线|手机|网址|邮箱|http)[^，。；\n]*",  # how to reach an office
        r"[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+|(?:https?://|www\.)[\w./?=&%-]+",
        r"0\d{2,3}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)123\d\d(?!\d)",
        r"\d+[+＋]\d+|\d+×\d+",  # 5+2, 7×24: names of things
        r"[《“][^》”\n]*[》”]",  # a title, a saying
        r"\d+(?:小时|个?工作日|天|日)(?:内|以内|之内)|每[^，。；\d]{0,6}\d+",  # a period
    )
)  # fmt: skip


# A small number equals many a record; a few are enough to show.
_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """``start`` and ``end`` count in the paragraph as printed; ``near`` are facts of this value that count
    something else, for the person to see."""

    paragraph: int
    start: int
    end: int
    words: str
    near: tuple[str, ...] = ()


def marks(text: Text, facts: Facts) -> tuple[Mark, ...]:
    """Every number of the text that is neither bound nor equal to a record that counts the same kind of thing."""
    return tuple(mark for at, one in enumerate(text) for mark in _marks(at, one, facts))


def _marks(at: int, paragraph: Paragraph, facts: Facts) -> Iterator[Mark]:
    printed = paragraph.text
    out = _drafted_or_bound(paragraph)
    out |= {n for one in _NO_FIGURES for found in one.finditer(printed) for n in range(*found.span())}
    for found in (*_DIGITS.finditer(printed), *_WORDS.finditer(printed)):
        value = _value(found["n"])
        if value is None or found.start("n") in out:
            continue
        unit = found["unit"] or ""
        if found.groupdict().get("percent") or not _recorded(value, unit, facts):
            yield Mark(at, *found.span(), found.group(), _near(value, facts))


def _drafted_or_bound(paragraph: Paragraph) -> set[int]:
    """The characters that are the draft's own, or follow a record."""
    found: set[int] = set()
    at = 0
    for run in paragraph.runs:
        for piece in run.pieces:
            length = len(piece) if isinstance(piece, str) else len(piece.shown)
            if run.code != HAND or not isinstance(piece, str):
                found.update(range(at, at + length))
            at += length
    return found


def _value(words: str) -> Decimal | None:
    if words[0].isdigit():
        return Decimal(words)
    whole = whole_number(words)
    return None if whole is None else Decimal(whole)


def _recorded(value: Decimal, unit: str, facts: Facts) -> bool:
    wanted = [(value, unit)]
    if unit == "万元":
        wanted.append((value * 10_000, "元"))
    return any(
        number == one and same_kind(counter, theirs)
        for _, number, theirs in numbers(facts)
        for one, counter in wanted
    )


def _near(value: Decimal, facts: Facts) -> tuple[str, ...]:
    return (
        tuple(name for name, number, _ in numbers(facts) if number == value and "/" not in name)[:3]
        if value
        else ()
    )
