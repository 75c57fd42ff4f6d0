"""The review of what stands on a page beside its text: relations and lines of the channels.

pass_with(version, *, by, at)                  at its release: what was there when it went into review
pass_line(user, line, *, at) -> Line           of a page that is public already: seen from now on
give_back(user, line, *, reason, at) -> Line   never seen; who entered it takes it out
waiting(user, *, on) -> [Line]                 what this very person may pass, the oldest first
obstacle_for(user, line) -> str                why this very person may not, "" when they may

Nothing is shown before it is reviewed (Art. 17), and these lines are words of a page like any other. A whole
version with a public note would be too much for the photograph of a board, so a line is passed by one person of
the review who did not enter it. Until then no outlet has it, it counts in no figure and repeals nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who, within
from gongkai.agencies.who import person
from gongkai.errors import NotAllowed, WrongState
from gongkai.publication import showing, validity
from gongkai.publication.acting import hold_item, told, words
from gongkai.publication.models import Item, Relation, Showing, Version
from gongkai.publication.relating import touch
from gongkai.publication.states import ItemState
from gongkai.publication.words import StepKind

Line = Relation | Showing
_WAITS = Q(passed_at=None, returned="")


def pass_with(version: Version, *, by: Person | None, at: datetime) -> None:
    """In the transaction of its release. What was added after it had gone into review waits by itself: its
    reviewers may have looked before it was there."""
    submitted = version.steps.filter(kind=StepKind.SUBMIT).order_by("-pk").first()
    if submitted is None:
        return
    reviewed = _WAITS & Q(added_at__lte=submitted.at)
    item = version.item
    item.relations.filter(reviewed).update(passed_at=at, passed_by=by)
    if item.showings.filter(reviewed, struck_at=None).update(passed_at=at, passed_by=by):
        showing.recount(item)


@transaction.atomic
def pass_line(user: Who, line: Line, *, at: datetime) -> Line:
    """NotAllowed for who entered it; WrongState for one that was looked at before, and while the item is not
    public: its version is reviewed then, and the line with it."""
    item, found = _held(user, line, at)
    if not item.is_public:
        raise WrongState("这条信息还没有公开，关联和渠道随稿件一并审核（《条例》第十七条）。")
    found.passed_at, found.passed_by = at, person(user)
    found.save(update_fields=["passed_at", "passed_by"])
    marked: list[Version] = []
    if isinstance(found, Relation):
        touch(item, found.target)
        marked = validity.follow(user, item, at)
    else:
        showing.recount(item)
    told(user, "line-pass", item, data=_facts(found), at=at)
    for one in marked:
        validity.tell(user, one, at)
    return found


@transaction.atomic
def give_back(user: Who, line: Line, *, reason: str, at: datetime) -> Line:
    """With what is wrong with it."""
    item, found = _held(user, line, at)
    found.returned = words(reason, "请写明退回的原因：哪里不对，应当怎样登记。")[:200]
    found.save(update_fields=["returned"])
    told(user, "line-return", item, data=_facts(found), at=at)
    return found


def waiting(user: Who, *, on: date) -> list[Line]:
    """Of pages that are public now, without what this person entered."""
    mine = within(user, "items.review", on=on)
    relations = Relation.objects.filter(_WAITS, source__agency__in=mine, source__state=ItemState.PUBLIC)
    showings = Showing.objects.filter(_WAITS, struck_at=None, item__agency__in=mine, item__state=ItemState.PUBLIC)
    found: list[Line] = [
        *relations.select_related("source__agency", "target"), *showings.select_related("item__agency"),
    ]  # fmt: skip
    return sorted((one for one in found if not obstacle_for(user, one)), key=lambda one: (one.added_at, one.pk))


def obstacle_for(user: Who, line: Line) -> str:
    """Whatever the role of this person."""
    me = person(user)
    if me is not None and line.added_by_id == me.pk:
        return "这一条是您登记的，不能由您审核；请由其他审核人办理（《条例》第十七条）。"
    return ""


def item_of(line: Line) -> Item:
    """The item on whose page it was entered."""
    return line.source if isinstance(line, Relation) else line.item


def _held(user: Who, line: Line, at: datetime) -> tuple[Item, Line]:
    """Both as they are now."""
    item = hold_item(user, "items.review", item_of(line), at=at)
    found: Line | None = type(line)._default_manager.filter(pk=line.pk).first()
    if found is None or not found.waits or (isinstance(found, Showing) and found.struck_at is not None):
        raise WrongState("这一条已经审核过，或者已经取消；请看过最新情况。")
    obstacle = obstacle_for(user, found)
    if obstacle:
        raise NotAllowed(obstacle)
    if isinstance(found, Relation):
        found.source = item
    else:
        found.item = item
    return item, found


def _facts(line: Line) -> dict[str, object]:
    if isinstance(line, Relation):
        return {"kind": line.kind, "target": line.target.key if line.target else ""}
    return {"way": line.way, "from": line.from_on.isoformat()}
