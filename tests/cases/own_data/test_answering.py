"""Nothing is shown before somebody has proved who they are; everything is found; what is put right and refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.cases import identity, incoming
from gongkai.cases.applicants import namesakes
from gongkai.cases.models import Applicant, Case, DataRequest, DestructionLine, Incoming
from gongkai.cases.own_data import answering, held, receiving
from gongkai.cases.retention import proposing
from gongkai.cases.table3 import table3
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.notices import outbox
from gongkai.writers import record as paper

from ..asking import LI, NUMBER, OTHER_NUMBER, ZHANG, asked, came
from ..conftest import entries
from ..retention import laid
from ..walk import Office, at

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 1)
SHOWN = "当面出示居民身份证"


def received(office: Office, what: str = "access", text: str = "") -> DataRequest:
    paper_ = came(office.clerk, office.agency, at=at(ON))
    return receiving.from_register(office.clerk, paper_, what=what, text=text, at=at(ON))


def proved(office: Office, what: str = "access", text: str = "", **by: Any) -> DataRequest:
    row = received(office, what, text)
    return answering.prove(office.clerk, row, proof=SHOWN, at=at(ON), **(by or {"document_number": NUMBER}))


def text_of(blocks: list[Any]) -> str:
    return paper.html(paper.Record("x", blocks, ON)).decode()


def state(row: DataRequest) -> tuple[Any, ...]:
    found = DataRequest.objects.get(pk=row.pk)
    return found.answered_on, found.granted, found.answer, found.applicant_id, found.identity_proof


def test_from_the_window_into_a_series_of_its_own(office: Office) -> None:
    row = received(office)
    assert (row.number, row.received_on, row.applicant) == ("BR2026-0001", ON, None)
    assert Incoming.objects.get().settled_as == "data"
    assert receiving.due(row).on == date(2026, 4, 23), "fifteen working days, with Tomb-sweeping day"
    assert received(office).number == "BR2026-0002"
    assert [entry.object for entry in entries("data.receive")] == [row.key, DataRequest.objects.latest("pk").key]


def test_what_was_settled_is_not_taken_twice(office: Office) -> None:
    paper_ = came(office.clerk, office.agency)
    incoming.not_a_request(office.clerk, paper_, reason="咨询", at=at(ON))
    with pytest.raises(WrongState):
        receiving.from_register(office.clerk, paper_, what="access", text="", at=at(ON))
    assert DataRequest.objects.count() == 0


@pytest.mark.parametrize("what", ["correction", "deletion"])
def test_what_has_to_be_said(office: Office, what: str) -> None:
    with pytest.raises(Refused, match="请写明"):
        received(office, what)
    with pytest.raises(Refused, match="请选择"):
        received(office, "everything")


def test_nothing_before_the_proof(office: Office) -> None:
    laid.rich(office)
    row = received(office)
    for step in (
        lambda: answering.look(office.clerk, row, at=at(ON)),
        lambda: answering.export(office.clerk, row, at=at(ON)),
        lambda: answering.answer(office.clerk, row, granted=True, text="见附件", at=at(ON)),
    ):
        with pytest.raises(WrongState, match="核对"):
            step()
    assert state(row)[:2] == (None, None)
    assert entries("data.look") == entries("data.export") == []


def test_the_proof_leads_to_one_applicant_of_this_agency(office: Office) -> None:
    case = laid.rich(office)
    other = asked(office.clerk, office.agency, applicant=LI, at=at(ON))
    row = received(office)
    for by, said in (
        ({"number": "没有这件"}, "没有编号"),
        ({"document_number": OTHER_NUMBER}, "没有这个证件号码"),
        ({"number": other.number, "document_number": NUMBER}, "不符"),
        ({}, "申请编号或者证件号码"),
    ):
        with pytest.raises(Refused, match=said):
            answering.prove(office.clerk, row, proof=SHOWN, at=at(ON), **by)
    with pytest.raises(Refused, match="核对了什么"):
        answering.prove(office.clerk, row, number=case.number, proof=" ", at=at(ON))
    assert (
        answering.prove(office.clerk, row, number=case.number, proof=SHOWN, at=at(ON)).applicant == case.applicant
    )
    (entry,) = entries("data.prove")
    assert NUMBER not in entry.data


def test_an_agent_finds_what_they_acted_in(office: Office) -> None:
    case = laid.rich(office)
    agent = case.parties.get().applicant
    assert list(held.cases_of(agent)) == [case]


def test_everything_is_gathered(office: Office) -> None:
    case = laid.rich(office)
    identity.reveal(office.clerk, case.applicant, "document_number", at=at(laid.NEXT, 18))
    text = text_of(answering.look(office.clerk, proved(office), at=at(ON)))
    for said in (
        ZHANG.name, NUMBER, ZHANG.phone, "zhang@example.cn", ZHANG.address, case.number, case.description,
        laid.FORM.name, laid.CARD.name, "张三丰的来信", "查看身份信息", "证件号码", "身份证明和证件号码",
        "2026-12-08起可以销毁",
    ):  # fmt: skip
        assert said in text, said
    assert len(entries("data.look")) == 1


def test_nobody_else_stands_in_it(office: Office) -> None:
    """Neither the agent's contact, nor who was asked, nor a namesake, nor who of the staff looked."""
    laid.rich(office)
    namesake = came(office.clerk, office.agency, subject="同名同姓的别人", sender_contact="13700000000", at=at(ON))
    incoming.not_a_request(office.clerk, namesake, reason="咨询", at=at(ON))
    text = text_of(answering.look(office.clerk, proved(office), at=at(ON)))
    for other in (LI.phone, laid.PARTY, "0533-7654321", "同名同姓的别人", office.clerk.name, office.head.name):
        assert other not in text, other


