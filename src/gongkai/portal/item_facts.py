"""What stands in the table above an item, and the tags of its head, which say the same (国办发〔2017〕47号)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.urls import reverse

from gongkai.publication.models import Item, Version
from gongkai.publication.reading import Reading
from gongkai.statute import duties
from gongkai.ui.templatetags.ui import day_text, moment

_NO_COLUMN = "法定主动公开内容"
# What a list of results shows of a page, and no more.
_SHORT = 160


@dataclass(frozen=True, slots=True)
class Fact:
    """``wide``: it needs the whole line."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Each becomes one tag, or none where it is empty. ``published`` is the time that the page shows."""

    column: str
    column_description: str
    column_keywords: str
    column_type: str
    title: str
    published: str
    source: str
    keywords: str
    author: str
    description: str
    url: str


def facts(reading: Reading) -> list[Fact]:
    """Those that are filled in, in the order of the portal standard."""
    found = [fact for fact in _facts(reading) if fact.value]
    narrow = [n for n, fact in enumerate(found) if not fact.wide]
    if len(narrow) % 2:
        # Two stand in a line; the odd one has a line of its own.
        found[narrow[-1]] = replace(found[narrow[-1]], wide=True)
    return found


def head(reading: Reading) -> Head:
    item, version = reading.item, reading.version
    column = item.column
    name = column.title if column else _NO_COLUMN
    above = f"，{column.parent.title}" if column and column.parent else ""
    return Head(
        column=name,
        column_description=f"{item.agency.name}：{name}{above}",
        column_keywords=",".join(dict.fromkeys((name, item.agency.name, "政府信息公开"))),
        column_type=(column.column_type if column else "") or "信息公开目录",
        title=version.title,
        published=moment(version.released_at if not reading.is_current else item.released_at),
        source=source(item, version),
        keywords=",".join(version.keywords),
        author=makers(item, version),
        description=version.summary[:_SHORT],
        url=settings.GONGKAI_ADDRESS + address(item),
    )


def address(item: Item) -> str:
    return address_of(item.pk)


def address_of(pk: int) -> str:
    """The permanent address. Its pattern is looked up once: a list names fifty of them, a site map thousands."""
    return f"{_items()}{pk}/"


@cache
def _items() -> str:
    return reverse("portal:item", args=[1]).removesuffix("1/")


def makers(item: Item, version: Version) -> str:
    """All who made it, the lead first."""
    return "、".join(makers_of(item, version))


def makers_of(item: Item, version: Version) -> tuple[str, ...]:
    return tuple(map(str, version.joint_makers)) or (version.issuer or item.agency.name,)


def source(item: Item, version: Version) -> str:
    return version.source or item.agency.name


def category(code: str) -> str:
    """``《条例》第二十条第（一）项 行政法规、规章和规范性文件``; "" for none."""
    found = duties.CATEGORIES.get(code)
    return f"{found.article} {found.short}" if found else ""


def _facts(reading: Reading) -> Iterator[Fact]:
    item, version = reading.item, reading.version
    yield Fact("索引号", item.number or "")
    yield Fact("主题分类", version.subject)
    yield Fact("发文机关", makers(item, version))
    yield Fact("成文日期", day_text(version.made_on))
    yield Fact("文号", version.document_number)
    yield Fact("发布时间", moment(item.released_at if reading.is_current else version.released_at))
    yield Fact("有效性", reading.validity_words)
    yield Fact("施行日期", day_text(version.effective_on))
    yield Fact("失效日期" if reading.validity != "repealed" else "废止日期", day_text(version.ended_on))
    yield Fact("公开属性", version.get_disclosure_class_display())
    yield Fact("条例事项", category(version.category))
    yield Fact("体裁", version.get_genre_display())
    yield Fact("来源", source(item, version))
    if item.came_in_on:
        yield Fact("首次公开日期", day_text(item.first_public_on))
        yield Fact("收录日期", day_text(item.came_in_on))
    if reading.is_current and item.changed_at != item.released_at:
        yield Fact("更新时间", moment(item.changed_at))
    yield Fact("关键词", "、".join(version.keywords))
    yield Fact("重点领域", "、".join(topic.name for topic in reading.topics))
    yield Fact("内容概述", version.summary, wide=True)
