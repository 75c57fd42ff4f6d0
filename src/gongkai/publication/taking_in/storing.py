"""What a source said becomes an item, gains a channel, changes or goes; once, whoever says it how often.

take(source, arrived, *, at) -> Result
gone(source, external, *, as_of, at) -> Result       the source has it no more

It was public before it came: it is public at once, under its proved first day, with its source. An item that is
drafted, was withdrawn or removed here stays as it is: nothing comes back without a whole review (rule 50).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import transaction

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.errors import WrongState
from gongkai.publication import departing, locked, numbering
from gongkai.publication.appearing import put_copy
from gongkai.publication.changing import changed
from gongkai.publication.describing import put
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.models import Item, Showing, Source, TakenIn, Version
from gongkai.publication.states import OPEN, ItemState, State
from gongkai.publication.taking_in import known
from gongkai.publication.taking_in.arriving import Arrived
from gongkai.publication.words import Way


class What(Enum):
    """What came of it, with the word that the other side and the desk read."""

    NEW = "收录"
    SHOWN = "已有，补记渠道"
    CHANGED = "更新"
    KNOWN = "没有变化"
    WITHDRAWN = "撤回"
    LEFT = "本平台有不同的处理，没有改动"


@dataclass(frozen=True, slots=True)
class Result:
    what: What
    item: Item | None = None


@transaction.atomic
def take(source: Source, arrived: Arrived, *, at: datetime) -> Result:
    held = hold(source)
    row = TakenIn.objects.filter(source=held, external=arrived.external).first()
    if row is not None:
        return _again(held, row, arrived, at)
    item = known.found(held, arrived)
    if item is None:
        return _new(held, arrived, at)
    return _shown(held, item, arrived, at)


@transaction.atomic
def gone(source: Source, external: str, *, as_of: datetime, at: datetime) -> Result:
    """An item that came by this source is withdrawn with a public reason; another loses the channel."""
    held = hold(source)
    row = TakenIn.objects.filter(source=held, external=external).first()
    if row is None or as_of < row.as_of:
        return Result(What.KNOWN)
    row.as_of, row.sha256 = as_of, ""
    row.save(update_fields=["as_of", "sha256"])
    item = known.held(row.item_id)
    if not row.made:
        _end_channel(held, item, at)
        return Result(What.SHOWN, item)
    if not item.is_public:
        return Result(What.KNOWN, item)
    departing.withdraw(OPERATOR, item, reason=f"来源“{held.name}”已不再公开这条信息。", at=at)
    item.refresh_from_db()
    return Result(What.WITHDRAWN, item)


def hold(source: Source) -> Source:
    """One item of a source after the other. WrongState once it has ended."""
    rows = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=source.pk)
    if held.ended_at is not None:
        raise WrongState("这个来源已经停用，没有收录。")
    return held


def _new(source: Source, arrived: Arrived, at: datetime) -> Result:
    agency = Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=arrived.agency.pk)
    item = Item(
        agency=agency, number=_number(agency, arrived, at), released_at=at, changed_at=at,
        first_public_on=arrived.public_on, original_proof=_proof(source, arrived, at), came_in_on=day(at),
        created_at=at,
    )  # fmt: skip
    put(item, arrived.fields)
    item.save()
    version = Version(item=item, number=1, body=arrived.body, text=arrived.text, state=State.RELEASED,
                      released_at=at, created_at=at)  # fmt: skip
    put(version, arrived.fields)
    version.sha256 = fingerprint(version, bare=True)
    version.save()
    item.state, item.current = ItemState.PUBLIC, version
    item.save(update_fields=["state", "current"])
    _channel(source, item, arrived, at)
    _note(source, item, arrived, at, made=True)
    changed([item])
    _enter(locked.NOWHERE, item, "source_take", at)
    _tell("source_take", source, item, at)
    return Result(What.NEW, item)


def _shown(source: Source, item: Item, arrived: Arrived, at: datetime) -> Result:
    """It is here already: it was shown there, too."""
    if not item.is_public:
        return Result(What.LEFT, item)
    _note(source, item, arrived, at, made=False)
    if arrived.address and not _our_own(item, arrived):
        _channel(source, item, arrived, at)
        before = locked.standing(item)
        item.first_public_on = min(item.first_public_on or arrived.public_on, arrived.public_on)
        item.revision += 1
        item.save(update_fields=["first_public_on", "revision"])
        changed([item])
        _enter(before, item, "source_show", at)
        _tell("source_show", source, item, at)
    return Result(What.SHOWN, item)


def _again(source: Source, row: TakenIn, arrived: Arrived, at: datetime) -> Result:
    """What was said before, in the same or other words. What was said earlier undoes nothing."""
    item = known.held(row.item_id)
    if row.sha256 == arrived.sha256 or arrived.as_of <= row.as_of:
        return Result(What.KNOWN, item)
    row.as_of = arrived.as_of
    row.sha256, before = arrived.sha256, row.sha256
    row.save(update_fields=["as_of", "sha256"])
    if not row.made:
        return Result(What.KNOWN, item)
    if not _may_change(item) or not before:
        return Result(What.LEFT, item)
    last = item.current
    assert last is not None
    stood = locked.standing(item)
    note = f"来源“{source.name}”更新了这条信息，随之更新。"
    put_copy(item, last, note=note, by=None, at=at, body=arrived.body, text=arrived.text, **arrived.fields)
    changed([item])
    _enter(stood, item, "source_change", at)
    _tell("source_change", source, item, at)
    return Result(What.CHANGED, item)


def _may_change(item: Item) -> bool:
    """Nobody here has corrected it or is about to: what a person decided is not overwritten."""
    ours = item.current is not None and item.current.created_by_id is not None
    return item.is_public and not ours and not item.versions.filter(state__in=OPEN).exists()


def _number(agency: Agency, arrived: Arrived, at: datetime) -> str:
    """The one that the source gave, unless somebody has it."""
    number = arrived.number
    if not number or Item.objects.filter(number=number).exists():
        return numbering.take(agency, at)
    year, serial = numbering.Reader(agency).read(number) or (0, 0)
    if serial:
        numbering.go_on_behind(agency, year, serial)
    return number


def _proof(source: Source, arrived: Arrived, at: datetime) -> str:
    where = f"（{arrived.address}）" if arrived.address else ""
    return f"来源“{source.name}”{where}注明的公开日期，{day(at)}收录（内容的SHA-256：{arrived.sha256}）"


def _channel(source: Source, item: Item, arrived: Arrived, at: datetime) -> None:
    """The website where it was before, with its address as the proof."""
    Showing.objects.create(
        item=item, way=Way.WEBSITE, place=source.name, address=arrived.address, from_on=arrived.public_on,
        proof_note=f"{day(at)}从来源收录"[:200], added_at=at, passed_at=at,
    )  # fmt: skip


def _end_channel(source: Source, item: Item, at: datetime) -> None:
    rows = item.showings.filter(way=Way.WEBSITE, place=source.name, until_on=None, struck_at=None)
    if rows.exclude(address="").filter(from_on__lte=day(at)).update(until_on=day(at)) and item.is_public:
        item.revision += 1
        item.save(update_fields=["revision"])
        changed([item])
        _tell("source_show_end", source, item, at)


def _our_own(item: Item, arrived: Arrived) -> bool:
    """Our page, or a channel that is noted."""
    return known.is_ours(arrived.address) or item.showings.filter(address=arrived.address).exists()


def _note(source: Source, item: Item, arrived: Arrived, at: datetime, *, made: bool) -> None:
    TakenIn.objects.create(source=source, external=arrived.external, item=item, made=made,
                           sha256=arrived.sha256, as_of=arrived.as_of, at=at)  # fmt: skip


def _enter(before: locked.Standing, item: Item, verb: str, at: datetime) -> None:
    """What comes of itself has no reason: the year of its day is refused once it is locked, and the page of the
    source says so."""
    years = locked.years(before, locked.standing(item), at=at)
    locked_years.enter(OPERATOR, item.agency, years, about=item, verb=f"publication.{verb}", at=at)


def _tell(verb: str, source: Source, item: Item, at: datetime) -> None:
    data = {"source": source.pk, "number": item.number}
    record(f"publication.{verb}", actor="worker", agency=item.agency, object=item, data=data, at=at)
