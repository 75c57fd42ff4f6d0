"""Reasons to choose from when a letter is drafted: those that are shipped, and the agency's own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from gongkai.agencies.models import Agency, in_force
from gongkai.letters.models import Wording


@dataclass(frozen=True, slots=True)
class Reason:
    """``element`` is the part of the letter it is meant for; ``wording`` its row, None for a shipped one."""

    kind: str
    element: str
    title: str
    text: str
    wording: Wording | None = None


def offered(agency: Agency, kind: str, *, on: date) -> list[Reason]:
    """For a kind of letter, that day: the agency's own first; one of the same title hides the shipped one."""
    rows = Wording.objects.filter(in_force(on), agency=agency, kind=kind).exclude(title="").order_by("title")
    own = [Reason(kind, row.element, row.title, row.text, row) for row in rows]
    taken = {one.title for one in own}
    return [*own, *(one for one in shipped() if one.kind == kind and one.title not in taken)]


@cache
def shipped() -> tuple[Reason, ...]:
    """What comes with the program, in the order of the file."""
    data = tomllib.loads(files("gongkai.letters").joinpath("data/reasons.toml").read_text("utf-8"))
    return tuple(
        Reason(kind, raw["element"], raw["title"], raw["text"]) for raw in data["reason"] for kind in raw["kinds"]
    )
