"""A letter by a signed link: the button opens it, the address alone nothing; it ends; openings are on record."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases import delivering
from gongkai.cases.models import ElectronicDelivery
from gongkai.documents import queries as documents
from gongkai.notices.models import Notice
from tests.cases.conftest import entries
from tests.cases.walk import LINK, WHAT, Office, at, opened, turn_to
from tests.district import FOUNDED, invited

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=at(DAY).tzinfo)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def office(bureau: Agency) -> Office:
    turn_to(bureau, FOUNDED)
    clerk, reviewer, head = (invited(role, bureau, role) for role in (Role.CLERK, Role.REVIEWER, Role.HEAD))
    return Office(bureau, clerk, reviewer, head)


@pytest.fixture
def delivery(office: Office) -> ElectronicDelivery:
    case = opened(office.agency, date(2026, 3, 2), electronic=True)
    case.applicant.email = "zhang@example.cn"
    case.applicant.save()
    office.draft(case, DAY)
    letter = office.approved(case, DAY).letter
    assert letter is not None
    letter = office.sealed(case, letter, DAY)
    return delivering.deliver(office.clerk, case, letter, review_link=LINK, at=at(DAY, 17))


@pytest.fixture
def address(delivery: ElectronicDelivery) -> str:
    found = re.search(r"https://gk\.example(/letters/[\w-]+/)", Notice.objects.get(means="mail").body)
    assert found is not None
    return found[1]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_it_names_agency_and_number_only(client: Client, delivery: ElectronicDelivery, address: str) -> None:
    page = text_of(client.get(address))
    case = delivery.service.case
    assert case.agency.name in page
    assert case.number in page
    for hidden in ("张三丰", WHAT, delivery.service.letter.number, "zhang@"):
        assert hidden not in page


def test_where_a_link_leads_may_be_looked_at_without_opening_it(
    client: Client, delivery: ElectronicDelivery, address: str
) -> None:
    for _ in range(3):
        client.get(address)
        client.head(address)
    assert client.get(f"{address}letter-{delivery.service.letter_id}/").status_code == 404
    delivery.refresh_from_db()
    assert delivery.opened_at is None
    assert not entries("delivery.open")


def test_the_button_opens_it(delivery: ElectronicDelivery, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    page = text_of(client.get(address))
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    assert client.post(address).status_code == 403
    assert client.post(address, {"csrfmiddlewaretoken": found[1]})["Location"] == address
    delivery.refresh_from_db()
    assert delivery.opened_at == NOW
    page = text_of(client.get(address))
    assert delivery.service.letter.number in page
    assert LINK in page
    assert len(entries("delivery.open")) == 1


def test_the_letter_is_the_bytes_that_were_sealed(
    client: Client, delivery: ElectronicDelivery, address: str
) -> None:
    client.post(address)
    letter = delivery.service.letter
    got = client.get(f"{address}letter-{letter.pk}/")
    assert letter.sealed_file is not None
    assert got.content == documents.content(letter.sealed_file)
    assert got["Content-Disposition"].startswith("attachment")
    assert got["Cache-Control"] == "no-store"
    (entry,) = entries("follow.fetch")
    assert (entry.actor, json.loads(entry.data)["what"]) == ("applicant", f"letter-{letter.pk}")


def test_no_other_letter_of_the_case_by_it(client: Client, office: Office, address: str) -> None:
    other = opened(office.agency, date(2026, 3, 2))
    service = office.answer(other, DAY)
    client.post(address)
    for key in (f"letter-{service.letter_id}", "release-1", "letter-0"):
        assert client.get(f"{address}{key}/").status_code == 404


def test_an_ended_link_leads_to_number_and_code(client: Client, address: str) -> None:
    client.post(address)
    for path in (address, "/letters/never-was/"):
        with time_machine.travel(NOW + timedelta(days=31 if path == address else 0), tick=False):
            for got in (client.get(path), client.post(path)):
                assert got.status_code == 404
                assert reverse("portal:follow") in text_of(got)
            assert client.get(f"{path}letter-1/").status_code == 404


def test_nobody_keeps_or_finds_the_page(client: Client, address: str) -> None:
    got = client.get(address)
    assert (got["Cache-Control"], got["X-Robots-Tag"]) == ("no-store", "noindex")
    assert got["Referrer-Policy"] == "same-origin"
