"""An inspection of the first quarter asks the reports whether last year's came in time."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports.models import DueDate, Report, ReportVersion
from gongkai.supervision import rules
from tests.district import SHANGHAI, found

from .conftest import AT

CODE = "annual-report"
ON = date(2025, 4, 10)


def number(agency: Agency, quarter: int = 1, on: date = ON) -> int | None:
    return rules.counts(CODE, [agency], rules.span(2025, quarter, on)).get(agency.pk)


def came(agency: Agency, at: datetime) -> None:
    report = Report.objects.create(agency=agency, year=2024, created_at=at)
    ReportVersion.objects.create(report=report, number=1, content={}, created_at=at, submitted_at=at)


def test_a_report_that_did_not_come_is_late_once_its_day_is_over(bureau: Agency) -> None:
    assert number(bureau, on=date(2025, 1, 31)) == 0
    assert number(bureau, on=date(2025, 2, 1)) == 1
    (line,) = rules.grounds(CODE, bureau, rules.span(2025, 1, ON))
    assert line == "2024年度报告应于2025-01-31以前提交，至今没有提交"


@pytest.mark.parametrize(("day", "late"), [(31, 0), (1, 1)])
def test_one_that_came_is_late_by_its_day(bureau: Agency, day: int, late: int) -> None:
    came(bureau, datetime(2025, 1 + late, day, 23, 0, tzinfo=SHANGHAI))
    assert number(bureau) == late


def test_the_districts_own_day_holds_where_it_is_earlier(
    district: Agency, bureau: Agency, supervisor: Person
) -> None:
    came(bureau, datetime(2025, 1, 25, 9, 0, tzinfo=SHANGHAI))
    assert number(bureau) == 0
    DueDate.objects.create(district=district, year=2024, due_on=date(2025, 1, 20), set_by=supervisor, set_at=AT)
    assert number(bureau) == 1


def test_a_street_office_has_until_the_end_of_march(street: Agency) -> None:
    assert number(street, on=date(2025, 3, 31)) == 0
    assert number(street, on=date(2025, 4, 1)) == 1


def test_where_no_report_fell_due_records_cannot_tell(district: Agency, bureau: Agency) -> None:
    assert number(bureau, quarter=2) is None
    assert number(found("办公室", bureau, 10, Kind.INTERNAL)) is None


@pytest.mark.parametrize("many", [1, 6])
def test_many_are_asked_in_as_many_questions_as_one(district: Agency, many: int) -> None:
    agencies = [found(f"第{at}局", district, at) for at in range(many)]
    with CaptureQueriesContext(connection) as asked:
        assert len(rules.counts(CODE, agencies, rules.span(2025, 1, ON))) == many
    assert len(asked) == 3
