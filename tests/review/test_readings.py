"""Which results are counted in which column: as shipped, or as the competent department says from a day on."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused
from gongkai.review import queries, readings
from gongkai.review.importing import import_reviews
from gongkai.review.models import Proceeding, Reading
from gongkai.review.words import Kind
from tests.publication.test_counts import workbook

from .conftest import AT, last_entry
from .rows import proceeding

CAME, JULY = date(2024, 3, 4), date(2024, 7, 1)
NOTICE = "区政府办公室通知"


def says(
    agency: Agency,
    outcome: str = "mediated",
    column: str = "corrected",
    since: date = JULY,
    user: Person | None = None,
) -> Reading:
    return readings.put(user or OPERATOR, agency, outcome, column=column, since=since, reference=NOTICE, at=AT)


def cells(agency: Agency, year: int = 2024) -> dict[str, int]:
    found = {cell: n for cell, n in queries.table4(agency, year).items() if n}
    for cell, n in found.items():
        assert queries.behind(agency, year, cell).count() == n
    return found


def test_from_its_day_on_for_the_agency_and_all_below(
    district: Agency, bureau: Agency, finance: Agency, supervisor: Person
) -> None:
    for agency in (bureau, finance):
        proceeding(agency, Kind.RECONSIDERATION, (CAME, date(2024, 6, 30), "mediated"))
        proceeding(agency, Kind.RECONSIDERATION, (CAME, JULY, "mediated"))
    assert cells(bureau) == {"行政复议/其他结果": 2, "行政复议/总计": 2}
    says(bureau, user=supervisor)
    assert cells(bureau) == {"行政复议/结果纠正": 1, "行政复议/其他结果": 1, "行政复议/总计": 2}
    assert cells(finance) == {"行政复议/其他结果": 2, "行政复议/总计": 2}
    says(district, column="upheld")
    # What the nearest says goes before what those above it say.
    assert cells(bureau) == {"行政复议/结果纠正": 1, "行政复议/其他结果": 1, "行政复议/总计": 2}
    assert cells(finance) == {"行政复议/结果维持": 1, "行政复议/其他结果": 1, "行政复议/总计": 2}
    entry = last_entry("reviews.reading")
    assert (entry.agency, entry.reason) == (district.key, NOTICE)


def test_a_condition_over_many_agencies_asks_each_by_its_own_reading(
    district: Agency, bureau: Agency, finance: Agency
) -> None:
    ones = {
        agency: proceeding(agency, Kind.RECONSIDERATION, (CAME, JULY, "mediated")) for agency in (bureau, finance)
    }
    says(district, column="upheld")
    says(bureau)
    found = queries.at_end_of(Proceeding.objects.all(), date(2024, 12, 31))
    assert list(found.filter(queries.in_column("corrected"))) == [ones[bureau]]
    assert list(found.filter(queries.in_column("upheld"))) == [ones[finance]]
    assert not found.filter(queries.in_column("other")).exists()


def test_a_later_reading_takes_the_place_of_an_earlier_one(bureau: Agency) -> None:
    says(bureau)
    says(bureau, column="other", since=date(2025, 1, 1))
    found = readings.known().of(bureau)["mediated"]
    assert [(one.column, one.since) for one in found][1:] == [("corrected", JULY), ("other", date(2025, 1, 1))]
    says(bureau, column="upheld", since=JULY)
    columns = [one.column for one in readings.known().of(bureau)["mediated"]]
    assert columns == ["other", "upheld", "other"]


def test_what_is_only_usual_can_be_confirmed_once(bureau: Agency) -> None:
    says(bureau, column="other")
    assert not readings.known().of(bureau)["mediated"][-1].unverified
    with pytest.raises(Refused, match="没有改动"):
        says(bureau, column="other", since=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"outcome": "as-other"}, "裁判结果"), ({"outcome": "lost"}, "裁判结果"), ({"column": "pending"}, "哪一栏")],
)
def test_no_such_reading(bureau: Agency, fields: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        says(bureau, **fields)  # type: ignore[arg-type]  # one of them
    with pytest.raises(Refused, match="依据"):
        readings.put(OPERATOR, bureau, "mediated", column="other", since=JULY, reference=" ", at=AT)
    assert not Reading.objects.exists()


def test_who_may_not(bureau: Agency, head: Person, clerk: Person, stranger: Person) -> None:
    before = Entry.objects.count()
    for who in (head, clerk, stranger):
        with pytest.raises(NotAllowed):
            says(bureau, user=who)
    assert Entry.objects.count() == before


def test_a_ledger_agrees_with_the_column_that_the_reading_says(bureau: Agency) -> None:
    proceeding(bureau, Kind.RECONSIDERATION, (CAME, JULY, "mediated"))
    row: list[object] = ["行政复议", "2024-03-04", "", "2024-07-01", "结果纠正"]
    table = workbook(["类型", "收到日期", "关联申请编号", "结案日期", "结果"], row)
    assert import_reviews(OPERATOR, bureau, table, dry_run=True, at=AT).lines[0].step == "error"
    says(bureau)
    assert import_reviews(OPERATOR, bureau, table, at=AT).lines[0].step == "same"
