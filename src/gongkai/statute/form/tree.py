"""The agencies whose reports make up another's (A9): who is under whom, from when to when, and who carried on.

A list needs the columns 统一社会信用代码, 名称, 类型, 上级代码, 排序; 设立日期, 撤销日期 and 承继机关代码 (several
parted by blanks or 、) may be added.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from gongkai.errors import Unreadable
from gongkai.statute import credit_code

# Words for bodies whose own report is already a sum, and for those that make none (Regulations Art. 49; an
# institution authorised by law reports, one that only serves the public does not).
_GOVERNMENTS: Final = frozenset(
    ("人民政府", "政府", "区政府", "县政府", "市政府", "区人民政府", "县人民政府", "市人民政府", "省人民政府")
)
_NO_REPORT: Final = frozenset(("内设机构", "科室", "事业单位", "公共企事业单位"))


@dataclass(frozen=True, slots=True)
class Body:
    """One agency. ``until`` is the last day of its existence, None while it exists; ``since`` None: always."""

    code: str
    name: str
    kind: str = ""
    parent: str | None = None
    order: int = 0
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = ()

    def exists_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def owes(self, year: int) -> bool:
        """Whether a report for the year is due from it: it existed on 31 December, or ended in the year with
        nobody to carry on."""
        ended_alone = self.until is not None and self.until.year == year and not self.successors
        return self.exists_on(date(year, 12, 31)) or ended_alone

    @property
    def sums_others(self) -> bool:
        """Whether its own report is the sum of those beneath it."""
        return self.kind in _GOVERNMENTS

    @property
    def reports(self) -> bool:
        """Whether it makes a report of its own."""
        return self.kind not in _NO_REPORT


@dataclass(frozen=True, slots=True)
class Tree:
    """Agencies by code, in official order (排序, then the order of the list). ``notes`` are doubts about the list,
    in Chinese, that do not stop its use."""

    bodies: Mapping[str, Body]
    notes: tuple[str, ...] = ()
    _children: Mapping[str | None, tuple[Body, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, bodies: Iterable[Body], notes: tuple[str, ...] = ()) -> Tree:
        """Raises Unreadable naming the agency for a code twice, an unknown superior, or a ring of superiors."""
        listed: dict[str, Body] = {}
        for body in bodies:
            if body.code in listed:
                raise Unreadable(f"{body.code}（{body.name}）与{listed[body.code].name}代码相同；请更正其中一个。")
            listed[body.code] = body
        _sound(listed)
        children: dict[str | None, list[Body]] = {}
        for body in sorted(listed.values(), key=lambda b: b.order):
            children.setdefault(body.parent, []).append(body)
        return cls(listed, notes, {parent: tuple(found) for parent, found in children.items()})

    @property
    def roots(self) -> tuple[Body, ...]:
        return self._children.get(None, ())

    def children(self, code: str) -> tuple[Body, ...]:
        return self._children.get(code, ())

    def above(self, code: str) -> Iterator[Body]:
        """Superiors of an agency, nearest first."""
        parent = self.bodies[code].parent
        while parent is not None:
            yield self.bodies[parent]
            parent = self.bodies[parent].parent

    def below(self, code: str) -> Iterator[Body]:
        """All that reports under an agency, in official order, down to the next government, which brings a sum."""
        for body in self.children(code):
            if body.reports:
                yield body
            if not body.sums_others:
                yield from self.below(body.code)


def _sound(listed: Mapping[str, Body]) -> None:
    for body in listed.values():
        for other in (body.parent, *body.successors):
            if other is not None and other not in listed:
                raise Unreadable(f"{body.name}的上级或承继机关代码 {other} 不在名单里；请补上该机关或更正代码。")
    for body in listed.values():
        seen = [body.code]
        while (parent := listed[seen[-1]].parent) is not None:
            if parent in seen:
                ring = "→".join(listed[code].name for code in (*seen[seen.index(parent) :], parent))
                raise Unreadable(f"上级代码绕成了圈：{ring}；请更正其中一个的上级代码。")
            seen.append(parent)


_COLUMNS: Final = ("统一社会信用代码", "名称", "类型", "上级代码", "排序")


def agencies_from_csv(text: str) -> Tree:
    """The tree that a list gives. Raises Unreadable naming every fault with its line."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        lines = [(rows.line_num, [c.strip() for c in row]) for row in rows if any(c.strip() for c in row)]
    except csv.Error as error:
        raise Unreadable(
            f"机关名单第{rows.line_num}行不合CSV格式；请用表格软件另存为CSV（UTF-8）后再试。"
        ) from error
    if not lines:
        raise Unreadable(f"机关名单是空的；应有表头“{','.join(_COLUMNS)}”和每个机关一行。")
    head = {name: at for at, name in enumerate(lines[0][1])}
    if missing := [name for name in _COLUMNS if name not in head]:
        raise Unreadable(f"机关名单缺少“{'、'.join(missing)}”列；表头应为“{','.join(_COLUMNS)}”。")
    faults: list[str] = []
    bodies = [_body(_Line(number, row, head, faults)) for number, row in lines[1:]]
    if not bodies:
        raise Unreadable("机关名单只有表头，没有机关；请每个机关写一行。")
    seen: dict[str, int] = {}
    for (number, _), body in zip(lines[1:], bodies, strict=True):
        if body.code in seen:
            faults.append(f"第{number}行：统一社会信用代码 {body.code} 与第{seen[body.code]}行相同。")
        seen.setdefault(body.code, number)
    if faults:
        more = f"另有{len(faults) - 10}处。" if len(faults) > 10 else ""
        raise Unreadable(f"机关名单有误：{''.join(faults[:10])}{more}请更正后再试。")
    return Tree.of(bodies, tuple(_doubts(bodies)))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    row: list[str]
    head: Mapping[str, int]
    faults: list[str]

    def text(self, name: str) -> str:
        at = self.head.get(name)
        return self.row[at] if at is not None and at < len(self.row) else ""

    def fault(self, words: str) -> None:
        self.faults.append(f"第{self.number}行：{words}")


def _body(line: _Line) -> Body:
    code, name = credit_code.normal(line.text("统一社会信用代码")), "".join(line.text("名称").split())
    if not code:
        line.fault("缺少统一社会信用代码。")
    if not name:
        line.fault("缺少名称。")
    order = line.text("排序")
    if order and not (order.isascii() and order.isdigit() and len(order) < 10):
        line.fault(f"排序应是整数，现为“{order}”。")
    return Body(
        code or f"第{line.number}行",
        name,
        line.text("类型"),
        credit_code.normal(line.text("上级代码")) or None,
        int(order) if order.isascii() and order.isdigit() and len(order) < 10 else line.number,
        _day(line, "设立日期"),
        _day(line, "撤销日期"),
        tuple(credit_code.normal(c) for c in line.text("承继机关代码").replace("、", " ").split()),
    )


def _day(line: _Line, name: str) -> date | None:
    text = line.text(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        line.fault(f"{name}应写作2024-12-31，现为“{text}”。")
        return None


def _doubts(bodies: Iterable[Body]) -> Iterator[str]:
    for body in bodies:
        if fault := credit_code.fault(body.code):
            yield f"{body.name}：{fault}"
