"""Lays the bureau's year into the installation that the environment names, under another agency's name.

Run as ``python -m tests.annual.laid NAME`` in a process of its own. The rows of the office that was merged come in
as the agency's own; its counts stand beside under a source of their own.
"""

from __future__ import annotations

import os
import sys

import django


def main(name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.utils import timezone

    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.cases.importing import import_cases
    from gongkai.publication.counts import import_counts
    from gongkai.publication.importing import import_items
    from gongkai.review.importing import import_reviews
    from tests.annual import records
    from tests.reports.tables_in import CASES, COUNTS, ITEMS, REVIEWS, book

    agency, at = find(name), timezone.now()
    counts = [{**one.row, "来源": "" if one.of == records.BUREAU else "并入的办公室"} for one in records.COUNTS]
    assert import_cases(OPERATOR, agency, book(CASES, *(dict(one.row) for one in records.CASES)), at=at).applied
    items = book(ITEMS, *(dict(one.row) for one in records.ITEMS))
    assert import_items(OPERATOR, agency, items, name="存量.xlsx", at=at).applied
    assert import_counts(OPERATOR, agency, book((*COUNTS, "来源"), *counts), at=at).applied
    reviews = book(REVIEWS, *(dict(one.row) for one in records.REVIEWS))
    assert import_reviews(OPERATOR, agency, reviews, at=at).applied


if __name__ == "__main__":
    main(sys.argv[1])
