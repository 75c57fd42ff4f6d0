"""Document numbers in the text of items that are here and not public (一份公开的文件不得引用不公开的)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.db.models import Q

from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models import Item
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.states import ItemState

EDITION: Final = "1"
_NUMBER: Final = re.compile(r"[\u4e00-\u9fa5A-Za-z]{1,16}[〔\[（(【﹝](\d{4})[〕\]）)】﹞]\s?第?\d{1,5}号")
_TEXTS: Final = ("title", "summary", "body")


def look(subject: Subject) -> Iterator[Found]:
    cited = [
        (place, found) for place in _TEXTS for found in _NUMBER.finditer(subject.texts[place])
    ]  # fmt: skip
    hidden = _hidden(subject, {tail for _, found in cited for tail in _tails(found[0])})
    told: set[tuple[str, str]] = set()
    for place, found in cited:
        number = next((tail for tail in _tails(found[0]) if tail in hidden), "")
        if number and (place, number) not in told:
            told.add((place, number))
            yield _found(subject, place, found, number, hidden[number])


def _found(subject: Subject, place: str, found: re.Match[str], number: str, state: str) -> Found:
    kept = state == ItemState.KEPT
    severity = Severity.STOP if kept else Severity.DECIDE
    why = "审定为不主动公开" if kept else "还没有公开" if state == ItemState.PREPARING else "已不再公开"
    message = f"引用的{number}{why}；公开的文件不得引用不公开文件的标题、文号和内容。"
    start = found.start() + len(found[0]) - len(_as_written(found[0], number))
    return subject.at(Kind.QUOTES, "not-public", severity, message, place, start, found.end())


def _hidden(subject: Subject, numbers: set[str]) -> dict[str, str]:
    """Those of them that are here, not public, and not public under another item either."""
    own = {_plain(subject.version.document_number)}
    wanted = sorted(numbers - own)
    states: dict[str, set[str]] = {}
    for at in range(0, len(wanted), 400):
        # The index is of those that have a number, and SQLite has to be told.
        rows = Item.objects.filter(~Q(document_number=""), document_number__in=wanted[at : at + 400])
        rows = rows.exclude(pk=subject.item.pk).order_by()
        for number, state in rows.values_list("document_number", "state"):
            states.setdefault(number, set()).add(state)
    order = (ItemState.KEPT, ItemState.REMOVED, ItemState.WITHDRAWN, ItemState.PREPARING)
    return {
        number: next(str(state) for state in order if state in found)
        for number, found in states.items()
        if ItemState.PUBLIC not in found
    }


def _tails(cited: str) -> list[str]:
    """Every way the number may begin: 根据示政发〔2026〕3号 is 示政发〔2026〕3号; the longest first."""
    plain = _plain(cited)
    head = plain.index("〔")
    return [plain[at:] for at in range(head)]


def _as_written(cited: str, number: str) -> str:
    return cited[len(_plain(cited)) - len(number) :] if len(_plain(cited)) == len(cited) else cited


def _plain(number: str) -> str:
    """With the brackets of the standard, without spaces."""
    whole = re.sub(r"[\[（(【﹝]", "〔", re.sub(r"\s", "", number))
    return re.sub(r"[\]）)】﹞]", "〕", whole)
