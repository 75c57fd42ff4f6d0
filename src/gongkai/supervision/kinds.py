"""The kinds of record of the work, each described by its model alone.

KINDS                                   in the order of the desk
kind_of(code) -> type[WorkRecord]       "training"; Refused for another word
columns(kind) -> tuple[Column, ...]     what there is to say of a kind: name, label, field
shown(record, column)                   as a person reads it; a number and a day stay what they are
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from gongkai.errors import Refused
from gongkai.supervision.models import (
    Accountability,
    Activity,
    Appraisal,
    Article,
    Complaint,
    Evaluation,
    Innovation,
    Meeting,
    PlanTask,
    Problem,
    Proposal,
    Spread,
    Suggestion,
    Training,
    WorkRecord,
)

Kind = type[WorkRecord]
KINDS: tuple[Kind, ...] = (
    Training, Meeting, PlanTask, Activity, Article, Proposal, Innovation, Spread, Problem, Complaint, Suggestion,
    Appraisal, Evaluation, Accountability,
)  # fmt: skip
_OF_EVERY_KIND = frozenset(one.name for one in WorkRecord._meta.get_fields())


@dataclass(frozen=True, slots=True)
class Column:
    """One thing to say of a record. ``needed``: a record is none without it."""

    name: str
    label: str
    field: models.Field[Any, Any]

    @property
    def needed(self) -> bool:
        return not (self.field.blank or self.field.has_default())


def code_of(kind: Kind) -> str:
    return str(kind._meta.model_name)


def title_of(kind: Kind) -> str:
    return str(kind._meta.verbose_name)


@cache
def _by_word() -> dict[str, Kind]:
    return {word: kind for kind in KINDS for word in (code_of(kind), title_of(kind))}


def kind_of(word: str) -> Kind:
    """A kind by its code or by its Chinese name."""
    found = _by_word().get(word)
    if found is None:
        raise Refused(f"没有“{word}”这一类台账，可用：{'、'.join(title_of(kind) for kind in KINDS)}。")
    return found


@cache
def columns(kind: Kind) -> tuple[Column, ...]:
    """The day, the title, then its own in the order of the model."""
    labels = {"on": kind.DAY, "title": kind.TITLE}
    fields = {one.name: one for one in kind._meta.concrete_fields if not one.primary_key}
    names = ("on", "title", *(name for name in fields if name not in _OF_EVERY_KIND))
    return tuple(Column(one, labels.get(one, str(fields[one].verbose_name)), fields[one]) for one in names)


def shown(record: WorkRecord, column: Column) -> object:
    value = getattr(record, column.name)
    if isinstance(column.field, models.BooleanField):
        return "是" if value else "否"
    if column.field.choices:
        return dict(column.field.flatchoices).get(value, value)
    return "" if value is None else value
