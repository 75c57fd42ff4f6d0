"""What is too large is refused unread, from a stranger sooner than from somebody at the desk."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.ui.bodies import ATTACHED, FILES, FORM
from tests.desk.conftest import appoint, district, sign_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


class Watched(io.BytesIO):
    """A body that knows whether anybody read of it."""

    asked = False

    def read(self, *size: int | None) -> bytes:
        self.asked = True
        return super().read(*size)


def _send(client: Client, path: str, length: int) -> tuple[int, bool]:
    body = Watched(b"--b\r\n")
    stated = {"CONTENT_LENGTH": str(length), "wsgi.input": body}
    response = client.generic("POST", path, content_type="multipart/form-data; boundary=b", **stated)  # type: ignore[arg-type]
    return response.status_code, body.asked


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/desk/reports/upload/", "/"])
def test_a_stranger_sends_no_files(path: str) -> None:
    assert _send(Client(enforce_csrf_checks=True), path, FORM + 1) == (413, False)


def test_a_form_is_read(client: Client) -> None:
    assert _send(client, "/accounts/login/", FORM)[0] != 413


@pytest.mark.parametrize("path", ["/ask/1/proof/", "/follow/request/1/supplement/"])
def test_who_asks_for_information_may_attach_a_few(path: str) -> None:
    assert _send(Client(enforce_csrf_checks=True), path, ATTACHED + 1) == (413, False)
    assert _send(Client(enforce_csrf_checks=True), path, ATTACHED)[0] != 413


def test_at_the_desk_files_are_taken_up_to_a_bound(
    district: Agency,  # noqa: F811
    appoint: Callable[[Role, Agency], Person],  # noqa: F811
    sign_in: Callable[[Person], Client],  # noqa: F811
) -> None:
    client = sign_in(appoint(Role.CLERK, district))
    assert _send(client, "/desk/reports/upload/", FILES + 1) == (413, False)
    assert _send(client, "/desk/reports/upload/", FORM + 1)[0] != 413
    assert _send(client, "/accounts/password/change/", FORM + 1) == (413, False)


@pytest.mark.parametrize("stated", ["", "x", "-5", "１２"])
def test_a_length_that_is_none_counts_as_nothing(stated: str, client: Client) -> None:
    response = client.generic("POST", "/accounts/login/", b"", content_type="text/plain", CONTENT_LENGTH=stated)
    assert response.status_code != 413
