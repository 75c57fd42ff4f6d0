"""What an item comes from, as the desk joins it: a request that was answered, or something that must be public.

Cases and publication are blind to one another; of a case an item keeps its number, as plain text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.agencies.permissions import within
from gongkai.cases.models import Case
from gongkai.publication.models import Item, Obligation

from . import case_words as words_of
from .access import Asking
from .case_found import visible as cases
from .item_found import visible as items
from .numbers import number


@dataclass(frozen=True, slots=True)
class FromCase:
    """What a new item takes from a request. The title is a beginning: what was asked, as it was asked."""

    agency: int
    number: str
    title: str


def case_words(asking: Asking, key: object) -> FromCase | None:
    """None for a request that this person may not see."""
    pk = number(key or "")
    found: Case | None = cases(asking).filter(pk=pk).first() if pk else None
    if found is None:
        return None
    return FromCase(found.agency_id, found.number, words_of.title(found))


def published_from(case: Case, asking: Asking) -> Sequence[Item] | None:
    """What is being published, or was, because of this request; None for who neither sees nor drafts items."""
    agencies = asking.within("items.draft")
    if not agencies.filter(pk=case.agency_id).exists():
        return None
    return list(items(asking).filter(agency=case.agency, from_case=case.number).order_by("pk"))


def obligation_of(asking: Asking, key: object) -> Obligation | None:
    """One that waits, of an agency where this person may draft."""
    pk = number(key or "")
    if pk is None:
        return None
    here = within(asking.person, "items.draft", on=asking.on)
    return Obligation.objects.filter(pk=pk, agency__in=here, closed_at=None).first()
