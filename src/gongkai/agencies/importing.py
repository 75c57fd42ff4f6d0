"""Sets up many agencies at once from a list: everything or nothing, and row by row what would happen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies import actions
from gongkai.agencies.kinds import Kind, kind_of
from gongkai.agencies.listing import Row, rows
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.statute import credit_code as codes

# Rows whose founding day is unknown: from before the Regulations, so that every report finds its agency.
FOUNDED = date(2008, 1, 1)


@dataclass(frozen=True)
class Line:
    """What happens to one row. ``step``: create, change, same, or error (then ``message`` says what to do)."""

    number: int
    code: str
    name: str
    step: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """The report of an import. ``applied`` is False for a dry run, and when any row has an error."""

    lines: tuple[Line, ...]
    applied: bool

    @property
    def errors(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.step == "error")

    def count(self, step: str) -> int:
        return sum(line.step == step for line in self.lines)


class _Undo(Exception):
    """Leaves the transaction so that nothing of it stays."""


@dataclass(frozen=True)
class _Wanted:
    row: Row
    code: str
    kind: Kind
    parent: str
    order: int


def import_agencies(
    data: bytes, *, under: Agency | None = None, dry_run: bool = False, by: Who, at: datetime
) -> Outcome:
    """Create and change agencies as the list says; rows without 上级代码 go beneath ``under``.

    A dry run does everything and takes it back, so it meets the same refusals as the real one. Agencies
    that are not in the list stay as they are.
    """
    wanted, errors = _understood(rows(data))
    lines: list[Line] = list(errors)
    try:
        with transaction.atomic():
            lines += [_apply(one, under, by, at) for one in _parents_first(wanted)]
            if dry_run or any(line.step == "error" for line in lines):
                raise _Undo
            changed = {step: sum(line.step == step for line in lines) for step in ("create", "change", "same")}
            key = str(getattr(by, "key", ""))
            record("agencies.import", actor=key, agency=under, object="agencies", data=changed, at=at)
    except _Undo:
        return Outcome(_in_order(lines), applied=False)
    return Outcome(_in_order(lines), applied=True)


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: line.number))


def _understood(found: list[Row]) -> tuple[list[_Wanted], list[Line]]:
    """Rows that can be taken at their word, and an error line for each of the others."""
    if not found:
        raise Refused("名单是空的，表头下面没有机关。")
    wanted: list[_Wanted] = []
    errors: list[Line] = []
    seen: dict[str, int] = {}
    for position, row in enumerate(found, start=1):
        code, parent = codes.normal(row.code), codes.normal(row.parent)
        kind, order = kind_of(row.kind), _order(row.order, position)
        faults = [*row.faults, *_faults(row, code, kind, parent, order)]
        if code and code in seen:
            faults.append(f"统一社会信用代码与第{seen[code]}行相同。")
        seen.setdefault(code, row.number)
        if faults or kind is None or order is None:
            errors.append(Line(row.number, code, row.name, "error", " ".join(faults)))
        else:
            wanted.append(_Wanted(row, code, kind, parent, order))
    return wanted, errors


def _faults(row: Row, code: str, kind: Kind | None, parent: str, order: int | None) -> list[str]:
    missing = "" if code else "缺少统一社会信用代码（18位）。"
    faults = [fault] if (fault := missing or codes.fault(code)) else []
    if not row.name.strip():
        faults.append("缺少名称。")
    if kind is None:
        faults.append(f"类型“{row.kind}”不认识，可用：{'、'.join(k.label for k in Kind)}。")
    if parent and parent == code:
        faults.append("上级代码就是本机关。")
    elif parent and codes.fault(parent):
        faults.append(f"上级代码有误：{codes.fault(parent)}")
    if order is None:
        faults.append(f"排序应是0到{actions.MAX_ORDER}的整数，现为“{row.order}”。")
    return faults


def _order(text: str, position: int) -> int | None:
    """The number written; a blank one keeps the order of the list."""
    if not text:
        return position * 10
    return int(text) if text.isascii() and text.isdigit() and int(text) <= actions.MAX_ORDER else None


def _parents_first(wanted: list[_Wanted]) -> list[_Wanted]:
    """By depth in the list; a ring of parents stays in the order it has and is refused row by row."""
    by_code = {one.code: one for one in wanted}

    def depth(one: _Wanted) -> int:
        steps, seen = 0, {one.code}
        while one.parent in by_code and one.parent not in seen:
            one, steps = by_code[one.parent], steps + 1
            seen.add(one.code)
        return steps

    return sorted(wanted, key=depth)


def _apply(one: _Wanted, under: Agency | None, by: Who, at: datetime) -> Line:
    try:
        with transaction.atomic():
            step, message = _step(one, under, by, at)
    except Refused as refusal:
        step, message = "error", str(refusal)
    return Line(one.row.number, one.code, one.row.name, step, message)


def _step(one: _Wanted, under: Agency | None, by: Who, at: datetime) -> tuple[str, str]:
    parent = Agency.objects.filter(credit_code=one.parent).first() if one.parent else under
    if one.parent and parent is None:
        raise Refused(f"上级代码 {one.parent} 不在系统里，名单里也没有，或其所在行有错误。")
    agency = Agency.objects.filter(credit_code=one.code).first()
    if agency is not None:
        return _change(agency, one, parent if one.parent else agency.parent, by, at)
    actions.create(
        one.row.name,
        kind=one.kind,
        parent=parent,
        order=one.order,
        credit_code=one.code,
        valid_from=_founded(parent, at),
        by=by,
        at=at,
    )
    return "create", f"新建，上级：{parent.name if parent else '无'}"


def _change(agency: Agency, one: _Wanted, parent: Agency | None, by: Who, at: datetime) -> tuple[str, str]:
    done: list[str] = []
    if agency.name != (name := "".join(one.row.name.split())):
        done.append(f"名称由“{agency.name}”改为“{name}”")
        actions.rename(agency, name, by=by, at=at)
    if agency.kind != one.kind:
        done.append(f"类型改为{one.kind.label}")
        actions.classify(agency, one.kind, by=by, at=at)
    if agency.parent != parent or agency.order != one.order:
        done.append(f"上级：{parent.name if parent else '无'}，排序：{one.order}")
        actions.move(agency, parent=parent, order=one.order, by=by, at=at)
    return ("change", "；".join(done)) if done else ("same", "没有变化")


def _founded(parent: Agency | None, at: datetime) -> date:
    """Not before its parent; with one that ends already, the day of the import, which ``create`` refuses."""
    if parent is None or parent.valid_from <= FOUNDED:
        return FOUNDED
    return min(parent.valid_from, day(at))
