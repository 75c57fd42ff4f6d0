"""The ways of a followed request through the office, each up to where the applicant looks again."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.cases import delivering, extending, fees, reasons, supplementing
from gongkai.cases.models import ElectronicDelivery, Fee
from tests.cases.walk import LINK, Office, at

from .conftest import Followed

DAY, NEXT = date(2026, 3, 4), date(2026, 3, 5)
UNTIL = date(2026, 4, 1)


def noticed(office: Office, one: Followed, items: str = "请明确所需文件的年度。") -> None:
    """A supplement is asked for until 1 April."""
    letter = supplementing.prepare(office.clerk, one.now(), items=items, until=UNTIL, at=at(DAY, 9))
    office.served(office.post(one.now(), letter, DAY), DAY)


def reasoned(office: Office, one: Followed) -> None:
    letter = reasons.ask(office.clerk, one.now(), excess="一月三百件", until=UNTIL, at=at(DAY, 9))
    office.served(office.post(one.now(), letter, DAY), DAY)


def charged(office: Office, one: Followed) -> Fee:
    """380 yuan, to be paid within twenty working days of 4 March."""
    fee = fees.prepare(office.clerk, one.now(), method=Fee.Method.BY_VOLUME, pages=68, at=at(DAY, 9))
    assert fee.letter is not None
    office.served(office.post(one.now(), fee.letter, DAY), DAY)
    return Fee.objects.get(pk=fee.pk)


def extended(office: Office, one: Followed) -> None:
    extending.ask(office.clerk, one.now(), reasons="案卷多", days=10, at=at(DAY, 9))
    extending.consent(office.head, one.now(), at=at(DAY, 10))
    letter = one.now().events.get(kind="extension-asked").letter
    assert letter is not None
    office.served(office.post(one.now(), letter, DAY), DAY)


def answered(office: Office, one: Followed, on: date = DAY, reply: str = "granted", **values: Any) -> None:
    office.served(office.answer(one.now(), on, reply, **values), NEXT)


def delivered(office: Office, one: Followed) -> ElectronicDelivery:
    """Agreed to, and laid ready on the page of the request."""
    office.draft(one.now(), DAY)
    letter = office.approved(one.now(), DAY).letter
    assert letter is not None
    letter = office.sealed(one.now(), letter, DAY)
    return delivering.deliver(office.clerk, one.now(), letter, review_link=LINK, at=at(DAY, 17))
