"""Who sees which case, and the working list: its tabs, its order, its pages, its cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases import queries
from gongkai.cases.models import Case, Consultation, Decision, OfficeTask, Service
from gongkai.cases.queries import Awaited, Bounded, Filters, Which, visible, working_list
from gongkai.cases.states import State
from gongkai.errors import Refused
from tests.desk.cases import letter_of
from tests.district import found, invited

from .conftest import AT, TODAY
from .rows import a_case, applicant

pytestmark = pytest.mark.django_db
ALL = Filters(which=Which.ALL)


def shown(user: Person, which: Which = Which.AGENCY, **fields: object) -> list[str]:
    page = working_list(user, Filters(which=which, **fields), on=TODAY)  # type: ignore[arg-type]
    return [case.number for case in page.cases]


class TestVisible:
    def test_the_own_agency_only(self, bureau: Agency, finance: Agency, clerk: Person, outsider: Person) -> None:
        mine, theirs = a_case(bureau), a_case(finance)
        assert set(visible(clerk, on=TODAY)) == {mine}
        assert set(visible(outsider, on=TODAY)) == {theirs}

    def test_through_no_outlet(self, bureau: Agency, outsider: Person) -> None:
        case = a_case(bureau, handler=outsider)
        with pytest.raises(Case.DoesNotExist):
            queries.visible_case(outsider, case.pk, on=TODAY)
        for which in Which:
            assert shown(outsider, which) == []
            assert queries.count(outsider, Filters(which=which), on=TODAY) == Bounded(0)
        assert not queries.everything(outsider, ALL, on=TODAY).exists()
        assert shown(outsider, Which.ALL, agency=bureau.pk) == []

    def test_nobody(self, bureau: Agency, supervisor: Person) -> None:
        a_case(bureau)
        assert not visible(AnonymousUser(), on=TODAY).exists()
        assert not visible(supervisor, on=TODAY).exists()
        assert shown(supervisor) == []

    def test_the_head_of_the_government_above_sees_no_case_of_a_bureau(
        self, district: Agency, bureau: Agency
    ) -> None:
        case = a_case(bureau)
        above = invited("above", district, Role.HEAD)
        assert not queries.visible(above, on=TODAY).filter(pk=case.pk).exists()

    def test_the_auditor_below_sees_and_the_operator_too(self, bureau: Agency, auditor: Person) -> None:
        case = a_case(bureau)
        assert list(visible(auditor, on=TODAY)) == [case]
        assert list(visible(OPERATOR, on=TODAY)) == [case]
        assert working_list(OPERATOR, Filters(), on=TODAY).cases == (case,)

    def test_an_office_sees_what_it_was_given(self, bureau: Agency) -> None:
        office = found("救助科", bureau)
        officer = invited("officer", office, Role.INFORMATION_OFFICER)
        given, _ = a_case(bureau, unit=office), a_case(bureau)
        assert list(visible(officer, on=TODAY)) == [given]
        assert shown(officer) == [given.number]

    def test_a_role_that_ended_shows_nothing(self, bureau: Agency, clerk: Person) -> None:
        a_case(bureau)
        people.dismiss(clerk.memberships.get(), last_day=TODAY, by=OPERATOR, at=AT)
        assert visible(clerk, on=TODAY).exists()
        assert not visible(clerk, on=TODAY + timedelta(days=1)).exists()


class TestTabs:
    @pytest.fixture(autouse=True)
    def _cases(self, bureau: Agency, clerk: Person) -> None:
        # TODAY is Monday 2 March 2026; three working days later is Thursday.
        for number, fields in {
            "today": {"due_on": TODAY},
            "thursday": {"due_on": date(2026, 3, 5)},
            "friday": {"due_on": date(2026, 3, 6)},
            "late": {"due_on": date(2026, 2, 27)},
            "late and mine": {"due_on": date(2026, 2, 26), "handler": clerk},
            "waits": {"state": State.AWAITING_SUPPLEMENT, "waiting_for": "supplement", "handler": clerk},
            "posted late": {"due_on": date(2026, 2, 27), "state": State.DISPATCHED, "answered_on": TODAY},
            "answered": {"due_on": date(2026, 2, 27), "state": State.ANSWERED, "answered_on": TODAY},
            "closed": {"due_on": date(2026, 2, 27), "state": State.CLOSED},
        }.items():
            a_case(bureau, number=number, **fields)

    @pytest.mark.parametrize(
        ("which", "wanted"),
        [
            (Which.AGENCY, ["late and mine", "late", "posted late", "today", "thursday", "friday", "waits"]),
            (Which.MINE, ["late and mine", "waits"]),
            (Which.UNCLAIMED, ["late", "posted late", "today", "thursday", "friday"]),
            (Which.TODAY, ["today"]),
            (Which.SOON, ["today", "thursday"]),
            (Which.OVERDUE, ["late and mine", "late"]),
            (Which.WAITING, ["waits"]),
            (Which.TO_CLOSE, ["answered"]),
            (Which.CLOSED, ["closed"]),
        ],
    )
    def test_what_is_in_each(self, clerk: Person, which: Which, wanted: list[str]) -> None:
        assert shown(clerk, which) == wanted
        assert queries.count(clerk, Filters(which=which), on=TODAY) == Bounded(len(wanted))
        everything = queries.everything(clerk, Filters(which=which), on=TODAY)
        assert [case.number for case in everything] == wanted

    def test_all_begins_with_the_newest(self, clerk: Person) -> None:
        assert shown(clerk, Which.ALL)[:2] == ["closed", "answered"]
        assert len(shown(clerk, Which.ALL)) == 9

    def test_the_totals_above_the_list(self, clerk: Person) -> None:
        numbers = queries.totals(clerk, on=TODAY)
        assert {which: bounded.number for which, bounded in numbers.items()} == {
            "mine": 2, "agency": 7, "unclaimed": 5, "today": 1, "soon": 2, "overdue": 2, "waiting": 1,
            "to_review": 0, "to_approve": 0, "to_close": 1,
        }  # fmt: skip

    def test_filters_narrow_a_tab(self, clerk: Person) -> None:
        assert shown(clerk, state=State.DISPATCHED) == ["posted late"]
        assert shown(clerk, text="thurs") == ["thursday"]
        assert queries.count(clerk, Filters(which=Which.OVERDUE, text="late"), on=TODAY).number == 2

    def test_words_of_what_was_asked_are_found(self, clerk: Person, bureau: Agency) -> None:
        a_case(bureau, number="x", description="殡葬服务收费目录清单 50% off")
        assert shown(clerk, text="收费目录") == ["x"]
        assert shown(clerk, text="50%") == ["x"]
        assert shown(clerk, text="%") == ["x"]
        assert shown(clerk, text="没有的事") == []


class TestStandingIn:
    def test_mine_are_also_those_of_whom_i_stand_in_for(
        self, bureau: Agency, finance: Agency, clerk: Person
    ) -> None:
        deputy = invited("deputy", bureau, Role.CLERK)
        case = a_case(bureau, handler=clerk)
        assert shown(deputy, Which.MINE) == []
        membership = clerk.memberships.get()
        people.stand_in(membership, deputy, from_on=TODAY, until_on=TODAY, by=OPERATOR, at=AT)
        assert shown(deputy, Which.MINE) == [case.number]
        assert shown(clerk, Which.MINE) == [case.number]
        later = working_list(deputy, Filters(which=Which.MINE), on=TODAY + timedelta(days=1))
        assert later.cases == ()

    def test_in_that_agency_only(self, bureau: Agency, finance: Agency, clerk: Person, outsider: Person) -> None:
        people.appoint(clerk, agency=finance, role=Role.CLERK, from_on=TODAY, by=OPERATOR, at=AT)
        a_case(finance, handler=clerk)
        case = a_case(bureau, handler=clerk)
        people.stand_in(
            clerk.memberships.get(agency=bureau), outsider, from_on=TODAY, until_on=TODAY, by=OPERATOR, at=AT
        )
        assert shown(outsider, Which.MINE) == [case.number]


class TestPages:
    def walked(self, user: Person, filters: Filters) -> list[int]:
        found: list[int] = []
        after = ""
        while True:
            page = working_list(user, filters, on=TODAY, after=after)
            assert len(page.cases) <= queries.PAGE
            found += [case.pk for case in page.cases]
            if not page.next:
                return found
            after = page.next

    @pytest.fixture
    def _many(self, bureau: Agency) -> None:
        """Some on the same day, some without one, some of an office."""
        office, one = found("救助科", bureau), applicant(bureau)
        for n in range(130):
            due = None if n % 7 == 0 else TODAY + timedelta(days=n % 11)
            a_case(bureau, due_on=due, applicant=one, unit=office if n % 3 == 0 else None)

    @pytest.mark.usefixtures("_many")
    @pytest.mark.parametrize("which", [Which.AGENCY, Which.ALL, Which.UNCLAIMED])
    def test_every_case_once_and_in_order(self, which: Which, clerk: Person) -> None:
        pks = self.walked(clerk, Filters(which=which))
        assert pks == [case.pk for case in queries.everything(clerk, Filters(which=which), on=TODAY)]
        assert len(pks) == 130

    @pytest.mark.usefixtures("_many")
    def test_for_who_sees_them_by_agency_and_by_office(self, bureau: Agency, clerk: Person) -> None:
        office = Agency.objects.get(name="救助科")
        people.appoint(clerk, agency=office, role=Role.INFORMATION_OFFICER, from_on=TODAY, by=OPERATOR, at=AT)
        assert len(set(self.walked(clerk, Filters()))) == 130 == len(self.walked(clerk, Filters()))

    @pytest.mark.parametrize("place", ["x", "2026-13-01.1", "1.2.3", ".x"])
    def test_a_place_that_is_none(self, place: str, clerk: Person) -> None:
        with pytest.raises(Refused, match="列表首页"):
            working_list(clerk, Filters(), on=TODAY, after=place)

    def test_a_number_is_counted_no_further_than_needed(
        self, bureau: Agency, clerk: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "MANY", 3)
        for _ in range(5):
            a_case(bureau)
        found_ones = queries.count(clerk, Filters(), on=TODAY)
        assert found_ones == Bounded(3, more=True)
        assert str(found_ones) == "3+"
        assert str(Bounded(1000)) == "1,000"


class TestAwaited:
    """Whose turn it is."""

    def test_each_case_is_found_by_whom_it_waits_for(self, bureau: Agency, clerk: Person) -> None:
        ours, office, outside = a_case(bureau), a_case(bureau), a_case(bureau)
        OfficeTask.objects.create(case=office, unit=bureau, question="有吗", due_on=TODAY, asked_at=AT)
        letter = letter_of(outside, clerk, "third-party-consultation")
        Consultation.objects.create(
            case=outside, tag="A", whom="third-party", party="某", extract="x", letter=letter, created_at=AT
        )
        assert shown(clerk, awaited=Awaited.OUTSIDE) == [], "the letter has not left"
        Service.objects.create(
            case=outside, letter=letter, to="A", route="direct", dispatched_on=TODAY, created_by=clerk,
            created_at=AT,
        )  # fmt: skip
        states = {
            Awaited.APPLICANT: State.AWAITING_SUPPLEMENT,
            Awaited.HEAD: State.IN_APPROVAL,
            Awaited.DISPATCH: State.APPROVED,
            Awaited.SERVICE: State.DISPATCHED,
        }
        numbers = {whom: [a_case(bureau, state=state).number] for whom, state in states.items()}
        drafted = a_case(bureau)
        Decision.objects.create(case=drafted, reply="granted", row="3.1", drafted_by=clerk, drafted_at=AT)
        wanted = numbers | {
            Awaited.US: [ours.number, drafted.number], Awaited.REVIEW: [drafted.number],
            Awaited.OFFICE: [office.number], Awaited.OUTSIDE: [outside.number]
        }  # fmt: skip
        assert {whom: shown(clerk, awaited=whom) for whom in Awaited} == wanted


def test_the_number_of_questions_is_the_same_however_many_cases(bureau: Agency, clerk: Person) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            for case in working_list(clerk, Filters(), on=TODAY).cases:
                assert f"{case.applicant.name}{case.agency.name}{case.handler or ''}{case.unit or ''}"
            queries.totals(clerk, on=TODAY)
        return len(asked)

    a_case(bureau)
    few = questions()
    for _ in range(70):
        a_case(bureau)
    assert questions() == few


def test_a_list_opens_nothing_of_the_applicant_but_the_name(bureau: Agency, clerk: Person) -> None:
    a_case(bureau)
    (case,) = working_list(clerk, Filters(), on=TODAY).cases
    assert {"phone", "document_number", "address"} <= case.applicant.get_deferred_fields()
