"""A document to be published quotes none that is not public (practice.md 3), and a forwarded one takes the class
of its source.

not_public(version, on_their_way=False) -> list[str]   quoted, and to be read by nobody
forwarded(version) -> list[str]                        sources whose class it does not have
"""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from gongkai.publication.models import Item, Relation, Version
from gongkai.publication.queries import shown
from gongkai.publication.states import ItemState
from gongkai.publication.words import DisclosureClass, RelationKind

# 示政发〔2026〕3号, with whatever brackets. What stands before the year is taken as far as it can belong to it.
_NUMBER = re.compile(r"[一-鿿A-Za-z]{1,16}\s?[〔\[［（(]\s?(?:19|20)\d{2}\s?[〕\]］）)]\s?\d{1,5}\s?号")
# A title of two letters would be found in everything.
_TITLE = re.compile(r"《([^《》\n]{4,200})》")
_ONE_BRACKET = str.maketrans("[［（(]］）)", "〔〔〔〔〕〕〕〕")


def not_public(version: Version, *, on_their_way: bool = False) -> list[str]:
    """Titles or numbers of what it quotes that the public cannot read here, each once. A document that we know
    nothing of is not held against it, nor one that is public in another item. What is itself on its way to be
    published stops only with ``on_their_way``: it may be reviewed together with what quotes it."""
    hidden = _hidden(version, on_their_way)
    words = f"{version.title}\n{version.summary}\n{version.text}"
    related = Relation.objects.filter(source=version.item_id).values("target")
    found = [f"《{title}》" for title in hidden.filter(pk__in=related).values_list("title", flat=True)]
    found += _by_number(hidden, numbers(words))
    found += _by_title(hidden, titles(words))
    return list(dict.fromkeys(found))


def forwarded(version: Version) -> list[str]:
    """What it forwards and is not classed as."""
    rows = Relation.objects.filter(source=version.item_id, kind=RelationKind.FORWARDS).select_related("target")
    sources = [one.target for one in rows if one.target is not None]
    other = [one for one in sources if one.disclosure_class != version.disclosure_class]
    return [f"《{one.title}》（{DisclosureClass(one.disclosure_class).label}）" for one in other]


def numbers(text: str) -> list[str]:
    """The document numbers in a text, their brackets written one way."""
    return list(dict.fromkeys(normal(match[0]) for match in _NUMBER.finditer(text)))


def titles(text: str) -> list[str]:
    """What stands in 书名号 in a text."""
    return list(dict.fromkeys(match[1].strip() for match in _TITLE.finditer(text)))


def normal(number: str) -> str:
    """A document number without spaces, its year in 〔〕."""
    return "".join(number.split()).translate(_ONE_BRACKET)


def _hidden(version: Version, on_their_way: bool) -> QuerySet[Item]:
    rows = Item.objects.exclude(state=ItemState.PUBLIC).exclude(pk=version.item_id)
    if on_their_way:
        return rows
    return rows.exclude(state=ItemState.PREPARING, disclosure_class=DisclosureClass.ACTIVE)


def _by_number(hidden: QuerySet[Item], quoted: list[str]) -> list[str]:
    """In a text a number runs on from the words before it (根据示政发〔2026〕3号): it is known by its end."""
    if not quoted:
        return []
    ends = Q(pk__in=[])
    for number in {quote[quote.index("〔") + 5 :] for quote in quoted}:
        ends |= Q(document_number__endswith=number[1:])
    own = set(hidden.exclude(document_number="").filter(ends).values_list("document_number", flat=True))
    named = sorted(one for one in own if any(quote.endswith(normal(one)) for quote in quoted))
    return [one for one in named if not shown().filter(~Q(document_number=""), document_number=one).exists()]


def _by_title(hidden: QuerySet[Item], quoted: list[str]) -> list[str]:
    """Its whole title, or that of what it puts into force (关于印发《…》的通知)."""
    named = {title: Q(title=title) | Q(title__contains=f"《{title}》") for title in quoted}
    found = [title for title in quoted if hidden.filter(named[title]).exists()]
    return [f"《{title}》" for title in found if not shown().filter(named[title]).exists()]
