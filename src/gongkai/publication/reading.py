"""What anybody may read of a released item, put together once for page, download, export and interface.

reading(item, *, on) -> Reading             the wording that holds
reading_of(item, version, *, on) -> Reading an earlier wording of it
versions(item) -> [Version]                 the wordings that may be read, newest first
file(item, token) -> Attachment?            an attachment of any of them

The item comes from ``queries.shown_one``; nothing here asks again whether it is shown, except of the items that
are related to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.papers import rich_text
from gongkai.prepared import Prepared
from gongkai.publication import queries
from gongkai.publication.models import Attachment, Departure, Item, Relation, Showing, Topic, Version
from gongkai.publication.relating import Related, related
from gongkai.publication.words import ENDED, HOLDING, Validity


@dataclass(frozen=True, slots=True)
class Reading:
    """``validity`` is what holds on the day asked for, "" where the word has no meaning for this item."""

    item: Item
    version: Version
    is_current: bool
    validity: str
    attachments: tuple[Attachment, ...]
    showings: tuple[Showing, ...]
    related: tuple[Related, ...]
    topics: tuple[Topic, ...]
    versions: tuple[Version, ...]

    @property
    def ended(self) -> bool:
        return self.validity in ENDED

    @property
    def validity_words(self) -> str:
        return Validity(self.validity).label if self.validity else ""

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments that are listed: those that stand in the text as pictures are seen there."""
        drawn = set(rich_text.pictures(self.version.body))
        return tuple(one for one in self.attachments if one.token not in drawn)

    @property
    def corrections(self) -> tuple[Version, ...]:
        """Those that put something right, newest first."""
        return tuple(one for one in self.versions if one.note)

    def groups(self) -> tuple[tuple[str, tuple[Related, ...]], ...]:
        """What is related, by what it is called."""
        names = dict.fromkeys(one.label for one in self.related)
        return tuple((name, tuple(one for one in self.related if one.label == name)) for name in names)


def reading(item: Item, *, on: date) -> Reading:
    assert item.current is not None
    return reading_of(item, item.current, on=on)


def reading_of(item: Item, version: Version, *, on: date) -> Reading:
    return Reading(
        item=item,
        version=version,
        is_current=version.pk == item.current_id,
        validity=validity_on(version, on),
        attachments=tuple(_attachments(version.pk)),
        showings=tuple(_showings(item.pk)),
        related=tuple(related(item)) if _any_relation(item.pk) else (),
        topics=tuple(_topics(item.pk)),
        versions=tuple(versions(item)),
    )


def versions(item: Item) -> Sequence[Version]:
    """Without their texts. What was read before an item was withdrawn or removed may have been the reason: it does
    not come back with the item."""
    left = _last_departure.first(item.pk)
    found = _past(item.pk)
    return [one for one in found if left is None or (one.released_at is not None and one.released_at > left.at)]


def version(item: Item, number: int) -> Version | None:
    found = next((one for one in versions(item) if one.number == number), None)
    if found is not None:
        found.refresh_from_db(fields=["body", "text"])
    return found


def file(item: Item, token: str) -> Attachment | None:
    found = Attachment.objects.filter(version__in=[one.pk for one in versions(item)], token=token)
    return found.select_related("file", "version").order_by("-version__number").first()


# Asked for every page of an item, hence put together once.
_attachments = Prepared(
    lambda version: (
        Attachment.objects.filter(version_id=version).defer("text").select_related("file").order_by("order", "pk")
    )
)
_showings = Prepared(
    lambda item: Showing.objects.filter(item_id=item, struck_at=None, passed_at__isnull=False).order_by(
        "from_on", "pk"
    )
)
_topics = Prepared(lambda item: Topic.objects.filter(items=item))
_any_relation = Prepared(lambda item: Relation.objects.filter(Q(source_id=item) | Q(target_id=item))[:1])
_last_departure = Prepared(lambda item: Departure.objects.filter(item_id=item).order_by("-at")[:1])
_past = Prepared(lambda item: queries.past(Item(pk=item)).defer("body", "text"))


def validity_on(described: Item | Version, on: date) -> str:
    """From the day on which it ends a document holds no more, whether or not somebody noted it, or ever said that
    it held."""
    said, until = described.validity, described.ended_on
    holds = said in ("", *HOLDING)
    return Validity.LAPSED if holds and until is not None and until <= on else said
