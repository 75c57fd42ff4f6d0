"""A request from the portal at the desk: seen, scanned or not, registered with one click; a code handed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cases import channels
from gongkai.cases.asking import codes, drafts, submitting
from gongkai.cases.models import Case, CaseFile, Incoming
from gongkai.cases.words import Channel
from gongkai.documents import scanning
from gongkai.documents.models import Scan, StoredFile
from tests.cases.web import CARD, POWER, filled, submitted

from .cases import NOW
from .conftest import SignIn, text_of

# Submitted on a Friday evening, looked at on Monday.
FRIDAY, MONDAY = NOW + timedelta(hours=9), NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _now(housing: Agency) -> Iterator[None]:
    channels.open_channel(
        OPERATOR, housing, Channel.WEB, address="https://example.cn", from_on=date(2026, 1, 1), at=NOW
    )
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def one(found: Incoming, tail: str = "") -> str:
    return f"/desk/incoming/{found.pk}/{tail}"


def looked_at(client: Client, found: Incoming) -> str:
    return text_of(client.post(one(found, "open/"), follow=True))


def as_it_stands(page: str) -> dict[str, list[str]]:
    """What the browser would send of the sheet that nobody changed."""
    sheet = page[page.index('<form class="sheet wide"') :]
    given: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", sheet):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        chosen = "checked" in tag or not re.search(r'type="(radio|checkbox)"', tag)
        if name and chosen:
            given.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s?(.*?)</textarea>', sheet, re.S):
        given[name] = [unescape(text)]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', sheet, re.S):
        given[name] = re.findall(r'value="([^"]*)" selected', options) or [""]
    return given


def test_it_waits_like_everything_else_and_says_when_it_was_submitted(client: Client, housing: Agency) -> None:
    found = submitted(housing, at=FRIDAY).incoming
    assert "没有人打开" in text_of(client.get("/desk/incoming/"))
    text = looked_at(client, found)
    assert "申请人于" in text
    assert "张三丰" in text
    assert "身份证明" in text


def test_registered_with_one_click(client: Client, housing: Agency) -> None:
    draft, key = filled(housing, at=FRIDAY, party_role="agent", party_name="李四", party_phone="13900000000")
    drafts.attach(draft, CARD, CaseFile.What.IDENTITY, at=FRIDAY)
    drafts.attach(draft, POWER, CaseFile.What.AUTHORITY, at=FRIDAY)
    found = submitting.submit(housing, key, at=FRIDAY).incoming
    looked_at(client, found)
    given = as_it_stands(text_of(client.get(one(found, "register/"))))
    assert "已登记为申请" in text_of(client.post(one(found, "register/"), given, follow=True))
    case = Case.objects.get()
    assert (case.applicant.name, case.form, case.route) == ("张三丰", "paper", "post")
    assert (case.applicant_confirmed_on, case.office_confirmed_on) == (FRIDAY.date(), MONDAY.date())
    assert (case.state, case.received_on) == ("open", MONDAY.date())
    assert sorted(case.files.values_list("what", flat=True)) == ["authority", "identity"]
    party = case.parties.get()
    assert party.applicant.name == "李四"
    assert party.authority is not None


def test_looking_at_what_was_filled_in_is_recorded(client: Client, housing: Agency, clerk: Person) -> None:
    found = submitted(housing, at=FRIDAY).incoming
    looked_at(client, found)
    client.get(one(found, "register/"))
    entry = Entry.objects.filter(verb="incoming.look").get()
    assert (entry.actor, entry.object) == (clerk.key, found.key)


def test_who_asked_before_is_seen_at_once(client: Client, housing: Agency) -> None:
    for _ in range(2):
        found = submitted(housing, at=FRIDAY).incoming
        looked_at(client, found)
        page = text_of(client.get(one(found, "register/")))
        client.post(one(found, "register/"), as_it_stands(page))
    assert "此前向本机关提出过 1 件" in page
    assert Case.objects.count() == 2


def _scan(found: Incoming, state: str) -> StoredFile:
    file = found.files.get().file
    Scan.objects.create(file=file, state=state, found="Eicar" if state == "infected" else "", asked_at=FRIDAY)
    return file


@pytest.mark.parametrize(("state", "words"), [("waiting", "待查毒"), ("infected", "发现病毒（Eicar）")])
def test_what_the_scanner_did_not_pass_is_not_opened(
    client: Client, housing: Agency, state: str, words: str
) -> None:
    found = submitted(housing, at=FRIDAY).incoming
    _scan(found, state)
    assert words in looked_at(client, found)
    address = one(found, f"files/{found.files.get().pk}/")
    assert address not in text_of(client.get(one(found)))
    answer = client.get(address)
    assert answer.status_code == 409
    assert CARD.data not in answer.content
    assert not Entry.objects.filter(verb="incoming.look").exists()


def test_nor_out_of_the_file_of_the_case(client: Client, housing: Agency) -> None:
    found = submitted(housing, at=FRIDAY).incoming
    _scan(found, "infected")
    looked_at(client, found)
    given = as_it_stands(text_of(client.get(one(found, "register/"))))
    client.post(one(found, "register/"), given)
    case = Case.objects.get()
    answer = client.post(f"/desk/cases/{case.pk}/files/{case.files.get().pk}/identity/")
    assert answer.status_code == 409
    assert CARD.data not in answer.content


def test_without_a_scanner_the_page_says_so(client: Client, housing: Agency, settings: Settings) -> None:
    settings.GONGKAI_CLAMD = ""
    found = submitted(housing, at=FRIDAY).incoming
    assert scanning.UNSCANNED in looked_at(client, found)
    assert client.get(one(found, f"files/{found.files.get().pk}/")).content == CARD.data


def test_a_lost_code_is_replaced_after_proof(client: Client, housing: Agency) -> None:
    made = submitted(housing, at=FRIDAY)
    looked_at(client, made.incoming)
    assert "请填写怎样核对的身份" in text_of(client.post(one(made.incoming, "code/"), {"proof": " "}))
    text = text_of(client.post(one(made.incoming, "code/"), {"proof": "出示身份证原件"}))
    shown = re.search(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", text)
    assert shown is not None
    assert codes.find(made.incoming.number, shown[0]) is not None
    assert codes.find(made.incoming.number, made.code) is None


def test_nobody_else_gets_a_code(housing: Agency, auditor: Person, sign_in: SignIn) -> None:
    made = submitted(housing, at=FRIDAY)
    assert sign_in(auditor).post(one(made.incoming, "code/"), {"proof": "x"}).status_code == 404
    assert codes.find(made.incoming.number, made.code) is not None
