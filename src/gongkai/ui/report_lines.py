"""Figures of reports side by side, the same at every face: which of them (``f`` in the address, as often as
wanted; the usual ones without), and what a table says where there is no number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from gongkai.reports import lines
from gongkai.reports.lines import Found, Line

from .templatetags.ui import figure

MOST = 12
_TABLES = {
    2: "主动公开政府信息情况",
    3: "收到和处理申请情况（总计）",
    4: "行政复议、行政诉讼情况",
}


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    label: str
    choices: tuple[Choice, ...]


def chosen_lines(request: HttpRequest) -> tuple[Line, ...]:
    """At most ``MOST``, in the order of the form."""
    wanted = lines.chosen(request.GET.getlist("f"))
    return wanted[:MOST] or lines.chosen(lines.USUAL)


def choices(wanted: Sequence[Line], editions: Collection[str]) -> tuple[ChoiceGroup, ...]:
    """What the form offers: of table 3 the totals only (an address may name any figure), of forms no longer used
    only what these editions had."""
    offered = [line for line in lines.lines().values() if _offered(line, editions) or line in wanted]
    return tuple(
        ChoiceGroup(label, tuple(_choice(line, wanted) for line in offered if line.table == table))
        for table, label in _TABLES.items()
    )


def _choice(line: Line, wanted: Sequence[Line]) -> Choice:
    return Choice(line.code, _words(line), line in wanted)


def in_words(found: Found) -> str:
    """What stands in the table: the number, "/", 未填 for a blank, 无此项 where the form has no such figure."""
    if not found.given:
        return "无此项"
    return "未填" if found.value is None else figure(found.value)


def _words(line: Line) -> str:
    """Of table 3 the totals are what is meant, unless something else is said."""
    return line.row if line.table == 3 and line.column == "总计" else line.label


def _offered(line: Line, editions: Collection[str]) -> bool:
    total = line.table != 3 or line.cell.column.code == "total"
    return total and (not editions or any(edition in editions for edition in line.cells))
