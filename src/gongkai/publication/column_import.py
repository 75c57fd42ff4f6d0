"""Takes in a district's own basic-level standard catalogue (基层政务公开标准目录), with a report per row.

import_columns(user, agency, data, *, dry_run, every_level, category, at) -> Outcome     all or nothing

Columns as they stand on such tables (``HEADS``), in one row of heads or in two (公开对象, 公开方式, 公开层级 above
their parts). A merged 一级事项 holds for the rows beneath it. What a row says in words that no period of ours has
is kept in words. Rows of another level than the agency's are left out, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from gongkai.agencies.kinds import Kind
from gongkai.agencies.listing import cells
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.publication import columns
from gongkai.publication.models import Column
from gongkai.publication.sheet import HEAD_WITHIN, Line, Outcome, cell
from gongkai.publication.words import Way
from gongkai.statute import duties

HEADS: Final = (
    "序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
    "公开对象", "公开方式", "公开层级",
)  # fmt: skip
ORIGIN: Final = "基层政务公开标准目录"
MOST: Final = 3000
# The heads as they are written elsewhere.
_SYNONYMS: Final = {
    "公开事项": "一级事项", "一级": "一级事项", "二级": "二级事项", "公开内容": "公开内容（要素）",
    "公开内容(要素)": "公开内容（要素）", "公开渠道": "公开渠道和载体", "公开渠道及载体": "公开渠道和载体",
    "公开渠道与载体": "公开渠道和载体", "责任主体": "公开主体",
}  # fmt: skip
_BELOW: Final = {
    "一级事项": ("公开事项", "一级事项"), "二级事项": ("公开事项", "二级事项"), "全社会": ("公开对象", "全社会"),
    "特定群体": ("公开对象", "特定群体"), "主动": ("公开方式", "主动公开"), "主动公开": ("公开方式", "主动公开"),
    "依申请": ("公开方式", "依申请公开"), "依申请公开": ("公开方式", "依申请公开"), "县级": ("公开层级", "县级"),
    "县": ("公开层级", "县级"), "区级": ("公开层级", "县级"), "区县级": ("公开层级", "县级"),
    "乡级": ("公开层级", "乡村"), "乡、村级": ("公开层级", "乡村"), "乡村级": ("公开层级", "乡村"),
    "乡村": ("公开层级", "乡村"), "乡镇级": ("公开层级", "乡村"), "镇街": ("公开层级", "乡村"),
    "镇（街道）": ("公开层级", "乡村"), "乡镇、村级": ("公开层级", "乡村"),
}  # fmt: skip
_WAYS: Final = {
    "政府网站": (Way.WEBSITE,), "政府公报": (Way.GAZETTE,), "两微一端": (Way.WECHAT, Way.WEIBO, Way.APP),
    "发布会": (Way.PRESS_CONFERENCE,), "听证会": (Way.PRESS_CONFERENCE,), "广播电视": (Way.BROADCAST,),
    "纸质媒体": (Way.PRESS,), "公开查阅点": (Way.READING_POINT,), "政务服务中心": (Way.SERVICE_HALL,),
    "便民服务站": (Way.SERVICE_STATION,), "入户": (Way.ON_SITE,), "现场": (Way.ON_SITE,), "公示栏": (Way.BOARD,),
    "精准推送": (Way.TARGETED,), "其他": (Way.OTHER,),
}  # fmt: skip
_TICKED: Final = re.compile(r"[■☑√✓✔☒▇●◆]\s*([^■☑√✓✔☒▇●◆□☐○◇\n]+)")
_BOXES: Final = re.compile(r"[□☐○◇]")
_SPLIT: Final = re.compile(r"[、，,；;\n\s]+")
_MARKS: Final = frozenset("√✓✔☑■是●▇")
_LEVELS: Final = {
    Kind.GOVERNMENT: {"县级"}, Kind.DEPARTMENT: {"县级"}, Kind.ORGANISATION: {"县级"}, Kind.DISPATCHED: {"县级"},
    Kind.INTERNAL: {"县级"}, Kind.TOWNSHIP: {"乡村"}, Kind.STREET_OFFICE: {"乡村"},
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What one row says."""

    row: int
    first: str
    second: str
    described: Mapping[str, Any] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Undo(Exception):
    """A dry run, or a row that cannot be taken in: everything is taken back."""


