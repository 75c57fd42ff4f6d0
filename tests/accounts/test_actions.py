"""Persons; who may do this to whom is tested with ``agencies.people``."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts import actions
from gongkai.accounts.models import Person
from gongkai.audit.models import Entry
from gongkai.errors import Refused, WrongState

AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return actions.invite(
        " jing ", name=" 经某 ", email="J@Example.gov.cn", by="operator", agency="agency:1", at=AT
    )


def _last() -> tuple[str, str, str, str]:
    entry = Entry.objects.latest("sequence")
    return entry.verb, entry.actor, entry.agency, entry.object


def test_an_invited_person_cannot_sign_in_yet(person: Person) -> None:
    assert (person.username, person.name, person.email) == ("jing", "经某", "j@example.gov.cn")
    assert not person.has_usable_password()
    assert _last() == ("people.invite", "operator", "agency:1", person.key)
    assert (str(person), person.get_full_name(), person.get_short_name()) == ("经某", "经某", "经某")


@pytest.mark.parametrize(
    ("username", "email"), [("jing", ""), ("other", "j@example.gov.cn"), ("", ""), ("a b", "")]
)
def test_no_two_persons_share_a_name_or_an_address(username: str, email: str, person: Person) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refused):
        actions.invite(username, name="某", email=email, by="operator", agency=None, at=AT)
    assert (Person.objects.count(), Entry.objects.count()) == (1, entries)


def test_many_may_have_no_address(person: Person) -> None:
    for username in ("a", "b"):
        actions.invite(username, name="某", by="operator", agency=None, at=AT)
    assert Person.objects.filter(email="").count() == 2


def test_disabling_needs_a_reason_and_happens_once(person: Person) -> None:
    with pytest.raises(Refused, match="原因"):
        actions.disable(person, reason=" ", by="operator", agency=None, at=AT)
    off = actions.disable(person, reason="调离", by="operator", agency=None, at=AT)
    assert (off.is_active, off.disabled_at) == (False, AT)
    assert _last()[0] == "people.disable"
    entries = Entry.objects.count()
    with pytest.raises(WrongState):
        actions.disable(person, reason="调离", by="operator", agency=None, at=AT)
    assert Entry.objects.count() == entries


def test_enabling_takes_the_old_password_away(person: Person) -> None:
    actions.set_password(person, "correct horse battery", by="operator", agency=None, at=AT)
    actions.disable(person, reason="调离", by="operator", agency=None, at=AT)
    on = actions.enable(person, by="operator", agency=None, at=AT)
    assert (on.is_active, on.disabled_at, on.has_usable_password()) == (True, None, False)
    with pytest.raises(WrongState):
        actions.enable(person, by="operator", agency=None, at=AT)


@pytest.mark.parametrize("password", ["", "short", "1234567890123", "password1234", "j@example.gov.cn"])
def test_a_weak_password_is_refused(password: str, person: Person) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="密码"):
        actions.set_password(person, password, by="operator", agency=None, at=AT)
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert Entry.objects.count() == entries


def test_a_password_is_set_and_never_told(person: Person) -> None:
    actions.set_password(person, "correct horse battery", by=person, agency=None, at=AT)
    assert person.check_password("correct horse battery")
    assert _last() == ("people.password", person.key, "", person.key)
    assert "horse" not in " ".join(map(str, Entry.objects.values_list()))


def test_only_invented_persons_have_printed_passwords(person: Person) -> None:
    with pytest.raises(Refused, match="演示"):
        actions.print_password(person, "demo-abcd", by="operator", at=AT)
    assert not person.has_usable_password()
    person.demonstration = True
    actions.print_password(person, "demo-abcd", by="operator", at=AT)
    assert person.check_password("demo-abcd")
    assert _last()[0] == "people.password"


def test_the_database_keeps_state_and_time_together(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=False)
