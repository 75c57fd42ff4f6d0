"""What really happened too late is taken down: nothing moves by it, and the working of the clock says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.cases import abandoning, dispatching, due, extending, fees, redating, steps, supplementing
from gongkai.cases.dispatching import Way
from gongkai.cases.models import Case, Fee, Service
from gongkai.cases.states import State
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter

from . import deeds, walk
from .conftest import entries
from .walk import Office, at

RECEIVED = date(2026, 3, 2)
LAST, LATE = date(2026, 3, 11), date(2026, 3, 12)
DUE = date(2026, 3, 30)
AFTER = date(2026, 3, 31)
POST = Way("post", carrier="中国邮政", postal_number="XA00000000137")


def notice(office: Office, route: str = "post") -> tuple[Case, Letter]:
    """A supplement notice, sealed on its last day."""
    case = walk.opened(office.agency, RECEIVED)
    letter = supplementing.prepare(office.clerk, case, items="请明确。", until=date(2026, 4, 1), at=at(LAST, 9))
    return case, office.sealed(case, letter, LAST)


def extension(office: Office) -> tuple[Case, Letter]:
    """Consented and sealed on the last day of the period."""
    case = walk.opened(office.agency, RECEIVED)
    extending.ask(office.clerk, case, reasons="资料多", days=20, at=at(DUE, 9))
    event = extending.consent(office.head, case, at=at(DUE, 10))
    assert event.letter is not None
    event.letter.refresh_from_db()
    return case, office.sealed(case, event.letter, DUE)


def fee(office: Office) -> tuple[Case, Letter]:
    case = walk.opened(office.agency, RECEIVED)
    found = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(DUE, 9))
    assert found.letter is not None
    return case, office.sealed(case, found.letter, DUE)


def sent(office: Office, case: Case, letter: Letter, on: date, way: Way = POST, **more: Any) -> Service:
    return dispatching.dispatch(office.clerk, case, letter, way, on=on, at=at(more.pop("entered", on), 18), **more)


def working(case: Case, on: date) -> list[tuple[str, int | None]]:
    found = due.explain(case, on=on)
    assert found is not None
    return [(reason.code, reason.counted) for reason in found.because]


@pytest.mark.parametrize(
    ("make", "on", "code"),
    [(notice, LATE, "supplement-late"), (extension, AFTER, "extension-late"), (fee, AFTER, "fee-late")],
)
def test_taken_down_it_moves_neither_date_nor_state_and_the_clock_says_so(
    office: Office, make: Any, on: date, code: str
) -> None:
    case, letter = make(office)
    with pytest.raises(Refused, match="补登发出"):
        sent(office, case, letter, on)
    sent(office, case, letter, on, as_it_was=True)
    held = walk.now(case)
    assert (held.state, held.due_on, held.waiting_for) == (State.OPEN, DUE, "")
    assert (code, 0) in working(case, on)
    assert walk.line(case, "letter-dispatched").data["without_effect"]
    assert '"late":true' in entries("cases.dispatch")[-1].data.replace(" ", "")


def test_entered_late_but_posted_in_time_it_acts(office: Office) -> None:
    case, letter = notice(office)
    sent(office, case, letter, LAST, as_it_was=True, entered=LATE)
    assert walk.now(case).state == State.AWAITING_SUPPLEMENT
    assert walk.line(case, "supplement-noticed").on == LAST


def test_the_desk_offers_it_only_once_it_is_too_late(office: Office) -> None:
    case, letter = notice(office)
    codes = {one.step.code for one in steps.offers(office.clerk, walk.now(case), on=LAST)}
    assert "dispatch" in codes
    assert "dispatch-late" not in codes
    late = {one.step.code: one for one in steps.offers(office.clerk, walk.now(case), on=LATE)}
    assert "dispatch" not in late
    assert late["dispatch-late"].obstacle == ""
    values = {"route": "post", "on": LATE, "carrier": "中国邮政", "postal_number": "XA1", "address": "",
              "review_link": "", "proof": None}  # fmt: skip
    steps.perform(office.clerk, case, "dispatch-late", about=letter.key, values=values, at=at(LATE, 18))
    assert walk.now(case).state == State.OPEN


def test_nobody_is_said_to_have_given_up_after_a_late_notice(office: Office) -> None:
    case, letter = notice(office)
    office.served(sent(office, case, letter, LATE, as_it_was=True), date(2026, 3, 14))
    assert walk.line(case, "letter-received").on == date(2026, 3, 14)
    with pytest.raises(Refused):
        abandoning.unsupplemented(office.clerk, case, at=at(date(2026, 4, 2)))


def test_signed_for_too_late_the_clock_says_so_as_well(office: Office) -> None:
    case, letter = notice(office)
    service = sent(office, case, letter, LAST, Way("direct"))
    office.served(service, LATE)
    assert walk.now(case).state == State.OPEN
    assert ("supplement-late", 0) in working(case, LATE)


def test_a_late_fee_notice_starts_no_period_to_pay(office: Office) -> None:
    case, letter = fee(office)
    office.served(sent(office, case, letter, AFTER, as_it_was=True), date(2026, 4, 2))
    found = Fee.objects.get(case=case)
    assert (found.noticed_on, found.pay_by) == (None, None)
    assert not fees.expired(found, on=date(2026, 9, 1))


def test_an_answer_is_never_let_out_this_way(office: Office) -> None:
    case = deeds.drafted(office)
    decision = case.decisions.get()
    assert decision.letter is not None
    with pytest.raises(WrongState):
        sent(office, case, decision.letter, deeds.DAY, as_it_was=True)


def test_with_its_right_day_it_acts_after_all(office: Office) -> None:
    case, letter = notice(office)
    service = sent(office, case, letter, LATE, as_it_was=True)
    redating.redate(
        office.clerk, walk.line(case, "letter-dispatched"), on=LAST, reason="回执为11日", at=at(LATE, 19)
    )
    assert walk.now(case).state == State.AWAITING_SUPPLEMENT
    service.refresh_from_db()
    assert service.dispatched_on == LAST
    assert "supplement-late" not in [code for code, _ in working(case, LATE)]


def test_on_another_late_day_it_stays_without_effect(office: Office) -> None:
    case, letter = notice(office)
    sent(office, case, letter, LATE, as_it_was=True)
    on = date(2026, 3, 13)
    redating.redate(office.clerk, walk.line(case, "letter-dispatched"), on=on, reason="回执为13日", at=at(on, 19))
    assert walk.now(case).state == State.OPEN
    assert ("supplement-late", 0) in working(case, on)


def test_a_receipt_put_right_later_does_not_wake_it(office: Office) -> None:
    case, letter = notice(office)
    sent(office, case, letter, LATE, as_it_was=True)
    redating.redate(
        office.clerk, walk.line(case, "received"), on=date(2026, 3, 3), reason="签收为3日", at=at(LATE, 19)
    )
    held = walk.now(case)
    assert (held.state, held.due_on) == (State.OPEN, date(2026, 3, 31))
    assert ("without-effect", 0) in working(case, LATE)


# Money.


def charged(office: Office) -> Case:
    case = walk.opened(office.agency, date(2026, 5, 11))
    found = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(date(2026, 5, 20), 9))
    assert found.letter is not None
    office.served(office.post(case, found.letter, date(2026, 5, 20)), date(2026, 5, 22))
    return case


PAY_BY, TOO_LATE = date(2026, 6, 22), date(2026, 6, 23)


def test_money_after_the_last_day_stands_in_the_ledger_and_starts_nothing(office: Office) -> None:
    case = charged(office)
    with pytest.raises(Refused, match="登记逾期缴费"):
        fees.pay(office.clerk, case, amount=380, on=TOO_LATE, receipt_number="1", at=at(TOO_LATE))
    fees.pay_late(office.clerk, case, amount=380, on=TOO_LATE, receipt_number="1", at=at(TOO_LATE))
    held, found = walk.now(case), Fee.objects.get(case=case)
    assert (held.state, held.due_on, held.waiting_for) == (State.AWAITING_PAYMENT, None, "payment")
    assert (found.paid_on, found.paid_amount) == (TOO_LATE, 380)
    assert ("fee-paid-late", 0) in working(case, TOO_LATE)
    assert len(entries("cases.pay_late")) == 1


def test_it_can_be_paid_back_and_the_request_still_ends_unpaid(office: Office) -> None:
    case = charged(office)
    fees.pay_late(office.clerk, case, amount=380, on=TOO_LATE, receipt_number="1", at=at(TOO_LATE, 9))
    fees.refund(office.clerk, case, amount=380, on=TOO_LATE, reason="逾期缴纳", at=at(TOO_LATE, 10))
    assert Fee.objects.get(case=case).refunded_amount == 380
    assert abandoning.unpaid(office.clerk, case, at=at(TOO_LATE, 11)).row == "3.6.2"


def test_what_came_in_time_is_paid_and_what_was_paid_is_not_paid_again(office: Office) -> None:
    case = charged(office)
    with pytest.raises(Refused, match="登记缴费"):
        fees.pay_late(office.clerk, case, amount=380, on=PAY_BY, receipt_number="1", at=at(TOO_LATE))
    fees.pay(office.clerk, case, amount=380, on=PAY_BY, receipt_number="1", at=at(TOO_LATE))
    assert walk.now(case).state == State.OPEN
    with pytest.raises(WrongState, match="已经登记过"):
        fees.pay_late(office.clerk, case, amount=380, on=TOO_LATE, receipt_number="1", at=at(TOO_LATE))


@pytest.mark.parametrize(("amount", "number", "says"), [(0, "1", "实际收到"), (380, " ", "财政票据号")])
def test_the_ledger_says_how_much_and_under_which_number(
    office: Office, amount: int, number: str, says: str
) -> None:
    case = charged(office)
    before = walk.unchanged(case)
    with pytest.raises(Refused, match=says):
        fees.pay_late(office.clerk, case, amount=amount, on=TOO_LATE, receipt_number=number, at=at(TOO_LATE))
    assert walk.unchanged(case) == before


def test_both_ways_are_offered_after_the_last_day(office: Office) -> None:
    case = charged(office)
    before = {one.step.code for one in steps.offers(office.clerk, walk.now(case), on=PAY_BY)}
    after = {one.step.code for one in steps.offers(office.clerk, walk.now(case), on=TOO_LATE)}
    assert "pay-late" not in before
    assert {"pay", "pay-late", "unpaid"} <= after


# A sealed letter that never left.


def test_a_sealed_notice_that_never_left_can_be_voided(office: Office) -> None:
    case, letter = notice(office)
    offers = [one for one in steps.offers(office.clerk, walk.now(case), on=LATE) if one.step.code == "void"]
    assert [one.about.object for one in offers if one.about] == [letter]
    steps.perform(office.clerk, case, "void", about=letter.key, values={"reason": "没有发出"}, at=at(LATE, 18))
    letter.refresh_from_db()
    assert letter.state == Letter.State.VOID
    left = {one.step.code for one in steps.offers(office.clerk, walk.now(case), on=LATE)}
    assert not {"dispatch", "dispatch-late"} & left


def test_the_sealed_letter_of_a_decision_is_not(office: Office) -> None:
    case, _ = deeds.sealed(office)
    offers = steps.offers(office.clerk, walk.now(case), on=deeds.DAY)
    assert "void" not in {one.step.code for one in offers}
