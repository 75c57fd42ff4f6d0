"""Whether a document holds (有效性): marked by hand, by what repeals or amends it, or by its last day.

mark(user, item, *, validity, ended_on=None, reason, at) -> Version
follow(user, item, at) -> list[…]      after a release: the marks of what it repeals and amends
lapse(at) -> int                       every day: what takes effect now, and what has run out

The public sees a mark, so it is a version like any other: the text stays, the note says what was marked and why.
It needs no second review, since no word of the document changes; a draft on its way takes the mark over. Of itself
a document marks only what its own agency, one below it or one that it succeeds has made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gongkai.agencies.permissions import OPERATOR, Who
from gongkai.agencies.who import day, person
from gongkai.errors import Refused, WrongState
from gongkai.jobs.registry import Periodic, register
from gongkai.publication import locked
from gongkai.publication.acting import hold_item, told, words
from gongkai.publication.appearing import put_copy
from gongkai.publication.changing import changed
from gongkai.publication.models import Item, Relation, Version
from gongkai.publication.states import OPEN, ItemState
from gongkai.publication.words import ENDED, HOLDING, RelationKind, Validity

_BY_DOCUMENT = {RelationKind.REPEALS: Validity.REPEALED, RelationKind.AMENDS: Validity.AMENDED}


@transaction.atomic
def mark(
    user: Who,
    item: Item,
    *,
    validity: str,
    ended_on: date | None = None,
    reason: str,
    revision: int | None = None,
    at: datetime,
) -> Version:
    """``reason`` is read by the public. 废止 and 失效 need their day, not after today: a later one stands in the
    document itself, and the mark comes by itself. WrongState for what the public does not see."""
    held = hold_item(user, "items.approve", item, revision=revision, at=at)
    if validity not in Validity.values:
        raise Refused("没有这种有效性，请从列表中选择。")
    reason = words(reason, "请写明依据：由哪一份文件废止、修改，或者何时期满。")
    if validity in ENDED and (ended_on is None or ended_on > day(at)):
        raise Refused("请填写废止或者失效的日期，不晚于今天；今后到期的，由系统届时自动标注。")
    if not held.is_public:
        raise WrongState("只有已公开的信息可以标注有效性；尚未发布的，请在草稿中填写。")
    ended = ended_on if validity in ENDED else None
    if (held.validity, held.ended_on) == (validity, ended):
        raise Refused("有效性与现有的相同，没有改动。")
    made = _marked(user, held, Validity(validity), ended, reason, at)
    tell(user, made, at)
    return made


def follow(user: Who, item: Item, at: datetime) -> list[Version]:
    """What this item, which is shown now, repeals and amends, if it takes effect today; else ``lapse`` does it.
    The caller tells of it (``tell``) when all is done."""
    return [made for one in _effects().filter(source=item) if (made := _take_effect(user, one.pk, at))]


def tell(user: Who, made: Version, at: datetime) -> None:
    """The audit entry of a mark."""
    data = {"validity": made.validity, "ended": made.ended_on.isoformat() if made.ended_on else None}
    told(user, "mark", made.item, version=made, data=data, at=at)


def lapse(at: datetime) -> int:
    """How many were marked, each in a transaction of its own. One late run marks all that was missed."""
    effects = list(_effects().values_list("pk", flat=True))
    over = list(_over(at).values_list("pk", flat=True))
    turns = [partial(_take_effect, OPERATOR, pk, at) for pk in effects] + [
        partial(_run_out, pk, at) for pk in over
    ]
    return sum(_in_turn(turn, at) for turn in turns)


@transaction.atomic
def _in_turn(turn: Callable[[], Version | None], at: datetime) -> bool:
    made = turn()
    if made is not None:
        tell(OPERATOR, made, at)
    return made is not None


def _effects() -> QuerySet[Relation]:
    """What shown documents do to others whose mark does not say it yet, by relations that were passed."""
    both = Q(source__state=ItemState.PUBLIC, target__state=ItemState.PUBLIC)
    rows = Relation.objects.filter(both, passed_at__isnull=False)
    repealed = Q(kind=RelationKind.REPEALS) & ~Q(target__validity__in=ENDED)
    amended = Q(kind=RelationKind.AMENDS, target__validity__in=["", Validity.IN_FORCE])
    below = Q(target__agency__path__startswith=F("source__agency__path"))
    succeeded = Q(target__agency__successions__successor=F("source__agency"))
    return rows.filter(repealed | amended, below | succeeded).distinct().order_by("pk")


def _over(at: datetime) -> QuerySet[Item]:
    holds = Q(validity__in=["", *HOLDING])
    return Item.objects.filter(holds, state=ItemState.PUBLIC, ended_on__lte=day(at)).order_by("pk")


def _take_effect(user: Who, relation: int, at: datetime) -> Version | None:
    """None when it is not its day yet, or somebody marked it meanwhile."""
    found = Relation.objects.select_related("source").get(pk=relation)
    source = found.source
    from_on = source.effective_on or source.made_on or day(at)
    if from_on > day(at):
        return None
    if found.target_id is None:
        return None
    target = _held(found.target_id)
    if not _effects().filter(pk=relation).exists():
        return None
    mark = _BY_DOCUMENT[RelationKind(found.kind)]
    number = f"（{source.document_number}）" if source.document_number else ""
    reason = f"由《{source.title}》{number}{found.get_kind_display()}。"
    return _marked(user, target, mark, from_on if mark in ENDED else target.ended_on, reason, at)


def _run_out(pk: int, at: datetime) -> Version | None:
    item = _held(pk)
    if not _over(at).filter(pk=pk).exists():
        return None
    return _marked(OPERATOR, item, Validity.LAPSED, item.ended_on, "有效期届满。", at)


def _held(pk: int) -> Item:
    rows = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return locked.remember(rows.get(pk=pk))


def _marked(
    user: Who, item: Item, validity: Validity, ended_on: date | None, reason: str, at: datetime
) -> Version:
    """A version that says it, shown at once; drafts on their way take it over."""
    last = item.current
    assert last is not None, "a public item has a version that is shown"
    note = f"有效性标注为“{validity.label}”：{reason}"
    made = put_copy(item, last, note=note, by=person(user), at=at, validity=validity, ended_on=ended_on)
    drafts = item.versions.filter(state__in=OPEN)
    drafts.update(validity=validity, ended_on=ended_on, revision=F("revision") + 1)
    changed([item])
    return made


register(Periodic("publication.validity", "标注到期、被废止的文件", timedelta(hours=6), lapse))
