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

from gongkai.papers import rich_text
from gongkai.publication import queries
from gongkai.publication.models import Attachment, Item, Showing, Topic, Version
from gongkai.publication.relating import Related, related
from gongkai.publication.words import Validity


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
        return self.validity in (Validity.REPEALED, Validity.LAPSED)

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
        attachments=tuple(version.attachments.select_related("file")),
        showings=tuple(item.showings.filter(struck_at=None)),
        related=tuple(related(item)),
        topics=tuple(item.topics.all()),
        versions=tuple(versions(item)),
    )


def versions(item: Item) -> Sequence[Version]:
    """Without their texts. What was read before an item was withdrawn or removed may have been the reason: it does
    not come back with the item."""
    left = item.departures.order_by("-at").values_list("at", flat=True).first()
    found = queries.past(item)
    if left is not None:
        found = found.filter(released_at__gt=left)
    return list(found.defer("body", "text"))


def version(item: Item, number: int) -> Version | None:
    found = next((one for one in versions(item) if one.number == number), None)
    if found is not None:
        found.refresh_from_db(fields=["body", "text"])
    return found


def file(item: Item, token: str) -> Attachment | None:
    found = Attachment.objects.filter(version__in=[one.pk for one in versions(item)], token=token)
    return found.select_related("file", "version").order_by("-version__number").first()


def validity_on(described: Item | Version, on: date) -> str:
    """From the day on which it ends a document holds no more, whether or not somebody noted it."""
    said, until = described.validity, described.ended_on
    holds = said in (Validity.IN_FORCE, Validity.AMENDED)
    return Validity.LAPSED if holds and until is not None and until <= on else said
