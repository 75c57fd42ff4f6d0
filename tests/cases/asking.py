"""Requests as they arrive in these tests, and the shortest way from a paper to a case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import incoming, registering
from gongkai.cases.applicants import Details
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, Incoming
from gongkai.cases.registering import Asked, Confirmation
from gongkai.cases.words import ApplicantClass, Channel, IdentityDocument

from .conftest import AT

# Valid by its check character, of nobody.
NUMBER = "370305199001011231"
OTHER_NUMBER = "370305198502140029"
CREDIT_CODE = "91370305MA3C0000XT"
SCAN = Paper("申请表.pdf", b"%PDF-1.7 scan")
ZHANG = Details(
    ApplicantClass.NATURAL, "张三丰", document=IdentityDocument.ID_CARD, document_number=NUMBER,
    phone="13812345678", address="示范区人民路1号",
)  # fmt: skip
LI = Details(ApplicantClass.NATURAL, "李四", phone="13900000000")
WANTED = "2025年度低保资金发放明细"


def came(
    user: Person, agency: Agency, channel: str = Channel.WINDOW, *, on: date | None = None, at: datetime = AT,
    **more: Any,
) -> Incoming:  # fmt: skip
    more.setdefault("papers", [SCAN])
    return incoming.take_in(
        user, agency=agency, channel=channel, arrived_on=on or at.date(), sender="张三丰", at=at, **more
    )


def registered(
    user: Person,
    paper: Incoming,
    applicant: Details = ZHANG,
    wanted: str = WANTED,
    *,
    at: datetime = AT,
    **more: Any,
) -> Case:
    asked = more.pop("asked", None) or Asked(wanted)
    return registering.register(user, incoming=paper, applicant=applicant, asked=asked, at=at, **more)


def asked(user: Person, agency: Agency, wanted: str = WANTED, applicant: Details = ZHANG, **more: Any) -> Case:
    """Over the counter and registered at once."""
    at = more.get("at", AT)
    return registered(user, came(user, agency, at=at), applicant, wanted, **more)


def both(on: date) -> Confirmation:
    return Confirmation(on, on, "phone")
