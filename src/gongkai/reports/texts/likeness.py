"""How much of a text stands in last year's report or in a sister agency's, shown while it is written.

compared(agency, paragraphs, others) -> (Like, …)    the most alike first
others(agency, year) -> (Other, …)                   the reports it is held against

The rules themselves forbid 内容雷同; score sheets take points off from half on (``MUCH``). What the form
prescribes, the agency's own name and numbers do not count (``papers.normal``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gongkai.agencies.models import Agency
from gongkai.papers.likeness import NEAR
from gongkai.papers.normal import normal
from gongkai.papers.passages import Passage, Side, compare
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State
from gongkai.reports.texts.library import PARTS

MUCH: Final = 0.5
"""Share from which a score sheet calls it a copy."""
# Beside its own last year: a district with more bodies of one kind than this shows those first in its order.
_MOST: Final = 60

Relation = Literal["last-year", "sister"]


@dataclass(frozen=True, slots=True)
class Other:
    """A report to hold a text against; ``version`` is its key."""

    version: int
    agency: str
    year: int
    relation: Relation
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """``share`` of the text stands in the other one, passage by passage."""

    other: Other
    share: float
    passages: tuple[Passage, ...]

    @property
    def much(self) -> bool:
        return self.share >= MUCH


def compared(agency: str, paragraphs: Sequence[str], others: Iterable[Other]) -> tuple[Like, ...]:
    """Those that share at least a fifth of the text."""
    mine = Side(normal(paragraphs, agency), paragraphs)
    found = []
    for one in others:
        made = compare(mine, Side(normal(one.paragraphs, one.agency), one.paragraphs))
        if made.share >= NEAR:
            found.append(Like(one, made.share, made.passages))
    return tuple(sorted(found, key=lambda like: (-like.share, like.other.version)))


def others(agency: Agency, year: int) -> tuple[Other, ...]:
    """The agency's own last report, whatever became of it, and what sisters published for this year and the last.
    A sister's report that is not public yet is nobody else's to read."""
    last = _newest(ReportVersion.objects.filter(report__agency=agency, report__year=year - 1))
    sisters = ReportVersion.objects.filter(
        state=State.PUBLISHED, report__agency__parent=agency.parent_id, report__agency__kind=agency.kind,
        report__year__in=(year, year - 1),
    ).exclude(report__agency=agency)  # fmt: skip
    rows = sisters.select_related("report__agency").order_by("-report__year", "report__agency__rank")[:_MOST]
    mine = [_other(last, "last-year")] if last else []
    return (*mine, *(_other(one, "sister") for one in rows))


def _newest(rows: Iterable[ReportVersion]) -> ReportVersion | None:
    """The published one if there is one, else the latest."""
    ordered = sorted(rows, key=lambda one: (one.state == State.PUBLISHED, one.number))
    return ordered[-1] if ordered else None


def _other(version: ReportVersion, relation: Relation) -> Other:
    return Other(version.pk, version.agency.name, version.year, relation, told(version))


def told(version: ReportVersion) -> tuple[str, ...]:
    """The paragraphs of a version's opening lines and of sections 1, 5 and 6."""
    content = version.content
    wanted = [one["paragraphs"] for one in content["sections"] if one["number"] in PARTS]
    return tuple(text for part in (content["preamble"], *wanted) for text in part)
