"""The demonstration comes, stays as it is when made again, and goes without a trace but the chain."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import Settings
from django.contrib.auth import authenticate

from gongkai import demo
from gongkai.accounts.models import Person
from gongkai.agencies import actions, calendars, people
from gongkai.agencies.actions import Contact
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, CalendarNotice, Membership
from gongkai.agencies.permissions import OPERATOR, within
from gongkai.agencies.roles import SECOND_FACTOR, Role
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.demo.district import BODIES, MEMBERS
from gongkai.errors import Misconfigured, Refused
from gongkai.statute import credit_code
from gongkai.statute.calendar import Regional
from gongkai.ui.signin import totp
from tests.agencies.conftest import SINCE, found

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The district alone: its reports are tested where reports are."""
    settings.GONGKAI_DEMO = True
    for module in (demo.making, demo.removing):
        monkeypatch.setattr(module, "find_spec", lambda name: None)


def _everything() -> tuple[object, ...]:
    """What a second making must leave as it is, passwords and times included."""
    return (
        list(Agency.objects.values_list()),
        list(Person.objects.values_list("pk", "username", "password")),
        list(Membership.objects.values_list()),
        Entry.objects.count(),
    )


def test_a_district_with_somebody_in_every_role() -> None:
    demo.create(AT)
    kinds = list(Agency.objects.values_list("kind", flat=True))
    assert kinds.count(Kind.DEPARTMENT) >= 8
    assert kinds.count(Kind.STREET_OFFICE) + kinds.count(Kind.TOWNSHIP) >= 6
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert (
        Agency.objects.filter(demonstration=False).count()
        == Person.objects.filter(demonstration=False).count()
        == 0
    )
    assert verify() == []


def test_invented_bodies_have_right_codes_and_reach_nobody() -> None:
    assert all(credit_code.fault(body.credit_code) == "" for body in BODIES)
    assert all(body.contact.email.endswith(".invalid") for body in BODIES)
    assert len({member.username for member in MEMBERS}) == len(MEMBERS)


def test_made_again_everything_stays() -> None:
    first = demo.create(AT)
    before = _everything()
    assert demo.create(AT) == first
    assert _everything() == before


def test_what_visitors_changed_stays_changed() -> None:
    demo.create(AT)
    agency = Agency.objects.get(name="示范区民政局")
    actions.set_contact(agency, Contact(phone="1"), by=OPERATOR, at=AT)
    demo.create(AT)
    agency.refresh_from_db()
    assert agency.phone == "1"


def test_the_printed_passwords_are_right() -> None:
    for one in demo.create(AT):
        assert Person.objects.get(username=one.username).check_password(one.password)
        assert one.code == (Person.objects.get(username=one.username).memberships.get().role in SECOND_FACTOR)


def test_passwords_differ_between_installations(settings: Settings) -> None:
    here = demo.password("demo-clerk")
    settings.SECRET_KEY = "another installation's secret key, long enough"
    assert demo.password("demo-clerk") != here


def test_the_codes_are_those_of_the_phones() -> None:
    demo.create(AT)
    codes = dict(demo.code(None, AT))
    assert set(codes) == {member.username for member in MEMBERS if member.role in SECOND_FACTOR}
    for username, code in codes.items():
        secret = totp.secret_of(Person.objects.get(username=username))
        assert secret is not None
        assert totp.code(secret, AT) == code
    assert demo.code("demo-head", AT) == [("demo-head", codes["demo-head"])]
    with pytest.raises(Refused, match="demo-clerk"):
        demo.code("nobody", AT)


def test_off_means_off(settings: Settings) -> None:
    demo.create(AT)
    settings.GONGKAI_DEMO = False
    for ask in (lambda: demo.create(AT), lambda: demo.code(None, AT)):
        with pytest.raises(Misconfigured, match="GONGKAI_DEMO"):
            ask()
    person = authenticate(None, username="demo-clerk", password=demo.password("demo-clerk"))
    assert person is None


def test_the_supervisor_reaches_the_whole_district() -> None:
    demo.create(AT)
    supervisor = Person.objects.get(username="demo-supervisor")
    assert within(supervisor, "reports.accept", on=AT.date()).count() == len(BODIES)


def test_it_goes_and_leaves_the_rest(settings: Settings) -> None:
    real = found("真实区人民政府")
    keeper = people.invite("zhen", name="真某", agency=real, role=Role.HEAD, by=OPERATOR, at=AT).person
    demo.create(AT)
    entries = Entry.objects.count()
    settings.GONGKAI_DEMO = False
    removed = demo.remove(AT)
    assert (removed.agencies, removed.persons, removed.kept_persons) == (len(BODIES), len(MEMBERS), 0)
    assert list(Agency.objects.all()) == [real]
    assert list(Person.objects.all()) == [keeper]
    assert Membership.objects.count() == 1
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("sequence").verb == "demo.remove"
    assert verify() == []


def test_real_agencies_beneath_invented_ones_stand_on_their_own() -> None:
    demo.create(AT)
    parent = Agency.objects.get(name="示范区民政局")
    Agency.objects.filter(pk=parent.pk).update(valid_from=SINCE)
    real = found("真实站", parent)
    unit = found("真实分站", real)
    actions.set_supervisor(real, parent, by=OPERATOR, at=AT)
    demo.remove(AT)
    assert list(Agency.objects.all()) == [real, unit]
    real.refresh_from_db()
    assert (real.parent, real.supervisor, real.path) == (None, None, f"/{real.pk}/")


def test_real_persons_lose_their_roles_in_invented_agencies_only() -> None:
    demo.create(AT)
    real = found("真实区人民政府")
    person = people.invite("zhen", name="真某", agency=real, role=Role.CLERK, by=OPERATOR, at=AT).person
    invented = Agency.objects.get(name="示范区民政局")
    people.appoint(person, agency=invented, role=Role.CLERK, from_on=AT.date(), by=OPERATOR, at=AT)
    demo.remove(AT)
    assert [membership.agency for membership in person.memberships.all()] == [real]


def test_removing_what_is_not_there_is_no_error() -> None:
    removed = demo.remove(AT)
    assert (removed.agencies, removed.persons) == (0, 0)


def test_it_can_be_made_again_after_it_went() -> None:
    demo.create(AT)
    demo.remove(AT)
    demo.create(AT)
    assert Agency.objects.count() == len(BODIES)


def test_days_off_of_an_invented_region_go_with_it() -> None:
    demo.create(AT)
    local = Regional("x", "试1号", date(2025, 1, 2), (date(2025, 3, 3),))
    calendars.add_regional(Agency.objects.filter(parent=None).get(), local, by=OPERATOR, at=AT)
    demo.remove(AT)
    assert not Agency.objects.exists()
    assert not CalendarNotice.objects.exists()
