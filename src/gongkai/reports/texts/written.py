"""One part of a draft's text as a page shows it: its pieces, what its records say otherwise, what it is like.

written(version, part) -> Written       DoesNotExist for a version that was not compiled
like(version) -> (Like, …)              the whole text held against last year's and sisters'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.reports.compiling import bound
from gongkai.reports.models import Compilation, ReportVersion
from gongkai.reports.texts import likeness
from gongkai.reports.texts.drafting import library_of
from gongkai.reports.texts.facts import Row
from gongkai.reports.texts.following import Change, followed
from gongkai.reports.texts.likeness import Like
from gongkai.reports.texts.pieces import Text, lines
from gongkai.reports.texts.segments import Kind, Segment, label_of, segments


@dataclass(frozen=True, slots=True)
class Changed:
    """A change in words: ``label`` names the record, "" for a whole sentence as drafted."""

    label: str
    change: Change


@dataclass(frozen=True, slots=True)
class Written:
    """``rows``: a row of pieces for each printed paragraph; ``unknown``: the numbers that equal no record;
    ``before``: last year's problems with what was done, ``problems``: this year's."""

    text: Text
    rows: tuple[tuple[Segment, ...], ...]
    changes: tuple[Changed, ...]
    sources: Mapping[str, str]
    before: tuple[Row, ...]
    problems: tuple[Row, ...]

    @property
    def unknown(self) -> tuple[Segment, ...]:
        return tuple(one for row in self.rows for one in row if one.kind == Kind.UNKNOWN)

    @property
    def printed(self) -> str:
        return "\n".join(lines(self.text))


def written(version: ReportVersion, part: int) -> Written:
    """KeyError for a part that is made of tables alone."""
    text = bound.kept(Compilation.objects.get(version=version))[part]
    facts = bound.facts_of(version)
    changes = followed(text, facts, library_of(version.agency, version.year)).changes
    before, problems = (facts[name].value for name in ("problems_before", "problems"))
    return Written(
        text=text,
        rows=segments(text, facts),
        changes=tuple(Changed(label_of(facts, one.name), one) for one in changes),
        sources={name: fact.source for name, fact in facts.items()},
        before=_rows(before),
        problems=_rows(problems),
    )


def _rows(value: object) -> tuple[Row, ...]:
    return tuple(one for one in value if isinstance(one, dict)) if isinstance(value, tuple) else ()


def like(version: ReportVersion) -> tuple[Like, ...]:
    found = likeness.others(version.agency, version.year)
    return likeness.compared(version.agency.name, likeness.told(version), found)
