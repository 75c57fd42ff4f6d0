from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency, Membership, StandIn
from gongkai.agencies.permissions import OPERATOR, may
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from tests.agencies.conftest import AT, SINCE, found

TODAY = date(2025, 1, 20)
DAY = timedelta(days=1)


def _verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="people.").values_list("verb", flat=True))


def _appoint(person: Person, agency: Agency, role: Role, by: object = OPERATOR, **days: date) -> Membership:
    return people.appoint(person, agency=agency, role=role, **{"from_on": TODAY, **days}, by=by, at=AT)  # type: ignore[arg-type]


def test_an_administrator_invites_somebody_into_a_role(bureau: Agency, administrator: Person) -> None:
    made = people.invite("xin", name="信某", email="X@example.gov.cn", agency=bureau, role=Role.CLERK,
                         by=administrator, at=AT)  # fmt: skip
    person = made.person
    assert (person.name, person.email, person.has_usable_password()) == ("信某", "x@example.gov.cn", False)
    assert may(person, "reports.import", bureau, on=TODAY)
    assert _verbs()[-2:] == ["people.invite", "people.appoint"]


def test_the_chain_names_nobody(bureau: Agency, administrator: Person) -> None:
    people.invite("xinmou", name="信某", email="x@example.gov.cn", agency=bureau, role=Role.CLERK,
                  by=administrator, at=AT)  # fmt: skip
    everything = " ".join(str(row) for row in Entry.objects.values_list())
    assert not any(word in everything for word in ("信某", "xinmou", "example.gov.cn"))


@pytest.mark.parametrize(
    ("username", "email", "words"),
    [("guan", "", "用户名"), ("no spaces", "", "用户名"), ("xin", "没有", "Email"), ("", "", "字段")],
)
def test_an_invitation_that_cannot_be(
    username: str, email: str, words: str, district: Agency, administrator: Person
) -> None:
    before = Person.objects.count()
    with pytest.raises(Refused, match=words):
        people.invite(username, name="某", email=email, agency=district, role=Role.CLERK, by=OPERATOR, at=AT)
    assert Person.objects.count() == before


def test_a_clerk_appoints_nobody_and_not_themselves(bureau: Agency, clerk: Person) -> None:
    before = Membership.objects.count(), Entry.objects.count()
    with pytest.raises(NotAllowed):
        _appoint(clerk, bureau, Role.HEAD, by=clerk)
    with pytest.raises(NotAllowed):
        people.invite("xin", name="信某", agency=bureau, role=Role.CLERK, by=clerk, at=AT)
    assert (Membership.objects.count(), Entry.objects.count()) == before


def test_the_same_role_twice_at_a_time_is_refused(bureau: Agency, clerk: Person) -> None:
    with pytest.raises(WrongState, match="经办人"):
        _appoint(clerk, bureau, Role.CLERK, from_on=TODAY + DAY)
    people.dismiss(clerk.memberships.get(), last_day=TODAY, by=OPERATOR, at=AT)
    _appoint(clerk, bureau, Role.CLERK, from_on=TODAY + DAY)
    assert clerk.memberships.count() == 2


@pytest.mark.parametrize(
    ("first", "second"), [(Role.ADMINISTRATOR, Role.AUDITOR), (Role.AUDITOR, Role.ADMINISTRATOR)]
)
def test_administrator_and_auditor_are_never_one_person(
    first: Role, second: Role, district: Agency, bureau: Agency
) -> None:
    person = people.invite("x", name="某", agency=district, role=first, by=OPERATOR, at=AT).person
    with pytest.raises(Refused, match="不得由同一人"):
        _appoint(person, bureau, second)
    people.dismiss(person.memberships.get(), last_day=TODAY, by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="曾任"):
        _appoint(person, bureau, second, from_on=TODAY + DAY)


def test_not_even_as_a_stand_in(district: Agency, bureau: Agency, administrator: Person) -> None:
    auditor = people.invite("shen", name="审某", agency=district, role=Role.AUDITOR, by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="代理"):
        people.stand_in(auditor, administrator, from_on=TODAY, until_on=TODAY, by=OPERATOR, at=AT)
    deputy = people.invite("dai", name="代某", agency=bureau, role=Role.CLERK, by=OPERATOR, at=AT).person
    people.stand_in(auditor, deputy, from_on=TODAY, until_on=TODAY, by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="代理"):
        _appoint(deputy, bureau, Role.ADMINISTRATOR)


@pytest.mark.parametrize("way", ["insert", "update", "stand-in", "re-point"])
def test_the_database_says_it_again(way: str, district: Agency, administrator: Person, clerk: Person) -> None:
    held = administrator.memberships.get()
    auditor = people.invite("shen", name="审某", agency=district, role=Role.AUDITOR, by=OPERATOR, at=AT)
    days = {"from_on": TODAY, "until_on": TODAY}
    attempts = {
        "insert": lambda: Membership.objects.create(
            person=administrator, agency=district, role=Role.AUDITOR, **days
        ),
        "update": lambda: Membership.objects.filter(pk=auditor.pk).update(person=administrator),
        "stand-in": lambda: StandIn.objects.create(membership=auditor, person=administrator, **days),
        "re-point": lambda: StandIn.objects.filter(membership=held).update(
            membership=auditor, person=administrator
        ),
    }
    if way == "re-point":
        StandIn.objects.create(membership=held, person=clerk, **days)
    with pytest.raises(DatabaseError, match="never one person"), transaction.atomic():
        attempts[way]()


