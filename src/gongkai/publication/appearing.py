"""What a shown version does to its item: it takes the place of the one before, and the item says what it says.

next_version(item, last, …) -> Version                   a draft that is a copy of ``last``, with its files
put_in_place(item, version, *, by, at)                   shown from now on
put_copy(item, last, *, note, by, at, …) -> Version      a copy with a mark, shown at once
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from gongkai.accounts.models import Person
from gongkai.agencies.who import day
from gongkai.publication import numbering
from gongkai.publication.acting import noted
from gongkai.publication.describing import copied, put
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.models import Attachment, Item, Showing, Version
from gongkai.publication.states import State, after, item_after
from gongkai.publication.words import StepKind, Way


def next_version(item: Item, last: Version, *, note: str, by: Person | None, at: datetime) -> Version:
    """Saved, with the files of ``last``."""
    return _saved(_copy(item, last, note, by, at), last)


def put_in_place(item: Item, version: Version, *, by: Person | None, at: datetime) -> None:
    """The version is shown, the one before is not; number and first day of the item stay what they once were. The
    times are the server's own."""
    _supersede(item)
    version.state = after(version.state, "release")
    version.released_at, version.released_by, version.release_failure = at, by, ""
    _show(item, version, by, at)


def put_copy(item: Item, last: Version, *, note: str, by: Person | None, at: datetime, **changed: Any) -> Version:
    """For a mark that changes no word of the document: it was reviewed as it stands."""
    _supersede(item)
    made = _copy(item, last, note, by, at)
    put(made, changed)
    made.state, made.released_at, made.released_by = State.RELEASED, at, by
    _show(item, _saved(made, last), by, at)
    return made


def _copy(item: Item, last: Version, note: str, by: Person | None, at: datetime) -> Version:
    highest = item.versions.aggregate(highest=Max("number"))["highest"]
    made = Version(item=item, number=highest + 1, body=last.body, text=last.text, unit=last.unit, note=note,
                   created_at=at, created_by=by)  # fmt: skip
    put(made, copied(last))
    return made


def _saved(made: Version, last: Version) -> Version:
    made.save()
    Attachment.objects.bulk_create(_again(one, made) for one in last.attachments.all())
    return made


def _supersede(item: Item) -> None:
    for old in item.versions.filter(state=State.RELEASED):
        old.state = after(old.state, "supersede")
        old.save(update_fields=["state"])


def _show(item: Item, version: Version, by: Person | None, at: datetime) -> None:
    version.revision += 1
    version.sha256 = fingerprint(version)
    version.save()
    noted(version, StepKind.RELEASE, by=by, at=at)
    _appear(item, version, at)
    if not item.showings.filter(way=Way.WEBSITE, address="", struck_at=None, until_on=None).exists():
        Showing.objects.create(
            item=item, way=Way.WEBSITE, from_on=day(at), added_by=by, added_at=at, passed_by=by, passed_at=at
        )


def _appear(item: Item, version: Version, at: datetime) -> None:
    put(item, copied(version))
    item.number = item.number or numbering.take(item.agency, at)
    item.state = item_after(item.state, "release")
    item.current = version
    item.released_at = item.released_at or at
    item.first_public_on = item.first_public_on or day(at)
    item.changed_at = at
    item.revision += 1
    item.save()


def _again(one: Attachment, version: Version) -> Attachment:
    return Attachment(
        version=version,
        file_id=one.file_id,
        name=one.name,
        order=one.order,
        text=one.text,
        unread=one.unread,
        token=one.token,
    )
