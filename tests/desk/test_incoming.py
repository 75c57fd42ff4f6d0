"""来件 at the desk: taken in, opened, settled, registered with what may be a repeat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import incoming
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, Incoming
from gongkai.cases.states import State

from .cases import NAME, NOW, TODAY, made
from .conftest import Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

NEW = "/desk/incoming/new/"
WHO = {
    "kind": "natural", "name": NAME, "document": "other", "document_number": "X1234567", "phone": "13800001234",
    "email": "", "address": "示范区公开路", "what": "disclosure", "description": "老旧小区改造的招标文件",
}  # fmt: skip


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def came(clerk: Person, agency: Agency, channel: str = "window", **more: Any) -> Incoming:
    given = {"sender": NAME, "opened": True, "arrived_on": TODAY, **more}
    return incoming.take_in(clerk, agency=agency, channel=channel, at=NOW, **given)


def one(found: Incoming, tail: str = "") -> str:
    return f"/desk/incoming/{found.pk}/{tail}"


def sent(client: Client, address: str, /, **fields: Any) -> str:
    return text_of(client.post(address, fields, follow=True))


def test_a_letter_is_taken_in_with_its_scans(client: Client, housing: Agency) -> None:
    scans = [SimpleUploadedFile(f"第{n}页.pdf", b"%PDF-1.4 " + bytes([n])) for n in (49, 50)]
    fields = {
        "agency": housing.pk, "channel": "signed_post", "arrived_on": "2026-03-12", "sender": NAME,
        "postal_number": "XA1", "papers": scans,
    }  # fmt: skip
    text = sent(client, NEW, **fields)
    assert "来件已登记，编号 LJ2026-0001" in text
    assert NAME in text
    found = Incoming.objects.get()
    assert (found.arrived_on, found.files.count()) == (date(2026, 3, 12), 2)
    assert found.opened_at is not None
    kept = found.files.first()
    assert kept is not None
    assert client.get(one(found, f"files/{kept.pk}/")).content.startswith(b"%PDF")


def test_without_scans_it_is_taken_in_as_well(client: Client, housing: Agency) -> None:
    fields = {"agency": housing.pk, "channel": "oral", "arrived_on": "2026-03-13"}
    assert "来件已登记" in sent(client, NEW, **fields)


def test_a_refusal_keeps_what_was_typed(client: Client, housing: Agency) -> None:
    scan = SimpleUploadedFile("传真.pdf", b"%PDF-1.4 f")
    fields = {"agency": housing.pk, "channel": "fax", "arrived_on": "2026-03-13", "sender": NAME, "papers": scan}
    text = sent(client, NEW, **fields)
    assert "没有开通" in text
    assert NAME in text
    assert "浏览器不保留选过的文件，请重新选择：传真.pdf" in text
    assert not Incoming.objects.exists()


def test_the_register_shows_what_waits_and_what_nobody_opened(
    client: Client, clerk: Person, housing: Agency
) -> None:
    came(clerk, housing, opened=False)
    text = text_of(client.get("/desk/incoming/"))
    assert "没有人打开" in text
    assert 'class="is-late"' in text
    assert 'class="count late">1 / 1<' in text
    assert NAME not in text
    assert "欧***" in text
    assert NAME not in text_of(client.get("/desk/incoming/?csv=1&state=all"))


def test_opening_is_recorded_and_shows_who_sent_it(client: Client, clerk: Person, housing: Agency) -> None:
    found = came(clerk, housing, opened=False)
    assert NAME not in text_of(client.get(one(found)))
    assert NAME in sent(client, one(found, "open/"))
    found.refresh_from_db()
    assert found.opened_by == clerk


def test_who_only_looks_sees_no_sender(clerk: Person, housing: Agency, auditor: Person, sign_in: SignIn) -> None:
    found = came(clerk, housing)
    text = text_of(sign_in(auditor).get(one(found)))
    assert found.number in text
    assert NAME not in text
    assert sign_in(auditor).get(one(found, "register/")).status_code == 404


def test_a_request_is_registered_and_leads_to_its_case(client: Client, clerk: Person, housing: Agency) -> None:
    found = came(clerk, housing)
    assert NAME in text_of(client.get(one(found, "register/")))
    text = sent(client, one(found, "register/"), **WHO)
    assert "已登记为申请，编号 YSQ2026-0001" in text
    case = Case.objects.get()
    assert (case.received_on, case.description) == (TODAY, WHO["description"])
    assert "已登记为申请" in text_of(client.get("/desk/incoming/?state=all"))


def test_nothing_is_lost_when_something_is_missing(client: Client, clerk: Person, housing: Agency) -> None:
    found = came(clerk, housing)
    text = sent(client, one(found, "register/"), **{**WHO, "description": ""})
    assert "请填写所需政府信息" in text
    assert "X1234567" in text
    assert not Case.objects.exists()


def test_the_same_person_is_seen_before_a_number_is_given(client: Client, clerk: Person, housing: Agency) -> None:
    sent(client, one(came(clerk, housing), "register/"), **WHO)
    earlier = Case.objects.get()
    again = came(clerk, housing)
    text = sent(client, one(again, "register/"), **WHO)
    assert "此前向本机关提出过 1 件" in text
    assert earlier.number in text
    assert "内容相近" in text
    assert "还没有答复，只作关联" in text
    assert "不是重复申请" in text
    assert Case.objects.count() == 1
    sent(client, one(again, "register/"), **WHO, looked="1", repeats=str(earlier.pk))
    assert Case.objects.count() == 2
    assert Case.objects.latest("pk").repeats == earlier


def test_the_same_asked_by_somebody_else_is_another_case(client: Client, clerk: Person, housing: Agency) -> None:
    sent(client, one(came(clerk, housing), "register/"), **WHO)
    other = {**WHO, "name": "上官某某", "document_number": "Y7654321", "phone": "13900004321"}
    assert "已登记为申请" in sent(client, one(came(clerk, housing), "register/"), **other)
    assert Case.objects.count() == 2


def test_a_fax_waits_for_both_sides(client: Client, clerk: Person, housing: Agency) -> None:
    from gongkai.cases.models import OpenChannel

    OpenChannel.objects.create(agency=housing, channel="fax", address="0533", from_on=date(2026, 1, 1))
    found = came(clerk, housing, "fax")
    assert "双方确认" in text_of(client.get(one(found, "register/")))
    sent(client, one(found, "register/"), **WHO)
    assert Case.objects.get().state == State.UNCONFIRMED


def test_an_agent_is_registered_with_the_power_of_attorney(client: Client, clerk: Person, housing: Agency) -> None:
    paper = incoming.Paper("委托书.pdf", b"%PDF-1.4 w")
    found = came(clerk, housing, papers=[paper])
    agent = {"party_role": "agent", "party_name": "司徒某某", "authority": found.files.get().pk}
    assert "请选择是共同申请人还是代理人" in sent(
        client, one(found, "register/"), **WHO, **{**agent, "party_role": ""}
    )
    sent(client, one(found, "register/"), **WHO, **agent)
    party = Case.objects.get().parties.get()
    assert (party.role, party.applicant.name) == ("agent", "司徒某某")


def test_of_two_clerks_the_second_is_told(client: Client, clerk: Person, housing: Agency) -> None:
    found = came(clerk, housing)
    sent(client, one(found, "register/"), **WHO)
    text = sent(client, one(found, "register/"), **WHO, looked="1")
    assert "没有再次登记" in text
    assert Case.objects.count() == 1
    assert "已经处理" in text_of(client.get(one(found, "register/"), follow=True))


def test_what_is_no_request_is_settled_with_words(client: Client, clerk: Person, housing: Agency) -> None:
    found = came(clerk, housing)
    assert "请写明是什么事项" in sent(client, one(found, "not-a-request/"))
    text = sent(client, one(found, "not-a-request/"), reason="信访事项，已告知向信访局反映")
    assert "不是政府信息公开申请" in text
    assert "已告知向信访局反映" in text


def test_a_paper_goes_into_a_case_by_its_number(client: Client, clerk: Person, housing: Agency) -> None:
    case, found = made(housing, clerk), came(clerk, housing, papers=[incoming.Paper("补正.pdf", b"%PDF-1.4 b")])
    assert "没有编号为“无此号”的申请" in sent(client, one(found, "paper/"), case="无此号", what="supplement")
    assert "已归入" in sent(client, one(found, "paper/"), case=case.number, what="supplement")
    assert case.files.get().name == "补正.pdf"


def test_a_duplicate_names_the_first(client: Client, clerk: Person, housing: Agency) -> None:
    first, second = came(clerk, housing), came(clerk, housing)
    text = sent(client, one(second, "duplicate/"), of=str(first.pk))
    assert "已登记为重复来件" in text
    assert first.number in text


def test_a_scan_made_later_is_added(client: Client, clerk: Person, housing: Agency) -> None:
    found = came(clerk, housing)
    scan = SimpleUploadedFile("补扫.pdf", b"%PDF-1.4 s")
    assert "补扫.pdf" in sent(client, one(found, "attach/"), papers=[scan])


def test_only_what_a_clerk_can_say_of_a_paper_is_offered(client: Client, clerk: Person, housing: Agency) -> None:
    assert "台账未记载" not in text_of(client.get(NEW))
    sheet = text_of(client.get(one(came(clerk, housing), "register/")))
    assert "邮政寄送" in sheet
    assert "公告送达" not in sheet


def mailed(clerk: Person, agency: Agency) -> Incoming:
    """An e-mail in the holding pen, its raw form kept."""
    found = came(clerk, agency)
    raw = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请公开城市更新规划".encode()
    incoming.keep(found, Paper("原始邮件.eml", raw), raw=True, at=NOW)
    return found


def test_an_email_is_read_without_a_mail_program_and_the_look_is_recorded(
    client: Client, clerk: Person, housing: Agency
) -> None:
    found = mailed(clerk, housing)
    assert one(found, "text/") in text_of(client.get(one(found)))
    assert "请公开城市更新规划" in text_of(client.get(one(found, "text/")))
    assert Entry.objects.filter(verb="incoming.look", object=found.key).count() == 1


def test_no_words_of_an_email_for_others_or_where_there_is_none(
    client: Client, clerk: Person, appoint: Appoint, street: Agency, housing: Agency, sign_in: SignIn
) -> None:
    assert client.get(one(came(clerk, housing), "text/")).status_code == 404
    assert sign_in(appoint(Role.CLERK, street)).get(one(mailed(clerk, housing), "text/")).status_code == 404
