"""The demonstration shows one reconsideration and takes away everything, whatever somebody tried out in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.models import Case
from gongkai.documents.models import StoredFile
from gongkai.review import demo, filing
from gongkai.review.models import Proceeding
from gongkai.review.words import Kind
from tests.cases.rows import a_case

from .conftest import AT, last_entry
from .deeds import came, paper


def test_one_is_shown_once_and_all_are_taken_away(bureau: Agency, finance: Agency, folder: Path) -> None:
    Agency.objects.filter(pk=bureau.pk).update(demonstration=True)
    a_case(bureau, counted_row="3.1", counted_on=date(2026, 2, 9))
    for _ in range(2):
        demo.create(AT)
    one = Proceeding.objects.get()
    # The day before is the end of the holiday of May.
    assert (one.received_on, one.due_on, one.case) == (date(2026, 4, 30), date(2026, 5, 11), Case.objects.get())
    suit = came(bureau, Kind.LAWSUIT_AFTER_REVIEW, received_on=date(2026, 5, 1), after_review=one)
    filing.add(OPERATOR, suit, paper(), what="copy", at=AT)
    real = came(finance)
    assert demo.remove(AT) == 2
    assert list(Proceeding.objects.all()) == [real]
    assert not StoredFile.objects.exists()
    assert last_entry("reviews.demo_remove")
    assert demo.remove(AT) == 0


def test_without_a_request_nothing_is_shown(bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(demonstration=True)
    demo.create(AT)
    assert not Proceeding.objects.exists()
