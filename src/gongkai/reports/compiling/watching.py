"""What somebody who writes a compiled report should see beside it: what the records say otherwise by now, numbers
that equal no record, and how much of the text stands in other reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.reports.compiling import bound, freezing
from gongkai.reports.models import ReportVersion
from gongkai.reports.texts.following import Change
from gongkai.reports.texts.likeness import Like, compared, others, told
from gongkai.reports.texts.marks import Mark


@dataclass(frozen=True, slots=True)
class Watched:
    """``marks`` by part of the text."""

    differences: tuple[freezing.Difference, ...]
    changes: tuple[Change, ...]
    marks: Mapping[int, tuple[Mark, ...]]
    alike: tuple[Like, ...]

    @property
    def behind(self) -> bool:
        """Do the records say something else than the version."""
        return bool(self.differences or self.changes)


def watched(version: ReportVersion) -> Watched | None:
    """None for a version that came as a file."""
    if freezing.of(version) is None:
        return None
    return Watched(
        differences=freezing.differences(version),
        changes=bound.changes(version),
        marks=bound.marked(version),
        alike=compared(version.agency.name, told(version), others(version.agency, version.year)),
    )