def import_columns(
    user: Who,
    agency: Agency,
    data: bytes,
    *,
    dry_run: bool = False,
    every_level: bool = False,
    category: str = "",
    at: datetime,
) -> Outcome:
    """A dry run does everything and takes it back, so it meets the same refusals. ``every_level``: rows of other
    levels, too; ``category``: the item of Arts 20 and 21 that the table is about. Refused for what is no such
    table."""
    ensure(user, "columns.edit", agency, on=day(at))
    if category and category not in duties.CATEGORIES:
        raise Refused("条例事项请从列表中选择。")
    entries = list(read(data))
    lines: list[Line] = []
    try:
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
            rows = _Rows(agency, set() if every_level else _LEVELS.get(Kind(agency.kind), set()), category, at)
            lines = [rows.take(one) for one in entries]
            if dry_run or any(line.step == "error" for line in lines):
                raise _Undo
            facts = {step: sum(1 for line in lines if line.step == step) for step in ("new", "changed")}
            record("columns.import", actor=actor(user), agency=agency, object=agency, data=facts, at=at)
    except _Undo:
        return Outcome(tuple(lines), applied=False)
    return Outcome(tuple(lines), applied=True)


class _Rows:
    """The list of the agency while the table is taken in."""

    def __init__(self, agency: Agency, levels: set[str], category: str, at: datetime) -> None:
        self.agency, self.levels, self.category, self.at = agency, levels, category, at
        there = columns.listed(agency, day(at))
        self.there = {(one.parent.title if one.parent else "", one.title): one for one in there}
        self.seen: set[tuple[str, str]] = set()

    def take(self, entry: Entry) -> Line:
        title = " ／ ".join(one for one in (entry.first, entry.second) if one)
        if entry.faults:
            return Line(entry.row, "error", title, "".join(entry.faults))
        if self.levels and entry.levels and not self.levels & entry.levels:
            return Line(
                entry.row, "left_out", title, f"公开层级是{'、'.join(sorted(entry.levels))}，不属于本机关。"
            )
        place = (entry.first, entry.second) if entry.second else ("", entry.first)
        if place in self.seen:
            return Line(entry.row, "error", title, "与前面的行是同一事项，请合并公开内容。")
        self.seen.add(place)
        try:
            step = self._put(entry, place)
        except Refused as refusal:
            return Line(entry.row, "error", title, str(refusal))
        return Line(entry.row, step, title, "".join(entry.notes))

    def _put(self, entry: Entry, place: tuple[str, str]) -> str:
        described = {**entry.described, **({"category": self.category} if self.category else {})}
        found = self.there.get(place)
        if found is not None:
            return self._changed(found, described)
        parent = self._parent(place[0])
        made = columns.put(self.agency, title=place[1], parent=parent, origin=ORIGIN, at=self.at, **described)
        self.there[place] = made
        return "new"

    def _parent(self, title: str) -> Column | None:
        """The first level, made where it is new."""
        if not title:
            return None
        if ("", title) not in self.there:
            made = columns.put(self.agency, title=title, origin=ORIGIN, at=self.at, category=self.category)
            self.there["", title] = made
        return self.there["", title]

    def _changed(self, column: Column, described: Mapping[str, Any]) -> str:
        """What the table does not say stays; what the agency set itself (owner, freshness) is not in it."""
        changed = {name: value for name, value in described.items() if getattr(column, name) != value}
        if not changed:
            return "same"
        for name, value in changed.items():
            setattr(column, name, value)
        column.save()
        return "changed"


def read(data: bytes) -> Iterator[Entry]:
    """Every row beneath the heads. Refused for what is no such table."""
    first, count = "", 0
    places: dict[int, tuple[str, str]] | None = None
    held: tuple[int, list[str]] | None = None
    for number, line in cells(data, "标准目录"):
        faults: dict[int, str] = {}
        words = [cell(line, at, faults) for at in range(len(line))]
        if places is None:
            if held is not None:
                places = _two_rows(held[1], words) or _one_row(held[1])
                if _is_second_row(words):
                    continue
            elif _looks_like_head(words):
                held = (number, words)
                continue
            elif number >= HEAD_WITHIN:
                break
        if places is None or not (any(words) or faults):
            continue
        count += 1
        if count > MOST:
            raise Refused(f"标准目录超过{MOST}行，请按领域分次导入。")
        entry = _entry(
            number, _by_head(words, places), first, [faults[at] for at in sorted(faults) if at in places]
        )
        first = entry.first
        yield entry
    if places is None and held is None:
        raise Refused(f"没有找到表头，应有：{'、'.join(HEADS)}。")
    if not count:
        raise Refused("标准目录是空的，表头下面没有事项。")


def _plain(word: str) -> str:
    return "".join(word.split())


def _head_of(word: str) -> str:
    plain = _plain(word)
    return _SYNONYMS.get(plain, plain)


def _looks_like_head(words: Sequence[str]) -> bool:
    found = {_head_of(word) for word in words}
    return "公开依据" in found and bool(found & {"一级事项", "公开事项"})


