"""Drafting (整理草拟): an item begun, its draft edited, a new version of what is shown, a draft given up.

begin(user, agency, *, title, column=None, from_case="", unit=None, body="", at, **description) -> Version
edit(user, version, *, revision=None, at, **changed) -> Version        ``changed``: DESCRIPTION, body, note
revise(user, item, *, note="", found_at=None, at) -> Version           a draft that begins as what is shown
discard(user, version, *, revision=None, at) -> Version

Whoever has a hand in a version is noted in ``drafters`` and reviews none of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import day, person
from gongkai.errors import Refused, WrongState
from gongkai.papers import rich_text
from gongkai.publication import stopping
from gongkai.publication.acting import hold, hold_item, move, told, words
from gongkai.publication.appearing import next_version
from gongkai.publication.describing import checked, put
from gongkai.publication.models import DESCRIPTION, Column, Item, Version
from gongkai.publication.states import OPEN, ItemState
from gongkai.publication.words import DisclosureClass, StepKind

# Nothing of these was shown yet: the item is described as its draft is, so that lists open one table.
_NEVER_SHOWN = (ItemState.PREPARING, ItemState.KEPT)


@transaction.atomic
def begin(
    user: Who,
    agency: Agency,
    *,
    title: str,
    column: Column | None = None,
    from_case: str = "",
    unit: Agency | None = None,
    body: str = "",
    at: datetime,
    **description: Any,
) -> Version:
    """A new item with its first draft. ``unit``: an office below the agency that drafts for it, and may then edit
    it. ``from_case``: the number of the request it comes from (Art. 44), as plain text. ``body`` is HTML, cleaned
    here."""
    if unit is not None and not unit.is_within(agency):
        raise Refused("承办科室不属于该机关。")
    ensure(user, "items.draft", unit or agency, on=day(at))
    fields = checked(agency, day(at), {"title": title, "column": column, **description})
    fields.setdefault("issuer", agency.name)
    me = person(user)
    item = Item(agency=agency, from_case=from_case.strip()[:60], created_at=at, created_by=me)
    put(item, fields)
    item.save()
    version = Version(item=item, number=1, unit=unit, created_at=at, created_by=me)
    put(version, fields)
    put_body(version, body)
    _ensure_storable(version)
    note_drafter(user, version)
    version.save()
    told(user, "begin", item, version=version, data={"case": bool(item.from_case)}, at=at)
    return version


@transaction.atomic
def edit(user: Who, version: Version, *, revision: int | None = None, at: datetime, **changed: Any) -> Version:
    """Put fields of a draft. Stale when somebody edited it since; WrongState once it is in review."""
    held = hold(user, "items.draft", version, "edit", revision=revision, at=at)
    body, note = changed.pop("body", None), changed.pop("note", None)
    fields = checked(held.item.agency, day(at), changed)
    before = {name: getattr(held, name) for name in fields}
    put(held, fields)
    names = [name for name, value in fields.items() if before[name] != value]
    if body is not None and put_body(held, body):
        names.append("body")
    if note is not None and note.strip() != held.note:
        held.note = _note(held, note)
        names.append("note")
    if not names:
        return held
    _ensure_storable(held)
    note_drafter(user, held)
    move(user, held, "edit", at=at)
    follow(held)
    told(user, "edit", held.item, version=held, data={"fields": sorted(names)}, at=at)
    return held


@transaction.atomic
def revise(
    user: Who,
    item: Item,
    *,
    note: str = "",
    found_at: datetime | None = None,
    revision: int | None = None,
    at: datetime,
) -> Version:
    """A draft that begins as a copy of what is, or last was, shown. For a correction ``note`` says what the public
    will be told, and ``found_at`` when the mistake was found; both are needed while the item is public."""
    held = hold_item(user, "items.draft", item, revision=revision, at=at)
    if held.versions.filter(state__in=OPEN).exists():
        raise WrongState("这条信息已有一稿在办；请先办完那一稿。")
    last = held.current or held.versions.order_by("-number").first()
    if last is None:
        raise WrongState("这条信息还没有可以修改的内容。")
    if held.state == ItemState.PUBLIC:
        note = words(note, "请写明更正说明：改了什么、为什么改，发布后公众能看到。")
    if found_at is not None and found_at > at:
        raise Refused("发现时间晚于现在，请核对。")
    version = next_version(held, last, note=note.strip(), by=person(user), at=at)
    version.found_at = found_at or (at if note.strip() else None)
    note_drafter(user, version)
    version.save(update_fields=["found_at", "drafters"])
    follow(version)
    told(user, "revise", held, version=version, at=at)
    return version


@transaction.atomic
def discard(user: Who, version: Version, *, revision: int | None = None, at: datetime) -> Version:
    """Give a draft up. What is shown stays as it is."""
    held = hold(user, "items.draft", version, "discard", revision=revision, at=at)
    move(user, held, "discard", step=StepKind.DISCARD, at=at)
    told(user, "discard", held.item, version=held, at=at)
    return held


def follow(version: Version) -> None:
    """An item that never was shown is described as its draft is; one that was changes with a release only."""
    item = version.item
    if item.state in _NEVER_SHOWN and item.current_id is None:
        put(item, {name: getattr(version, name) for name in DESCRIPTION})
    item.revision += 1
    item.save()


def put_body(version: Version, body: str) -> bool:
    """Whether it changed. SecrecyMark for one that bears a marking: nothing of it is stored."""
    clean = rich_text.clean(body) if body else ""
    if clean == version.body:
        return False
    text = rich_text.text_of(clean)
    stopping.ensure_none([text])
    version.body, version.text = clean, text
    return True


def _ensure_storable(version: Version) -> None:
    """What bears a secrecy marking, or is declared not to be published at all, is worked on elsewhere: here stand
    its number and the decision only (《保守国家秘密法》第三十一条)."""
    stopping.ensure_none([version.title, version.summary, version.text])
    with_content = bool(version.body) or (version.pk is not None and version.attachments.exists())
    if version.disclosure_class == DisclosureClass.FORBIDDEN and with_content:
        raise Refused(
            "禁止公开的信息不得在本系统存储正文和附件；请线下办理，这里只登记文号和决定，先删去正文和附件。"
        )


def _note(version: Version, note: str) -> str:
    if version.item.state == ItemState.PUBLIC:
        return words(note, "请写明更正说明：改了什么、为什么改，发布后公众能看到。")
    return note.strip()


def note_drafter(user: Who, version: Version) -> None:
    me = person(user)
    if me is not None and me.key not in version.drafters:
        version.drafters = [*version.drafters, me.key]
