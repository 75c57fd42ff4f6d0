"""What the list of items shows: which, of whom, in what state, and words; all of it in the address."""

from __future__ import annotations

from django import forms
from django.db import models
from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.publication import reviewing
from gongkai.publication.models import Item, Version
from gongkai.publication.states import OPEN, ItemState, State
from gongkai.publication.words import DisclosureClass, Genre, StepKind

from .access import Asking
from .agency_search import AgencySearch
from .item_found import drafted


class Which(models.TextChoices):
    """The tabs. The first ones hold what still has to be done, the others what there is."""

    MINE = "mine", "轮到我"
    WORK = "work", "在办"
    REVIEW = "review", "待审查"
    APPROVE = "approve", "待批准"
    RELEASE = "release", "待发布"
    CHECK = "check", "待页面检查"
    PUBLIC = "public", "已公开"
    GONE = "gone", "已撤回、撤下"
    KEPT = "kept", "不主动公开"
    ALL = "all", "全部"

    @property
    def works(self) -> bool:
        """Is it a list of what has to be done."""
        return self in _STATES or self in (Which.MINE, Which.WORK)

    def holds(self, version: Version, asking: Asking) -> bool:
        if self == Which.MINE:
            return is_theirs(version, asking)
        if self == Which.WORK:
            return version.state in OPEN
        return version.state in _STATES.get(self, ())

    def of_items(self) -> Q:
        return _ITEMS[self]

    @property
    def order(self) -> tuple[str, ...]:
        return ("-pk",) if self in (Which.ALL, Which.KEPT) else ("-first_public_on", "-released_at", "-pk")


_STATES = {
    Which.REVIEW: (State.UNIT_REVIEW, State.DISCLOSURE_REVIEW),
    Which.APPROVE: (State.APPROVAL,),
    Which.RELEASE: (State.APPROVED,),
    Which.CHECK: (State.RELEASED,),
}
_ITEMS = {
    Which.PUBLIC: Q(state=ItemState.PUBLIC),
    Which.GONE: Q(state__in=(ItemState.WITHDRAWN, ItemState.REMOVED)),
    Which.KEPT: Q(state=ItemState.KEPT),
    Which.ALL: Q(),
}
# Whose work it is; the others are shown to all.
_OF = {Which.REVIEW: "items.review", Which.APPROVE: "items.approve", Which.RELEASE: "items.release"}
# Who does the next thing to a version in this state.
_NEXT = {
    State.DRAFT: "items.draft",
    State.UNIT_REVIEW: "items.review",
    State.DISCLOSURE_REVIEW: "items.review",
    State.APPROVAL: "items.approve",
    State.APPROVED: "items.release",
    State.RELEASED: "items.check",
}


def tabs_for(asking: Asking) -> tuple[Which, ...]:
    """The tabs that this person has some use for."""
    return tuple(one for one in Which if one not in _OF or asking.may_somewhere(_OF[one]))


def is_theirs(version: Version, asking: Asking) -> bool:
    """Is the next step this person's: their own drafts, and what they may review, approve, release or check."""
    state = State(version.state)
    verb = _NEXT.get(state)
    if verb is None or not _reaches(asking, verb, version):
        return False
    if state == State.DRAFT:
        return version.created_by_id == asking.person.pk
    if state == State.APPROVED:
        return version.release_at is None
    if state == State.RELEASED:
        return True
    return not drafted(asking, version) and not _passed(version, asking)


def _reaches(asking: Asking, verb: str, version: Version) -> bool:
    """Within the agencies of this verb; they are asked once for all rows of a page."""
    keys = {one.pk for one in _agencies(asking, verb)}
    return version.item.agency_id in keys or (verb == "items.draft" and version.unit_id in keys)


def _agencies(asking: Asking, verb: str) -> list[Agency]:
    from gongkai.agencies.permissions import remembered

    return remembered(("items", verb, asking.person.pk), lambda: list(asking.within(verb).only("pk")))


def _passed(version: Version, asking: Asking) -> bool:
    """Who passed the disclosure review does not approve, where another could have passed it."""
    if version.state != State.APPROVAL:
        return False
    passed = [one for one in version.steps.all() if one.kind == StepKind.DISCLOSURE_PASS]
    mine = bool(passed) and passed[-1].by_id == asking.person.pk
    return mine and reviewing.another_reviews(version, asking.person, asking.on)


class ItemSearch(AgencySearch):
    which = forms.ChoiceField(choices=Which.choices, required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label="状态", required=False,
                              choices=[("", "全部"), *((one.value, one.label) for one in OPEN)])  # fmt: skip
    kind = forms.ChoiceField(label="公开属性", choices=[("", "全部"), *DisclosureClass.choices], required=False)
    genre = forms.ChoiceField(label="体裁", choices=[("", "全部"), *Genre.choices], required=False)
    q = forms.CharField(label="标题、文号或索引号", max_length=60, required=False)
    field_order = ("which", "state", "kind", "genre", "agency", "q")

    @property
    def tab(self) -> Which:
        return Which(self.cleaned_data.get("which") or Which.MINE)

    @property
    def filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("state", "kind", "genre", "agency", "q"))

    def fits(self, version: Version) -> bool:
        """The same question as ``narrowed``, of a row that is there."""
        given, item = self.cleaned_data, version.item
        wanted = (("state", version.state), ("kind", version.disclosure_class), ("genre", version.genre))
        if any(given.get(name) and given[name] != has for name, has in wanted):
            return False
        if given.get("agency") and given["agency"].pk != item.agency_id:
            return False
        words = str(given.get("q") or "").casefold()
        return words in f"{version.title}\n{version.document_number}\n{item.number or ''}".casefold()

    def narrowed(self, rows: QuerySet[Item]) -> QuerySet[Item]:
        given = self.cleaned_data
        if given.get("state"):
            rows = rows.filter(versions__state=given["state"])
        if given.get("kind"):
            rows = rows.filter(disclosure_class=given["kind"])
        if given.get("genre"):
            rows = rows.filter(genre=given["genre"])
        if given.get("agency"):
            rows = rows.filter(agency=given["agency"])
        if words := given.get("q"):
            rows = rows.filter(
                Q(title__icontains=words) | Q(document_number__icontains=words) | Q(number__icontains=words)
            )
        return rows
