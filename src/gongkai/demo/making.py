"""Makes the demonstration district; run again, it leaves everything as it is."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from gongkai.accounts import actions as accounts
from gongkai.accounts.models import Person
from gongkai.agencies import actions, people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import SECOND_FACTOR, Role
from gongkai.demo.district import BODIES, MEMBERS, OFFICE, Body, Member
from gongkai.errors import Misconfigured, Refused
from gongkai.ui.signin import totp

_SINCE = date(2019, 1, 1)
# The persons were there before the requests that they answer.
_BEFORE = timedelta(days=150)
# What is shown, in the order in which it is made.
SHOWN = (
    "gongkai.reports.demo", "gongkai.cases.demo", "gongkai.publication.demo", "gongkai.review.demo",
    "gongkai.supervision.demo", "gongkai.reports.demo_compiled",
)  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """What somebody needs to sign in as one of the invented persons."""

    username: str
    password: str
    name: str
    role: str
    agency: str
    code: bool


def create(at: datetime) -> list[SignIn]:
    """The district, its persons and (when ``reports.demo`` is there) their reports; how to sign in."""
    _only_in_the_demonstration()
    with transaction.atomic():
        bodies = {body.number: _body(body, at) for body in BODIES}
        for number, agency in bodies.items():
            if agency.supervisor is None and number != OFFICE:
                actions.set_supervisor(agency, _at(OFFICE), by=OPERATOR, at=at)
        for member in MEMBERS:
            _member(member, at)
    _shown(at)
    return [_sign_in(member) for member in MEMBERS]


def code(username: str | None, at: datetime) -> list[tuple[str, str]]:
    """The current code of one of the persons, or of all who need one, as (user name, code)."""
    _only_in_the_demonstration()
    asked = [member for member in MEMBERS if username in (None, member.username)]
    if not asked:
        raise Refused(f"演示中没有用户“{username}”，可用：{'、'.join(m.username for m in MEMBERS)}。")
    return [(one.username, totp.code(_secret(one.username), at)) for one in asked if username or _with_code(one)]


def password(username: str) -> str:
    """The printed password: the same on every call, another one in every installation."""
    return "demo-" + "-".join(_derived("password", username).lower()[n : n + 4] for n in (0, 4, 8))


def _only_in_the_demonstration() -> None:
    if not settings.GONGKAI_DEMO:
        raise Misconfigured("没有开启演示。演示人员的口令是公开打印的；确要演示，请设置 GONGKAI_DEMO=on。")


def _derived(purpose: str, username: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo:{purpose}:{username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def _secret(username: str) -> str:
    return _derived("totp", username)


def _with_code(member: Member) -> bool:
    return member.role in SECOND_FACTOR


def _at(number: int) -> Agency:
    body = next(body for body in BODIES if body.number == number)
    return Agency.objects.get(credit_code=body.credit_code)


def _body(body: Body, at: datetime) -> Agency:
    found = Agency.objects.filter(credit_code=body.credit_code).first()
    if found is not None:
        return found
    made = actions.create(
        body.name,
        kind=body.kind,
        parent=_at(body.parent) if body.parent else None,
        order=body.order,
        credit_code=body.credit_code,
        valid_from=_SINCE,
        demonstration=True,
        by=OPERATOR,
        at=at,
    )
    return actions.set_contact(made, body.contact, by=OPERATOR, at=at)


def _member(member: Member, at: datetime) -> None:
    person = Person.objects.filter(username=member.username).first()
    if person is None:
        agency, role = _at(member.agency), Role(member.role)
        email = f"{member.username}@demo.invalid"
        made = people.invite(
            member.username, name=member.name, email=email, agency=agency, role=role, by=OPERATOR, at=at - _BEFORE
        )
        person = made.person
    # Django's own function: a person's method would hash again, slowly, what was hashed quickly.
    if not check_password(password(member.username), person.password):
        accounts.print_password(person, password(member.username), by=OPERATOR, at=at)
    if _with_code(member) and totp.secret_of(person) != _secret(member.username):
        totp.enrol(person, _secret(member.username))


def _shown(at: datetime) -> None:
    """What the demonstration shows is made by the capabilities that hold it."""
    for name in SHOWN:
        if find_spec(name) is not None:
            import_module(name).create(at=at)


def _sign_in(member: Member) -> SignIn:
    agency = next(body.name for body in BODIES if body.number == member.agency)
    return SignIn(
        member.username, password(member.username), member.name, member.role.label, agency, _with_code(member)
    )
