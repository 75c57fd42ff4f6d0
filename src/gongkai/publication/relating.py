"""What one item is to another: interprets, amends, repeals, forwards, quotes, clarifies; seen from both pages.

relate(user, item, *, kind, target=None, words="", at) -> Relation    ``words``: a document that is not here
unrelate(user, relation, *, at)
related(item) -> list[Related]          for the public: only what is shown
all_related(item) -> list[Related]      for the desk
neighbours(item) -> list[Item]          shown items whose pages name it

The public sees a relation once it was passed (``line_review``): with the version that it was reviewed with, or
by itself. A draft that forwards takes the class of its source. A document that repeals or amends another marks it
when it is shown itself (``validity``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.errors import Refused, WrongState
from gongkai.publication.acting import allow, hold_item, told
from gongkai.publication.changing import changed
from gongkai.publication.models import Item, Relation, Version
from gongkai.publication.queries import on_its_way, shown, visible
from gongkai.publication.states import State
from gongkai.publication.words import RelationKind

# As it reads from the other page.
_PASSIVE = {
    RelationKind.INTERPRETS: "解读材料",
    RelationKind.AMENDS: "被修改",
    RelationKind.REPEALS: "被废止",
    RelationKind.FORWARDS: "被转发",
    RelationKind.QUOTES: "被引用",
    RelationKind.CLARIFIES: "澄清说明",
}
_ACTIVE = {
    RelationKind.INTERPRETS: "解读的文件",
    RelationKind.AMENDS: "修改的文件",
    RelationKind.REPEALS: "废止的文件",
    RelationKind.FORWARDS: "转发的文件",
    RelationKind.QUOTES: "引用的文件",
    RelationKind.CLARIFIES: "澄清的信息",
}


@dataclass(frozen=True)
class Related:
    """One line of a page. ``item`` None: a document that is not here, told in ``words``. ``outgoing``: the page's
    own item does it to the other."""

    relation: Relation
    kind: RelationKind
    label: str
    item: Item | None
    words: str
    outgoing: bool

    @property
    def passed(self) -> bool:
        return self.relation.passed_at is not None


@transaction.atomic
def relate(
    user: Who, item: Item, *, kind: str, target: Item | None = None, words: str = "", at: datetime
) -> Relation:
    """Refused for itself, twice, or to an item that this user may not see and the public neither. While the item
    is public only what is public may be joined to it."""
    held = hold_item(user, "items.draft", item, at=at)
    if kind not in RelationKind.values:
        raise Refused("没有这种关联，请从列表中选择。")
    words = " ".join(words.split())[:400]
    if target is None and not words:
        raise Refused("请选择关联的信息；系统中没有的，请写明文件的名称和文号。")
    if target is not None:
        _ensure_joinable(user, held, target, kind, at)
    made = Relation.objects.create(
        source=held, target=target, words="" if target else words, kind=kind, added_by=person(user), added_at=at
    )
    _take_class(user, held, made, at)
    data = {"kind": kind, "target": target.key if target else ""}
    told(user, "relate", held, data=data, at=at)
    return made


@transaction.atomic
def unrelate(user: Who, relation: Relation, *, at: datetime) -> None:
    """At once: nothing comes to stand on a page by it. WrongState once it took effect: a repeal that was shown is
    history."""
    held = hold_item(user, "items.draft", relation.source, at=at)
    found = held.relations.filter(pk=relation.pk).select_related("target").first()
    if found is None:
        raise WrongState("这条关联已经解除。")
    passed = found.passed_at is not None
    if passed and held.released_at is not None and found.kind in (RelationKind.REPEALS, RelationKind.AMENDS):
        raise WrongState("文件已经发布，废止、修改的关联不能解除；确属错误的，请另行标注有效性并写明原因。")
    target, kind = found.target, found.kind
    found.delete()
    if passed:
        touch(held, target)
    told(user, "unrelate", held, data={"kind": kind, "target": target.key if target else ""}, at=at)


def related(item: Item) -> list[Related]:
    """As the public sees it, both ways: what was passed, of what is shown."""
    return [one for one in all_related(item) if one.passed and (one.item is None or one.item.is_public)]


def all_related(item: Item) -> list[Related]:
    """In one query, what goes out first."""
    rows = Relation.objects.filter(Q(source=item) | Q(target=item))
    rows = rows.select_related("source__agency", "target__agency").order_by("pk")
    found = [_seen(one, item) for one in rows]
    return sorted(found, key=lambda one: not one.outgoing)


def neighbours(item: Item) -> list[Item]:
    """When it appears or goes, their pages change with it."""
    joined = Q(relations__target=item) | Q(related_from__source=item)
    return list(shown().filter(joined).exclude(pk=item.pk).distinct().order_by("pk"))


def _seen(one: Relation, item: Item) -> Related:
    kind, outgoing = RelationKind(one.kind), one.source_id == item.pk
    other = one.target if outgoing else one.source
    label = _ACTIVE[kind] if outgoing else _PASSIVE[kind]
    return Related(one, kind, label, other, one.words if outgoing else "", outgoing)


def _ensure_joinable(user: Who, item: Item, target: Item, kind: str, at: datetime) -> None:
    if target.pk == item.pk:
        raise Refused("不能与自己关联。")
    if not target.is_public and not visible(user, on=day(at)).filter(pk=target.pk).exists():
        raise Refused("没有找到要关联的信息。")
    if item.is_public and not target.is_public:
        raise Refused("这条信息已经公开，只能关联已经公开的信息。")
    if item.relations.filter(target=target, kind=kind).exists():
        raise Refused("已有相同的关联。")


def _take_class(user: Who, item: Item, relation: Relation, at: datetime) -> None:
    """What is forwarded is classed as its source (practice.md 3)."""
    version, source = on_its_way(item), relation.target
    if relation.kind != RelationKind.FORWARDS or source is None or version is None:
        return
    if version.disclosure_class == source.disclosure_class:
        return
    if version.state != State.DRAFT:
        raise WrongState("来文的公开属性与这一稿不同；请先退回修改，再关联来文。")
    allow(user, "items.draft", version, on=day(at))
    _classed(version, source)


def _classed(version: Version, source: Item) -> None:
    fields = ("disclosure_class", "class_basis", "class_reason")
    for thing in (version, version.item):
        if thing is version.item and version.item.current_id is not None:
            continue
        thing.disclosure_class = source.disclosure_class
        thing.class_basis = source.class_basis
        thing.class_reason = source.class_reason or "转发的文件，公开属性与来文一致。"
        thing.save(update_fields=fields)
    version.revision += 1
    version.save(update_fields=["revision"])


def touch(*items: Item | None) -> None:
    """Both pages show it, or showed it."""
    public: Iterable[Item] = [one for one in items if one is not None and one.is_public]
    if all(one is None or one.is_public for one in items):
        changed(list(public))
