"""The key topics of a year (重点领域), kept by a district for all its bodies, and put on items.

keep(user, district, *, year, names, at) -> list[Topic]   the topics of a year, in this order
put(user, item, topics, *, at) -> Item                    which of them an item is about
of(agency, year) -> QuerySet[Topic]                       what an agency may choose from
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.acting import hold_item, told
from gongkai.publication.changing import changed
from gongkai.publication.models import Item, Topic


@transaction.atomic
def keep(user: Who, district: Agency, *, year: int, names: Sequence[str], at: datetime) -> list[Topic]:
    """WrongState when one that is left out stands on items already."""
    ensure(user, "publication.settings", district, on=day(at))
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=district.pk)
    wanted = list(dict.fromkeys(name for one in names if (name := "".join(one.split()))))
    if any(len(name) > 60 for name in wanted):
        raise Refused("重点领域的名称不超过60个字。")
    here = {topic.name: topic for topic in Topic.objects.filter(district=district, year=year)}
    for name, topic in here.items():
        if name not in wanted:
            _drop(topic)
    found = [here.get(name) or Topic(district=district, year=year, name=name) for name in wanted]
    for order, topic in enumerate(found):
        topic.order = order
        topic.save()
    data = {"year": year, "topics": wanted}
    record("items.topics", actor=actor(user), agency=district, object=district, data=data, at=at)
    return found


@transaction.atomic
def put(user: Who, item: Item, topics: Iterable[Topic], *, at: datetime) -> Item:
    """Instead of those it had. Refused for topics of another district."""
    held = hold_item(user, "items.draft", item, at=at)
    chosen = list(topics)
    if any(not held.agency.is_within(topic.district) for topic in chosen):
        raise Refused("所选重点领域不是本地区的，请从列表中选择。")
    held.topics.set(chosen)
    held.revision += 1
    held.save(update_fields=["revision"])
    if held.is_public:
        changed([held])
    told(user, "topics-put", held, data={"topics": sorted(topic.pk for topic in chosen)}, at=at)
    return held


def of(agency: Agency, year: int) -> QuerySet[Topic]:
    """Those of the bodies above it and its own, in their order."""
    above = [int(key) for key in (agency.path or "").strip("/").split("/") if key]
    return Topic.objects.filter(district__in=above, year=year).order_by("district__rank", "order", "pk")


def _drop(topic: Topic) -> None:
    if Item.objects.filter(topics=topic).exists():
        raise WrongState(f"重点领域“{topic.name}”已有信息使用，不能删去。")
    topic.delete()
