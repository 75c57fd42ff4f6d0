"""What applicants are told of each step: once, by the ways they chose, in the step's own transaction."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cases import extending, fees, registering, supplementing, telling, withdrawing
from gongkai.cases.applicants import Details
from gongkai.cases.dispatching import Way, dispatch
from gongkai.cases.models import Applicant, Case, CaseParty, Fee, Submission
from gongkai.cases.registering import Confirmation
from gongkai.cases.words import ApplicantClass, Channel, PartyRole, Route
from gongkai.errors import Refused
from gongkai.letters.models import Letter
from gongkai.notices import wording
from gongkai.notices.models import Notice

from . import deeds
from .asking import WANTED, both, came, registered
from .conftest import AT, TODAY
from .walk import Office, at, now, opened, paper

pytestmark = pytest.mark.django_db
RECEIVED, DAY, NEXT = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5)
MAIL, MOBILE = "zhang@example.cn", "13812345678"
ZHANG = Details(ApplicantClass.NATURAL, "张三丰", phone=MOBILE, email=MAIL, address="示范区人民路1号")


@pytest.fixture(autouse=True)
def gateway(settings: Settings) -> Settings:
    settings.GONGKAI_TEXT_URL = "files"
    settings.GONGKAI_ADDRESS = "https://gk.example"
    return settings


def case_of(office: Office, **given: str) -> Case:
    case = opened(office.agency, RECEIVED)
    for name, value in {"email": MAIL, "phone": MOBILE, **given}.items():
        setattr(case.applicant, name, value)
    case.applicant.save()
    return case


def told(about: str, subject: str = "") -> dict[str, Notice]:
    """To somebody outside, by means."""
    rows = Notice.objects.filter(recipient="", about=about, subject__contains=subject)
    assert len({one.means for one in rows}) == len(rows)
    return {one.means: one for one in rows}


class TestRegistering:
    def test_it_is_told_with_the_day(self, clerk: Person, bureau: Agency) -> None:
        case = registered(clerk, came(clerk, bureau), ZHANG)
        found = told(case.key, "已经登记")
        assert {means: one.address for means, one in found.items()} == {"mail": MAIL, "text": MOBILE}
        assert "2026年3月30日" in found["mail"].body
        assert case.number in found["text"].body
        assert "https://gk.example/follow/" in found["mail"].body

    def test_neither_name_nor_matter_stands_in_any_of_it(self, clerk: Person, bureau: Agency) -> None:
        case = registered(clerk, came(clerk, bureau), ZHANG)
        for one in told(case.key).values():
            for hidden in ("张三丰", WANTED, MOBILE, MAIL):
                assert hidden not in one.subject + one.body
            assert case.number not in one.subject

    def test_before_both_confirmed_nothing_is_known(self, clerk: Person, bureau: Agency, opened: None) -> None:
        case = registered(clerk, came(clerk, bureau, Channel.EMAIL), ZHANG)
        assert told(case.key) == {}
        registering.confirm(clerk, case, office_on=TODAY, at=AT)
        assert told(case.key) == {}
        registering.confirm(clerk, case, applicant_on=TODAY, at=AT)
        assert "2026年3月30日" in told(case.key, "已经登记")["text"].body

    def test_it_is_told_once(self, clerk: Person, bureau: Agency) -> None:
        case = registered(clerk, came(clerk, bureau), ZHANG, confirmation=both(TODAY))
        telling.tell(case, "accepted", at=AT)
        assert len(told(case.key)) == 2

    def test_who_gave_nothing_is_told_nothing(self, clerk: Person, bureau: Agency) -> None:
        who = Details(ApplicantClass.NATURAL, "张三丰", phone="0533-1234567", address="示范区人民路1号")
        case = registered(clerk, came(clerk, bureau), who)
        assert told(case.key) == {}

    def test_a_step_that_is_refused_tells_nobody(self, clerk: Person, bureau: Agency) -> None:
        with pytest.raises(Refused):
            registered(clerk, came(clerk, bureau), ZHANG, confirmation=Confirmation(date(2026, 3, 3)))
        assert not Notice.objects.filter(recipient="").exists()

    def test_without_a_gateway_only_by_mail(self, clerk: Person, bureau: Agency, gateway: Settings) -> None:
        gateway.GONGKAI_TEXT_URL = ""
        case = registered(clerk, came(clerk, bureau), ZHANG)
        assert set(told(case.key)) == {"mail"}

    def test_in_the_agencys_own_words(self, clerk: Person, bureau: Agency) -> None:
        wording.edit(clerk, bureau, kind="accepted", means="text", text="本局已收，{编号}。", from_on=TODAY, at=AT)
        case = registered(clerk, came(clerk, bureau), ZHANG)
        assert told(case.key)["text"].body == f"本局已收，{case.number}。"

    def test_the_chain_knows_nothing_of_it(self, clerk: Person, bureau: Agency) -> None:
        registered(clerk, came(clerk, bureau), ZHANG)
        for hidden in (MAIL, MOBILE, "张三丰"):
            assert not Entry.objects.filter(data__contains=hidden).exists()


class TestLetters:
    def test_a_supplement_notice_with_its_day(self, office: Office) -> None:
        case = case_of(office)
        letter = supplementing.prepare(
            office.clerk, case, items="请明确名称。", until=date(2026, 4, 1), at=at(DAY, 9)
        )
        assert told(case.key) == {}
        office.post(case, letter, DAY)
        found = told(case.key, "需要补正")
        assert set(found) == {"mail", "text"}
        assert "2026年4月1日" in found["text"].body

    def test_an_extension_with_the_new_day(self, office: Office) -> None:
        case = case_of(office)
        extending.ask(office.clerk, case, reasons="案卷多", days=10, at=at(DAY, 9))
        extending.consent(office.head, case, at=at(DAY, 10))
        office.post(case, Letter.objects.get(subject=case.key, kind="extension-notice"), DAY)
        due = now(case).due_on
        assert due is not None
        assert due > date(2026, 3, 30)
        assert f"{due.year}年{due.month}月{due.day}日" in told(case.key, "期限变动")["mail"].body

    def test_a_fee_notice(self, office: Office) -> None:
        case = case_of(office)
        fee = fees.prepare(office.clerk, case, method=Fee.Method.BY_VOLUME, pages=68, at=at(DAY, 9))
        assert fee.letter is not None
        office.post(case, fee.letter, DAY)
        assert "380" not in told(case.key, "收费通知")["text"].body

    def test_an_answer_that_was_posted_with_its_number(self, office: Office) -> None:
        case = case_of(office)
        service = office.answer(case, DAY)
        assert service.postal_number in told(case.key, "已经寄出")["text"].body

    def test_what_is_handed_over_needs_no_telling(self, office: Office) -> None:
        case, letter = deeds.sealed(office)
        case.applicant.email = MAIL
        case.applicant.save()
        dispatch(office.clerk, case, letter, Way(Route.DIRECT), on=DAY, at=at(DAY, 17))
        assert told(case.key) == {}

    def test_what_goes_to_others_is_not_told(self, office: Office) -> None:
        made = deeds.asked(office)
        assert told(made.case.key) == {}

    def test_what_left_too_late_is_not_told(self, office: Office) -> None:
        case = case_of(office)
        letter = supplementing.prepare(office.clerk, case, items="请明确。", until=date(2026, 4, 1), at=at(DAY, 9))
        letter = office.sealed(case, letter, DAY)
        late = date(2026, 3, 20)
        way = Way(Route.POST, carrier="中国邮政", postal_number="XA1")
        dispatch(office.clerk, case, letter, way, on=late, as_it_was=True, at=at(late))
        assert told(case.key) == {}

    def test_sent_again_it_is_told_once(self, office: Office) -> None:
        case = case_of(office)
        service = office.answer(case, DAY)
        office.served(service, date(2026, 3, 6), "returned")
        office.post(case, service.letter, date(2026, 3, 9))
        assert len(told(case.key, "已经寄出")) == 2

    def test_a_withdrawal(self, office: Office) -> None:
        case = case_of(office)
        withdrawing.withdraw(office.clerk, case, on=DAY, paper=paper(), at=at(DAY))
        assert "不是您本人" in told(case.key, "已经撤回")["text"].body


class TestWays:
    def chosen(self, case: Case, *means: str) -> Case:
        incoming = case.incoming.first()
        assert incoming is not None
        Submission.objects.create(
            incoming=incoming, values=json.dumps({"notify": list(means)}), submitted_at=AT, privacy_notice="1"
        )
        return case

    @pytest.mark.parametrize("means", [("mail",), ("text",), ()])
    def test_as_the_applicant_chose(self, means: tuple[str, ...], clerk: Person, bureau: Agency) -> None:
        case = self.chosen(registered(clerk, came(clerk, bureau), ZHANG), *means)
        assert {one for one, address in telling.ways(case).items() if address} == set(means)
        every = {one for one, address in telling.ways(case, every=True).items() if address}
        assert every == (set(means) or {"mail", "text"})

    def test_who_chose_a_text_message_is_not_forgotten_without_a_gateway(
        self, clerk: Person, bureau: Agency, gateway: Settings
    ) -> None:
        """It fails visibly, and a person tells them."""
        gateway.GONGKAI_TEXT_URL = ""
        case = self.chosen(registered(clerk, came(clerk, bureau), ZHANG), "text")
        telling.tell(case, "paper", occasion="x", at=AT)
        assert set(told(case.key, "收到材料")) == {"text"}

    def test_an_agent_is_told_where_the_applicant_left_nothing(self, office: Office) -> None:
        case = case_of(office, email="", phone="")
        agent = Applicant.objects.create(
            agency=office.agency, kind="natural", name="李四", name_hash="x", email="li@example.cn",
            phone="139-0000-1111", created_at=AT,
        )  # fmt: skip
        CaseParty.objects.create(case=case, applicant=agent, role=PartyRole.AGENT)
        assert telling.ways(case) == {"mail": "li@example.cn", "text": "13900001111"}


def test_the_receipt_has_number_and_code_in_its_body_only(clerk: Person, bureau: Agency) -> None:
    incoming = came(clerk, bureau)
    code = "7KQ4-M2XD-9HTR-V3BC"
    telling.submitted(incoming, {"mail": MAIL, "text": MOBILE}, code=code, at=AT)
    telling.submitted(incoming, {"mail": MAIL, "text": MOBILE}, code=code, at=AT)
    found = told(incoming.key)
    for one in found.values():
        assert code in one.body
        assert incoming.number in one.body
        assert not re.search(r"\d", one.subject)
        assert one.secret


def test_a_day_that_is_not_firm_is_told_as_such(office: Office) -> None:
    case = case_of(office)
    case.provisional = True
    telling.tell(case, "accepted", at=AT)
    assert "（暂定）" in told(case.key)["mail"].body


def test_a_day_that_nobody_knows(office: Office) -> None:
    case = case_of(office)
    case.due_on = None
    telling.tell(case, "extension", occasion="x", at=AT)
    assert "另行告知" in told(case.key)["mail"].body
