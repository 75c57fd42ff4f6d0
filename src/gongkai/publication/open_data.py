"""The catalogue as open data: one row an item, the same for CSV, JSON and the interface.

row(item, *, page, on) -> dict          what is public of a shown item, by the codes of ``FIELDS``
batches(items) -> Iterator[Item]         any number of them, a batch at a time
gone(*, since=None) -> [Gone]           items that were shown and are not any more, for whoever keeps a copy

The items come from ``queries.shown``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.publication import reading
from gongkai.publication.models import Item
from gongkai.publication.states import ItemState
from gongkai.publication.words import Validity
from gongkai.statute import duties

FIELDS: Final = {
    "id": "编号",
    "number": "索引号",
    "title": "标题",
    "document_number": "文号",
    "agency": "公开机关代码",
    "agency_name": "公开机关",
    "issuer": "发文机关",
    "joint_makers": "联合制发机关",
    "made_on": "成文日期",
    "first_public_on": "公开日期",
    "released_at": "发布时间",
    "changed_at": "更新时间",
    "subject": "主题分类",
    "category": "条例事项代码",
    "category_label": "条例事项",
    "column": "栏目",
    "genre": "体裁",
    "validity": "有效性",
    "effective_on": "施行日期",
    "ended_on": "废止或者失效日期",
    "keywords": "关键词",
    "summary": "内容概述",
    "source": "来源",
    "sha256": "校验值",
    "page": "网址",
}
"""Code to the words at the head of a table."""

_BATCH = 2000


def row(item: Item, *, page: str, on: date) -> dict[str, Any]:
    """``page`` is the address of its page; lists stay lists, days days, "" where nothing is known."""
    validity = reading.validity_on(item, on)
    return {
        "id": item.pk,
        "number": item.number,
        "title": item.title,
        "document_number": item.document_number,
        "agency": addresses.word(item.agency),
        "agency_name": item.agency.name,
        "issuer": item.issuer or item.agency.name,
        "joint_makers": item.joint_makers,
        "made_on": item.made_on,
        "first_public_on": item.first_public_on,
        "released_at": _local(item.released_at),
        "changed_at": _local(item.changed_at),
        "subject": item.subject,
        "category": item.category,
        "category_label": _category(item.category),
        "column": item.column.title if item.column else "",
        "genre": item.get_genre_display(),
        "validity": Validity(validity).label if validity else "",
        "effective_on": item.effective_on,
        "ended_on": item.ended_on,
        "keywords": item.keywords,
        "summary": item.summary,
        "source": item.source or item.agency.name,
        "sha256": item.current.sha256 if item.current else "",
        "page": page,
    }


def with_what_a_row_needs(items: QuerySet[Item]) -> QuerySet[Item]:
    """One question for all of it, and no texts."""
    return items.select_related("agency", "column", "current").defer("current__body", "current__text")


def batches(items: QuerySet[Item]) -> Iterator[Item]:
    """In the order in which they were begun, however many: none stands in memory longer than its batch."""
    last = 0
    while batch := list(with_what_a_row_needs(items).filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield from batch
        last = batch[-1].pk


def flat(row: dict[str, Any]) -> list[object]:
    """As the cells of one line: lists joined, times to the second."""
    return [_cell(row[code]) for code in FIELDS]


@dataclass(frozen=True, slots=True)
class Gone:
    """``id`` is no longer to be shown, since ``at``. Why stands on its page, where it went with a reason."""

    id: int
    at: datetime


def gone(*, since: datetime | None = None, limit: int = 1000) -> list[Gone]:
    """Oldest departure first; whoever keeps a copy takes these out of it."""
    items = Item.objects.filter(state__in=[ItemState.WITHDRAWN, ItemState.REMOVED], number__isnull=False)
    left = items.annotate(left_at=Max("departures__at")).filter(left_at__isnull=False)
    if since is not None:
        left = left.filter(left_at__gt=since)
    return [Gone(pk, at) for pk, at in left.order_by("left_at", "pk").values_list("pk", "left_at")[:limit]]


def _category(code: str) -> str:
    return duties.category(code).short if code else ""


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at is not None else None


def _cell(value: Any) -> object:
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value
