"""Number and code, the same no for everything that does not fit, and the session that ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.cases.asking import codes
from tests.cases.walk import Office
from tests.district import SHANGHAI

from .followed import Followed, counted_apart, followed, in_browser, office_of, text_of

AT = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)
PAGES = ("/follow/request/", "/follow/request/1/", "/follow/request/1/problem/")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    counted_apart(monkeypatch)
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def office(bureau: Agency) -> Office:
    return office_of(bureau)


@pytest.fixture
def mine(office: Office) -> Followed:
    return followed(office)


def asked(number: str, code: str) -> tuple[int, str]:
    response = Client().post("/follow/", {"number": number, "code": code})
    said = re.search(r'<div class="errors".*?</div>', response.content.decode(), re.DOTALL)
    return response.status_code, said[0] if said else ""


def test_number_and_code_open_the_page(mine: Followed) -> None:
    client = in_browser(mine)
    assert mine.case.number in text_of(client)
    # Whoever comes back to the first page goes on.
    assert client.get("/follow/")["Location"] == "/follow/request/"


def test_the_number_of_the_case_does_as_well(mine: Followed) -> None:
    response = Client().post("/follow/", {"number": mine.case.number, "code": mine.code.lower().replace("-", "")})
    assert response.status_code == 302


def test_every_wrong_pair_is_answered_alike(office: Office, mine: Followed) -> None:
    ended = mine.code
    current = codes.issue(mine.incoming, at=AT)
    other = followed(office)
    wrong = [
        asked("LJ2026-9999", current),
        asked(mine.incoming.number, "2222-2222-2222-2222"),
        asked(mine.incoming.number, ended),
        asked(mine.incoming.number, other.code),
        asked(other.incoming.number, current),
    ]
    assert len(set(wrong)) == 1
    assert wrong[0][0] == 200
    assert "编号或者查询码不对" in wrong[0][1]


def test_empty_fields_are_told(mine: Followed) -> None:
    _, said = asked("", "")
    assert "请填写编号" in said
    assert "请填写查询码" in said


def test_neither_number_nor_code_is_in_an_address(mine: Followed) -> None:
    client = Client()
    response = client.post("/follow/", {"number": mine.incoming.number, "code": mine.code}, follow=True)
    assert [address for address, _ in response.redirect_chain] == ["/follow/request/", "/follow/request/1/"]
    # In the address they do nothing.
    assert Client().get(f"/follow/?number={mine.incoming.number}&code={mine.code}").status_code == 200


def test_titles_name_nobody_and_nothing(mine: Followed) -> None:
    title = re.search(r"<title>(.*?)</title>", text_of(in_browser(mine)))
    assert title is not None
    assert title[1].startswith("查询申请 · ")


def test_pages_are_kept_nowhere(mine: Followed) -> None:
    client = in_browser(mine)
    for address in (
        "/follow/",
        "/follow/request/",
        "/follow/request/1/",
        "/follow/request/1/problem/",
        "/follow/lost/",
    ):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store", address
        assert response["X-Robots-Tag"] == "noindex", address


def test_after_half_an_hour_it_is_over(mine: Followed) -> None:
    client = in_browser(mine)
    with time_machine.travel(AT + timedelta(minutes=29), tick=False):
        assert client.get("/follow/request/1/").status_code == 200
    with time_machine.travel(AT + timedelta(minutes=60), tick=False):
        response = client.get("/follow/request/1/")
        assert (response.status_code, response["Location"]) == (302, "/follow/")
        assert "30分钟没有操作" in text_of(client, "/follow/")


def test_leaving_ends_it(mine: Followed) -> None:
    client = in_browser(mine)
    assert client.get("/follow/leave/").status_code == 405
    assert "已退出查询" in client.post("/follow/leave/", follow=True).content.decode()
    assert client.get("/follow/request/1/")["Location"] == "/follow/"


def test_a_code_that_is_replaced_ends_it_at_once(office: Office, mine: Followed) -> None:
    client = in_browser(mine)
    codes.replace(office.clerk, mine.incoming, proof="出示身份证原件", at=AT)
    assert client.get("/follow/request/1/")["Location"] == "/follow/"


def test_a_session_key_that_somebody_planted_is_worth_nothing(mine: Followed) -> None:
    client = in_browser(mine)
    planted = client.cookies["sessionid"].value
    client.post("/follow/", {"number": mine.incoming.number, "code": mine.code})
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_without_a_code_nothing_is_there(mine: Followed) -> None:
    for address in (
        "/follow/request/",
        "/follow/request/1/",
        "/follow/request/1/problem/",
        "/follow/files/letter-1/",
    ):
        assert Client().get(address)["Location"] == "/follow/", address


def test_how_a_code_is_replaced(db: None) -> None:
    assert "证明您是申请人" in text_of(Client(), "/follow/lost/")


def test_who_fails_often_is_asked_a_question_and_goes_on(mine: Followed) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    for _ in range(12):
        got = client.post("/follow/", {"number": mine.incoming.number, "code": "2222222222222222"})
    assert "请输入“" in got.content.decode()
    # The right pair without the answer is not even looked up.
    assert client.post("/follow/", {"number": mine.incoming.number, "code": mine.code}).status_code == 200
    assert in_browser(mine)


def test_a_staff_session_stays_what_it_is(office: Office, mine: Followed) -> None:
    client = Client()
    client.force_login(office.clerk)
    client.post("/follow/", {"number": mine.incoming.number, "code": mine.code})
    assert client.session["_auth_user_id"] == str(office.clerk.pk)
    client.post("/follow/leave/")
    assert client.session["_auth_user_id"] == str(office.clerk.pk)
