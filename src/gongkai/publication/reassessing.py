"""动态调整: what was found not to be published proactively is looked at again (Art. 18, rule 39).

due_on(item) -> date                               by when
waiting(user, *, on, until) -> [Waiting]           those of one's agencies that are due by then, the oldest first
due(*, until) -> [Waiting]                         all agencies', for the nightly job
reassess(user, item, *, result, reason, at)        keep: looked at again later; publish: a new draft may begin
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.models import Item, Reassessment, Step
from gongkai.publication.states import ItemState
from gongkai.publication.words import StepKind
from gongkai.statute import parameters
from gongkai.statute.retention import months_after

Result = Reassessment.Result


@dataclass(frozen=True, slots=True)
class Waiting:
    """``kept_on``: the day it was decided; ``last``: the newest look since then."""

    item: Item
    kept_on: date
    due_on: date
    last: Reassessment | None


def next_after(on: date) -> date:
    """Twelve months as shipped; the Regulation names no interval. The day is a task, not a period: it does not
    roll."""
    return months_after(on, parameters.number("reassessment-months", on))


def due(*, until: date) -> list[Waiting]:
    """Everything that is due by then."""
    return _due(_kept(), until)


def waiting(user: Who, *, on: date, until: date) -> list[Waiting]:
    """Those for whoever decides on it, the oldest first."""
    return _due(_kept().filter(agency__in=within(user, "items.approve", on=on)), until)


def due_on(item: Item) -> date | None:
    """None for an item that is not withheld, or was found publishable and waits for its draft."""
    found = list(_rows(_kept().filter(pk=item.pk)))
    return found[0].due_on if found else None


@transaction.atomic
def reassess(user: Who, item: Item, *, result: str, reason: str, at: datetime) -> Reassessment:
    """Looked at again. WrongState for an item that is not withheld; Refused without reason. Nothing is published
    by it: what may be public goes through a whole review."""
    held = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=item.pk)
    ensure(user, "items.approve", held.agency, on=day(at))
    if held.state != ItemState.KEPT:
        raise WrongState(f"这条信息{held.get_state_display()}，没有等候复核。")
    if result not in Result.values:
        raise Refused("结论是仍不主动公开，或者已可主动公开。")
    if not reason.strip():
        raise Refused("请写明复核的理由：情况有没有变化，依据是什么（《条例》第十八条）。")
    on = day(at)
    made = Reassessment.objects.create(
        item=held, looked_on=on, result=result, reason=reason.strip(), by=person(user), at=at,
        next_on=next_after(on) if result == Result.KEEP else None,
    )  # fmt: skip
    data = {"result": result, "next_on": made.next_on.isoformat() if made.next_on else None}
    record("items.reassess", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return made


def _kept() -> QuerySet[Item]:
    decided = (
        Step.objects.filter(version__item=OuterRef("pk"), kind=StepKind.KEEP).order_by("-pk").values("at")[:1]
    )
    newest = Reassessment.objects.filter(item=OuterRef("pk")).order_by("-pk")
    return (
        Item.objects.filter(state=ItemState.KEPT)
        .select_related("agency", "current")
        .annotate(
            kept_at=Coalesce(Subquery(decided), "created_at"), next_on=Subquery(newest.values("next_on")[:1])
        )
        .annotate(looked_on=Max("reassessments__looked_on"))
    )


def _due(rows: QuerySet[Item], until: date) -> list[Waiting]:
    """Those that may be due are few; the exact day is worked out for each."""
    # The longest interval back: nothing decided later can be due.
    latest = months_after(until, -1)
    asked = rows.filter(Q(next_on__lte=until) | Q(looked_on=None, kept_at__date__lte=latest))
    return sorted((one for one in _rows(asked) if one.due_on <= until), key=lambda one: (one.due_on, one.item.pk))


def _rows(rows: Iterable[Item]) -> Iterable[Waiting]:
    found = list(rows)
    looks = {one.item_id: one for one in Reassessment.objects.filter(item__in=found).order_by("pk")}
    for item in found:
        kept_at: datetime = getattr(item, "kept_at")  # noqa: B009  # annotated above, which the model does not tell
        last = looks.get(item.pk)
        # A decision newer than the last look begins anew.
        if last is not None and last.at >= kept_at:
            if last.next_on is not None:
                yield Waiting(item, day(kept_at), last.next_on, last)
        else:
            yield Waiting(item, day(kept_at), next_after(day(kept_at)), None)
