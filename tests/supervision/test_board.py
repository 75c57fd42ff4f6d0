"""The supervisor's board: due, late and wrong of every body below, in as many questions for many as for few."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.notices.models import Notice
from gongkai.publication import doors, obligations
from gongkai.supervision import board as boards
from gongkai.supervision import inspecting, telling
from gongkai.supervision.models import Complaint
from tests.district import SHANGHAI, found

from .conftest import made
from .test_inspecting import DUE, NOW, begun, judged
from .test_rules import case

ON = NOW.date()


def numbers(user: Person, agency: Agency, on: date = ON) -> dict[str, int | None]:
    for row in boards.board(user, str(agency.kind), on).rows:
        if row.agency == agency:
            return {one.code: value for one, value in zip(boards.COLUMNS, row.numbers, strict=True)}
    raise AssertionError(agency)


@pytest.fixture
def street(district: Agency) -> Agency:
    return found("示范区齐陵街道办事处", district, 30, Kind.STREET_OFFICE)


def test_what_is_due_late_and_wrong(bureau: Agency, supervisor: Person, clerk: Person) -> None:
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    obligations.enter(clerk, bureau, title="通知", formed_on=date(2024, 6, 17), at=NOW)
    case(bureau, due_on=date(2024, 7, 9), received_on=date(2024, 6, 1))
    case(bureau, due_on=date(2024, 7, 12), received_on=date(2024, 6, 1))
    doors.submit(bureau, kind="complain", text="甲", at=datetime(2024, 3, 1, 9, 0, tzinfo=SHANGHAI))
    made(Complaint, bureau, channel="phone", due_on=date(2024, 6, 1))
    got = numbers(supervisor, bureau)
    assert (got["due-items"], got["late-items"]) == (1, 1)
    assert (got["due-cases"], got["overdue-cases"]) == (1, 1)
    assert got["late-answers"] == 2
    assert (got["guide"], got["training"]) == (1, 1)
    # Nobody keeps a list here: that is not nothing stale.
    assert (got["stale-columns"], got["dead-links"]) == (None, None)


def test_a_row_adds_up_what_is_late_and_wrong(bureau: Agency, supervisor: Person, clerk: Person) -> None:
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    row = next(one for one in boards.board(supervisor, Kind.DEPARTMENT, ON).rows if one.agency == bureau)
    assert (row.late, row.wrong, row.score) == (1, 2, None)


def test_only_bodies_of_one_kind_stand_side_by_side(
    district: Agency, bureau: Agency, finance: Agency, street: Agency, supervisor: Person
) -> None:
    found("办公室", bureau, 10, Kind.INTERNAL)
    assert boards.kinds(supervisor, ON) == [
        (Kind.DEPARTMENT, 2), (Kind.GOVERNMENT, 1), (Kind.STREET_OFFICE, 1),
    ]  # fmt: skip
    assert [one.agency for one in boards.board(supervisor, Kind.DEPARTMENT, ON).rows] == [bureau, finance]
    assert [one.agency for one in boards.board(supervisor, Kind.STREET_OFFICE, ON).rows] == [street]


def test_the_average_is_of_those_that_can_be_told(
    bureau: Agency, finance: Agency, supervisor: Person, clerk: Person
) -> None:
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)
    got = boards.board(supervisor, Kind.DEPARTMENT, ON)
    by_code = dict(zip([one.code for one in boards.COLUMNS], got.averages, strict=True))
    assert by_code["late-items"] == Decimal("0.5")
    assert by_code["stale-columns"] is None
    assert got.score == got.rows[0].score
    assert got.rows[1].score is None


def test_what_is_to_be_put_right(bureau: Agency, supervisor: Person) -> None:
    inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)
    assert numbers(supervisor, bureau)["open-repairs"] == 2
    after = numbers(supervisor, bureau, DUE + timedelta(days=1))
    assert (after["open-repairs"], after["late-repairs"]) == (0, 2)


def test_nobody_but_the_supervisor_has_a_board(bureau: Agency, clerk: Person, stranger: Person) -> None:
    for who in (clerk, stranger):
        assert boards.kinds(who, ON) == []
        assert boards.board(who, Kind.DEPARTMENT, ON).rows == ()


def test_one_body_opened_says_what_each_number_is_made_of(bureau: Agency, clerk: Person) -> None:
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    case(bureau, due_on=date(2024, 7, 9), received_on=date(2024, 6, 1))
    by_code = {one.column.code: one for one in boards.details(bureau, ON)}
    assert "“预算”：2024-04-01形成" in by_code["late-items"].grounds[0]
    assert by_code["guide"].grounds == ("没有公布指南（2024-07-10检查）",)
    assert (by_code["overdue-cases"].number, by_code["overdue-cases"].grounds) == (1, ())
    assert by_code["due-items"].grounds == ()


@pytest.mark.parametrize("many", [1, 10])
def test_many_bodies_are_asked_in_as_many_questions_as_few(
    district: Agency, supervisor: Person, many: int
) -> None:
    for at in range(many):
        one = found(f"第{at}局", district, at)
        obligations.enter(OPERATOR, one, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert len(boards.board(supervisor, Kind.DEPARTMENT, ON).rows) == many
    assert len(asked) == 22


def mails(person: Person) -> list[Notice]:
    return list(Notice.objects.filter(recipient=person.key).order_by("pk"))


def test_the_supervisor_is_written_to_once_a_week(bureau: Agency, supervisor: Person, clerk: Person) -> None:
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    assert telling.weekly(NOW) == 1
    assert telling.weekly(NOW + timedelta(days=1)) == 0
    assert telling.weekly(NOW + timedelta(days=7)) == 1
    desk = [one for one in mails(supervisor) if "逾期未公开1" in one.body]
    assert f"{bureau.name}：逾期未公开1" in desk[0].body
    assert "共2个机关：1个有逾期" in desk[0].body
    assert mails(clerk) == []


def test_an_office_is_told_what_it_has_to_put_right_each_step_once(
    bureau: Agency, supervisor: Person, clerk: Person
) -> None:
    inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)
    assert telling.repairs(NOW) == 2
    assert telling.repairs(NOW + timedelta(hours=6)) == 0
    assert telling.repairs(datetime(2024, 8, 8, 9, 0, tzinfo=SHANGHAI)) == 2
    assert telling.repairs(datetime(2024, 8, 12, 9, 0, tzinfo=SHANGHAI)) == 2
    assert any("“培训”应于2024-08-10以前整改，已经逾期" in one.body for one in mails(clerk))