def test_an_agent_is_not_told_what_is_their_principals(office: Office) -> None:
    """Nor one of several who ask jointly: they see the request, their own contact and what was sent to them."""
    case = laid.rich(office)
    agent = case.parties.get().applicant
    text = text_of(held.gathered(agent, on=ON))
    for own in (LI.name, LI.phone, case.number, case.description):
        assert own in text, own
    for other in (ZHANG.name, NUMBER, ZHANG.phone, ZHANG.address, "zhang@example.cn", "张三丰的来信"):
        assert other not in text, other


def test_nor_is_the_principal_told_how_the_agent_is_reached(office: Office) -> None:
    case = laid.rich(office)
    outbox.put(
        case.agency, means="mail", address="li@example.cn", subject="通知", body="x", about=case.key, once="li",
        at=at(ON),
    )  # fmt: skip
    Applicant.objects.filter(pk=case.parties.get().applicant_id).update(email="li@example.cn")
    assert "li@example.cn" not in text_of(held.gathered(case.applicant, on=ON))
    assert "li@example.cn" in text_of(held.gathered(case.parties.get().applicant, on=ON))


def test_what_came_from_the_same_contact_is_theirs(office: Office) -> None:
    laid.rich(office)
    mine = came(office.clerk, office.agency, subject="我的另一封信", sender_contact=ZHANG.phone, at=at(ON))
    incoming.not_a_request(office.clerk, mine, reason="咨询", at=at(ON))
    assert "我的另一封信" in text_of(answering.look(office.clerk, proved(office), at=at(ON)))


def test_as_one_readable_file(office: Office) -> None:
    laid.rich(office)
    found = answering.export(office.clerk, proved(office), at=at(ON))
    assert paper.pdf(found).startswith(b"%PDF-")
    assert NUMBER in paper.html(found).decode()
    (entry,) = entries("data.export")
    assert NUMBER not in entry.data
    assert ZHANG.name not in entry.data


def test_answered(office: Office) -> None:
    laid.rich(office)
    row = answering.answer(office.clerk, proved(office), granted=True, text="已当面提供", at=at(ON))
    assert state(row)[:3] == (ON, True, "已当面提供")
    with pytest.raises(WrongState, match="已于"):
        answering.answer(office.clerk, row, granted=False, text="不", at=at(ON))
    (entry,) = entries("data.answer")
    assert "已当面提供" not in entry.data


def test_refused_with_a_reason_and_without_a_proof(office: Office) -> None:
    row = received(office)
    with pytest.raises(Refused, match="理由"):
        answering.answer(office.clerk, row, granted=False, text=" ", at=at(ON))
    answering.answer(office.clerk, row, granted=False, text="没有证明是本人，请补充证明", at=at(ON))
    assert state(row)[:2] == (ON, False)


