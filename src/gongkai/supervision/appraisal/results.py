"""What the sheets say, question by question and panel by panel, counted once when a questionnaire is closed.

count(questionnaire) -> dict         plain JSON that is kept: ``read`` makes of it what pages show
read(kept) -> Results
texts(questionnaire) -> [(question, [(panel, words), …]), …]        for the desk only

A group below ``LEAST`` is told nowhere apart: of four sheets one can often say who wrote which, and a body that is
appraised knows the members of its small panels by name. The bound is the one that statistics commonly go by for
small cells (five), here since November 2026; it is part of what is kept, so that a later bound changes nothing
that was published. There is no total over panels from which a small one could be subtracted.

A mean stands with its scale and its number. Means of several panels are mixed only by weights that were written
down before the questionnaire was opened, and only when each of them has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from gongkai.supervision.appraisal.questions import UNKNOWN, UNKNOWN_LABEL, Asked, asked_of
from gongkai.supervision.appraisal.states import Kind, Opening
from gongkai.supervision.models import AnswerSheet, Panel, Questionnaire

LEAST: Final = 5
_CENT = Decimal("0.01")
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Said:
    """One option: how many chose it; ``share`` in percent of those who answered."""

    label: str
    points: str
    number: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """What one panel says to one question. ``number`` is None where it is too small to be told, and all else is
    empty then. ``mean`` is over those who gave points (``rated``); None where they are too few."""

    panel: str
    number: int | None
    rated: int
    options: tuple[Said, ...]
    unknown: int
    mean: Decimal | None

    @property
    def unknown_share(self) -> Decimal:
        return _share(self.unknown, self.number or 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One question, of one body where it was asked of each. ``mixed``: the mean of all panels by their weights."""

    number: int
    text: str
    kind: str
    subject: str
    subject_key: int | None
    options: tuple[Mapping[str, str], ...]
    # Whether "I do not know this" could be chosen.
    unknown: bool
    scale: str
    groups: tuple[Group, ...]
    mixed: Decimal | None


@dataclass(frozen=True, slots=True)
class Asking:
    """A panel: ``answered`` is exact for the desk; ``told`` is what may be said of it."""

    name: str
    opening: str
    size: int | None
    weight: Decimal | None
    answered: int
    small: bool

    @property
    def way(self) -> str:
        return str(Opening(self.opening).label)

    @property
    def told(self) -> str:
        return f"少于{LEAST}份" if self.small and self.answered else f"{self.answered}份"


@dataclass(frozen=True, slots=True)
class Results:
    least: int
    panels: tuple[Asking, ...]
    parts: tuple[Part, ...]

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.panels)

    @property
    def small(self) -> bool:
        return any(one.small for one in self.panels)

    @property
    def weighted(self) -> bool:
        return bool(self.panels) and all(one.weight is not None for one in self.panels)

    @property
    def headline(self) -> str:
        """The scale of the first question that has one, else the options of the first that has some."""
        scales = [one.options for one in self.parts if one.kind == Kind.SCALE]
        first = (scales or [one.options for one in self.parts] or [()])[0]
        return "、".join(one["label"] for one in first)


def count(questionnaire: Questionnaire) -> dict[str, Any]:
    """The sheets are gone through once."""
    panels = list(questionnaire.panels.all())
    asked = [one for one in asked_of(questionnaire) if one.question.kind != Kind.TEXT]
    tallies = {(panel.pk, one.name): _Tally(one) for panel in panels for one in asked}
    answered = dict.fromkeys((one.pk for one in panels), 0)
    rows = AnswerSheet.objects.filter(panel__in=panels).order_by().values_list("panel", "answers")
    for panel, answers in rows.iterator(chunk_size=2000):
        answered[panel] += 1
        for name, value in answers.items():
            tallies[panel, name].add(value)
    return {
        "least": LEAST,
        "panels": [_panel(one, answered[one.pk]) for one in panels],
        "parts": [_part(one, [(panel, tallies[panel.pk, one.name]) for panel in panels]) for one in asked],
    }