def test_a_role_ends_with_its_last_day(bureau: Agency, clerk: Person, administrator: Person) -> None:
    people.dismiss(clerk.memberships.get(), last_day=TODAY, by=administrator, at=AT)
    assert may(clerk, "reports.view", bureau, on=TODAY)
    assert not may(clerk, "reports.view", bureau, on=TODAY + DAY)
    assert _verbs()[-1] == "people.dismiss"
    with pytest.raises(WrongState):
        people.dismiss(clerk.memberships.get(), last_day=TODAY, by=administrator, at=AT)


def test_no_role_ends_before_it_begins(bureau: Agency, clerk: Person, administrator: Person) -> None:
    with pytest.raises(Refused, match="早于"):
        people.dismiss(clerk.memberships.get(), last_day=TODAY - DAY, by=administrator, at=AT)
    with pytest.raises(Refused, match="早于"):
        _appoint(clerk, bureau, Role.REVIEWER, until_on=TODAY - DAY)


def test_standing_in(bureau: Agency, clerk: Person, administrator: Person) -> None:
    head = people.invite("fu", name="负某", agency=bureau, role=Role.HEAD, by=OPERATOR, at=AT)
    people.stand_in(head, clerk, from_on=TODAY, until_on=TODAY + DAY, by=administrator, at=AT)
    assert may(clerk, "reports.publish", bureau, on=TODAY + DAY)
    assert not may(clerk, "reports.publish", bureau, on=TODAY + 2 * DAY)
    assert _verbs()[-1] == "people.stand-in"


def test_who_cannot_stand_in(bureau: Agency, clerk: Person) -> None:
    head = people.invite("fu", name="负某", agency=bureau, role=Role.HEAD, by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="自己"):
        people.stand_in(head, head.person, from_on=TODAY, until_on=TODAY, by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="早于"):
        people.stand_in(head, clerk, from_on=TODAY, until_on=TODAY - DAY, by=OPERATOR, at=AT)
    with pytest.raises(NotAllowed):
        people.stand_in(head, clerk, from_on=TODAY, until_on=TODAY, by=clerk, at=AT)
    assert not StandIn.objects.exists()


def test_disabling_ends_every_permission_and_enabling_asks_for_a_new_password(
    bureau: Agency, clerk: Person, administrator: Person
) -> None:
    clerk.set_password("correct horse battery")
    clerk.save()
    off = people.disable(clerk, reason="调离", by=administrator, at=AT)
    assert (off.is_active, off.disabled_at) == (False, AT)
    assert not may(off, "reports.view", bureau, on=TODAY)
    with pytest.raises(WrongState):
        people.disable(clerk, reason="调离", by=administrator, at=AT)
    on = people.enable(clerk, by=administrator, at=AT)
    assert (on.is_active, on.disabled_at, on.has_usable_password()) == (True, None, False)
    assert _verbs()[-2:] == ["people.disable", "people.enable"]
    with pytest.raises(WrongState):
        people.enable(clerk, by=administrator, at=AT)


def test_who_may_not_disable(district: Agency, clerk: Person, administrator: Person) -> None:
    with pytest.raises(NotAllowed):
        people.disable(administrator, reason="x", by=clerk, at=AT)
    with pytest.raises(Refused, match="自己"):
        people.disable(administrator, reason="x", by=administrator, at=AT)
    with pytest.raises(Refused, match="原因"):
        people.disable(clerk, reason=" ", by=administrator, at=AT)
    elsewhere = found("邻区人民政府")
    stranger = people.invite("lin", name="邻某", agency=elsewhere, role=Role.CLERK, by=OPERATOR, at=AT).person
    with pytest.raises(NotAllowed, match="全部机关"):
        people.disable(stranger, reason="x", by=administrator, at=AT)
    assert not Person.objects.filter(is_active=False).exists()


def _of_the_bureau(bureau: Agency) -> Person:
    return people.invite("ju", name="局某", agency=bureau, role=Role.ADMINISTRATOR, by=OPERATOR, at=AT).person


@pytest.mark.parametrize("way", ["works above", "worked here once", "stands in above"])
def test_whoever_also_works_above_is_out_of_reach(
    way: str, district: Agency, bureau: Agency, clerk: Person
) -> None:
    """Disabling, enabling and inviting anew together would open every role of that account."""
    below = _of_the_bureau(bureau)
    people.disable(clerk, reason="调离", by=below, at=AT)
    people.enable(clerk, by=below, at=AT)
    if way == "stands in above":
        chief = people.invite("zhu", name="主某", agency=district, role=Role.SUPERVISOR, by=OPERATOR, at=AT)
        people.stand_in(chief, clerk, from_on=TODAY, until_on=TODAY, by=OPERATOR, at=AT)
    else:
        people.appoint(clerk, agency=district, role=Role.SUPERVISOR, from_on=TODAY, by=OPERATOR, at=AT)
    if way == "worked here once":
        Membership.objects.filter(person=clerk, agency=bureau).update(from_on=SINCE, until_on=SINCE)
    before = _verbs()
    with pytest.raises(NotAllowed, match="全部机关"):
        people.disable(clerk, reason="调离", by=below, at=AT)
    accounts.disable(clerk, reason="调离", by=OPERATOR, agency=None, at=AT)
    with pytest.raises(NotAllowed, match="全部机关"):
        people.enable(clerk, by=below, at=AT)
    assert _verbs() == [*before, "people.disable"]


def test_who_works_nowhere_any_more_is_for_where_they_worked(bureau: Agency, clerk: Person) -> None:
    below = _of_the_bureau(bureau)
    Membership.objects.filter(person=clerk).update(from_on=SINCE, until_on=SINCE)
    assert not people.disable(clerk, reason="退休", by=below, at=AT).is_active
