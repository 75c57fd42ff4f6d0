"""Records of the work from a table (XLSX, CSV), tried first, all rows or none.

import_works(user, agency, data, *, dry_run, at) -> Imported     the kind is told by the head of the table
head(kind) -> (needed, optional)                                 the labels of the form, so that an export is one
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.publication.sheet import Line, Outcome, first_lines, rows
from gongkai.supervision.actions import faults, plain, put
from gongkai.supervision.kinds import KINDS, Column, Kind, code_of, columns, title_of
from gongkai.supervision.models import WorkRecord

_YES, _NO = ("是", "√", "1", "有"), ("否", "", "×", "0", "无")
_CONTENT = "工作台账"


@dataclass(frozen=True, slots=True)
class Imported:
    """Of which kind the table was, and what became of its rows."""

    kind: Kind
    outcome: Outcome


def head(kind: Kind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels that a table of this kind must have, and may have; the title first, by which it is known."""
    first = sorted(columns(kind), key=lambda one: one.name != "title")
    needed = tuple(one.label for one in first if one.needed)
    return needed, tuple(one.label for one in first if not one.needed)


def kind_in(data: bytes) -> Kind:
    """The kind of which this is a table. Refused when its head is that of none."""
    words = {"".join(cell.split()) for line in first_lines(data, _CONTENT) for cell in line}
    for kind in KINDS:
        if {kind.DAY, kind.TITLE} <= words:
            return kind
    known = "；".join(f"{title_of(kind)}：{kind.DAY}、{kind.TITLE}" for kind in KINDS)
    raise Refused(f"看不出这是哪一类台账，表头至少应有——{known}。")


@transaction.atomic
def import_works(
    user: Who, agency: Agency, data: bytes, *, dry_run: bool = False, at: datetime, kind: Kind | None = None
) -> Imported:
    """A row that is there already in every word is left alone; one fault keeps all out. With ``kind`` the table
    must be one of that kind."""
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    ensure(user, "supervision.record", agency, on=day(at))
    kind = kind or kind_in(data)
    there = {_known(one) for one in kind._default_manager.filter(agency=agency, withdrawn_at=None)}
    needed, optional = head(kind)
    lines, sound = [], []
    for number, cells, unread in rows(data, _CONTENT, needed, optional):
        given, wrong = _given(kind, cells)
        made = kind(agency=agency, **given)
        if not wrong:
            made.prepare()
        found = [*unread, *wrong] or faults(made, on=day(at))
        same = not found and _known(made) in there
        lines.append(_line(number, cells[kind.TITLE], found, same))
        if not found and not same:
            sound.append(given)
            there.add(_known(made))
    applying = not dry_run and not any(line.step == "error" for line in lines)
    if applying and sound:
        made_now = [put(user, agency, kind, given, at=at) for given in sound]
        years = {one.on.year for one in made_now}
        locked_years.enter(user, agency, years, about=agency, verb="works.import", at=at)
        facts = {"kind": code_of(kind), "rows": len(sound)}
        record("works.import", actor=actor(user), agency=agency, object=agency, data=facts, at=at)
    return Imported(kind, Outcome(tuple(lines), applying))


def _line(number: int, title: str, found: Sequence[str], same: bool) -> Line:
    if found:
        return Line(number, "error", title, "".join(found))
    return Line(number, "same" if same else "new", title, "台账里已有" if same else "")


def _known(work: WorkRecord) -> tuple[object, ...]:
    """Everything it says: two that say the same are one."""
    return tuple(plain(getattr(work, one.name)) for one in columns(type(work)))


def _given(kind: Kind, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    given: dict[str, Any] = {}
    wrong: list[str] = []
    for one in columns(kind):
        written = cells.get(one.label, "").strip()
        if not written and not one.needed:
            continue
        try:
            given[one.name] = _value(one, written)
        except (ValueError, ValidationError):
            wrong.append(f"{one.label}“{written}”{_expected(one)}。" if written else f"请填写{one.label}。")
    return given, wrong


def _value(column: Column, written: str) -> Any:
    """What a cell says. ValueError or ValidationError for what it cannot."""
    if isinstance(column.field, models.BooleanField):
        if written not in (*_YES, *_NO):
            raise ValueError(written)
        return written in _YES
    if column.field.choices:
        by_label = {str(label): value for value, label in column.field.flatchoices}
        if written not in by_label:
            raise ValueError(written)
        return by_label[written]
    if not written:
        raise ValueError(written)
    return column.field.to_python(
        written.replace("/", "-") if isinstance(column.field, models.DateField) else written
    )


def _expected(column: Column) -> str:
    if isinstance(column.field, models.BooleanField):
        return "应填是或者否"
    if column.field.choices:
        return f"应是：{'、'.join(str(label) for _, label in column.field.flatchoices)}"
    return "应是2024-05-07这样的日期" if isinstance(column.field, models.DateField) else "应是数字"
