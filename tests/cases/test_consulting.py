"""Others are asked: each with a clock of its own (Arts 32, 33, 34; rules 12-15)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import consulting, deciding, papers
from gongkai.cases.models import Case, CaseParty, Consultation
from gongkai.errors import Refused, WrongState

from . import deeds, walk
from .conftest import entries
from .histories import values_for
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def sent(office: Office, case: Case, on: date, whom: str = "third-party", **values: object) -> Consultation:
    made = consulting.ask(
        office.clerk, case, whom=whom, party="示范建材有限公司", extract="采购合同", values=values, at=at(on, 9)
    )
    assert made.letter is not None
    office.post(case, made.letter, on)
    return made


def came(office: Office, made: Consultation, on: date) -> None:
    office.served(made.case.services.get(letter=made.letter, result=""), on)


def test_rule_12_the_time_to_the_opinion_is_not_counted(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    made = sent(office, case, date(2026, 3, 9))
    assert walk.now(case).provisional
    consulting.hear(office.clerk, made, opinion="agrees", on=date(2026, 3, 25), at=at(date(2026, 3, 25)))
    held = walk.now(case)
    assert (held.due_on, held.provisional) == (date(2026, 4, 16), False)


def test_rule_13_silence_is_no_consent_and_ends_after_fifteen_working_days(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    made = sent(office, case, date(2026, 3, 9))
    came(office, made, date(2026, 3, 11))
    assert consulting.answer_by(made) == date(2026, 4, 1)
    with pytest.raises(Refused, match="2026-04-01"):
        consulting.silent(office.clerk, made, at=at(date(2026, 4, 1)))
    made = consulting.silent(office.clerk, made, at=at(date(2026, 4, 2)))
    assert made.opinion == Consultation.Opinion.SILENT
    assert walk.now(case).due_on == date(2026, 4, 23)


def test_rule_13_after_silence_a_decision_is_still_required(office: Office) -> None:
    made = deeds.asked(office)
    on = date(2026, 4, 2)
    consulting.silent(office.clerk, made, at=at(on))
    office.draft(made.case, on)
    with pytest.raises(Refused, match="第三方A不同意或者没有答复"):
        deciding.submit(office.clerk, made.case, at=at(on))


def test_rule_14_the_silence_of_a_joint_maker_is_consent(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 9, 14))
    made = sent(office, case, date(2026, 9, 17), "joint-maker")
    came(office, made, date(2026, 9, 18))
    assert consulting.answer_by(made) == date(2026, 10, 15)
    made = consulting.silent(office.clerk, made, at=at(date(2026, 10, 16)))
    assert made.opinion == Consultation.Opinion.DEEMED
    office.draft(case, date(2026, 10, 16))
    deciding.submit(office.clerk, case, at=at(date(2026, 10, 16)))


def test_another_agency_has_no_limit_and_may_be_waited_for_no_longer(office: Office) -> None:
    made = deeds.asked(office, "agency", question="能否公开？", reply_by="2026-03-20")
    assert consulting.answer_by(made) is None
    later = date(2026, 3, 18)
    made = consulting.silent(office.clerk, made, at=at(later))
    assert made.opinion == Consultation.Opinion.SILENT
    assert walk.line(made.case, "agency-answered").on == later
    assert not walk.now(made.case).provisional


def test_two_at_once_are_left_out_once(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    first, second = sent(office, case, date(2026, 3, 9)), sent(office, case, date(2026, 3, 9))
    assert (first.tag, second.tag) == ("A", "B")
    for made in (first, second):
        consulting.hear(office.clerk, made, opinion="agrees", on=date(2026, 3, 25), at=at(date(2026, 3, 25)))
    assert walk.now(case).due_on == date(2026, 4, 16)


def test_silence_before_their_receipt_is_known_is_not_found(office: Office) -> None:
    made = deeds.asked(office, got=None)
    with pytest.raises(WrongState, match="收到征求意见书"):
        consulting.silent(office.clerk, made, at=at(date(2026, 5, 6)))


def test_a_late_opinion_after_silence_is_still_taken_down(office: Office) -> None:
    made = consulting.silent(office.clerk, deeds.asked(office), at=at(date(2026, 4, 2)))
    made = consulting.hear(office.clerk, made, opinion="refuses", on=date(2026, 4, 3), at=at(date(2026, 4, 3)))
    assert made.opinion == "refuses"


def test_no_opinion_before_the_letter_left(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    made = consulting.ask(office.clerk, case, whom="third-party", party="甲", extract="合同", at=at(DAY))
    with pytest.raises(Refused, match="发出以前"):
        consulting.hear(office.clerk, made, opinion="agrees", on=DAY, at=at(DAY))


def test_an_answer_waits_for_those_who_were_asked(office: Office) -> None:
    made = deeds.asked(office)
    office.draft(made.case, NEXT)
    with pytest.raises(Refused, match="第三方A尚未答复"):
        deciding.submit(office.clerk, made.case, at=at(NEXT))


# Who asked is nobody's business.


@pytest.mark.parametrize("extract", ["张三丰要的合同", "张 三 丰", "电话13805331234", "示范区人民路1号的合同"])
def test_what_a_third_party_is_shown_never_names_who_asked(office: Office, extract: str) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="申请人"):
        consulting.ask(office.clerk, case, whom="third-party", party="甲", extract=extract, at=at(DAY))
    assert walk.unchanged(case) == before


def test_neither_an_agent_nor_a_joint_applicant(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    agent = walk.applicant(office.agency, "legal", "示范律师事务所")
    CaseParty.objects.create(case=case, applicant=agent, role="agent")
    with pytest.raises(Refused, match="申请人"):
        consulting.ask(
            office.clerk, case, whom="third-party", party="甲", extract="示范律师事务所要的合同", at=at(DAY)
        )


def test_the_letter_to_a_third_party_holds_nothing_of_the_applicant(office: Office) -> None:
    made = deeds.asked(office)
    assert made.letter is not None
    values = papers.values_of(made.letter)
    assert "张三丰" not in str(values)
    assert values["recipient"] == "示范建材有限公司"
    assert walk.WHAT not in str(values), "the extract, not the words of the request"


def test_the_notice_to_the_third_party_is_looked_at_as_well(office: Office) -> None:
    made = deeds.refused(office)
    with pytest.raises(Refused, match="申请人"):
        consulting.notify(office.clerk, made, released="向张三丰公开合同", reasons="公共利益", at=at(NEXT))


# Against their will.


def overridden(office: Office) -> Consultation:
    made = deeds.refused(office)
    return consulting.override(office.head, made, reasons="关系公共资金使用", at=at(NEXT))


def test_rule_15_nothing_is_released_before_the_written_notice(office: Office) -> None:
    made = overridden(office)
    case, on = made.case, date(2026, 3, 9)
    office.draft(case, on)
    decision = office.approved(case, on)
    assert decision.letter is not None
    letter = office.sealed(case, decision.letter, on)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="书面告知"):
        office.post(case, letter, on)
    assert walk.unchanged(case) == before
    notice = consulting.notify(office.clerk, made, released="合同金额", reasons="公共资金", at=at(on, 18))
    office.post(case, notice, on)
    office.post(case, letter, on)
    assert walk.now(case).state == "dispatched"


def test_rule_15_a_notice_handed_over_counts_when_it_is_signed_for(office: Office) -> None:
    from gongkai.cases import dispatching
    from gongkai.cases.dispatching import Way

    made = overridden(office)
    case, on = made.case, date(2026, 3, 9)
    notice = consulting.notify(office.clerk, made, released="合同金额", reasons="公共资金", at=at(on, 9))
    notice = office.sealed(case, notice, on)
    dispatching.dispatch(office.clerk, case, notice, Way("direct"), on=on, at=at(on, 17))
    office.draft(case, on)
    decision = office.approved(case, on)
    assert decision.letter is not None
    with pytest.raises(Refused, match="书面告知"):
        office.post(case, decision.letter, on)


def test_the_notice_names_the_third_partys_own_remedies(office: Office) -> None:
    notice = consulting.notify(office.clerk, overridden(office), released="金额", reasons="公共", at=at(NEXT))
    remedy = str(papers.values_of(notice)["remedy"])
    assert "示范区人民政府" in remedy
    assert "示范区人民法院" in remedy


def test_reasonable_grounds_bind(office: Office) -> None:
    made = deeds.refused(office)
    consulting.find(office.clerk, made, reasonable=True, finding="会损害竞争地位", at=at(NEXT))
    office.draft(made.case, NEXT)
    with pytest.raises(Refused, match="公共利益"):
        deciding.submit(office.clerk, made.case, at=at(NEXT))
    office.draft(made.case, NEXT, "third-party", **values_for("third-party", NEXT))
    deciding.submit(office.clerk, made.case, at=at(NEXT))


def test_unreasonable_grounds_do_not(office: Office) -> None:
    made = deeds.refused(office)
    consulting.find(office.clerk, made, reasonable=False, finding="已在网上公开", at=at(NEXT))
    office.draft(made.case, NEXT)
    deciding.submit(office.clerk, made.case, at=at(NEXT))


def test_withholding_for_a_third_party_needs_the_finding(office: Office) -> None:
    made = deeds.refused(office)
    office.draft(made.case, NEXT, "third-party", **values_for("third-party", NEXT))
    with pytest.raises(Refused, match="征求第三方意见"):
        deciding.submit(office.clerk, made.case, at=at(NEXT))


def test_the_override_is_signed_by_the_head_alone(office: Office) -> None:
    made = overridden(office)
    assert (made.override_by, made.override_at) == (office.head, at(NEXT))
    assert len(entries("cases.override")) == 1
    assert "公共资金" not in entries("cases.override")[0].data


@pytest.mark.parametrize("opinion", ["agrees"])
def test_who_agrees_is_not_overridden(office: Office, opinion: str) -> None:
    made = consulting.hear(office.clerk, deeds.asked(office), opinion=opinion, on=NEXT, at=at(NEXT))
    with pytest.raises(WrongState):
        consulting.override(office.head, made, reasons="公共", at=at(NEXT))
    with pytest.raises(WrongState):
        consulting.find(office.clerk, made, reasonable=True, finding="无", at=at(NEXT))


def test_an_opinion_is_entered_once(office: Office) -> None:
    made = deeds.refused(office)
    with pytest.raises(WrongState, match="已经登记"):
        consulting.hear(office.clerk, made, opinion="agrees", on=NEXT, at=at(NEXT))


def test_after_the_decision_only_who_is_to_be_told_is_written_to(office: Office) -> None:
    from gongkai.cases import steps

    made = deeds.refused(office)
    consulting.find(office.clerk, made, reasonable=True, finding="商业秘密", at=at(deeds.NEXT, 12))
    on = deeds.NEXT

    def offered() -> set[str]:
        return {one.step.code for one in steps.offers(office.clerk, walk.now(made.case), on=on)}

    office.draft(made.case, on, "partial", **values_for("partial", on, ("third-party",)))
    assert "notify-third-party" in offered()
    office.approved(made.case, on)
    assert "notify-third-party" not in offered()
