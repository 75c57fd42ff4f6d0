"""The relations (勾稽关系) as dated data: what each says, where it comes from, how heavy a violation is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..tables import table
from .findings import Severity

Needs = Literal["last_year", "subordinates"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation. ``says`` is Chinese for a person; ``needs`` is what has to be at hand beside the report;
    ``editions`` are the editions it applies to, empty for all."""

    id: str
    says: str
    reference: str
    severity: Severity
    needs: Needs | None = None
    editions: tuple[str, ...] = ()


@cache
def relations() -> dict[str, Relation]:
    """Every relation by id, in the order of the law's own numbering."""
    return {
        raw["id"]: Relation(
            raw["id"],
            raw["says"],
            raw["reference"],
            raw["severity"],
            raw.get("needs"),
            tuple(raw.get("editions", ())),
        )
        for raw in table("relations")["relation"]
    }


def severity_of(relation: str) -> Severity:
    """How heavy a violation of this relation is. Raises KeyError for an id that does not exist."""
    return relations()[relation].severity
