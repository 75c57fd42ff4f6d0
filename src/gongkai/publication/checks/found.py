"""What a check sees and what it gives back; both without the database behind them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.papers import personal
from gongkai.publication.models import Attachment, Item, Version
from gongkai.publication.models.checks import Kind, Severity

# Characters beside a place that are quoted, and those of its line that make it the same when it is found again.
_BESIDE: Final = 16
_SAME: Final = 6
# Fields of a version that hold words, in the order of the page.
FIELDS: Final = ("title", "summary", "body", "document_number", "issuer", "source", "note")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, as a check makes it. ``words`` and its surroundings make it the same one when found again."""

    kind: Kind
    code: str
    severity: Severity
    message: str
    place: str
    start: int | None = None
    end: int | None = None
    excerpt: str = ""
    proposal: str = ""
    source: str = ""
    words: str = ""

    def fingerprint(self, ordinal: int) -> str:
        """``ordinal`` tells apart those that are the same in every word."""
        told = [self.kind, self.code, self.place, self.words, ordinal]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Subject:
    """A version as the checks see it, read once. ``texts`` by place; of the body, the text that is read in it."""

    version: Version
    item: Item
    agency: Agency
    attachments: tuple[Attachment, ...]
    on: date
    own_address: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def hits(self) -> dict[str, tuple[personal.Hit, ...]]:
        """Personal data by place; also what may not be quoted in the clear."""
        return {place: personal.find(text) for place, text in self.texts.items()}

    def at(
        self, kind: Kind, code: str, severity: Severity, message: str, place: str, start: int, end: int, *,
        proposal: str = "", source: str = "",
    ) -> Found:  # fmt: skip
        """A finding at a place of a text, quoted without personal data."""
        text = self.texts[place]
        before = text[max(start - _SAME, 0) : start].rpartition("\n")[2]
        words = f"{before}{text[start:end]}{text[end : end + _SAME].partition(chr(10))[0]}"
        quoted = self.quoted(place, start, end)
        return Found(
            kind, code, severity, message, place, start, end, quoted, proposal, source, words
        )  # fmt: skip

    def quoted(self, place: str, start: int, end: int) -> str:
        """The words there and those beside them, every personal datum masked, also one that is cut."""
        text = self.texts[place]
        first, last = max(start - _BESIDE, 0), min(end + _BESIDE, len(text))
        parts, at = [], first
        for hit in self.hits[place]:
            if hit.end > first and hit.start < last:
                parts += [text[at : hit.start], personal.masked(hit.kind, hit.text)]
                at = hit.end
        quoted = "".join(parts) + text[at : max(at, last)]
        return " ".join(quoted.split())[:240]


def subject_of(version: Version, *, on: date, own_address: str = "") -> Subject:
    """Everything that the checks look at, in two queries."""
    item = Item.objects.select_related("agency").get(pk=version.item_id)
    attachments = tuple(version.attachments.select_related("file"))
    texts = {name: str(getattr(version, "text" if name == "body" else name)) for name in FIELDS}
    texts["keywords"] = "、".join(map(str, version.keywords))
    texts |= {f"attachment:{one.token}": one.text for one in attachments}
    return Subject(version, item, item.agency, attachments, on, own_address, texts)


PLACES: Final = {
    "title": "标题",
    "summary": "内容概述",
    "body": "正文",
    "document_number": "文号",
    "issuer": "发文机关",
    "source": "来源",
    "note": "更正说明",
    "keywords": "关键词",
    "made_on": "成文日期",
    "effective_on": "施行日期",
    "ended_on": "废止或者失效日期",
    "category": "条例事项",
    "subject": "主题分类",
    "validity": "有效性",
    "disclosure_class": "公开属性",
    "relations": "关联信息",
    "attachments": "附件",
    "release_at": "定时发布",
    "column": "栏目",
}


def place_title(place: str, attachments: Mapping[str, str]) -> str:
    """As a person reads it; ``attachments`` names by token."""
    if place.startswith("attachment:"):
        return f"附件《{attachments.get(place.removeprefix('attachment:'), '')}》"
    return PLACES.get(place, place)
