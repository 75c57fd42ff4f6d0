"""Released items that fit a description of what somebody is about to ask for.

A description is a sentence: no title has all of its words. What it names for certain (a document number, a title
in 《》) is looked for as it stands; of the rest, runs of four characters, and an item fits when its title has
enough of them. Where the search cannot answer nothing is offered, as before anything was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from gongkai.agencies.models import Agency
from gongkai.errors import CannotSearch
from gongkai.publication.models import Item
from gongkai.publication.queries import shown
from gongkai.search.asking import in_titles
from gongkai.search.normalising import normal

# The letters of the maker, and the year and number: 示民发, 〔2026〕3号.
_NUMBER = re.compile(r"([\u4e00-\u9fff]{0,8})([〔（(\[【]?(?:19|20)\d{2}[〕）)\]】]?第?\d{1,5}号)")
_QUOTED = re.compile(r"《([^《》]{2,60})》")
# What a request says around that which it asks for.
_AROUND = re.compile(
    r"申请公开|政府信息|信息公开|请求|申请|公开|获取|提供|关于|相关|有关|以及|我们|我想|需要|希望|贵局|贵单位|你们|你局|"
    r"的|和|及|与|或|请|等|我|要|想|了|在|对|是|被|把|各|该|本|"
    r"(?:19|20)\d{2}年度?|\d+月|\d+日|[^\w\u4e00-\u9fff]+"
)
_RUN, _MOST_RUNS, _LOOKED_AT = 4, 12, 60
# Of the runs that were looked for, so many must stand in a title.
_ENOUGH = 0.5


def fitting_items(text: str, agency: Agency, most: int) -> list[Item]:
    """Those of the agency that is asked first; then what has more of the words; then the newest."""
    try:
        scores = _scores(text)
    except CannotSearch:
        return []
    if not scores:
        return []
    found = shown().filter(pk__in=scores).select_related("agency")
    ordered = sorted(found, key=lambda one: (-scores[one.pk], one.agency_id != agency.pk, -_day(one)))
    return ordered[:most]


def _scores(text: str) -> dict[int, float]:
    """The share of what was looked for that each item has; those that have too little are left out."""
    if named := _named(text):
        return dict.fromkeys(named, 1.0)
    runs = _runs(_QUOTED.sub(" ", text))
    counts = Counter(pk for run in runs for pk in _titled(run))
    return {pk: many / len(runs) for pk, many in counts.items() if many >= len(runs) * _ENOUGH}


def _named(text: str) -> list[int]:
    """What has the number or the title that stands in the text."""
    numbers = [pk for maker, number in _NUMBER.findall(text) for pk in _numbered(maker, number)]
    return [*numbers, *(pk for title in _QUOTED.findall(text) for pk in _titled(title))]


def _numbered(maker: str, number: str) -> list[int]:
    """Where the letters of the maker begin is not written: with as many before the year as find something."""
    for start in range(len(maker)):
        if found := _titled(maker[start:] + number):
            return found
    return []


def _titled(words: str) -> list[int]:
    plain = normal(words)
    return in_titles([plain], among=shown(), limit=_LOOKED_AT) if plain else []


def _runs(text: str) -> list[str]:
    """Four characters each, one after the other; a shorter piece whole, when it is a word at all."""
    pieces = [piece for piece in _AROUND.split(text) if len(piece) > 1]
    return list(dict.fromkeys(run for piece in pieces for run in _cut(piece)))[:_MOST_RUNS]


def _cut(piece: str) -> Iterable[str]:
    if len(piece) <= _RUN:
        return [piece]
    return [piece[n : n + _RUN] for n in range(0, len(piece) - _RUN + 1, 2)]


def _day(item: Item) -> int:
    return item.first_public_on.toordinal() if item.first_public_on else 0
