"""人员 at the desk: who is seen, and that each step goes through its action."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership, StandIn
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry

from .conftest import Appoint, SignIn


def verbs() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("verb", flat=True))


def test_an_administrator_invites_and_gets_the_link_once(
    housing: Agency, administrator: Person, sign_in: SignIn
) -> None:
    client = sign_in(administrator)
    sheet = {"name": "新某", "username": "xin", "email": "", "agency": housing.pk, "role": Role.CLERK}
    made = client.post(reverse("desk:invite"), sheet)
    person = Person.objects.get(username="xin")
    assert made["Location"] == reverse("desk:person", args=[person.pk])
    assert verbs()[-2:] == ["people.invite", "people.appoint"]
    shown = client.post(reverse("desk:send_invitation", args=[person.pk]))
    assert "/accounts/password/reset/key/" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_a_link_is_never_made_for_who_has_a_password(
    clerk: Person, administrator: Person, sign_in: SignIn
) -> None:
    response = sign_in(administrator).post(reverse("desk:send_invitation", args=[clerk.pk]))
    assert response.status_code == 409
    assert "/reset/key/" not in response.content.decode()


def test_a_refusal_is_shown_in_the_sheet_with_what_was_typed(
    housing: Agency, administrator: Person, auditor: Person, sign_in: SignIn
) -> None:
    sheet = {"agency": housing.pk, "role": Role.ADMINISTRATOR, "from_on": "2025-01-20"}
    response = sign_in(administrator).post(reverse("desk:appoint", args=[auditor.pk]), sheet)
    text = response.content.decode()
    assert "系统管理员与审计员不得由同一人担任" in text
    assert 'value="2025-01-20"' in text
    assert Membership.objects.filter(person=auditor).count() == 1


def test_a_role_ends_with_its_last_day(
    housing: Agency, clerk: Person, administrator: Person, sign_in: SignIn
) -> None:
    membership = Membership.objects.get(person=clerk)
    today = timezone.localdate()
    sign_in(administrator).post(reverse("desk:dismiss", args=[membership.pk]), {"last_day": today.isoformat()})
    membership.refresh_from_db()
    assert membership.until_on == today
    assert verbs()[-1] == "people.dismiss"


def test_a_stand_in_is_a_colleague_with_two_days(
    housing: Agency, clerk: Person, administrator: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    other = appoint(Role.INFORMATION_OFFICER, housing)
    membership = Membership.objects.get(person=clerk)
    today = timezone.localdate()
    sheet = {"person": other.pk, "from_on": today, "until_on": today + timedelta(days=5)}
    sign_in(administrator).post(reverse("desk:stand_in", args=[membership.pk]), sheet)
    assert StandIn.objects.get().person == other
    assert verbs()[-1] == "people.stand-in"


def test_disabling_asks_why_and_ends_their_session(clerk: Person, administrator: Person, sign_in: SignIn) -> None:
    theirs, mine = sign_in(clerk), sign_in(administrator)
    address = reverse("desk:disable", args=[clerk.pk])
    assert "请填写停用原因" in mine.post(address, {"reason": ""}).content.decode()
    mine.post(address, {"reason": "调离"})
    clerk.refresh_from_db()
    assert not clerk.is_active
    assert theirs.get(reverse("desk:agencies")).status_code == 302
    mine.post(reverse("desk:enable", args=[clerk.pk]))
    clerk.refresh_from_db()
    assert clerk.is_active
    assert verbs()[-2:] == ["people.disable", "people.enable"]


def test_nobody_disables_themselves(administrator: Person, sign_in: SignIn) -> None:
    text = sign_in(administrator).post(reverse("desk:disable", args=[administrator.pk]), {"reason": "x"})
    assert "不能停用自己的账号" in text.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("name", ["person", "appoint", "disable"])
def test_persons_of_other_agencies_are_not_there(
    street: Agency, housing: Agency, appoint: Appoint, sign_in: SignIn, name: str
) -> None:
    theirs, mine = appoint(Role.CLERK, street), appoint(Role.ADMINISTRATOR, housing)
    assert sign_in(mine).get(reverse(f"desk:{name}", args=[theirs.pk])).status_code == 404


def test_a_clerk_has_no_page_of_people(clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert client.get(reverse("desk:people")).status_code == 403
    assert reverse("desk:people") not in client.get(reverse("desk:agencies")).content.decode()


def test_a_supervisor_sees_and_changes_nothing(clerk: Person, supervisor: Person, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    assert clerk.name in client.get(reverse("desk:people")).content.decode()
    membership = Membership.objects.get(person=clerk)
    sheet = {"last_day": date(2025, 2, 1).isoformat()}
    assert client.post(reverse("desk:dismiss", args=[membership.pk]), sheet).status_code == 404
    assert client.post(reverse("desk:enable", args=[clerk.pk])).status_code == 404
    membership.refresh_from_db()
    assert membership.until_on is None


def test_the_list_is_filtered_by_what_the_address_says(
    housing: Agency, street: Agency, clerk: Person, supervisor: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    other = appoint(Role.REVIEWER, street)
    client = sign_in(supervisor)
    text = client.get(reverse("desk:people"), {"agency": street.pk}).content.decode()
    assert other.username in text
    assert clerk.username not in text
