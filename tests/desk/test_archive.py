"""档案 and 本人信息 at the desk: handed over, destroyed by several people, kept, held; asked, proved, answered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import filing
from gongkai.cases.incoming import take_in
from gongkai.cases.models import Case, DataRequest, Destruction, Handover, Hold
from gongkai.cases.retention import proposing
from gongkai.cases.states import State

from .cases import NAME, NOW, NUMBER, TODAY, archive_addresses, made
from .conftest import Appoint, SignIn, text_of

YEAR_AFTER = NOW + timedelta(days=400)
# Of an answer that nobody can say was served: every remedy is over after five years.
LONG_AGO = date(2020, 3, 13)
LATE = NOW


def at(when: datetime) -> Any:
    return time_machine.travel(when, tick=False)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with at(NOW):
        yield


@pytest.fixture
def reviewer(housing: Agency, appoint: Appoint) -> Person:
    return appoint(Role.REVIEWER, housing)


@pytest.fixture
def head(housing: Agency, appoint: Appoint) -> Person:
    return appoint(Role.HEAD, housing)


def closed(agency: Agency, clerk: Person, on: date = TODAY) -> Case:
    """As a ledger brings it, with a paper of identity."""
    case = made(agency, clerk, on, state=State.CLOSED, closed_on=on, counted_row="3.1", counted_on=on)
    card = filing.Paper("证件.pdf", b"%PDF-1.4 card of somebody")
    filing.put(clerk, case, card, what="identity", at=NOW)
    return case


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


class TestBundle:
    def test_the_whole_file_off_the_disk(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case = closed(housing, clerk)
        response = sign_in(clerk).post(f"/desk/cases/{case.pk}/whole/")
        assert response["Content-Type"] == "application/zip"
        assert "attachment" in response["Content-Disposition"]
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:  # type: ignore[attr-defined]
            assert "SHA256SUMS" in archive.namelist()
        assert verbs()[-1] == "cases.bundle"

    def test_only_sent_and_only_by_who_may(
        self, housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn
    ) -> None:
        address = f"/desk/cases/{closed(housing, clerk).pk}/whole/"
        assert sign_in(clerk).get(address).status_code == 405
        assert sign_in(reviewer).post(address).status_code == 404

    def test_the_page_of_the_case_offers_it(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case = closed(housing, clerk)
        text = text_of(sign_in(clerk).get(f"/desk/cases/{case.pk}/"))
        assert f"/desk/cases/{case.pk}/whole/" in text
        assert f"/desk/cases/{case.pk}/kept/" in text


class TestHandingOver:
    def test_from_the_list_to_the_receipt(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case = closed(housing, clerk)
        with at(YEAR_AFTER):
            client = sign_in(clerk)
            assert "可以移交" in text_of(client.get("/desk/archive/"))
            form = f"/desk/archive/agencies/{housing.pk}/2026/"
            assert "《档案法》第十五条第二款" in text_of(client.get(form))
            fields = {
                "archive": "示范区档案馆", "handed_on": "2027-04-01", "opening": "开放", "disclosure": "已提供",
                "classification": "无",
            }  # fmt: skip
            told = text_of(client.post(form, fields, follow=True))
            assert "1件已登记移交" in told
            one = f"/desk/archive/{Handover.objects.get().pk}/"
            assert client.get(f"{one}xlsx/").content.startswith(b"PK")
            assert case.number in client.get(f"{one}csv/").content.decode("utf-8-sig")
            package = b"".join(client.post(f"{one}package/").streaming_content)  # type: ignore[attr-defined]
            with zipfile.ZipFile(io.BytesIO(package)) as archive:
                assert any(name.startswith("案卷/") for name in archive.namelist())
            receipt = SimpleUploadedFile("回执.pdf", b"%PDF-1.4 received")
            assert "回执已登记" in text_of(client.post(one, {"receipt": receipt}, follow=True))
            assert client.get(f"{one}receipt/").content == b"%PDF-1.4 received"
        assert {"archive.hand_over", "archive.package", "archive.receipt"} <= set(verbs())

    def test_what_stands_in_the_way_is_said(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case = closed(housing, clerk)
        Hold.objects.create(case=case, source="review:1", reason="复议", from_on=TODAY)
        with at(YEAR_AFTER):
            client = sign_in(clerk)
            assert "登记了留存、不能移交" in text_of(client.get("/desk/archive/"))
            fields = {"archive": "馆", "handed_on": "2027-04-01", "opening": "x", "disclosure": "x"}
            form = f"/desk/archive/agencies/{housing.pk}/2026/"
            told = text_of(client.post(form, {**fields, "classification": "无"}))
            assert "还不能移交" in told
        assert not Handover.objects.exists()

    def test_a_form_with_gaps_keeps_what_was_typed(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        closed(housing, clerk)
        with at(YEAR_AFTER):
            told = text_of(
                sign_in(clerk).post(f"/desk/archive/agencies/{housing.pk}/2026/", {"archive": "示范馆"})
            )
        assert "请填写开放意见" in told
        assert "示范馆" in told

    def test_a_year_without_cases_is_not_there(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        assert sign_in(clerk).get(f"/desk/archive/agencies/{housing.pk}/2019/").status_code == 404


class TestDestruction:
    @pytest.fixture
    def listed(self, housing: Agency, clerk: Person) -> Destruction:
        closed(housing, clerk, LONG_AGO)
        assert proposing.propose(housing, at=LATE) > 0
        return Destruction.objects.get()

    def test_three_people_one_list(
        self, listed: Destruction, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
    ) -> None:
        one = f"/desk/archive/destruction/{listed.pk}/"
        with at(LATE):
            looks = sign_in(reviewer)
            assert listed.number in text_of(looks.get("/desk/archive/destruction/"))
            told = looks.post(f"{one}appraise/", {"opinion": "逐件核对，可以销毁"}, follow=True)
            assert "等候另一位负责人批准" in text_of(told)
            decides = sign_in(head)
            assert "批准以后由经办人执行" in text_of(decides.get(f"{one}approve/"))
            assert "已批准" in text_of(decides.post(f"{one}approve/", {"sure": "1"}, follow=True))
            does = sign_in(clerk)
            assert "不能恢复" in text_of(does.get(f"{one}carry-out/"))
            assert "已销毁，清册长期保存" in text_of(does.post(f"{one}carry-out/", {"sure": "1"}, follow=True))
            case = Case.objects.get()
            assert case.applicant.document_number == ""
            assert f"已按期限销毁部分材料：销毁清册 {listed.number}" in text_of(
                does.get(f"/desk/cases/{case.pk}/")
            )
            kept = text_of(does.get(f"/desk/cases/{case.pk}/kept/"))
            assert "已按期限销毁" in kept
            assert listed.number in kept
        assert verbs()[-2:] == ["retention.destroy", "retention.finish"]

    def test_what_is_kept_says_why(self, listed: Destruction, reviewer: Person, sign_in: SignIn) -> None:
        address, line = f"/desk/archive/destruction/{listed.pk}/appraise/", listed.lines.all()[0]
        with at(LATE):
            client = sign_in(reviewer)
            told = text_of(client.post(address, {"opinion": "核对过", f"stays-{line.pk}": "on"}))
            assert "逐项写明理由" in told
            assert "核对过" in told
            fields = {"opinion": "核对过", f"stays-{line.pk}": "on", f"keep-{line.pk}": "检查尚未结束"}
            assert "检查尚未结束" in text_of(client.post(address, fields, follow=True))

    def test_whoever_appraised_is_not_offered_the_approval(
        self, listed: Destruction, head: Person, sign_in: SignIn
    ) -> None:
        one = f"/desk/archive/destruction/{listed.pk}/"
        with at(LATE):
            client = sign_in(head)
            told = text_of(client.post(f"{one}appraise/", {"opinion": "可以"}, follow=True))
            assert "须由另一位负责人批准" in told
            assert f"{one}approve/" not in told
            assert client.post(f"{one}approve/", {"sure": "1"}).status_code == 403

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
    def test_printed_and_exported_without_a_name(
        self, listed: Destruction, reviewer: Person, sign_in: SignIn, kind: str
    ) -> None:
        with at(LATE):
            response = sign_in(reviewer).get(f"/desk/archive/destruction/{listed.pk}/?{kind}")
        data = response.content
        assert response.status_code == 200
        assert NAME.encode() not in data
        assert NUMBER.encode() not in data
        assert data.startswith({"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF-"}[kind])

    def test_an_unknown_step_is_not_there(self, listed: Destruction, head: Person, sign_in: SignIn) -> None:
        assert sign_in(head).get(f"/desk/archive/destruction/{listed.pk}/burn/").status_code == 404


class TestPeriods:
    def test_every_kind_with_its_article(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        text = text_of(sign_in(clerk).get("/desk/archive/periods/"))
        for said in ("身份证明和证件号码", "3 个月", "《个人信息保护法》第十九条", "处理决定", "360 个月", "待核"):
            assert said in text

    def test_an_own_one_within_the_law(self, housing: Agency, head: Person, sign_in: SignIn) -> None:
        client, address = sign_in(head), f"/desk/archive/periods/{housing.pk}/identity/"
        fields = {"months": "0", "from_on": TODAY.isoformat(), "reference": "本区规定"}
        assert "《行政复议法》第二十条" in text_of(client.post(address, fields))
        told = text_of(client.post(address, {**fields, "months": "6"}, follow=True))
        assert "6 个月" in told

    def test_only_the_head_sets_them(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        assert sign_in(clerk).get(f"/desk/archive/periods/{housing.pk}/identity/").status_code == 404


class TestHolds:
    def test_called_and_lifted_by_hand(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case, client = closed(housing, clerk), sign_in(clerk)
        kept = f"/desk/cases/{case.pk}/kept/"
        assert "请填写为什么要留存" in text_of(client.post(f"{kept}hold/", {"reason": ""}))
        told = text_of(client.post(f"{kept}hold/", {"reason": "示范复议〔2026〕1号"}, follow=True))
        assert "示范复议〔2026〕1号" in told
        assert "现在什么都不会销毁" in told
        assert "留存已解除" in text_of(client.post(f"{kept}lift/", follow=True))
        assert not Hold.objects.filter(until_on=None).exists()

    def test_a_reviewer_sees_and_does_not_hold(
        self, housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn
    ) -> None:
        case, client = closed(housing, clerk), sign_in(reviewer)
        assert client.get(f"/desk/cases/{case.pk}/kept/").status_code == 200
        for tail in ("hold/", "lift/"):
            assert client.post(f"/desk/cases/{case.pk}/kept/{tail}", {"reason": "x"}).status_code == 404


class TestOwnData:
    def test_from_what_came_in_to_the_answer(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case, client = closed(housing, clerk), sign_in(clerk)
        came = take_in(clerk, agency=housing, channel="window", arrived_on=TODAY, opened=True, at=NOW)
        assert f"/desk/incoming/{came.pk}/data/" in text_of(client.get(f"/desk/incoming/{came.pk}/"))
        told = text_of(client.post(f"/desk/incoming/{came.pk}/data/", {"what": "access"}, follow=True))
        assert "请先核对是不是本人" in told
        one = f"/desk/data/{DataRequest.objects.get().pk}/"
        assert client.post(f"{one}look/").status_code == 409
        told = text_of(client.post(f"{one}prove/", {"number": case.number, "proof": "出示证件"}, follow=True))
        assert "已核对身份" in told
        assert NUMBER in text_of(client.post(f"{one}look/"))
        exported = client.post(f"{one}export/")
        assert exported.content.startswith(b"%PDF-")
        told = text_of(client.post(f"{one}answer/", {"granted": "yes", "text": "已当面提供"}, follow=True))
        assert "已当面提供" in told
        assert verbs()[-4:] == ["data.prove", "data.look", "data.export", "data.answer"]
        assert "BR2026-0001" in text_of(client.get("/desk/data/?done=1"))

    def test_a_correction_changes_what_is_filled_in(self, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
        case, client = closed(housing, clerk), sign_in(clerk)
        came = take_in(clerk, agency=housing, channel="window", arrived_on=TODAY, opened=True, at=NOW)
        client.post(f"/desk/incoming/{came.pk}/data/", {"what": "correction", "text": "电话不对"})
        one = f"/desk/data/{DataRequest.objects.get().pk}/"
        client.post(f"{one}prove/", {"number": case.number, "proof": "出示证件"})
        fields = {"granted": "yes", "text": "已更正", "new-phone": "13911112222"}
        client.post(f"{one}answer/", fields)
        case.applicant.refresh_from_db()
        assert case.applicant.phone == "13911112222"
        assert case.applicant.name == NAME

    def test_nothing_is_shown_by_looking_at_the_page(
        self, housing: Agency, clerk: Person, sign_in: SignIn
    ) -> None:
        case = closed(housing, clerk)
        came = take_in(clerk, agency=housing, channel="window", arrived_on=TODAY, at=NOW)
        asked = DataRequest.objects.create(
            agency=housing, number="BR2026-0009", what="access", incoming=came, received_on=TODAY, case=case,
            applicant=case.applicant, identity_proof="当面出示证件",
        )  # fmt: skip
        client = sign_in(clerk)
        for address in (f"/desk/data/{asked.pk}/", f"/desk/data/{asked.pk}/answer/", "/desk/data/"):
            text = text_of(client.get(address))
            assert NAME not in text
            assert NUMBER not in text

    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.SUPERVISOR])
    def test_nobody_else_has_the_page(
        self, housing: Agency, appoint: Appoint, sign_in: SignIn, role: Role
    ) -> None:
        assert sign_in(appoint(role, housing)).get("/desk/data/").status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_another_agency_finds_none_of_it(
    housing: Agency, street: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn, role: Role
) -> None:
    known = archive_addresses(closed(housing, clerk), clerk)
    client = sign_in(appoint(role, street))
    for name, args in known.items():
        address = reverse(f"desk:{name}", args=args)
        for response in (client.get(address), client.post(address)):
            assert response.status_code in (404, 405), name
            assert housing.name not in text_of(response)


def test_on_a_day_with_nothing_due_every_page_says_so(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    for address, said in (
        ("/desk/archive/", "还没有移交过"),
        ("/desk/archive/destruction/", "没有到期的材料"),
        ("/desk/data/", "没有待答复的"),
        ("/desk/data/?done=1", "没有已答复的"),
    ):
        assert said in text_of(client.get(address))
