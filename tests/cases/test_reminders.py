"""Reminders: to whom, when, and each exactly once though a night was missed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Case, CaseEvent, Consultation, Decision, OfficeTask, Withheld
from gongkai.cases.reminders import remind
from gongkai.cases.states import State
from gongkai.jobs.registry import known
from gongkai.notices.models import Notice
from gongkai.statute.calendar import official
from gongkai.statute.clock import third_party_until
from tests.district import SHANGHAI, found, invited

from .conftest import AT
from .rows import a_case

pytestmark = pytest.mark.django_db
# A Friday, with no holiday before it.
DUE = date(2026, 3, 20)


def night(day: date) -> datetime:
    return datetime.combine(day, time(0, 5), SHANGHAI)


def days_before(number: int, due: date = DUE) -> date:
    """The first day on which so many working days are left."""
    return next(d for n in range(60, -1, -1) if official().between(d := due - timedelta(days=n), due) == number)


def told(person: Person | None = None) -> list[str]:
    """What is on the desk, oldest first."""
    rows = Notice.objects.filter(means="desk").order_by("pk")
    return [row.body for row in (rows.filter(recipient=person.key) if person else rows)]


@pytest.fixture
def case(bureau: Agency, clerk: Person, head: Person) -> Case:
    return a_case(bureau, due_on=DUE, handler=clerk, number="2026-007", description="张三的宅基地批准文件")


class TestTheDays:
    @pytest.mark.parametrize("left", [5, 3, 1])
    def test_so_many_working_days_before(self, left: int, case: Case, clerk: Person, head: Person) -> None:
        assert remind(night(days_before(left))) == 1
        (body,) = told(clerk)
        assert f"还有{left}个工作日" in body
        assert "2026-007" in body
        assert told(head) == []

    def test_not_earlier(self, case: Case) -> None:
        assert remind(night(days_before(6))) == 0

    def test_every_night_each_is_sent_once(self, case: Case, clerk: Person, head: Person) -> None:
        for n in range(40):
            for hour in (0, 5, 12):
                remind(night(date(2026, 3, 1) + timedelta(days=n)) + timedelta(hours=hour))
        assert len(told(clerk)) == 3
        assert ["今天到期" in told(head)[0], "已过" in told(head)[1], len(told(head))] == [True, True, 2]

    @pytest.mark.parametrize("missed", [5, 3, 1])
    def test_though_a_night_was_missed(self, missed: int, case: Case, clerk: Person, head: Person) -> None:
        for n in range(40):
            day = date(2026, 3, 1) + timedelta(days=n)
            if day != days_before(missed):
                remind(night(day))
        assert len(told(clerk)) == 3

    def test_on_the_last_day_and_after_it_the_head_is_told(self, case: Case, head: Person) -> None:
        remind(night(DUE))
        assert len(told(head)) == 1
        remind(night(DUE + timedelta(days=1)))
        remind(night(DUE + timedelta(days=2)))
        assert len(told(head)) == 2
        assert "已过" in told(head)[1]

    def test_after_a_long_silence_the_nearest_only(self, case: Case, clerk: Person, head: Person) -> None:
        remind(night(DUE + timedelta(days=9)))
        assert len(told(clerk)) == len(told(head)) == 1

    def test_over_a_holiday(self, bureau: Agency, clerk: Person) -> None:
        """Five working days before 12 October 2026 lies the golden week."""
        due = date(2026, 10, 12)
        a_case(bureau, due_on=due, handler=clerk)
        first = days_before(5, due)
        assert (due - first).days > 7
        assert remind(night(first - timedelta(days=1))) == 0
        assert remind(night(first)) == 1


class TestWhichCases:
    def test_not_one_that_waits_or_is_answered(self, bureau: Agency, clerk: Person) -> None:
        a_case(bureau, due_on=None, state=State.AWAITING_SUPPLEMENT, handler=clerk)
        a_case(bureau, due_on=DUE, state=State.DISPATCHED, answered_on=DUE, handler=clerk)
        a_case(bureau, due_on=DUE, state=State.ANSWERED, handler=clerk)
        a_case(bureau, due_on=DUE, state=State.CLOSED, handler=clerk)
        assert remind(night(DUE)) == 0

    def test_one_that_was_sent_and_not_yet_signed_for(self, bureau: Agency, clerk: Person) -> None:
        a_case(bureau, due_on=DUE, state=State.DISPATCHED, handler=clerk)
        assert remind(night(days_before(3))) == 1

    def test_a_date_that_moved_is_reminded_of_anew(self, case: Case, clerk: Person) -> None:
        remind(night(days_before(5)))
        Case.objects.update(due_on=date(2026, 4, 20))
        assert remind(night(days_before(5) + timedelta(days=1))) == 0
        assert remind(night(days_before(5, date(2026, 4, 20)))) == 1
        assert len(told(clerk)) == 2

    def test_a_provisional_date_is_said_to_be_one(self, case: Case, clerk: Person) -> None:
        Case.objects.update(provisional=True)
        remind(night(days_before(5)))
        assert "暂定" in told(clerk)[0]


class TestToWhom:
    def test_the_stand_in(self, bureau: Agency, case: Case, clerk: Person) -> None:
        deputy = invited("deputy", bureau, Role.CLERK)
        on = days_before(5)
        people.stand_in(clerk.memberships.get(), deputy, from_on=on, until_on=on, by=OPERATOR, at=AT)
        remind(night(on))
        assert (len(told(deputy)), len(told(clerk))) == (1, 0)

    def test_every_clerk_while_nobody_has_it(self, bureau: Agency, clerk: Person, head: Person) -> None:
        second = invited("second", bureau, Role.CLERK)
        a_case(bureau, due_on=DUE)
        remind(night(days_before(5)))
        assert "没有经办人" in told(clerk)[0]
        assert len(told(second)) == 1
        assert told(head) == []

    def test_every_clerk_when_the_handler_has_left(self, bureau: Agency, case: Case, clerk: Person) -> None:
        second = invited("second", bureau, Role.CLERK)
        people.dismiss(clerk.memberships.get(), last_day=date(2026, 3, 3), by=OPERATOR, at=AT)
        remind(night(days_before(5)))
        assert (len(told(second)), len(told(clerk))) == (1, 0)

    def test_a_handler_of_the_office(self, bureau: Agency, clerk: Person) -> None:
        office = found("救助科", bureau)
        officer = invited("officer", office, Role.CLERK)
        a_case(bureau, due_on=DUE, unit=office, handler=officer)
        remind(night(days_before(5)))
        assert (len(told(officer)), len(told(clerk))) == (1, 0)

    def test_the_new_handler_too(self, bureau: Agency, case: Case, clerk: Person) -> None:
        remind(night(days_before(5)))
        second = invited("second", bureau, Role.CLERK)
        Case.objects.update(handler=second)
        assert remind(night(days_before(5)) + timedelta(hours=8)) == 1
        assert len(told(second)) == 1


class TestTheMail:
    def test_it_goes_to_their_address_in_the_morning(self, case: Case, clerk: Person) -> None:
        remind(night(days_before(5)))
        mail = Notice.objects.get(means="mail")
        assert (mail.address, mail.recipient, mail.about) == ("clerk@example.cn", clerk.key, case.key)
        assert mail.not_before == datetime.combine(days_before(5), time(8, 0), SHANGHAI)

    def test_at_once_during_the_day(self, case: Case) -> None:
        noon = night(days_before(5)) + timedelta(hours=12)
        remind(noon)
        assert Notice.objects.get(means="mail").not_before == noon

    def test_without_an_address_the_desk_is_enough(self, bureau: Agency) -> None:
        quiet = invited("quiet", bureau, Role.CLERK)
        a_case(bureau, due_on=DUE, handler=quiet)
        remind(night(days_before(5)))
        assert not Notice.objects.filter(means="mail").exists()

    def test_nothing_personal_travels_in_the_open(self, case: Case) -> None:
        remind(night(days_before(5)))
        remind(night(DUE + timedelta(days=1)))
        for notice in Notice.objects.all():
            assert "张三" not in notice.subject + notice.body + notice.once
            assert "2026-007" not in notice.subject


class TestOffices:
    @pytest.fixture
    def task(self, bureau: Agency, case: Case, clerk: Person) -> OfficeTask:
        office = found("救助科", bureau)
        invited("officer", office, Role.INFORMATION_OFFICER)
        Case.objects.update(due_on=date(2026, 12, 1))
        return OfficeTask.objects.create(
            case=case, unit=office, question="有无此件？", due_on=DUE, asked_by=clerk, asked_at=AT
        )

    def test_the_office_the_day_before_and_the_handler_after(self, task: OfficeTask, clerk: Person) -> None:
        officer = Person.objects.get(username="officer")
        assert remind(night(days_before(2))) == 0
        for n in range(-3, 5):
            remind(night(DUE + timedelta(days=n)))
        assert len(told(officer)) == len(told(clerk)) == 1
        assert "救助科" in told(clerk)[0]

    def test_not_once_it_answered(self, task: OfficeTask) -> None:
        OfficeTask.objects.update(answered_at=AT, has_it=False)
        assert remind(night(DUE + timedelta(days=1))) == 0


class TestConsultations:
    @pytest.fixture
    def asked(self, case: Case) -> Consultation:
        Case.objects.update(due_on=date(2026, 12, 1))
        CaseEvent.objects.create(case=case, kind="third-party-asked", on=date(2026, 3, 2), tag="A", at=AT)
        CaseEvent.objects.create(case=case, kind="third-party-received", on=date(2026, 3, 4), tag="A", at=AT)
        return Consultation.objects.create(
            case=case, tag="A", whom="third-party", party="某某公司", extract="x", created_at=AT
        )

    def test_the_day_before_and_when_it_ended_in_silence(self, asked: Consultation, clerk: Person) -> None:
        until = third_party_until(date(2026, 3, 4), official()).on
        for n in range(-10, 5):
            remind(night(until + timedelta(days=n)))
        assert ["还有1个工作日" in told(clerk)[0], "登记逾期未答复" in told(clerk)[1]] == [True, True]
        assert len(told(clerk)) == 2
        assert all("某某公司" not in notice.body + notice.subject for notice in Notice.objects.all())

    def test_not_once_it_answered(self, asked: Consultation) -> None:
        Consultation.objects.update(opinion="agrees")
        assert remind(night(date(2026, 5, 1))) == 0

    def test_another_agency_has_no_limit(self, asked: Consultation) -> None:
        Consultation.objects.update(whom="agency")
        assert remind(night(date(2026, 5, 1))) == 0


class TestWhatWasHeldBack:
    """Looked at again on its day (Art. 18, rule 39), long after the case was closed."""

    @pytest.fixture
    def withheld(self, bureau: Agency, clerk: Person) -> Withheld:
        closed = a_case(bureau, handler=clerk, counted_row="3.3.6", counted_on=date(2025, 3, 4), number="2025-001",
                        received_on=date(2025, 2, 10))  # fmt: skip
        decision = Decision.objects.create(case=closed, reply="process", row="3.3.6", drafted_at=AT)
        return Withheld.objects.create(
            decision=decision, part="张三要的讨论记录", ground="process", reason="x", reassess_on=date(2026, 3, 4)
        )

    def test_on_the_day_and_once(self, withheld: Withheld, clerk: Person) -> None:
        assert remind(night(date(2026, 3, 3))) == 0
        assert [remind(night(date(2026, 3, d))) for d in (4, 5, 9)] == [1, 0, 0]
        (body,) = told(clerk)
        assert "2025-001" in body
        assert "第十八条" in body
        assert "讨论记录" not in body

    def test_not_once_it_was_looked_at(self, withheld: Withheld) -> None:
        Withheld.objects.update(reassessed_on=date(2026, 3, 1))
        assert remind(night(date(2026, 3, 9))) == 0


def test_many_at_once_and_none_twice(bureau: Agency, clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.notices.reminders.AT_A_TIME", 4)
    for _ in range(11):
        a_case(bureau, due_on=DUE, handler=clerk)
    assert remind(night(days_before(5))) == 11
    assert remind(night(days_before(5))) == 0
    assert max(Counter(Notice.objects.values_list("about", "means")).values()) == 1


def test_the_job_is_known() -> None:
    (job,) = [one for one in known() if one.name == "cases.remind"]
    assert job.run is remind
