"""The year's report from the draft to the public: what any reader of it finds was written by hand before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.documents import queries as documents
from gongkai.readers import read
from gongkai.reports import actions
from gongkai.reports.compiling import freezing
from gongkai.reports.compiling.tables import compile
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import edition
from gongkai.statute.form.plain import tables
from tests.district import invited

from .conftest import AT
from .records import YEAR

pytestmark = pytest.mark.django_db
EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf-8"))
TABLES = ("table2", "table3", "table4")


@pytest.fixture
def published(bureau: Agency) -> ReportVersion:
    """Opened and handed up by the clerk, signed by the head, accepted by a reviewer, published."""
    clerk, head, reviewer = (invited(role.value, bureau, role) for role in (Role.CLERK, Role.HEAD, Role.REVIEWER))
    version = actions.open_compiled(clerk, bureau, YEAR, at=AT)
    version = actions.sign(
        head, actions.hand_up(clerk, version, at=AT), name="王某", signed_on=date(2025, 1, 20), at=AT
    )
    return actions.publish(head, actions.accept(reviewer, version, at=AT), at=AT)


def test_from_every_file_that_the_public_gets(published: ReportVersion) -> None:
    """Read by our own reader, cell by cell, and nobody finds an error in it."""
    written = {one.format: one for one in published.renderings.select_related("file")}
    assert set(written) == {"html", "docx", "pdf", "xlsx", "json"}
    for format, one in written.items():
        assert one.file is not None, (format, one.error)
        reading = read(documents.content(one.file), f"年报.{format}")
        assert {name: tables(reading.report)[name] for name in TABLES} == {n: EXPECTED[n] for n in TABLES}, format
        assert (reading.report.agency, reading.report.year) == (EXPECTED["agency"], EXPECTED["year"]), format
        assert [f for f in reading.findings if f.severity == "error"] == [], format


def test_the_text_says_what_the_tables_say(published: ReportVersion) -> None:
    """The sentences that carry the year's figures, each with the cells that it repeats."""
    text = "".join(p for s in published.content["sections"] for p in s["paragraphs"])
    for words in ("28件", "4件", "380元"):
        assert words in text, words
    assert [f for f in published.check_findings if f["severity"] == "error"] == []
    assert [f for f in published.check_findings if f["relation"] == "A6"] == []


def test_every_record_behind_a_figure_is_frozen_with_it(published: ReportVersion) -> None:
    kept = freezing.of(published)
    assert kept is not None
    assert kept.report_sha256 == published.sha256
    for cell in edition("2021").cells:
        stored = freezing.frozen(kept, cell.name)
        if cell.row.table in (3, 4):
            assert len(stored) == published.figures.get(cell=cell.name).value, cell.name
    assert freezing.differences(published) == ()


def test_a_year_later_the_carry_over_is_that_of_the_report(published: ReportVersion, bureau: Agency) -> None:
    """Row 2 of the next year is row 4 of this one, column by column (A4), out of the records."""
    following = compile(bureau, YEAR + 1)
    assert tables(following.report)["table3"]["2"] == EXPECTED["table3"]["4"]
    assert not [one for one in following.findings if one.relation == "A4" and one.severity == "error"]
    assert following.unchecked == ()


def test_nobody_signs_in_to_make_it(bureau: Agency) -> None:
    """The operator of the machine does the same by the same actions."""
    version = actions.open_compiled(OPERATOR, bureau, YEAR, at=AT)
    assert isinstance(version, ReportVersion)
    assert Person.objects.count() == 0
