"""What can be asked of items: one, any part of the catalogue, all of it, and what is not shown any more."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import AwareDatetime

from gongkai.publication import open_data, queries, reading
from gongkai.publication.models import Item
from gongkai.publication.words import Genre, Validity
from gongkai.ui.downloads import csv_stream, json_stream

from . import asked, catalogue_described, item_shapes, showing
from .asked import OneAgency

router = Router()

After = Annotated[int, Query(description="只要编号在此之后的，上一页的 next 已写好", ge=0)]
Size = Annotated[int, Query(description="每页多少项", ge=1, le=500)]
Category = Annotated[str, Query(description="只要这一条例事项，如 20.1", pattern=r"^([0-9]{2}\.[0-9]{1,2})?$")]
AskedGenre = Annotated[
    str, Query(description="只要这一体裁：" + "、".join(Genre.values), pattern="^[a-z_]{0,20}$")
]
AskedValidity = Annotated[
    str, Query(description="只要登记为这一有效性的：" + "、".join(Validity.values), pattern="^[a-z_]{0,20}$")
]
AskedYear = Annotated[int | None, Query(description="只要这一年首次公开的", ge=1900, le=9999)]
ChangedSince = Annotated[AwareDatetime | None, Query(description="只要此后发布或者更新的（带时区，ISO 8601）")]
Key = Annotated[int, Path(description="编号", ge=1)]


@router.get(
    "/items",
    response={200: item_shapes.ItemPage, **asked.WRONG},
    url_name="items",
    operation_id="items",
    tags=["主动公开"],
    summary="已公开的政府信息",
)
def items(
    request: HttpRequest,
    agency: OneAgency = "",
    category: Category = "",
    genre: AskedGenre = "",
    validity: AskedValidity = "",
    year: AskedYear = None,
    changed_since: ChangedSince = None,
    after: After = 0,
    size: Size = 100,
) -> Any:
    """按编号的顺序；next 是下一页的地址，没有下一页时为 null。已撤回的不在其中，见 /items/gone。"""
    found = _found(agency, category, genre, validity, year, changed_since).filter(pk__gt=after).order_by("pk")
    rows = list(open_data.with_what_a_row_needs(found)[: size + 1])
    shown = rows[:size]
    following = showing.following(request, after=shown[-1].pk) if len(rows) > size else None
    return {"next": following, "results": [_row(one) for one in shown]}


@router.get(
    "/items/gone",
    response={200: list[item_shapes.GoneOut], **asked.WRONG},
    url_name="items_gone",
    operation_id="items_gone",
    tags=["主动公开"],
    summary="不再公开的政府信息",
)
def gone(request: HttpRequest, since: ChangedSince = None) -> Any:
    """曾经公开、现已撤回或者撤下的编号，最多1000项，早的在前；保存过副本的，请据此删除。"""
    return [{"id": one.id, "at": timezone.localtime(one.at)} for one in open_data.gone(since=since)]


@router.get(
    "/items.csv",
    response=asked.WRONG,
    url_name="items_csv",
    operation_id="items_csv",
    tags=["主动公开"],
    summary="公开目录（CSV）",
    openapi_extra=asked.CSV,
)
def items_csv(request: HttpRequest, agency: OneAgency = "", year: AskedYear = None) -> StreamingHttpResponse:
    """全部目录，一项一行；机关、年份可选。"""
    lines = (open_data.flat(_row(one)) for one in open_data.batches(_found(agency, year=year)))
    return csv_stream("政府信息公开目录", list(open_data.FIELDS.values()), lines)


@router.get(
    "/items.json",
    response=asked.WRONG,
    url_name="items_json",
    operation_id="items_json",
    tags=["主动公开"],
    summary="公开目录（JSON）",
    openapi_extra=asked.JSON,
)
def items_json(request: HttpRequest, agency: OneAgency = "", year: AskedYear = None) -> StreamingHttpResponse:
    """与 CSV 相同的内容，一个数组。"""
    rows = (_row(one) for one in open_data.batches(_found(agency, year=year)))
    return json_stream("政府信息公开目录", rows)


@router.get(
    "/items/{key}",
    response={200: item_shapes.ItemDetail, **asked.WRONG},
    url_name="item",
    operation_id="item",
    tags=["主动公开"],
    summary="一项政府信息",
)
def item(request: HttpRequest, key: Key) -> Any:
    """目录项、正文、附件、公开过的各版、与它相关的信息。"""
    try:
        found = queries.shown_one(key)
    except Item.DoesNotExist:
        departure = queries.tombstone(key)
        why = f"已于{timezone.localtime(departure.at):%Y-%m-%d}撤回：{departure.reason}" if departure else ""
        raise Http404(why or f"没有编号为 {key} 的政府信息；目录见 /api/v1/items。") from None
    return _row(found) | item_shapes.detail(reading.reading(found, on=timezone.localdate()))


@router.get(
    "/catalogue.jsonld",
    response=asked.WRONG,
    url_name="dcat",
    operation_id="dcat",
    tags=["主动公开"],
    summary="数据集说明（DCAT）",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"application/ld+json": {}}}}},
)
def dcat(request: HttpRequest) -> Any:
    """目录数据集的名称、发布者、更新时间、各格式的地址，按 W3C DCAT 3 书写。"""
    text = json.dumps(catalogue_described.dcat(), ensure_ascii=False, indent=1, default=str)
    return catalogue_described.response(text)


def _found(
    agency: str,
    category: str = "",
    genre: str = "",
    validity: str = "",
    year: int | None = None,
    changed_since: AwareDatetime | None = None,
) -> QuerySet[Item]:
    asked_for: dict[str, object] = {
        "agency": asked.agency(agency) if agency else None,
        "category": category,
        "genre": genre,
        "validity": validity,
        "first_public_on__year": year,
        "changed_at__gt": changed_since,
    }
    return queries.shown().filter(**{name: value for name, value in asked_for.items() if value})


def _row(one: Item) -> dict[str, Any]:
    address = showing.absolute("portal:item", one.pk)
    return open_data.row(one, page=address, on=timezone.localdate())
