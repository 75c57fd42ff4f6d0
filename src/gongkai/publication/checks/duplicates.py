"""The same thing published twice: the same document number, the same title and day, or nearly the same text.

Texts that are nearly the same share a key (``papers.sketch``, two of its bins each), kept in an index; only items
with a common key are compared, and of a key that very many share only the newest few, so that the work for one
text does not grow with their number.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from django.db.models import Q, QuerySet

from gongkai.papers.sketch import KEPT, sketch
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models import Item, TextBand
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.states import ItemState

EDITION: Final = "1"
# Shares of both texts together; below it a form was filled in twice.
ALIKE: Final = 0.9
# Shorter texts are alike by chance.
_SHORTEST: Final = 200
_BINS: Final = 8
_CANDIDATES: Final = 12
_SHOWN: Final = 3
_BARE: Final = re.compile(r"[\W_]+")


def look(subject: Subject) -> Iterator[Found]:
    told: set[int] = set()
    for code, severity, others in (
        ("number", Severity.DECIDE, _same_number(subject)),
        ("title", Severity.DECIDE, _same_title(subject)),
        ("text", Severity.DECIDE, _alike(subject)),
    ):
        for other in others:
            if other.pk not in told:
                told.add(other.pk)
                yield _found(code, severity, other)


_WORDS: Final = {
    "number": ("document_number", "文号相同"),
    "title": ("title", "标题和成文日期相同"),
    "text": ("body", "正文几乎相同"),
}


def _found(code: str, severity: Severity, other: Item) -> Found:
    place, words = _WORDS[code]
    number = f"（{other.number}）" if other.number else ""
    message = f"与{other.get_state_display()}的《{other.title[:120]}》{number}{words}。"
    return Found(Kind.DUPLICATES, f"same-{code}", severity, message, place, words=other.key)


def _others(subject: Subject) -> QuerySet[Item]:
    """What is public, and what the same agency prepares: nobody is told of another's drafts."""
    own = Q(agency=subject.agency, state=ItemState.PREPARING)
    return Item.objects.filter(Q(state=ItemState.PUBLIC) | own).exclude(pk=subject.item.pk)


def _same_number(subject: Subject) -> list[Item]:
    number = subject.version.document_number.strip()
    # The index is of those that have a number, and SQLite has to be told.
    rows = _others(subject).filter(~Q(document_number=""), document_number=number)
    # Sorted by hand: in the order of the key the whole table would be walked for a number that is not there.
    return sorted(rows.order_by()[:_CANDIDATES], key=lambda one: -one.pk)[:_SHOWN] if number else []


def _same_title(subject: Subject) -> list[Item]:
    made, title = subject.version.made_on, _bare(subject.version.title)
    if made is None or not title:
        return []
    near = _sharing(subject, [_title_key(title)])
    return [one for one in near if one.made_on == made and _bare(one.title) == title][:_SHOWN]


def _alike(subject: Subject) -> list[Item]:
    text = _bare(subject.texts["body"])
    if len(text) < _SHORTEST:
        return []
    mine = sketch(text)
    near = _sharing(subject, text_keys(mine))
    return [one for one in near if one.current and _share(mine, one.current.text) >= ALIKE][:_SHOWN]


def _sharing(subject: Subject, keys: list[int]) -> list[Item]:
    """Items with one of these keys; of each key the newest few."""
    found: dict[int, None] = {}
    for key in keys:
        rows = TextBand.objects.filter(key=key).exclude(item=subject.item.pk).order_by("-item_id")
        found.update(dict.fromkeys(rows.values_list("item_id", flat=True)[:_CANDIDATES]))
    chosen = sorted(found, reverse=True)[: _CANDIDATES * 2]
    return list(_others(subject).filter(pk__in=chosen).select_related("current").order_by("-pk")) if chosen else []


def _share(mine: array[int], text: str) -> float:
    one, other = set(mine), set(sketch(_bare(text)))
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def remember(subject: Subject) -> None:
    """Keep the keys of what was looked at, so that later texts find it; in the caller's transaction."""
    keys = set(keys_of(subject.version.title, subject.texts["body"]))
    rows = TextBand.objects.filter(item=subject.item)
    if keys != set(rows.values_list("key", flat=True)):
        rows.delete()
        TextBand.objects.bulk_create(TextBand(item=subject.item, key=key) for key in sorted(keys))


def keys_of(title: str, text: str) -> list[int]:
    bare = _bare(text)
    return [_title_key(_bare(title)), *(text_keys(sketch(bare)) if len(bare) >= _SHORTEST else [])]


def text_keys(sums: array[int]) -> list[int]:
    """One key from each two bins of the lowest checksums; two texts that share nine tenths share one of the four
    with a chance above 0.998."""
    lowest = [0] * _BINS
    for value in sums:
        at = (value // KEPT) % _BINS
        lowest[at] = min(lowest[at] or value, value)
    return [
        _signed(((lowest[band] << 30) ^ lowest[band + 1]) << 2 | band // 2)
        for band in range(0, _BINS, 2)
        if lowest[band] and lowest[band + 1]
    ]


def _title_key(title: str) -> int:
    data = title.encode()
    return _signed(1 << 63 | crc32(data) << 30 | crc32(data[::-1]) >> 2)


def _signed(key: int) -> int:
    """As a database keeps it: 64 bits with a sign."""
    key &= 2**64 - 1
    return key - 2**64 if key >= 2**63 else key


def _bare(text: str) -> str:
    return _BARE.sub("", text).casefold()