class _Tally:
    """How often each option of one question was chosen in one panel."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.counts = [0] * len(asked.question.options)
        self.number = self.unknown = 0

    def add(self, value: Any) -> None:
        self.number += 1
        if value == UNKNOWN:
            self.unknown += 1
            return
        for place in value if isinstance(value, list) else [value]:
            self.counts[place] += 1

    @property
    def mean(self) -> Decimal | None:
        """Exact; it is rounded where it is shown."""
        rated = sum(self.counts)
        if self.asked.question.kind != Kind.SCALE or rated < LEAST:
            return None
        options = self.asked.question.options
        points = (Decimal(one["points"]) * often for one, often in zip(options, self.counts, strict=True))
        return sum(points, Decimal(0)) / rated

    def kept(self, panel: Panel) -> dict[str, Any]:
        if self.number < LEAST:
            return {"panel": panel.name, "number": None}
        return {"panel": panel.name, "number": self.number, "counts": self.counts, "unknown": self.unknown,
                "mean": _written(self.mean)}  # fmt: skip


def _panel(one: Panel, answered: int) -> dict[str, Any]:
    return {"order": one.order, "name": one.name, "opening": one.opening, "size": one.size,
            "weight": _plain(one.weight), "answered": answered}  # fmt: skip


def _part(one: Asked, tallies: Sequence[tuple[Panel, _Tally]]) -> dict[str, Any]:
    question = one.question
    return {
        "number": one.number, "text": question.text, "kind": question.kind, "options": question.options,
        "unknown": question.unknown, "subject": one.subject.name if one.subject else "",
        "subject_key": one.subject.pk if one.subject else None,
        "groups": [tally.kept(panel) for panel, tally in tallies], "mixed": _written(_mixed(tallies)),
    }  # fmt: skip


def _mixed(tallies: Sequence[tuple[Panel, _Tally]]) -> Decimal | None:
    """None unless each panel has a weight and a mean. Of one panel alone it would say nothing more."""
    if len(tallies) < 2:
        return None
    total = Decimal(0)
    for panel, tally in tallies:
        if panel.weight is None or tally.mean is None or tally.number < LEAST:
            return None
        total += panel.weight * tally.mean
    return total / _ALL


def _written(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(_CENT, ROUND_HALF_UP):f}"


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def read(kept: Mapping[str, Any]) -> Results:
    least = int(kept["least"])
    panels = tuple(
        Asking(one["name"], one["opening"], one["size"], _number(one["weight"]), one["answered"],
               one["answered"] < least)
        for one in kept["panels"]
    )  # fmt: skip
    return Results(least, panels, tuple(_read_part(one) for one in kept["parts"]))


def _read_part(one: Mapping[str, Any]) -> Part:
    options = tuple(one["options"])
    scale = "，".join(f"{each['label']}={each['points']}分" for each in options if "points" in each)
    if one["unknown"] and scale:
        scale = f"{scale}；{UNKNOWN_LABEL}不计分"
    groups = tuple(_read_group(each, one) for each in one["groups"])
    return Part(one["number"], one["text"], one["kind"], one["subject"], one["subject_key"], options,
                one["unknown"], scale, groups, _number(one["mixed"]))  # fmt: skip


def _read_group(kept: Mapping[str, Any], part: Mapping[str, Any]) -> Group:
    number = kept["number"]
    if number is None:
        return Group(kept["panel"], None, 0, (), 0, None)
    options = tuple(
        Said(one["label"], one.get("points", ""), often, _share(often, number))
        for one, often in zip(part["options"], kept["counts"], strict=True)
    )
    unknown = kept["unknown"]
    return Group(kept["panel"], number, number - unknown, options, unknown, _number(kept["mean"]))


def _share(often: int, number: int) -> Decimal:
    return (Decimal(often) * 100 / number).quantize(Decimal("0.1"), ROUND_HALF_UP) if number else Decimal(0)


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def texts(questionnaire: Questionnaire) -> list[tuple[str, list[tuple[str, str]]]]:
    """By question, in the order of their words, which is nobody's; the panel only where it is not a small one."""
    panels = {one.pk: one.name for one in questionnaire.panels.all()}
    asked = [one for one in asked_of(questionnaire) if one.question.kind == Kind.TEXT]
    found: dict[str, list[tuple[str, str]]] = {one.name: [] for one in asked}
    often = dict.fromkeys(panels, 0)
    sheets = list(AnswerSheet.objects.filter(panel__in=panels).exclude(texts="").only("panel", "texts"))
    for panel in AnswerSheet.objects.filter(panel__in=panels).order_by().values_list("panel", flat=True):
        often[panel] += 1
    for sheet in sheets:
        name = panels[sheet.panel_id] if often[sheet.panel_id] >= LEAST else ""
        for field, words in json.loads(sheet.texts).items():
            found[field].append((name, words))
    return [(one.label, _by_words(found[one.name])) for one in asked]


def _by_words(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(rows, key=lambda row: (row[1], row[0]))
