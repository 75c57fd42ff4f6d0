"""On 1 January a draft is there for everybody who owes the report of the year that ended."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.errors import Refused
from gongkai.jobs.registry import known
from gongkai.reports import opening_year
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State
from tests.cases.rows import a_case
from tests.district import SHANGHAI, found

from .conftest import AT, entries, in_review

NEW_YEAR = datetime(2025, 1, 1, 0, 0, tzinfo=SHANGHAI)


def drafts(year: int = 2024) -> set[str]:
    rows = ReportVersion.objects.filter(report__year=year, state=State.DRAFT)
    return set(rows.values_list("report__agency__name", flat=True))


def test_a_draft_for_everybody_with_their_own_figures(district: Agency, bureau: Agency, street: Agency) -> None:
    found("办公室", bureau, 1, Kind.INTERNAL)
    found("示范区图书馆", district, 50, Kind.PUBLIC_INSTITUTION)
    a_case(bureau, date(2024, 3, 4))
    assert opening_year.open_year(NEW_YEAR) == 3
    assert drafts() == {district.name, bureau.name, street.name}
    mine = ReportVersion.objects.get(report__agency=bureau)
    assert (mine.figures.get(cell="1/自然人").value, mine.created_by) == (1, None)
    assert {one.actor for one in entries("reports.open")} == {OPERATOR.key}


def test_once_however_often_it_runs(district: Agency, bureau: Agency) -> None:
    assert opening_year.open_year(NEW_YEAR) == 2
    assert opening_year.open_year(NEW_YEAR) == opening_year.open_year(AT) == 0
    assert ReportVersion.objects.count() == 2


def test_not_a_minute_before_the_year_is_over(district: Agency) -> None:
    opening_year.open_year(datetime(2024, 12, 31, 23, 59, tzinfo=SHANGHAI))
    assert drafts() == set()
    assert drafts(2023) == {district.name}


def test_the_year_after_is_opened_in_its_turn(district: Agency) -> None:
    opening_year.open_year(NEW_YEAR)
    assert opening_year.open_year(datetime(2026, 1, 1, 0, 5, tzinfo=SHANGHAI)) == 1
    assert drafts(2025) == {district.name}


def test_whoever_sent_a_file_already_is_left_alone(district: Agency, bureau: Agency, supervisor: Person) -> None:
    in_review(supervisor)
    opening_year.open_year(AT)
    assert drafts() == {district.name}


class TestThoseThatEnded:
    @pytest.fixture
    def merged(self, district: Agency, bureau: Agency, finance: Agency) -> Agency:
        """The finance bureau went into the civil affairs bureau on 30 June."""
        agencies.merge(
            [finance], successor=bureau, on=date(2024, 7, 1), reason="机构改革方案", by=OPERATOR, at=NEW_YEAR
        )
        return finance

    def test_one_that_was_merged_is_in_its_successor_s(
        self, merged: Agency, district: Agency, bureau: Agency
    ) -> None:
        a_case(merged, date(2024, 3, 4))
        opening_year.open_year(NEW_YEAR)
        assert drafts() == {district.name, bureau.name}
        assert ReportVersion.objects.get(report__agency=bureau).figures.get(cell="1/自然人").value == 1

    def test_one_that_was_abolished_with_nobody_to_carry_on(self, district: Agency, bureau: Agency) -> None:
        Agency.objects.filter(pk=bureau.pk).update(valid_until=date(2024, 8, 31))
        opening_year.open_year(NEW_YEAR)
        assert drafts() == {district.name, bureau.name}

    def test_one_that_ended_in_the_year_before_owes_nothing(self, district: Agency, bureau: Agency) -> None:
        Agency.objects.filter(pk=bureau.pk).update(valid_until=date(2023, 12, 30))
        opening_year.open_year(NEW_YEAR)
        assert drafts() == {district.name}

    def test_one_that_began_after_the_year_owes_nothing(self, district: Agency, bureau: Agency) -> None:
        Agency.objects.filter(pk=bureau.pk).update(valid_from=date(2025, 1, 1))
        opening_year.open_year(NEW_YEAR)
        assert drafts() == {district.name}


def test_one_that_cannot_be_opened_keeps_no_other_back_and_is_told(
    district: Agency, bureau: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = opening_year.open_compiled

    def broken(user: object, agency: Agency, year: int, *, at: datetime) -> ReportVersion:
        if agency == district:
            raise Refused("读不出")
        return whole(OPERATOR, agency, year, at=at)

    monkeypatch.setattr(opening_year, "open_compiled", broken)
    with pytest.raises(opening_year.NotOpened, match="“示范区人民政府”：读不出"):
        opening_year.open_year(NEW_YEAR)
    assert drafts() == {bureau.name}


def test_a_long_list_is_done_in_portions(district: Agency, bureau: Agency, street: Agency) -> None:
    assert [opening_year.open_year(NEW_YEAR, limit=2), opening_year.open_year(NEW_YEAR, limit=2)] == [2, 1]


def test_the_job_is_known() -> None:
    assert "reports.open" in {job.name for job in known()}
