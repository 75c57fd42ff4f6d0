"""How proceedings end, where that is counted, and the periods of the answer (rules 24 to 30)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.errors import Refused
from gongkai.statute import proceedings
from gongkai.statute.calendar import official
from gongkai.statute.form import edition

CALENDAR = official()
COPY = date(2026, 4, 29)


@pytest.mark.parametrize(("simplified", "last"), [(True, date(2026, 5, 9)), (False, date(2026, 5, 15))])
def test_the_answer_to_a_review_body(simplified: bool, last: date) -> None:
    """Rule 30: the simplified procedure ends on a Saturday that is worked."""
    found = proceedings.answer_until(COPY, CALENDAR, review=True, simplified=simplified)
    assert (found.on, found.provisional, found.unit) == (last, False, "工作日")
    assert found.reference.startswith("《行政复议法》")


def test_the_answer_in_court_is_in_calendar_days_and_rolls() -> None:
    assert proceedings.answer_until(date(2026, 3, 2), CALENDAR, review=False).on == date(2026, 3, 17)
    # 2026-05-02 is a holiday that ends on 5 May.
    found = proceedings.answer_until(date(2026, 4, 17), CALENDAR, review=False)
    assert (found.on, found.days, found.unit) == (date(2026, 5, 6), 15, "日")
    assert found.reference == "《行政诉讼法》第六十七条"


def test_the_answer_in_court_before_the_law_of_2015() -> None:
    assert proceedings.answer_until(date(2015, 4, 1), CALENDAR, review=False).days == 10


def test_an_unknown_year_is_provisional_and_a_law_that_was_not_there_is_said() -> None:
    assert proceedings.answer_until(date(2026, 12, 28), CALENDAR, review=True).provisional
    with pytest.raises(Refused, match="2023-12-01"):
        proceedings.answer_until(date(2023, 12, 1), CALENDAR, review=True)


def test_every_result_is_counted_somewhere_with_a_reference() -> None:
    columns = {column.code for column in edition("2021").table(4)[0].columns} - {"pending", "total"}
    for one in proceedings.all_outcomes().values():
        assert one.by
        assert one.versions
        assert list(one.versions) == sorted(one.versions, key=lambda version: version.since)
        assert all(version.column in columns and version.reference for version in one.versions)


def test_the_columns_over_time_are_what_each_day_says() -> None:
    days = (date(1990, 1, 1), date(2020, 1, 1), date(2026, 11, 25))
    for code in proceedings.all_outcomes():
        for day in days:
            column = proceedings.column_at(code, day).column
            inside = [c for c in ("upheld", "corrected", "other")
                      if any(s[0] == code and s[1] <= day < s[2] for s in proceedings.spans(c))]  # fmt: skip
            assert inside == [column]


def test_what_a_body_can_say() -> None:
    review = {one.code for one in proceedings.outcomes("review")}
    court = {one.code for one in proceedings.outcomes("court")}
    assert "upheld" in review - court
    assert {"revoked", "claim-rejected"} <= review & court
    assert {one.label for one in proceedings.outcomes("ledger")} == {"结果维持", "结果纠正", "其他结果"}
