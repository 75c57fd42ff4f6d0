"""The words of a letter as a sheet: one field for each element that the clerk writes, rows for a list of parts.

A draft may be saved with gaps; what a letter must say before it goes on is asked for by the step that sends it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from gongkai.letters.reasons import Reason
from gongkai.statute.elements import Element

from .case_fields import text, words
from .case_form import CaseForm
from .days import day_field
from .numbers import number

_MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Group:
    """What stands together on the sheet: one field, or the rows of a list, each with its fields."""

    element: Element
    fields: tuple[BoundField, ...]
    rows: tuple[tuple[BoundField, ...], ...]
    reasons: tuple[Reason, ...]


class ElementsForm(CaseForm):
    """``values`` stand in it at first. ``rows``: how many entries of each list there is room for."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        elements: Sequence[Element],
        values: Mapping[str, Any],
        reasons: Iterable[Reason] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.elements = elements
        self.reasons = tuple(reasons)
        self.rows = {one.code: self._rows(one, values) for one in elements if one.kind == "parts"}
        for one in elements:
            self._add(one, values)

    def _rows(self, element: Element, values: Mapping[str, Any]) -> int:
        held = values.get(element.code)
        known = len(held) if isinstance(held, list | tuple) else 0
        asked = self.data.get(f"rows-{element.code}", "") if self.is_bound else ""
        told = number(asked)
        rows = max(known, 1) if told is None else told
        more = 1 if self.is_bound and self.data.get("more") == element.code else 0
        return min(rows + more, _MOST_ROWS)

    def _add(self, element: Element, values: Mapping[str, Any]) -> None:
        if element.kind != "parts":
            self.fields[element.code] = _field(element)
            self.initial.setdefault(element.code, values.get(element.code))
            return
        held = values.get(element.code)
        rows = held if isinstance(held, list | tuple) else ()
        for n in range(self.rows[element.code]):
            for part in element.parts:
                name = f"{element.code}-{n}-{part.code}"
                self.fields[name] = _field(part)
                self.initial.setdefault(name, rows[n].get(part.code) if n < len(rows) else None)

    def groups(self) -> Iterable[Group]:
        """In the order of the letter."""
        for one in self.elements:
            offered = tuple(r for r in self.reasons if r.element == one.code)
            if one.kind != "parts":
                yield Group(one, (self[one.code],), (), offered)
                continue
            rows = (
                tuple(self[f"{one.code}-{n}-{part.code}"] for part in one.parts)
                for n in range(self.rows[one.code])
            )
            yield Group(one, (), tuple(rows), offered)

    def values(self) -> dict[str, Any]:
        """What was written, as a letter takes it; what was left empty is not in it."""
        found: dict[str, Any] = {}
        for one in self.elements:
            value = self._parts(one) if one.kind == "parts" else _plain(self.cleaned_data.get(one.code))
            if value not in (None, "", []):
                found[one.code] = value
        return found

    def _parts(self, element: Element) -> list[dict[str, Any]]:
        rows = []
        for n in range(self.rows[element.code]):
            cells = {p.code: _plain(self.cleaned_data.get(f"{element.code}-{n}-{p.code}")) for p in element.parts}
            row = {code: value for code, value in cells.items() if value not in (None, "")}
            if row:
                rows.append(row)
        return rows

    def put(self, element: str, sentence: str) -> None:
        """One of the reasons to choose from, after what was written already."""
        data = dict(self.data.items())
        data[element] = "\n".join(filter(None, (data.get(element, "").strip(), sentence)))
        self.data = data


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _field(element: Element) -> forms.Field:
    label, hint = element.label, element.hint
    if element.kind == "date":
        return day_field(label, required=False, hint=hint)
    if element.kind in ("number", "money"):
        unit = "（元）" if element.kind == "money" else ""
        return forms.IntegerField(label=label + unit, required=False, min_value=0, help_text=hint,
                                  error_messages={"invalid": f"{label}应是整数"})  # fmt: skip
    if element.kind == "choice":
        offered = [("", "请选择"), *element.choices]
        return forms.ChoiceField(label=label, choices=offered, required=False, help_text=hint)
    if element.kind == "paragraph":
        return text(label, hint=hint, required=False)
    return words(label, hint=hint, required=False, most=500)