class TestCorrection:
    def test_put_right_and_recorded_by_field(self, office: Office) -> None:
        case = laid.rich(office)
        row = proved(office, "correction", "电话换了")
        answering.answer(
            office.clerk, row, granted=True, text="已更正", changes={"phone": "13911112222", "name": ""}, at=at(ON)
        )
        after = Applicant.objects.get(pk=case.applicant_id)
        assert (after.phone, after.name) == ("13911112222", ZHANG.name)
        (entry,) = entries("data.answer")
        assert '"fields":["phone"]' in entry.data
        assert "13911112222" not in entry.data

    def test_a_name_is_found_by_its_new_form(self, office: Office) -> None:
        laid.rich(office)
        row = proved(office, "correction", "姓名有误")
        answering.answer(office.clerk, row, granted=True, text="已更正", changes={"name": "张三峰"}, at=at(ON))
        assert [one.name for one in namesakes(office.agency, "张三峰")] == ["张三峰"]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({}, "要更正的项目"),
            ({"kind": "legal"}, "要更正的项目"),
            ({"document_number": "370305199001011232"}, "核对"),
        ],
    )
    def test_what_cannot_be(self, office: Office, changes: dict[str, str], said: str) -> None:
        case = laid.rich(office)
        row = proved(office, "correction", "有误")
        before = state(row)
        with pytest.raises(Refused, match=said):
            answering.answer(office.clerk, row, granted=True, text="已更正", changes=changes, at=at(ON))
        assert state(row) == before
        assert Applicant.objects.get(pk=case.applicant_id).document_number == NUMBER

    def test_not_to_somebody_elses_number(self, office: Office) -> None:
        laid.rich(office)
        other = replace(LI, document="id_card", document_number=OTHER_NUMBER)
        asked(office.clerk, office.agency, applicant=other, at=at(ON))
        row = proved(office, "correction", "有误")
        with pytest.raises(Refused, match="另一申请人"):
            answering.answer(
                office.clerk,
                row,
                granted=True,
                text="已更正",
                changes={"document_number": OTHER_NUMBER},
                at=at(ON),
            )

    def test_the_figures_stay(self, office: Office) -> None:
        laid.rich(office)
        before = table3(office.agency, 2026).cells
        row = proved(office, "correction", "有误")
        answering.answer(office.clerk, row, granted=True, text="已更正", changes={"name": "张三峰"}, at=at(ON))
        assert table3(office.agency, 2026).cells == before


class TestDeletion:
    def test_not_before_its_time_and_it_says_until_when(self, office: Office) -> None:
        laid.rich(office)
        row = proved(office, "deletion", "请删除我的证件")
        with pytest.raises(Refused, match=r"第四十七条.*2026-12-08起可以销毁"):
            answering.answer(office.clerk, row, granted=True, text="同意", at=at(ON))
        assert state(row)[0] is None
        assert DestructionLine.objects.count() == 0
        answering.answer(office.clerk, row, granted=False, text="保管期限没有届满", at=at(ON))

    def test_what_is_due_goes_on_the_list_of_two_people(self, office: Office) -> None:
        case = laid.rich(office)
        row = proved(office, "deletion", "请删除我的证件")
        answering.answer(office.clerk, row, granted=True, text="同意，办理销毁", at=at(laid.IDENTITY_DUE))
        assert [line.case for line in DestructionLine.objects.all()] == [case]
        assert laid.now(case).applicant.document_number == NUMBER, "nothing goes without appraisal and approval"


def test_only_who_answers_for_this_agency(office: Office, outsider: Person, auditor: Person) -> None:
    laid.rich(office)
    row = proved(office)
    before = state(row)
    for who in (outsider, auditor, office.reviewer):
        for step in (
            lambda who=who: answering.prove(who, row, document_number=NUMBER, proof=SHOWN, at=at(ON)),
            lambda who=who: answering.look(who, row, at=at(ON)),
            lambda who=who: answering.export(who, row, at=at(ON)),
            lambda who=who: answering.answer(who, row, granted=True, text="x", at=at(ON)),
            lambda who=who: receiving.from_register(
                who, came(office.clerk, office.agency), what="access", text="", at=at(ON)
            ),
        ):
            with pytest.raises(NotAllowed):
                step()
        assert not receiving.visible(who, on=ON).exists()
    assert state(row) == before
    assert receiving.visible(office.clerk, on=ON).get() == row


def test_once_answered_it_goes_when_its_own_time_is_over(office: Office) -> None:
    laid.rich(office)
    row = answering.answer(office.clerk, proved(office), granted=True, text="已当面提供", at=at(ON))
    laid.destroyed(office, date(2028, 4, 2))
    after = DataRequest.objects.get(pk=row.pk)
    assert (after.text, after.identity_proof, after.answer, after.applicant) == ("", "", "", None)
    assert (after.number, after.answered_on, after.granted) == (row.number, ON, True)


def test_whoever_asked_last_for_their_data_leaves_no_name_behind(office: Office) -> None:
    """The request for the data outlives the case by a little, and nothing else refers to its applicant then."""
    case, on = laid.plain(office), laid.DECISION_DUE - timedelta(days=40)
    row = receiving.from_register(
        office.clerk, came(office.clerk, office.agency, at=at(on)), what="access", text="", at=at(on)
    )
    answering.prove(office.clerk, row, number=case.number, proof=SHOWN, at=at(on))
    answering.answer(office.clerk, row, granted=True, text="已当面提供", at=at(on))
    laid.destroyed(office, laid.DECISION_DUE)
    laid.destroyed(office, laid.DECISION_DUE + timedelta(days=3 * 365))
    assert not Applicant.objects.filter(anonymous=False).exists()


def test_a_case_that_waits_for_an_answer_is_not_destroyed_meanwhile(office: Office) -> None:
    case = laid.rich(office)
    proved(office)
    assert proposing.propose(office.agency, at=at(laid.IDENTITY_DUE)) == 0
    assert Case.objects.get(pk=case.pk).applicant.document_number
