"""Which figures a page sets side by side: ``f`` in the address, as often as wanted; the usual ones without."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from gongkai.reports import lines
from gongkai.reports.lines import Line

MOST = 12
_TABLES = {
    2: "主动公开政府信息情况",
    3: "收到和处理申请情况（总计）",
    4: "行政复议、行政诉讼情况",
}


@dataclass(frozen=True, slots=True)
class Choice:
    line: Line
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    table: int
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
        ChoiceGroup(table, label, tuple(Choice(line, line in wanted) for line in offered if line.table == table))
        for table, label in _TABLES.items()
    )


def _offered(line: Line, editions: Collection[str]) -> bool:
    total = line.table != 3 or line.cell.column.code == "total"
    return total and (not editions or any(edition in editions for edition in line.cells))
