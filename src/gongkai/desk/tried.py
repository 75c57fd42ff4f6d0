"""A table that is tried before it is taken in, the same on every page: what was sent, and what became of its rows.

found = tried(request, form, take)      ``take(data, dry_run)`` gives the outcome
{**found.context}                       ``outcome``, ``lines`` and ``kept`` of desk/tried_table.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django import forms
from django.http import HttpRequest

from gongkai.errors import ReadError, Refused

from .access import accepted
from .carried import CarriedForm, carried
from .case_fields import OneFile

_STEPS = {"new": ("新增", "info"), "changed": ("更改", "soon"), "same": ("相同", ""), "left_out": ("不收录", ""),
          "error": ("不能导入", "late")}  # fmt: skip


class Line(Protocol):
    @property
    def step(self) -> str: ...


class Outcome(Protocol):
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def applied(self) -> bool: ...


O_co = TypeVar("O_co", bound=Outcome, covariant=True)


class TableForm(CarriedForm):
    file = OneFile(
        label="表格（XLSX 或 CSV）", required=False, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )


@dataclass(frozen=True, slots=True)
class Tried(Generic[O_co]):
    """``outcome`` None: nothing was sent, or it could not be read. ``kept`` carries the file to the next try."""

    outcome: O_co | None
    kept: str

    @property
    def rows(self) -> list[Line]:
        """What is to be put right stands first; nobody looks for it among thousands."""
        return sorted(self.outcome.lines, key=lambda line: line.step != "error") if self.outcome else []

    @property
    def applied(self) -> int:
        """How many rows were taken in; nought for a trial."""
        return len(self.outcome.lines) if self.outcome and self.outcome.applied else 0

    @property
    def context(self) -> dict[str, Any]:
        lines = [(line, *_STEPS[line.step]) for line in self.rows]
        return {"outcome": self.outcome, "lines": lines, "kept": self.kept}


def tried(request: HttpRequest, form: CarriedForm, take: Callable[[bytes, bool], O_co]) -> Tried[O_co]:
    """A file that cannot be read, or that the step refuses, is told in the form."""
    if request.method != "POST" or not form.is_valid():
        return Tried(None, "")
    data, found = form.data_of(), list[O_co]()

    def step() -> None:
        try:
            found.append(take(data, "apply" not in request.POST))
        except ReadError as error:
            raise Refused(str(error)) from error

    accepted(form, step)
    return Tried(found[0] if found else None, carried(data))
