"""What nobody types: numbers that no database takes, characters that no database keeps."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, Incoming

from .cases import addresses_of
from .conftest import SignIn

LONG, HUGE = "9" * 5000, "9" * 30


@pytest.fixture
def client(head: Person, clerk: Person, housing: Agency, sign_in: SignIn) -> Client:
    addresses_of(housing, clerk)
    return sign_in(head)


@pytest.mark.parametrize("number", [LONG, HUGE, "²", "-1", ""])
def test_numbers_that_are_none_are_no_choice(
    number: str, client: Client, clerk: Person, housing: Agency, sign_in: SignIn
) -> None:
    case, came = Case.objects.all()[0], Incoming.objects.order_by("pk")[0]
    working = sign_in(clerk)
    for response in (
        client.post("/desk/cases/assign/", {"case": [number]}),
        client.get("/desk/cases/", {"after": f".{number}" if number else "."}),
        client.get("/desk/cases/", {"agency": number}),
        working.get(f"/desk/cases/{case.pk}/decide/", {"a": number}),
        working.post(f"/desk/cases/{case.pk}/draft/granted/", {"reason": number}),
        working.post(f"/desk/cases/{case.pk}/draft/partial/", {"rows-withheld_parts": number, "more": number}),
        working.post(f"/desk/cases/{case.pk}/steps/claim/", {"revision": number, "seen": number}),
        client.post(
            f"/desk/incoming/{came.pk}/register/", {"identity": [number], "repeats": number, "name": "某"}
        ),
        client.post(f"/desk/incoming/{came.pk}/duplicate/", {"of": number}),
    ):
        assert response.status_code < 500, response.request["PATH_INFO"]


@pytest.mark.parametrize("text", ["\0", "letter:\0", "\u202e", "%", "x" * 5000])
def test_characters_that_no_database_keeps_are_nothing_to_look_for(
    text: str, client: Client, housing: Agency
) -> None:
    for path in ("/desk/cases/", "/desk/incoming/"):
        for name in ("q", "which", "state", "waiting", "channel"):
            assert client.get(path, {name: text}).status_code == 200
    assert client.get(f"/desk/settings/{housing.pk}/series/{text.replace('%', '%25')}/").status_code == 404
