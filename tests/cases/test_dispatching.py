"""Letters that leave and arrive: seal, route, proof, second service, notice (rules 23, 29)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import dispatching, papers, redating
from gongkai.cases.dispatching import Way
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.errors import Refused, WrongState
from gongkai.letters import drafting
from gongkai.letters.models import Letter

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def ready(office: Office, on: date = DAY, **more: object) -> tuple[Case, Letter]:
    """Approved and sealed."""
    case = walk.opened(office.agency, deeds.RECEIVED, **more)  # type: ignore[arg-type]  # as walk.opened has them
    office.draft(case, on)
    decision = office.approved(case, on)
    assert decision.letter is not None
    return case, office.sealed(case, decision.letter, on)


def send(office: Office, case: Case, letter: Letter, way: Way, on: date = DAY) -> object:
    return dispatching.dispatch(office.clerk, case, letter, way, on=on, at=at(on, 18))


def test_rule_23_the_day_of_posting_is_the_day_of_the_reply(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 6, 1))
    last = date(2026, 6, 30)
    assert walk.now(case).due_on == last
    service = office.answer(case, last)
    assert walk.now(case).answered_on == last
    office.served(service, date(2026, 7, 3))
    held = walk.now(case)
    assert (held.answered_on, held.state) == (last, State.ANSWERED)
    assert held.decisions.get().served_on == date(2026, 7, 3)


def test_a_letter_that_was_given_up_meanwhile_does_not_leave(office: Office) -> None:
    case, letter = ready(office)
    drafting.void(office.clerk, Letter.objects.get(pk=letter.pk), reason="误", at=at(NEXT))
    assert letter.state == Letter.State.SEALED
    with pytest.raises(WrongState, match="作废"):
        send(office, case, letter, Way("post", carrier="中国邮政", postal_number="XA1"))
    assert not case.services.exists()


@pytest.mark.parametrize("carrier", ["顺丰速运", "中通快递", "京东物流", "", "SF"])
def test_rule_23_a_courier_is_refused(office: Office, carrier: str) -> None:
    case, letter = ready(office)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="邮政"):
        send(office, case, letter, Way("post", carrier=carrier, postal_number="SF123"))
    assert walk.unchanged(case) == before


@pytest.mark.parametrize("carrier", ["中国邮政", "EMS", "ems ", "ＥＭＳ", "邮政特快专递", "中国邮政集团有限公司"])
def test_the_postal_enterprise_by_its_names(office: Office, carrier: str) -> None:
    case, letter = ready(office)
    send(office, case, letter, Way("post", carrier=carrier, postal_number="EA1"))
    assert walk.now(case).state == State.DISPATCHED


def test_post_has_its_number(office: Office) -> None:
    case, letter = ready(office)
    with pytest.raises(Refused, match="邮件号"):
        send(office, case, letter, Way("post", carrier="EMS"))


def test_without_the_sealed_file_nothing_leaves(office: Office) -> None:
    decision = deeds.approved(office)
    assert decision.letter is not None
    letter = papers.issue(office.clerk, decision.case, decision.letter, at=at(DAY, 14))
    with pytest.raises(WrongState, match="盖章"):
        send(office, decision.case, letter, Way("post", carrier="EMS", postal_number="EA1"))


def test_by_hand_the_day_of_signature_stops_the_clock(office: Office) -> None:
    case, letter = ready(office)
    service = dispatching.dispatch(office.clerk, case, letter, Way("direct"), on=DAY, at=at(DAY, 18))
    assert (walk.now(case).state, walk.now(case).answered_on) == (State.DISPATCHED, None)
    office.served(service, date(2026, 3, 10))
    held = walk.now(case)
    assert (held.state, held.answered_on) == (State.ANSWERED, date(2026, 3, 10))


def test_delegated_as_well_and_it_says_to_whom(office: Office) -> None:
    case, letter = ready(office)
    with pytest.raises(Refused, match="受委托"):
        send(office, case, letter, Way("delegated"))
    service = dispatching.dispatch(
        office.clerk, case, letter, Way("delegated", carrier="示范街道办事处"), on=DAY, at=at(DAY, 18)
    )
    office.served(service, NEXT)
    assert walk.now(case).answered_on == NEXT


def test_the_post_office_is_nobody_who_was_asked_to_serve(office: Office) -> None:
    case, letter = ready(office)
    with pytest.raises(Refused, match="受委托送达的机关"):
        send(office, case, letter, Way("delegated", carrier="中国邮政"))


def test_at_the_window_in_one_go(office: Office) -> None:
    case, letter = ready(office)
    dispatching.hand_over(office.clerk, case, letter, on=DAY, signed_by="本人", proof=walk.paper(), at=at(DAY, 18))
    assert walk.now(case).state == State.ANSWERED


def test_signature_needs_its_proof(office: Office) -> None:
    case, letter = ready(office)
    service = office.post(case, letter, DAY)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="送达回证"):
        dispatching.serve(office.clerk, service, result="served", on=NEXT, at=at(NEXT))
    assert walk.unchanged(case) == before


# Electronic service.


def electronic(office: Office, **way: object) -> tuple[Case, Letter, Way]:
    case, letter = ready(office, electronic=True)
    full = {"review_link": walk.LINK, "proof": walk.paper("记录.png"), **way}
    return case, letter, Way("electronic", **full)  # type: ignore[arg-type]  # as Way has them


@pytest.mark.parametrize("link", ["", " ", "fy.example.gov.cn", "javascript:alert(1)"])
def test_rule_29_not_without_the_link_to_online_review(office: Office, link: str) -> None:
    case, letter, way = electronic(office, review_link=link)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="网上申请行政复议"):
        send(office, case, letter, way)
    assert walk.unchanged(case) == before


def test_rule_29_with_it_the_letter_leaves(office: Office) -> None:
    case, letter, way = electronic(office)
    send(office, case, letter, way)
    assert walk.now(case).answered_on == DAY


def test_not_without_the_applicants_consent(office: Office) -> None:
    case, letter = ready(office)
    with pytest.raises(Refused, match="同意电子送达"):
        send(office, case, letter, Way("electronic", review_link=walk.LINK, proof=walk.paper()))


def test_not_without_the_record_of_sending(office: Office) -> None:
    case, letter, way = electronic(office, proof=None)
    with pytest.raises(Refused, match="送达记录"):
        send(office, case, letter, way)


def test_nobody_but_the_applicant_is_served_electronically(office: Office) -> None:
    from gongkai.cases import consulting

    case = walk.opened(office.agency, deeds.RECEIVED, electronic=True)
    made = consulting.ask(office.clerk, case, whom="third-party", party="甲", extract="合同", at=at(DAY, 9))
    assert made.letter is not None
    letter = office.sealed(case, made.letter, DAY)
    with pytest.raises(Refused, match="同意电子送达"):
        send(office, case, letter, Way("electronic", review_link=walk.LINK, proof=walk.paper()))


# It comes back.


def test_returned_it_goes_out_again_and_the_first_posting_counts(office: Office) -> None:
    case, letter = ready(office)
    office.served(office.post(case, letter, DAY), NEXT, "returned")
    assert walk.now(case).state == State.DISPATCHED
    second = office.post(case, letter, date(2026, 3, 10))
    office.served(second, date(2026, 3, 12))
    held = walk.now(case)
    assert (held.state, held.answered_on) == (State.ANSWERED, DAY)
    assert [s.result for s in case.services.order_by("pk")] == ["returned", "served"]
    assert held.counted_on == DAY


def test_one_attempt_at_a_time(office: Office) -> None:
    case, letter = ready(office)
    office.post(case, letter, DAY)
    with pytest.raises(WrongState, match="尚无结果"):
        office.post(case, letter, DAY)


def test_refused_on_the_spot_is_served(office: Office) -> None:
    case, letter = ready(office)
    service = dispatching.dispatch(office.clerk, case, letter, Way("direct"), on=DAY, at=at(DAY, 18))
    office.served(service, DAY, "refused")
    assert walk.now(case).state == State.ANSWERED


def test_served_it_is_not_sent_again(office: Office) -> None:
    case, letter = ready(office)
    office.served(office.post(case, letter, DAY), NEXT)
    with pytest.raises(WrongState):
        office.post(case, letter, NEXT)


def test_a_result_is_entered_once(office: Office) -> None:
    case, letter = ready(office)
    service = office.served(office.post(case, letter, DAY), NEXT, "returned")
    with pytest.raises(WrongState, match="已经有结果"):
        office.served(service, NEXT)


# By public notice.


def test_a_notice_only_after_other_ways_failed(office: Office) -> None:
    case, letter = ready(office)
    with pytest.raises(Refused, match="其他方式"):
        send(office, case, letter, Way("notice", proof=walk.paper()))


def test_a_notice_serves_after_thirty_days(office: Office) -> None:
    case, letter = ready(office)
    office.served(office.post(case, letter, DAY), NEXT, "returned")
    with pytest.raises(Refused, match="公告页面"):
        send(office, case, letter, Way("notice"), NEXT)
    service = dispatching.dispatch(
        office.clerk, case, letter, Way("notice", proof=walk.paper()), on=NEXT, at=at(NEXT, 18)
    )
    assert dispatching.served_by_notice_on(NEXT) == date(2026, 4, 4)
    with pytest.raises(Refused, match="公告期未满"):
        dispatching.serve(office.clerk, service, result="served", on=date(2026, 4, 3), at=at(date(2026, 4, 3)))
    dispatching.serve(office.clerk, service, result="served", on=date(2026, 4, 4), at=at(date(2026, 4, 4)))
    held = walk.now(case)
    assert (held.state, held.answered_on) == (State.ANSWERED, DAY)


def test_before_2022_it_took_sixty() -> None:
    assert dispatching.served_by_notice_on(date(2021, 11, 1)) == date(2021, 12, 31)


# Days that cannot be.


@pytest.mark.parametrize(("on", "says"), [(date(2026, 3, 3), "早于"), (date(2026, 3, 9), "还没有到")])
def test_days_that_cannot_be(office: Office, on: date, says: str) -> None:
    case, letter = ready(office)
    with pytest.raises(Refused, match=says):
        dispatching.dispatch(
            office.clerk, case, letter, Way("post", carrier="EMS", postal_number="EA1"), on=on, at=at(NEXT)
        )


def test_it_does_not_arrive_before_it_left(office: Office) -> None:
    case, letter = ready(office)
    service = office.post(case, letter, DAY)
    with pytest.raises(Refused, match="早于发出"):
        dispatching.serve(
            office.clerk, service, result="served", on=date(2026, 3, 3), proof=walk.paper(), at=at(NEXT)
        )


def test_a_letter_of_another_case_does_not_leave_for_this_one(office: Office) -> None:
    _, letter = ready(office)
    other = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(WrongState):
        send(office, other, letter, Way("post", carrier="EMS", postal_number="EA1"))


def test_a_receipt_may_go_out_and_changes_nothing(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    letter = papers.prepare(office.clerk, case, kind="receipt", values={}, at=at(DAY, 9))
    office.served(office.post(case, letter, DAY), NEXT)
    held = walk.now(case)
    assert (held.state, held.due_on) == (State.OPEN, date(2026, 3, 30))


def test_a_letter_that_has_a_step_of_its_own_is_not_written_by_the_way(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    for kind in ("supplement-notice", "granted", "extension-notice"):
        with pytest.raises(Refused, match="办理步骤"):
            papers.prepare(office.clerk, case, kind=kind, values={}, at=at(DAY))


def test_what_left_is_not_voided(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    letter = papers.prepare(office.clerk, case, kind="consultation-notice", values={}, at=at(DAY, 9))
    letter = papers.put_values(
        office.clerk, case, letter, {"asked": "third-party", "asked_on": DAY.isoformat()}, at=at(DAY, 9)
    )
    office.post(case, letter, DAY)
    with pytest.raises(WrongState, match="已经发出"):
        papers.void(office.clerk, case, letter, reason="写错", at=at(DAY, 18))


def test_a_wrong_day_of_posting_is_put_right_everywhere(office: Office) -> None:
    case, letter = ready(office)
    office.served(office.post(case, letter, NEXT), date(2026, 3, 9))
    event = walk.line(case, "posted")
    redating.redate(office.clerk, event, on=date(2026, 3, 6), reason="邮戳为6日", at=at(date(2026, 3, 10)))
    held = walk.now(case)
    decision = held.decisions.get()
    assert (held.answered_on, decision.dispatched_on) == (date(2026, 3, 6), date(2026, 3, 6))
    assert case.services.get().dispatched_on == date(2026, 3, 6)
    with pytest.raises(Refused, match="早于作出"):
        redating.redate(
            office.clerk, walk.line(case, "posted"), on=date(2026, 3, 3), reason="误", at=at(date(2026, 3, 10))
        )


# Signed for too late.


def handed(office: Office, on: date) -> tuple[Case, object]:
    from gongkai.cases import supplementing

    case = walk.opened(office.agency, deeds.RECEIVED)
    letter = supplementing.prepare(office.clerk, case, items="请明确。", until=date(2026, 4, 1), at=at(on, 9))
    letter = office.sealed(case, letter, on)
    return case, dispatching.dispatch(office.clerk, case, letter, Way("direct"), on=on, at=at(on, 17))


def test_a_notice_signed_for_after_its_period_came_and_changes_nothing(office: Office) -> None:
    case, service = handed(office, date(2026, 3, 11))
    office.served(service, date(2026, 3, 12))  # type: ignore[arg-type]  # the attempt of ``handed``
    held = walk.now(case)
    assert (held.state, held.due_on) == (State.OPEN, date(2026, 3, 30))
    assert walk.line(case, "letter-received").on == date(2026, 3, 12)
    assert case.services.get().result == "served"


def test_nor_when_the_case_had_moved_on(office: Office) -> None:
    from gongkai.cases import deciding

    case, service = handed(office, DAY)
    office.draft(case, DAY)
    deciding.submit(office.clerk, case, at=at(DAY, 18))
    office.served(service, NEXT)  # type: ignore[arg-type]  # the attempt of ``handed``
    assert walk.now(case).state == State.IN_APPROVAL


def test_a_letter_is_not_dated_before_the_decision(office: Office) -> None:
    decision = deeds.approved(office)
    assert decision.letter is not None
    with pytest.raises(Refused, match="落款日期早于"):
        papers.issue(office.clerk, decision.case, decision.letter, on=date(2026, 3, 3), at=at(DAY, 15))