def _is_second_row(words: Sequence[str]) -> bool:
    """Only parts of heads stand in it; a number in front makes it a line of the table."""
    filled = [_plain(word) for word in words if word]
    return bool(filled) and all(word.partition("（")[0] in _BELOW or word in _BELOW for word in filled)


def _one_row(heads: Sequence[str]) -> dict[int, tuple[str, str]]:
    found = {at: (_head_of(word), "") for at, word in enumerate(heads) if _head_of(word) in HEADS}
    _complete({head for head, _ in found.values()})
    return found


def _two_rows(heads: Sequence[str], second: Sequence[str]) -> dict[int, tuple[str, str]] | None:
    """Heads with parts beneath them: the place of each part. None when there is no second row."""
    if not _is_second_row(second):
        return None
    found: dict[int, tuple[str, str]] = {}
    for at in range(max(len(heads), len(second))):
        above = _head_of(heads[at]) if at < len(heads) else ""
        below = _plain(second[at]) if at < len(second) else ""
        part = _BELOW.get(below) or _BELOW.get(below.partition("（")[0])
        if part and part[1] in HEADS:
            found[at] = (part[1], "")
        elif part:
            found[at] = part
        elif above in HEADS:
            found[at] = (above, "")
    _complete({head for head, _ in found.values()})
    return found


def _complete(heads: set[str]) -> None:
    missing = [head for head in HEADS if head not in heads and head not in ("序号", "二级事项")]
    if missing:
        raise Refused(f"表头缺少：{'、'.join(missing)}；不知道的内容可以留空，列不能少。")


def _by_head(words: Sequence[str], places: Mapping[int, tuple[str, str]]) -> dict[str, str]:
    """The text under each head; of one in parts, the parts that are ticked or say something."""
    found: dict[str, list[str]] = {}
    for at, (head, part) in places.items():
        said = words[at].strip() if at < len(words) else ""
        if not part:
            found.setdefault(head, []).append(said)
        elif said:
            found.setdefault(head, []).append(part if _plain(said) in _MARKS else f"{part}：{said}")
    return {head: "、".join(one for one in said if one) for head, said in found.items()}


def _entry(row: int, said: Mapping[str, str], before: str, faults: list[str]) -> Entry:
    first, second = _plain(said.get("一级事项", "")) or before, _plain(said.get("二级事项", ""))
    notes: list[str] = []
    if not first:
        faults.append("缺少一级事项。")
    described = {
        "content": said.get("公开内容（要素）", ""),
        "basis": said.get("公开依据", ""),
        **_period(said.get("公开时限", ""), notes),
        "ways": [str(way) for way in _ways(said.get("公开渠道和载体", ""), notes)],
        "audience": said.get("公开对象", "")[:100],
        "manner": _manner(said.get("公开方式", "")),
        "level": "、".join(sorted(_levels(said.get("公开层级", "")))),
    }
    return Entry(row, first[:120], second[:120], described, _levels(said.get("公开层级", "")), tuple(faults),
                 tuple(notes))  # fmt: skip


def _period(words: str, notes: list[str]) -> dict[str, str]:
    """Which of our periods the words mean; those of no other meaning are kept, and Art. 26 holds."""
    plain = _plain(words)
    kept = {"period_words": plain[:200]}
    if re.search(r"批复.{0,8}20(个?日|天)内", plain):
        return {"period": "budget-department", **kept}
    if re.search(r"批准.{0,8}20(个?日|天)内", plain):
        return {"period": "budget", **kept}
    if re.search(r"(?<!\d)7个?工作日", plain):
        return {"period": "penalty" if "处罚" in plain else "licence", **kept}
    if plain and not re.search(r"(?<!\d)20个?工作日", plain):
        notes.append(f"公开时限“{plain[:40]}”按原文保存，到期日按《条例》第二十六条计算。")
    return {"period": duties.ORDINARY, **kept}


def _ways(words: str, notes: list[str]) -> list[Way]:
    """Those ticked; where nothing has a box, all that are named."""
    ticked = _TICKED.findall(words)
    if not ticked and _BOXES.search(words):
        notes.append("公开渠道没有勾选。")
        return []
    named = ticked or [one for one in _SPLIT.split(words) if one]
    found: dict[Way, None] = {}
    for one in named:
        ways = [way for word, way in _WAYS.items() if word in _plain(one)]
        for group in ways or [(Way.OTHER,)]:
            found |= dict.fromkeys(group)
    return list(found)


def _manner(words: str) -> str:
    """主动公开 unless it says only 依申请公开."""
    return "on_request" if "依申请" in words and "主动" not in words else "active"


def _levels(words: str) -> frozenset[str]:
    plain = _plain(words)
    found = set()
    if re.search(r"县|区级|市级", plain):
        found.add("县级")
    if re.search(r"乡|镇|街|村|社区", plain):
        found.add("乡村")
    return frozenset(found)
