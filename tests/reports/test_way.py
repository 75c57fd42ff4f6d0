"""The whole way of one report: dropped, read, accepted, published, seen by everybody."""

from __future__ import annotations

import hashlib

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions, published, queries
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State

from .conftest import AT, TODAY, in_review
from .made import report


def test_a_dropped_file_becomes_a_published_report_with_every_cell(
    every_format: None, supervisor: Person, bureau: Agency
) -> None:
    version = in_review(supervisor)
    assert (version.state, version.errors, version.open_cells) == (State.READ, 0, 0), version.check_findings
    actions.accept(supervisor, version, at=AT)
    done = actions.publish(supervisor, version, at=AT)
    shown = published.report(published.code_of(bureau), 2024)
    assert shown == done
    assert published.annual_report(shown).figures == report().figures
    assert [r.format for r in shown.renderings.all()] == list(writers.FORMATS)
    assert hashlib.sha256(published.content(published.rendering(shown, "json"))).hexdigest() == shown.sha256


def test_a_version_in_review_is_seen_by_nobody_outside(version: ReportVersion, supervisor: Person) -> None:
    assert not published.reports().exists()
    assert queries.versions(supervisor, on=TODAY).get() == version
