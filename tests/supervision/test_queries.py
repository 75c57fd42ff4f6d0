"""The year of an agency, as its report tells it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication import doors
from gongkai.supervision.models import Complaint, PlanTask, Problem, Proposal, Suggestion, Training
from gongkai.supervision.queries import visible, year_of
from tests.district import SHANGHAI

from .conftest import AT, made


def test_a_year_without_anything_is_empty(bureau: Agency) -> None:
    found = year_of(bureau, 2024)
    assert (found.year, found.trainings, found.complaints, found.problems) == (2024, (), (), ())


def test_each_record_stands_in_the_year_of_its_day(bureau: Agency) -> None:
    first = made(Training, bureau, date(2024, 1, 1), people=12, online=True, leader=True)
    last = made(Training, bureau, date(2024, 12, 31))
    made(Training, bureau, date(2023, 12, 31))
    made(Training, bureau, date(2025, 1, 1))
    assert year_of(bureau, 2024).trainings == (first, last)


def test_what_was_withdrawn_and_what_is_anothers_counts_nowhere(bureau: Agency, finance: Agency) -> None:
    made(Training, bureau, withdrawn_at=AT, withdrawn_because="重复登记")
    made(Training, finance)
    assert year_of(bureau, 2024).trainings == ()


def test_proposals_say_of_how_many_they_are(bureau: Agency) -> None:
    made(Proposal, bureau, kind="deputies", count=3, answered=3, published=2)
    (found,) = year_of(bureau, 2024).proposals
    assert (found.kind, found.count, found.answered, found.published) == ("deputies", 3, 3, 2)


def test_a_task_stands_in_the_year_it_was_given_out(bureau: Agency) -> None:
    late = made(PlanTask, bureau, date(2024, 3, 1), responsible="办公室", due_on=date(2025, 1, 31))
    assert year_of(bureau, 2024).plan_tasks == (late,)
    assert year_of(bureau, 2025).plan_tasks == ()


def test_a_problem_is_carried_until_it_is_put_right(bureau: Agency) -> None:
    still = made(Problem, bureau, date(2023, 6, 1))
    in_year = made(Problem, bureau, date(2023, 7, 1), done_on=date(2024, 2, 1))
    made(Problem, bureau, date(2023, 8, 1), done_on=date(2023, 12, 31))
    new = made(Problem, bureau, date(2024, 6, 1))
    found = year_of(bureau, 2024)
    assert found.carried_problems == (still, in_year)
    assert found.problems == (new,)
    assert found.problems[0].problem == "甲"


def test_complaints_of_the_portal_and_of_the_telephone_are_counted_together(bureau: Agency, clerk: Person) -> None:
    made(
        Complaint,
        bureau,
        date(2024, 5, 7),
        channel="phone",
        result="founded",
        ordered="限期更新",
        title="栏目未更新",
    )
    at = datetime(2024, 3, 1, 10, 0, tzinfo=SHANGHAI)
    for outcome in ("handled", "not_founded", "not_ours"):
        report, _ = doors.submit(bureau, kind="complain", text="没有公开", at=at)
        doors.answer(clerk, report, outcome=outcome, text="已核实", at=at)
    doors.submit(bureau, kind="complain", text="逾期没有答复", at=at)
    found = year_of(bureau, 2024).complaints
    assert [one.founded for one in found] == [True, False, None, None, True]
    assert [one.answered for one in found] == [at.date(), at.date(), at.date(), None, None]
    assert found[-1].key.startswith("complaint:")
    assert found[0].key.startswith("door:")


def test_a_complaint_of_new_years_night_is_in_the_year_of_shanghai(bureau: Agency) -> None:
    doors.submit(bureau, kind="complain", text="甲", at=datetime(2024, 1, 1, 0, 30, tzinfo=SHANGHAI))
    assert len(year_of(bureau, 2024).complaints) == 1
    assert year_of(bureau, 2023).complaints == ()


def test_suggestions_say_whether_they_were_taken_up(bureau: Agency, clerk: Person) -> None:
    made(Suggestion, bureau, taken_up=True)
    made(Suggestion, bureau, taken_up=False)
    first, _ = doors.submit(bureau, kind="suggest", text="公开补贴名单", at=AT)
    doors.agree(clerk, first, text="十二月公开", at=AT)
    doors.submit(bureau, kind="suggest", text="公开班车时刻", at=AT)
    doors.submit(bureau, kind="error", text="错字", at=AT)
    assert [one.taken_up for one in year_of(bureau, 2024).suggestions] == [True, False, True, False]


@pytest.mark.parametrize("many", [0, 5])
def test_a_full_year_asks_no_more_than_an_empty_one(bureau: Agency, many: int) -> None:
    for _ in range(many):
        made(Training, bureau)
        made(Complaint, bureau, channel="phone")
        doors.submit(bureau, kind="complain", text="甲", at=AT)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        year_of(bureau, 2024)
    assert len(asked) == 19


def test_a_person_sees_the_records_of_whom_they_look_after(
    bureau: Agency, finance: Agency, clerk: Person, supervisor: Person, stranger: Person
) -> None:
    ours = made(Training, bureau)
    made(Training, finance)
    assert list(visible(clerk, Training, on=AT.date())) == [ours]
    assert visible(supervisor, Training, on=AT.date()).count() == 2
    assert not visible(stranger, Training, on=AT.date()).filter(pk=ours.pk).exists()
