"""The shapes of answers about items."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from gongkai.publication.models import Version
from gongkai.publication.reading import Reading

from . import showing


class ItemOut(Schema):
    """目录中的一项。"""

    id: int = Field(description="编号，地址和分页用它，永不改变")
    number: str = Field(description="索引号")
    title: str
    document_number: str = Field(description="文号；没有时为空")
    agency: str = Field(description="公开机关的 code")
    agency_name: str
    issuer: str = Field(description="发文机关")
    joint_makers: list[str] = Field(description="联合制发的机关，牵头的在前；单独制发时为空")
    made_on: date | None = Field(description="成文日期（生成日期）")
    first_public_on: date = Field(description="首次公开的日期，不限渠道")
    released_at: datetime = Field(description="在本平台发布的时间，由系统记录")
    changed_at: datetime = Field(description="最近一次发布或者更正的时间")
    subject: str = Field(description="主题分类")
    category: str = Field(description="《条例》第二十条、第二十一条的事项，如 20.1")
    category_label: str
    column: str = Field(description="栏目")
    genre: str = Field(description="体裁")
    validity: str = Field(description="有效性，按今天；不适用时为空")
    effective_on: date | None
    ended_on: date | None = Field(description="废止或者失效的日期")
    keywords: list[str]
    summary: str = Field(description="内容概述")
    source: str
    sha256: str = Field(description="现行文本及附件的校验值")
    page: str = Field(description="门户上的网页")


class ItemPage(Schema):
    next: str | None
    results: list[ItemOut]


class AttachmentOut(Schema):
    name: str
    size: int = Field(description="字节")
    sha256: str
    href: str


class ItemVersionOut(Schema):
    version: int
    current: bool
    released_at: datetime
    note: str = Field(description="更正说明；首次公开为空")
    sha256: str
    page: str


class RelatedOut(Schema):
    relation: str = Field(description="如 政策解读、被以下文件修改")
    id: int | None = Field(description="本平台上的编号；不在本平台时为 null")
    title: str


class ItemDetail(ItemOut):
    body: str = Field(description="正文（HTML）")
    text: str = Field(description="正文（纯文本）")
    attachments: list[AttachmentOut]
    versions: list[ItemVersionOut] = Field(description="公开过的各版，新的在前")
    related: list[RelatedOut]


class GoneOut(Schema):
    id: int
    at: datetime


def detail(found: Reading) -> dict[str, Any]:
    """What a page has beyond its line in the catalogue."""
    item = found.item
    return {
        "body": found.version.body,
        "text": found.version.text,
        "attachments": [
            {
                "name": one.name,
                "size": one.file.size,
                "sha256": one.file.sha256,
                "href": showing.absolute("portal:item_file", item.pk, one.token),
            }
            for one in found.attachments
        ],
        "versions": [_version(found, one) for one in found.versions],
        "related": [
            {
                "relation": one.label,
                "id": one.item.pk if one.item else None,
                "title": one.item.title if one.item else one.words,
            }
            for one in found.related
        ],
    }


def _version(found: Reading, one: Version) -> dict[str, Any]:
    return {
        "version": one.number,
        "current": one.pk == found.item.current_id,
        "released_at": timezone.localtime(one.released_at),
        "note": one.note,
        "sha256": one.sha256,
        "page": showing.absolute("portal:item_version", found.item.pk, one.number),
    }
