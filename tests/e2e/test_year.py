"""A year of an office in fast-forward through its pages: publish, ask, answer, review, inspect, report; then the
published report against the figures that were written by hand before, from every file and the page.

It is 2025, whose working days are known; the server's day is moved on by ``year_time``, the browser's is not.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gongkai.readers import read
from gongkai.statute.form.plain import tables

from . import year_answered, year_begun, year_judged, year_published, year_reported
from .conftest import Office, run, serving
from .test_desk_reports import figures_on_the_portal, typed
from .year_people import Year
from .year_time import Clock

pytestmark = pytest.mark.e2e
EXPECTED = Path(__file__).with_name("year_expected.json")
KNOWN: dict[str, Any] = json.loads(EXPECTED.read_text("utf-8"))
TABLES = ("table2", "table3", "table4")
FORMATS = ("docx", "pdf", "html", "xlsx", "json")


@dataclass(frozen=True)
class Report:
    """What the public gets: the figures that the page shows, and the page and the files by their names."""

    figures: list[str]
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    made = Clock(tmp_path_factory.mktemp("clock") / "seconds")
    made.turn_to(date(2025, 1, 6))
    return made


@pytest.fixture(scope="module")
def office(prepared: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("year") / "home"
    shutil.copytree(prepared, home)
    with serving(home, clock) as address:
        yield Office(address, home)


@pytest.fixture(scope="module")
def report(browser: Browser, office: Office, clock: Clock) -> Report:
    """The year, in the order of its days; each step waits for what the page says of it."""
    year = Year(browser, office, clock)
    agency = year_begun.begun(year)
    year_published.published(year)
    year_answered.granted(year)
    withheld = year_answered.withheld(year)
    year_answered.not_held(year)
    year_judged.trained(year)
    review = year_judged.upheld(year, withheld)
    year_judged.inspected(year)
    year_judged.sued(year, review)
    year_judged.found_wanting(year)
    year_answered.carried_over(year)
    year_reported.counted(year)
    year_reported.opens_onto(year, agency, "c-3-3.3.5-business", withheld)
    page = year_reported.published(year, year_reported.signed(year))
    figures = figures_on_the_portal(page)
    # The page itself, as somebody saves it, and what can be fetched from it.
    files = {"page.html": page.request.get(page.url).body()}
    files |= {f"年报.{format}": year_reported.fetched(page, format) for format in FORMATS}
    year.end()
    assert year.complaints == []
    return Report(figures, files)


def test_the_page_shows_what_was_written_by_hand(report: Report) -> None:
    assert report.figures == typed(EXPECTED)


def test_every_cell_of_every_file_is_read_back(report: Report) -> None:
    assert len(report.files) == 1 + len(FORMATS)
    for name, data in report.files.items():
        reading = read(data, name)
        found = tables(reading.report)
        assert {one: found[one] for one in TABLES} == {one: KNOWN[one] for one in TABLES}, name
        assert (reading.report.agency, reading.report.year) == (KNOWN["agency"], KNOWN["year"]), name
        assert [one for one in reading.findings if one.severity == "error"] == [], name


def test_the_text_says_the_figures_of_the_year(report: Report) -> None:
    """Sections 1 and 5, as a person who opens the file reads them: a line may end in a word."""
    for name, data in report.files.items():
        sections = read(data, name).report.sections
        said = {str(one.number): "".join(one.paragraphs).replace("\n", "") for one in sections}
        for number, sentences in KNOWN["said"].items():
            assert [words for words in sentences if words not in said[number]] == [], (name, said[number])


def test_the_chain_holds_the_whole_year(report: Report, office: Office, clock: Clock) -> None:
    run(office.home, "-m", "gongkai.cli", "audit", "verify", clock=clock)
