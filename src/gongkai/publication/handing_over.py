"""Handing what was published to archives, libraries and service halls, where it is read (Art. 25): lists as XLSX.

waiting(agency, receiver, until) -> QuerySet[Item]      public by then, and not yet handed to this receiver
listing(items) -> bytes                                 the list, as it would be
hand_over(user, agency, *, kind, receiver, until_on, at) -> ListHandover   the same, kept with its day
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.errors import Refused
from gongkai.publication.models import Item, ListHandover
from gongkai.publication.queries import shown
from gongkai.statute import duties
from gongkai.writers.spreadsheet import xlsx_bytes

HEAD: Final = (
    "序号", "索引号", "名称", "内容概述", "文号", "发文机关", "生成日期", "公开日期", "条例事项", "有效性",
)  # fmt: skip
Kind = ListHandover.Kind
# One list is read by people; what is more goes in parts, by an earlier last day.
MOST: Final = 50_000


def waiting(agency: Agency, receiver: str, until: date) -> QuerySet[Item]:
    """The oldest first."""
    gone = Q(list_handovers__receiver=receiver.strip(), list_handovers__agency=agency)
    rows = shown().filter(agency=agency, first_public_on__lte=until).exclude(
        pk__in=Item.objects.filter(gone).values("pk")
    )  # fmt: skip
    return rows.order_by("first_public_on", "pk")


def listing(agency: Agency, items: Iterable[Item]) -> bytes:
    """A workbook of one sheet."""
    return xlsx_bytes("主动公开政府信息移送清单", HEAD, _rows(items))


def _rows(items: Iterable[Item]) -> Iterator[tuple[object, ...]]:
    for n, one in enumerate(items, start=1):
        category = duties.CATEGORIES.get(one.category)
        yield (
            n, one.number or "", one.title, one.summary, one.document_number, one.issuer,
            one.made_on.isoformat() if one.made_on else "",
            one.first_public_on.isoformat() if one.first_public_on else "",
            category.short if category else "", one.get_validity_display() if one.validity else "",
        )  # fmt: skip


@transaction.atomic
def hand_over(
    user: Who, agency: Agency, *, kind: str, receiver: str, until_on: date, at: datetime
) -> ListHandover:
    """Refused without a receiver, for days to come, and where nothing waits."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, "items.release", agency, on=day(at))
    if kind not in Kind.values:
        raise Refused("移送对象是国家档案馆、公共图书馆或者政务服务场所。")
    if not receiver.strip():
        raise Refused("请填写接收单位的全称。")
    if until_on > day(at):
        raise Refused("移送截止的公开日期还没有到。")
    items = list(waiting(agency, receiver, until_on)[: MOST + 1])
    if not items:
        raise Refused(f"截至{until_on}没有要移送给“{receiver.strip()}”的信息。")
    if len(items) > MOST:
        raise Refused(f"一次最多移送{MOST}条，请把截止日期提前，分批移送。")
    file = documents.store(listing(agency, items), f"移送清单-{agency.name}-{until_on}.xlsx", at=at)
    made = ListHandover.objects.create(
        agency=agency, kind=kind, receiver=receiver.strip()[:120], until_on=until_on, handed_on=day(at), file=file,
        by=person(user), at=at,
    )  # fmt: skip
    made.listed.set(items)
    data = {"kind": kind, "items": len(items), "until_on": until_on.isoformat(), "sha256": file.sha256}
    record("items.hand-over", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


def visible(user: Who, *, on: date) -> QuerySet[ListHandover]:
    """Those of the agencies where this user may look, newest first."""
    rows = ListHandover.objects.filter(agency__in=within(user, "columns.view", on=on))
    return rows.select_related("agency", "file", "by").annotate(items=Count("listed")).order_by("-pk")
