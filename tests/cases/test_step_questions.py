"""What a page of offers asks the database does not grow with the length of the time line, nor with other cases."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.cases import searching, steps

from . import deeds, walk
from .walk import Office, at


def asked(office: Office, pk: int) -> int:
    from gongkai.cases.models import Case

    case = Case.objects.select_related("agency", "applicant", "unit").get(pk=pk)
    with CaptureQueriesContext(connection) as queries:
        steps.offers(office.clerk, case, on=deeds.NEXT)
    return len(queries)


def test_a_long_time_line_asks_no_more_than_a_short_one(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    first = asked(office, case.pk)
    for n in range(5):
        searching.record_search(
            office.clerk, case, systems=f"系统{n}", keywords="低保", on=deeds.DAY, result="无", found=False,
            searched_by="甲", at=at(deeds.DAY),
        )  # fmt: skip
        walk.opened(office.agency, deeds.RECEIVED)
    assert asked(office, case.pk) == first
    assert first <= 60


def test_looking_at_offers_leaves_the_page_s_own_case_alone(office: Office) -> None:
    case = walk.now(walk.opened(office.agency, deeds.RECEIVED))
    steps.offers(office.clerk, case, on=deeds.DAY)
    office.draft(case, deeds.DAY)
    assert case.events.filter(kind="drafted").exists()
    assert "drafted" in {line.kind for line in case.events.all()}
