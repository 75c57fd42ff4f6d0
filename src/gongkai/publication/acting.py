"""The frame of every step on a version or an item: hold it, permit, ask the state; then move, and record last.

hold(user, permission, version, verb, …) -> Version    with its item, as they are now, held until the end
hold_item(user, permission, item, …) -> Item           the item alone
move(user, version, verb, …) -> Version                the new state and what somebody did, as its history shows
told(user, verb, item, …)                              the audit entry

Callers open the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who, ensure, may
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, Stale
from gongkai.publication import locked
from gongkai.publication.models import Item, Step, Version
from gongkai.publication.states import after, item_after
from gongkai.publication.words import StepKind

# What the office that drafts for its agency may do as well as the agency's own people.
_OF_THE_UNIT = frozenset({"items.view", "items.draft"})


def hold(
    user: Who,
    permission: str,
    version: Version,
    verb: str,
    *,
    revision: int | None = None,
    of_unit: bool = False,
    at: datetime,
) -> Version:
    """NotAllowed for who may not; Stale for who acts on an older page; WrongState when the state does not allow
    the verb. Nothing was changed then. ``of_unit``: the drafting office's own people may do it, too."""
    item = _item(version.item_id)
    held = Version.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=version.pk)
    held.item = item
    allow(user, permission, held, of_unit=of_unit, on=day(at))
    ensure_fresh(held.revision, revision)
    after(held.state, verb)
    return held


def hold_item(
    user: Who, permission: str, item: Item, verb: str = "", *, revision: int | None = None, at: datetime
) -> Item:
    """The same of an item; without a verb its state is not asked."""
    held = _item(item.pk)
    ensure(user, permission, held.agency, on=day(at))
    ensure_fresh(held.revision, revision)
    if verb:
        item_after(held.state, verb)
    return held


def _item(pk: int) -> Item:
    rows = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return locked.remember(rows.get(pk=pk))


def allowed(user: Who, permission: str, version: Version, *, of_unit: bool = False, on: date) -> bool:
    """May this user do this to this version, as one of the agency or of the office that drafts for it."""
    if may(user, permission, version.item.agency, on=on):
        return True
    unit, theirs = version.unit, of_unit or permission in _OF_THE_UNIT
    return theirs and unit is not None and may(user, permission, unit, on=on)


def allow(user: Who, permission: str, version: Version, *, of_unit: bool = False, on: date) -> None:
    """NotAllowed when not."""
    if not allowed(user, permission, version, of_unit=of_unit, on=on):
        ensure(user, permission, version.item.agency, on=on)


def ensure_fresh(now: int, seen: int | None) -> None:
    """Stale when somebody acted since this person looked (``seen``)."""
    if seen is not None and now > seen:
        raise Stale("这条信息刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")


def move(
    user: Who,
    version: Version,
    verb: str,
    *,
    step: StepKind | None = None,
    comment: str = "",
    checklist: Mapping[str, object] | None = None,
    at: datetime,
) -> Version:
    """Put the new state, and the step into the version's history."""
    version.state = after(version.state, verb)
    version.revision += 1
    version.save()
    if step is not None:
        noted(version, step, by=person(user), comment=comment, checklist=checklist, at=at)
    return version


def noted(
    version: Version,
    kind: StepKind,
    *,
    by: Person | None,
    comment: str = "",
    checklist: Mapping[str, object] | None = None,
    at: datetime,
) -> Step:
    """One line of the history of a version."""
    return Step.objects.create(
        version=version, kind=kind, by=by, at=at, comment=comment, checklist=dict(checklist or {})
    )


def told(
    user: Who,
    verb: str,
    item: Item,
    *,
    version: Version | None = None,
    data: Mapping[str, object] | None = None,
    at: datetime,
) -> None:
    """The audit entry, last in the transaction. ``data`` holds codes and days, never words about persons.
    YearLocked for a step that changes a locked year's figures without a reason."""
    locked.ensure(user, item, verb=verb, at=at)
    facts = {**({"version": version.number} if version else {}), **(data or {})}
    record(f"items.{verb}", actor=actor(user), agency=item.agency, object=item, data=facts, at=at)


def words(text: str, otherwise: str) -> str:
    """What somebody wrote, without the space around it; Refused with ``otherwise`` when it is nothing."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()
