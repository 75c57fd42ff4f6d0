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

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔（(\[【]?(?:19|20)\d{2}[〕）)\]】]?第?\d{1,5}号")
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
    named = [*_NUMBER.findall(text), *_QUOTED.findall(text)]
    scores: Counter[int] = Counter()
    for words in dict.fromkeys(named):
        scores.update(dict.fromkeys(_titled(words), _MOST_RUNS))
    runs = _runs(_QUOTED.sub(" ", text))
    counts = Counter(pk for run in runs for pk in _titled(run))
    least = max(1, len(runs) * _ENOUGH)
    scores.update({pk: many for pk, many in counts.items() if many >= least})
    return dict(scores)


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
