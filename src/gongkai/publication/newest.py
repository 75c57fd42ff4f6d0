"""The newest that fit a search, whatever place the search page gives them: for its feed and its mails.

newest(asked, *, on, since=None, until=None, most=50) -> [Item]     CannotSearch where the index cannot answer
"""

from __future__ import annotations

from datetime import date, datetime

from gongkai.publication.models import Item
from gongkai.publication.queries import NEWEST, shown
from gongkai.publication.searching import Asked, narrowed
from gongkai.search.asking import MOST, find
from gongkai.search.words import words


def newest(
    asked: Asked, *, on: date, since: datetime | None = None, until: datetime | None = None, most: int = 50
) -> list[Item]:
    """``since`` and ``until`` bound the first release here, without the first and with the last."""
    among = narrowed(asked, on)
    if since is not None:
        among = among.filter(released_at__gt=since)
    if until is not None:
        among = among.filter(released_at__lte=until)
    if wanted := words(asked.text):
        among = shown().filter(pk__in=find(wanted, among=among, limit=MOST, titles_first=False))
    return list(among.select_related("agency").order_by(*NEWEST)[:most])
