"""Password, code, lock-out, invitations and sessions, as a browser meets them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import pytest
import time_machine
from django.conf import Settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from gongkai import fields
from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import SECOND_FACTOR, Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, WrongState
from gongkai.ui.signin import invitations, totp
from tests.ui.signin.conftest import AT, PASSWORD

Staff = Callable[..., Person]
SignIn = Callable[..., str]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.signin.urls")]


def _who(client: Client) -> str:
    return client.get("/desk/").content.decode().split()[0]


def _code(moment: float = 0) -> str:
    return totp.code(SECRET, timezone.now() + timedelta(seconds=moment))


# -- password ------------------------------------------------------------------------------------------------
def test_a_clerk_signs_in_with_a_password(staff: Staff, sign_in: SignIn, client: Client) -> None:
    staff(Role.CLERK)
    assert sign_in("clerk") == "/desk/"
    assert _who(client) == "clerk"


def test_signing_out_ends_it(staff: Staff, sign_in: SignIn, client: Client) -> None:
    staff(Role.CLERK)
    sign_in("clerk")
    client.post("/accounts/logout/")
    assert _who(client) == "nobody"


@pytest.mark.parametrize(("username", "password"), [("clerk", "wrong"), ("stranger", PASSWORD), ("", "")])
def test_a_wrong_one_says_no_in_the_same_words(
    username: str, password: str, staff: Staff, sign_in: SignIn, client: Client
) -> None:
    staff(Role.CLERK)
    page = sign_in(username, password)
    assert "工作人员登录" in page
    assert "stranger 不存在" not in page
    assert _who(client) == "nobody"


def test_who_is_disabled_is_out_at_once_and_stays_out(staff: Staff, sign_in: SignIn, client: Client) -> None:
    clerk = staff(Role.CLERK)
    sign_in("clerk")
    people.disable(clerk, reason="调离", by=OPERATOR, at=AT)
    assert _who(client) == "nobody"
    assert sign_in("clerk") != "/desk/"
    assert _who(client) == "nobody"


def test_invented_persons_sign_in_only_in_the_demonstration(
    staff: Staff, sign_in: SignIn, client: Client, settings: Settings
) -> None:
    clerk = staff(Role.CLERK)
    Person.objects.filter(pk=clerk.pk).update(demonstration=True)
    assert sign_in("clerk") != "/desk/"
    settings.GONGKAI_DEMO = True
    assert sign_in("clerk") == "/desk/"
    settings.GONGKAI_DEMO = False
    assert _who(client) == "nobody"


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


# -- lock-out ------------------------------------------------------------------------------------------------
def test_five_wrong_passwords_lock_a_name_for_a_while(staff: Staff, sign_in: SignIn) -> None:
    staff(Role.CLERK)
    for _ in range(5):
        sign_in("clerk", "wrong")
    assert "太多" in sign_in("clerk") or "稍后" in sign_in("clerk")
    with time_machine.travel(timezone.localtime() + timedelta(minutes=16)):
        assert sign_in("clerk") == "/desk/"


def test_the_lock_cannot_be_walked_around_with_forged_addresses(staff: Staff, sign_in: SignIn) -> None:
    staff(Role.CLERK)
    for n in range(10):
        sign_in(f"name{n}", "wrong", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    page = sign_in("clerk", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.77")
    assert page != "/desk/"


def test_behind_a_trusted_proxy_each_visitor_counts_for_themselves(
    staff: Staff, sign_in: SignIn, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.5/32")]
    staff(Role.CLERK)
    for n in range(10):
        sign_in(f"name{n}", "wrong", REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_FOR="198.51.100.1")
    locked = sign_in("clerk", REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_FOR="1.1.1.1, 198.51.100.1")
    assert locked != "/desk/"
    assert sign_in("clerk", REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_FOR="198.51.100.2") == "/desk/"


# -- second factor -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", list(Role))
def test_who_must_have_a_code_sees_nothing_before_it(
    role: Role, staff: Staff, sign_in: SignIn, client: Client
) -> None:
    staff(role)
    sign_in(role.value)
    response = client.get("/desk/")
    if role in SECOND_FACTOR:
        assert response.headers["Location"] == "/accounts/2fa/totp/activate/"
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    else:
        assert response.status_code == 200


def test_setting_up_a_code_opens_the_desk(staff: Staff, sign_in: SignIn, client: Client) -> None:
    staff(Role.HEAD)
    sign_in("head")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret is not None
    client.post("/accounts/2fa/totp/activate/", {"code": totp.code(secret[1], timezone.now())})
    assert _who(client) == "head"
    stored = totp.secret_of(Person.objects.get(username="head"))
    assert stored == secret[1]


def test_a_secret_lies_encrypted_in_the_database(staff: Staff) -> None:
    from allauth.mfa.models import Authenticator

    totp.enrol(staff(Role.HEAD), SECRET)
    stored = str(Authenticator.objects.values_list("data", flat=True).get()["secret"])
    assert SECRET not in stored
    assert fields.decrypt(stored) == SECRET


def test_password_and_code_open_the_desk(staff: Staff, sign_in: SignIn, client: Client) -> None:
    totp.enrol(staff(Role.HEAD), SECRET)
    assert sign_in("head") == "/accounts/2fa/authenticate/"
    assert _who(client) == "nobody"
    client.post("/accounts/2fa/authenticate/", {"code": _code()})
    assert _who(client) == "head"


@pytest.mark.parametrize("code", ["000000", "", "abcdef"])
def test_a_wrong_code_opens_nothing(code: str, staff: Staff, sign_in: SignIn, client: Client) -> None:
    totp.enrol(staff(Role.HEAD), SECRET)
    sign_in("head")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert _who(client) == "nobody"


def test_a_code_opens_once(staff: Staff, sign_in: SignIn, client: Client) -> None:
    totp.enrol(staff(Role.HEAD), SECRET)
    code = _code()
    sign_in("head")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    client.post("/accounts/logout/")
    sign_in("head")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert _who(client) == "nobody"


def test_an_old_code_opens_nothing(staff: Staff, sign_in: SignIn, client: Client) -> None:
    totp.enrol(staff(Role.HEAD), SECRET)
    sign_in("head")
    client.post("/accounts/2fa/authenticate/", {"code": _code(-120)})
    assert _who(client) == "nobody"


def test_who_gets_the_role_while_signed_in_is_asked_at_once(staff: Staff, sign_in: SignIn, client: Client) -> None:
    clerk = staff(Role.CLERK)
    sign_in("clerk")
    membership = clerk.memberships.get()
    people.appoint(clerk, agency=membership.agency, role=Role.HEAD, from_on=AT.date(), by=OPERATOR, at=AT)
    assert client.get("/desk/").headers["Location"] == "/accounts/2fa/totp/activate/"


# -- invitations and passwords -------------------------------------------------------------------------------
def _open(client: Client, link: str) -> tuple[str, str]:
    """Follows the link of a mail to the form behind it."""
    path = link.split("/accounts/", 1)[1]
    response = client.get(f"/accounts/{path}", follow=True)
    where = response.redirect_chain[-1][0] if response.redirect_chain else f"/accounts/{path}"
    return where, response.content.decode()


def test_an_invited_person_sets_a_password_by_the_link_once(staff: Staff, sign_in: SignIn, client: Client) -> None:
    person = staff(Role.CLERK)
    person.set_unusable_password()
    person.save()
    link = invitations.link(person)
    where, page = _open(client, link)
    assert "设置密码" in page
    new = "another long passphrase"
    client.post(where, {"password1": new, "password2": new})
    assert sign_in("clerk", new) == "/desk/"
    assert Entry.objects.latest("sequence").verb == "people.password"
    _, again = _open(Client(), link)
    assert "已用过" in again


def test_a_link_ends_after_a_day(staff: Staff, client: Client) -> None:
    link = invitations.link(staff(Role.CLERK))
    with time_machine.travel(timezone.localtime() + timedelta(days=1, minutes=1)):
        assert "已过期" in _open(client, link)[1]


@pytest.mark.parametrize("password", ["short", "123456789012345", "password1234", "clerk@example.gov"])
def test_a_weak_password_is_not_taken(password: str, staff: Staff, sign_in: SignIn, client: Client) -> None:
    where, _ = _open(client, invitations.link(staff(Role.CLERK)))
    page = client.post(where, {"password1": password, "password2": password}).content.decode()
    assert "密码" in page
    assert sign_in("clerk", password) != "/desk/"


def test_a_forgotten_password_is_mended_by_mail(staff: Staff, client: Client) -> None:
    staff(Role.CLERK)
    client.post("/accounts/password/reset/", {"email": "clerk@example.gov.cn"})
    (letter,) = mail.outbox
    assert letter.subject == "设置政府信息公开系统的密码"
    link = next(line for line in letter.body.splitlines() if "/accounts/password/reset/key/" in line)
    assert "设置密码" in _open(client, link.strip())[1]


def test_the_link_in_a_mail_leads_here_whatever_host_was_asked_for(
    staff: Staff, client: Client, settings: Settings
) -> None:
    staff(Role.CLERK)
    client.post("/accounts/password/reset/", {"email": "clerk@example.gov.cn"}, headers={"host": "localhost:6666"})
    (letter,) = mail.outbox
    assert f"{settings.GONGKAI_ADDRESS}/accounts/password/reset/key/" in letter.body
    assert "6666" not in letter.body


def test_who_hands_out_a_link_stands_in_the_chain(agency: Agency) -> None:
    chief = people.invite("guan", name="管某", agency=agency, role=Role.ADMINISTRATOR, by=OPERATOR, at=AT).person
    made = people.invite("xin", name="新某", agency=agency, role=Role.CLERK, by=OPERATOR, at=AT).person
    assert "/accounts/password/reset/key/" in invitations.hand_out(made, by=chief, at=AT)
    told = Entry.objects.latest("sequence")
    assert (told.verb, told.actor, told.object) == ("people.invitation", chief.key, made.key)
    count = Entry.objects.count()
    with pytest.raises(NotAllowed):
        invitations.hand_out(made, by=made, at=AT)
    with pytest.raises(WrongState, match="本人"):
        invitations.hand_out(accounts.set_password(made, PASSWORD, by=made, agency=None, at=AT), by=chief, at=AT)
    assert Entry.objects.count() == count + 1  # the password alone


@pytest.mark.parametrize("path", ["2fa/", "2fa/totp/activate/", "password/change/"])
def test_pages_with_secrets_are_kept_nowhere(path: str, staff: Staff, sign_in: SignIn, client: Client) -> None:
    staff(Role.CLERK)
    sign_in("clerk")
    assert "no-store" in client.get(f"/accounts/{path}").headers["Cache-Control"]


def test_an_unknown_address_is_answered_in_the_same_words(staff: Staff, client: Client) -> None:
    staff(Role.CLERK)
    known = client.post("/accounts/password/reset/", {"email": "clerk@example.gov.cn"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.gov.cn"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert len(mail.outbox) == 1


# -- sessions ------------------------------------------------------------------------------------------------
def test_a_session_ends_without_a_click(staff: Staff, sign_in: SignIn, client: Client, settings: Settings) -> None:
    staff(Role.CLERK)
    sign_in("clerk")
    start = timezone.localtime()
    with time_machine.travel(start + timedelta(minutes=settings.SESSION_IDLE_MINUTES - 1)):
        assert _who(client) == "clerk"
    with time_machine.travel(start + timedelta(minutes=2 * settings.SESSION_IDLE_MINUTES - 2)):
        assert _who(client) == "clerk"
    with time_machine.travel(start + timedelta(minutes=3 * settings.SESSION_IDLE_MINUTES)):
        assert _who(client) == "nobody"


def test_a_session_ends_after_a_working_day_whatever_happens(
    staff: Staff, sign_in: SignIn, client: Client, settings: Settings
) -> None:
    staff(Role.CLERK)
    sign_in("clerk")
    start, seen = timezone.localtime(), []
    for minutes in (*range(0, settings.SESSION_HOURS * 60, 20), settings.SESSION_HOURS * 60 + 1):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            seen.append(_who(client))
    assert set(seen[:-1]) == {"clerk"}
    assert seen[-1] == "nobody"


def test_the_cookie_is_for_this_site_only(staff: Staff, sign_in: SignIn, client: Client) -> None:
    staff(Role.CLERK)
    sign_in("clerk")
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")


# -- pages ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "password/reset/key/1-x/"],
)
def test_pages_before_signing_in(path: str, client: Client) -> None:
    _is_ours(client.get(f"/accounts/{path}").content.decode())


@pytest.mark.parametrize("path", ["password/change/", "reauthenticate/", "2fa/", "2fa/totp/activate/"])
def test_pages_of_a_person(path: str, staff: Staff, sign_in: SignIn, client: Client) -> None:
    staff(Role.CLERK)
    sign_in("clerk")
    _is_ours(client.get(f"/accounts/{path}").content.decode())


def test_recovery_codes(staff: Staff, sign_in: SignIn, client: Client) -> None:
    totp.enrol(staff(Role.HEAD), SECRET)
    sign_in("head")
    client.post("/accounts/2fa/authenticate/", {"code": _code()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    _is_ours(client.get("/accounts/2fa/").content.decode())
    _is_ours(client.get("/accounts/2fa/recovery-codes/generate/").content.decode())
    client.post("/accounts/2fa/recovery-codes/generate/")
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    _is_ours(page)
    codes = re.findall(r"<code>(\w+)</code>", page)
    assert len(codes) == 10
    client.post("/accounts/logout/")
    sign_in("head")
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert _who(client) == "head"


def _is_ours(page: str) -> None:
    """Chinese, with a title, and nothing that the content security policy would stop."""
    body = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    english = re.findall(r"\b[A-Za-z]{4,}\b", body)
    assert set(english) <= {"TOTP"}
    assert "<h1" in page
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page)
