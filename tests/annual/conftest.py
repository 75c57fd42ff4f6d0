"""The bureau's year, brought in as an office would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.importing import import_cases
from gongkai.publication.counts import import_counts
from gongkai.publication.importing import import_items
from gongkai.review.importing import import_reviews
from tests.district import SHANGHAI, district, folder, found
from tests.reports.tables_in import CASES, COUNTS, ITEMS, REVIEWS, book

from . import records
from .records import BUREAU, ELDERS, Row

AT = datetime(2025, 2, 10, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()


@pytest.fixture
def bureau(district: Agency) -> Agency:
    """With the office that was merged into it, and all records of both."""
    bureau, elders = found(BUREAU, district, 10), found(ELDERS, district, 20)
    for agency in (bureau, elders):
        _bring(agency)
    agencies.merge(
        [elders], bureau, on=records.MERGED_ON, reason="机构改革", by=OPERATOR,
        at=datetime(2024, 6, 20, tzinfo=SHANGHAI),
    )  # fmt: skip
    bureau.refresh_from_db()
    return bureau


def _bring(agency: Agency) -> None:
    def of(rows: Sequence[Row]) -> list[dict[str, object]]:
        return [dict(one.row) for one in rows if one.of == agency.name]

    cases = import_cases(OPERATOR, agency, book(CASES, *of(records.CASES)), at=AT)
    assert cases.applied, cases.errors
    items = import_items(OPERATOR, agency, book(ITEMS, *of(records.ITEMS)), name="存量.xlsx", at=AT)
    assert items.applied, list(items.report.lines())
    counts = import_counts(OPERATOR, agency, book(COUNTS, *of(records.COUNTS)), at=AT)
    assert counts.applied, counts.errors
    reviews = import_reviews(OPERATOR, agency, book(REVIEWS, *of(records.REVIEWS)), at=AT)
    assert reviews.applied, reviews.errors


__all__ = ["bureau", "district", "folder"]
