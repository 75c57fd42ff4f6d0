"""What an applicant sent by the page of the request, at the desk: seen at once, taken with one step, answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases import incoming
from gongkai.cases.asking import codes
from gongkai.cases.following import sending
from gongkai.cases.models import Fee, OnlinePaper
from gongkai.cases.states import State
from tests.cases import asking
from tests.cases.following import walks
from tests.cases.following.conftest import Followed, followed
from tests.cases.walk import Office, at, turn_to

from .conftest import Appoint, SignIn, text_of

NEXT = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(at(NEXT, 15), tick=False):
        yield


@pytest.fixture
def office(housing: Agency, clerk: Person, reviewer: Person, head: Person) -> Office:
    turn_to(housing, date(2026, 3, 1))
    return Office(housing, clerk, reviewer, head)


@pytest.fixture
def mine(office: Office) -> Followed:
    return followed(office)


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def sent(one: Followed, what: str, text: str = "指2025年的方案", on: date = NEXT) -> OnlinePaper:
    return sending.send(one.holder, one.now(), what, text=text, once=f"{what}{on}", at=at(on))


def page(client: Client, paper: OnlinePaper, tail: str = "") -> str:
    return text_of(client.get(f"/desk/incoming/{paper.incoming_id}/{tail}", follow=True))


def opened(client: Client, paper: OnlinePaper) -> OnlinePaper:
    client.post(f"/desk/incoming/{paper.incoming_id}/open/")
    return paper


def test_it_is_in_the_register_and_on_the_page_of_the_case_at_once(
    office: Office, mine: Followed, client: Client
) -> None:
    walks.noticed(office, mine)
    made = sent(mine, "supplement")
    listed = text_of(client.get("/desk/incoming/"))
    assert made.incoming.number in listed
    assert "补正" in listed
    assert "登记网上提交的材料" in text_of(client.get("/desk/cases/?which=agency"))
    case = text_of(client.get(f"/desk/cases/{mine.case.pk}/"))
    assert "办理网上提交：补正" in case
    assert f"申请人2026年3月5日提交，来件{made.incoming.number}" in case


def test_before_it_is_opened_nothing_of_it_is_shown(office: Office, mine: Followed, client: Client) -> None:
    walks.noticed(office, mine)
    made = sent(mine, "supplement")
    assert "指2025年的方案" not in page(client, made)
    assert "指2025年的方案" not in page(client, made, "take/")
    assert "指2025年的方案" in page(client, opened(client, made))


def test_a_supplement_is_one_step_with_its_day(office: Office, mine: Followed, client: Client) -> None:
    walks.noticed(office, mine)
    made = opened(client, sent(mine, "supplement"))
    sheet = page(client, made, "take/")
    assert "以 2026年3月5日 为收到的日期" in sheet
    assert "逾期的正当理由" not in sheet
    done = client.post(f"/desk/incoming/{made.incoming_id}/take/", {}, follow=True)
    assert "已办理：登记补正" in text_of(done)
    assert mine.now().state == State.OPEN
    assert mine.now().events.get(kind="supplement-received").on == NEXT


def test_a_late_one_asks_for_the_good_reason(office: Office, mine: Followed, sign_in: SignIn) -> None:
    walks.noticed(office, mine)
    late = date(2026, 4, 2)
    with time_machine.travel(at(late, 15), tick=False):
        client = sign_in(office.clerk)
        made = opened(client, sent(mine, "supplement", on=late))
        assert "逾期的正当理由" in page(client, made, "take/")
        refused = text_of(client.post(f"/desk/incoming/{made.incoming_id}/take/", {}))
        assert "正当理由的，请写明" in refused
        client.post(f"/desk/incoming/{made.incoming_id}/take/", {"good_reason": "住院"})
    assert mine.now().state == State.OPEN


def test_a_payment_is_prefilled_and_needs_the_receipt(office: Office, mine: Followed, client: Client) -> None:
    walks.charged(office, mine)
    made = opened(client, sent(mine, "payment"))
    sheet = page(client, made, "take/")
    assert 'value="380"' in sheet
    assert 'value="2026-03-05"' in sheet
    fields = {"amount": "380", "on": "2026-03-05", "receipt_number": "鲁财0001"}
    client.post(f"/desk/incoming/{made.incoming_id}/take/", fields)
    assert Fee.objects.get(case=mine.case).receipt_number == "鲁财0001"


def test_a_withdrawal_is_one_click(mine: Followed, client: Client) -> None:
    made = opened(client, sent(mine, "withdrawal", ""))
    assert "确认？" in page(client, made, "take/")
    client.post(f"/desk/incoming/{made.incoming_id}/take/", {})
    assert mine.now().state == State.ANSWERED


def test_a_consent_is_one_click(mine: Followed, client: Client) -> None:
    made = opened(client, sent(mine, "consent"))
    client.post(f"/desk/incoming/{made.incoming_id}/take/", {})
    assert mine.now().electronic_service


def test_a_problem_is_answered(mine: Followed, client: Client) -> None:
    made = opened(client, sent(mine, "problem", "附件<b>打不开"))
    assert "答复申请人" in page(client, made)
    assert "附件&lt;b&gt;打不开" in page(client, made, "answer/")
    assert "请填写答复" in text_of(client.post(f"/desk/incoming/{made.incoming_id}/answer/", {"text": ""}))
    client.post(f"/desk/incoming/{made.incoming_id}/answer/", {"text": "已重新上传"})
    made.refresh_from_db()
    assert made.answer == "已重新上传"
    assert "已重新上传" in page(client, made)


def test_past_it_the_page_says_to_file_it(office: Office, mine: Followed, client: Client) -> None:
    walks.noticed(office, mine)
    first, second = sent(mine, "supplement"), sent(mine, "supplement", "又想起一点", on=NEXT)
    assert first == second
    more = opened(client, sending.send(mine.holder, mine.now(), "supplement", text="补", once="m", at=at(NEXT)))
    client.post(f"/desk/incoming/{opened(client, first).incoming_id}/take/", {})
    told = page(client, more, "take/")
    assert "不能再登记“补正”" in told
    assert "归入办理中的申请" in told


def test_before_the_request_is_registered_that_comes_first(office: Office, client: Client) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=at(NEXT))
    one = Followed(came, "", came.access_codes.get().pk, None)  # type: ignore[arg-type]  # there is no case yet
    made = opened(client, sending.send(one.holder, None, "withdrawal", once="x", at=at(NEXT)))
    assert f"先登记原来件 {came.number}" in page(client, made)
    assert "请先登记，再办理这一件" in page(client, made, "take/")
    incoming.not_a_request(office.clerk, came, reason="信访", at=at(NEXT))
    assert "没有可以办理的申请" in page(client, made, "take/")
    assert "先登记原来件" not in page(client, made)


def test_what_came_otherwise_has_no_such_pages(mine: Followed, client: Client) -> None:
    for tail in ("take/", "answer/"):
        assert client.get(f"/desk/incoming/{mine.incoming.pk}/{tail}").status_code == 404
    made = opened(client, sent(mine, "consent"))
    assert client.get(f"/desk/incoming/{made.incoming_id}/answer/").status_code == 404


def test_nobody_of_another_agency_finds_it(
    mine: Followed, street: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    made = sent(mine, "problem")
    stranger = sign_in(appoint(Role.CLERK, street))
    for tail in ("", "take/", "answer/", "open/"):
        assert stranger.get(f"/desk/incoming/{made.incoming_id}/{tail}").status_code in (404, 405)
        assert stranger.post(f"/desk/incoming/{made.incoming_id}/{tail}").status_code in (404, 405)
    made.incoming.refresh_from_db()
    assert made.incoming.settled_as == ""


def test_it_counts_on_the_rail(office: Office, mine: Followed, clerk: Person) -> None:
    before = incoming.waiting(clerk, on=NEXT).count()
    sent(mine, "problem")
    assert incoming.waiting(clerk, on=NEXT).count() == before + 1
