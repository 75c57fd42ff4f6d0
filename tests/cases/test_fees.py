"""The fee: the notice in the period, four elements, one method, the ledger (rules 16-18, 21, 22)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import abandoning, extending, fees, papers
from gongkai.cases.models import Case, Fee
from gongkai.cases.states import State
from gongkai.errors import Refused, WrongState

from . import deeds, walk
from .walk import Office, at

RECEIVED = date(2026, 5, 11)


def noticed(office: Office, on: date, got: date) -> Case:
    case = walk.opened(office.agency, RECEIVED)
    fee = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(on, 9))
    assert fee.letter is not None
    office.served(office.post(case, fee.letter, on), got)
    return case


def test_rule_16_within_the_handling_period(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    fee = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(RECEIVED))
    assert fee.letter is not None
    letter = office.sealed(case, fee.letter, RECEIVED)
    with pytest.raises(Refused, match="2026-06-08"):
        office.post(case, letter, date(2026, 6, 9))
    office.post(case, letter, date(2026, 6, 8))
    assert walk.now(case).state == State.AWAITING_PAYMENT
    assert walk.now(case).due_on is None


def test_rule_16_the_four_elements(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    fee = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(RECEIVED))
    assert (fee.amount, fee.quantity) == (380, 68)
    assert fee.letter is not None
    values = papers.values_of(fee.letter)
    assert values["amount"] == 380
    assert "每页10元" in str(values["fee_rate"])
    assert values["how_to_pay"]
    papers.issue(office.clerk, case, fee.letter, at=at(RECEIVED))


def test_rule_16_without_a_way_to_pay_no_number(office: Office) -> None:
    from gongkai.cases import settings

    settings.put(office.head, office.agency, court="示范区人民法院", at=at(RECEIVED, 8))
    case = walk.opened(office.agency, RECEIVED)
    fee = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(RECEIVED))
    assert fee.letter is not None
    with pytest.raises(Refused, match="缴纳方式"):
        papers.issue(office.clerk, case, fee.letter, at=at(RECEIVED))


def test_rule_17_twenty_working_days_from_the_day_after_the_notice_came(office: Office) -> None:
    case = noticed(office, date(2026, 5, 20), date(2026, 5, 22))
    assert Fee.objects.get(case=case).pay_by == date(2026, 6, 22)


def test_rule_18_the_period_begins_anew_with_the_payment(office: Office) -> None:
    case = noticed(office, date(2026, 5, 20), date(2026, 5, 22))
    paid = date(2026, 6, 10)
    fees.pay(office.clerk, case, amount=380, on=paid, receipt_number="鲁财0001", at=at(paid))
    held = walk.now(case)
    assert (held.state, held.due_on) == (State.OPEN, date(2026, 7, 9))


def test_unpaid_only_after_the_last_day(office: Office) -> None:
    case = noticed(office, date(2026, 5, 20), date(2026, 5, 22))
    with pytest.raises(Refused, match="尚未届满"):
        abandoning.unpaid(office.clerk, case, at=at(date(2026, 6, 22)))
    decision = abandoning.unpaid(office.clerk, case, at=at(date(2026, 6, 23)))
    assert decision.row == "3.6.2"


def test_paid_too_late_is_not_taken(office: Office) -> None:
    case = noticed(office, date(2026, 5, 20), date(2026, 5, 22))
    late = date(2026, 6, 23)
    with pytest.raises(Refused, match="已过"):
        fees.pay(office.clerk, case, amount=380, on=late, receipt_number="1", at=at(late))


@pytest.mark.parametrize("amount", [0, 379, 381])
def test_the_amount_is_that_of_the_notice(office: Office, amount: int) -> None:
    case = deeds.charged(office)
    with pytest.raises(Refused, match="380"):
        fees.pay(office.clerk, case, amount=amount, on=deeds.NEXT, receipt_number="1", at=at(deeds.NEXT))


def test_the_treasurys_receipt_is_named(office: Office) -> None:
    case = deeds.charged(office)
    with pytest.raises(Refused, match="财政票据号"):
        fees.pay(office.clerk, case, amount=380, on=deeds.NEXT, receipt_number=" ", at=at(deeds.NEXT))


def test_by_item_the_eleventh_of_the_month_costs_a_hundred(office: Office) -> None:
    who = walk.applicant(office.agency)
    cases = [walk.opened(office.agency, RECEIVED, who=who) for _ in range(11)]
    with pytest.raises(Refused, match="不收取"):
        fees.prepare(office.clerk, cases[9], method="by_item", at=at(RECEIVED))
    fee = fees.prepare(office.clerk, cases[10], method="by_item", at=at(RECEIVED))
    assert (fee.amount, fee.quantity) == (100, 11)


def test_rule_22_the_count_begins_anew_on_the_first(office: Office) -> None:
    who = walk.applicant(office.agency)
    march = [walk.opened(office.agency, date(2026, 3, 31), who=who) for _ in range(10)]
    april = [walk.opened(office.agency, date(2026, 4, 1), who=who) for _ in range(10)]
    assert fees.earlier_in_month(march[-1]) == 9
    assert fees.earlier_in_month(april[-1]) == 9


def test_the_count_is_one_applicants_at_one_agency(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    walk.opened(office.agency, RECEIVED)
    other = walk.opened(office.agency, RECEIVED, who=case.applicant)
    assert fees.earlier_in_month(other) == 1


def test_rule_21_one_method_a_request(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(RECEIVED))
    with pytest.raises(Refused, match="不能同时"):
        fees.prepare(office.clerk, case, method="by_item", at=at(RECEIVED))
    with pytest.raises(WrongState, match="已经拟写"):
        fees.prepare(office.clerk, case, method="by_volume", pages=30, at=at(RECEIVED))


@pytest.mark.parametrize(("pages", "says"), [(None, "页数"), (30, "不收取")])
def test_pages_that_cost_something(office: Office, pages: int | None, says: str) -> None:
    case = walk.opened(office.agency, RECEIVED)
    with pytest.raises(Refused, match=says):
        fees.prepare(office.clerk, case, method="by_volume", pages=pages, at=at(RECEIVED))


def test_the_ledger_pays_back_no_more_than_it_took(office: Office) -> None:
    case = deeds.charged(office)
    fees.pay(office.clerk, case, amount=380, on=deeds.NEXT, receipt_number="1", at=at(deeds.NEXT))
    fees.refund(office.clerk, case, amount=300, on=deeds.NEXT, reason="多计", at=at(deeds.NEXT))
    with pytest.raises(Refused, match="80元"):
        fees.refund(office.clerk, case, amount=81, on=deeds.NEXT, reason="多计", at=at(deeds.NEXT))
    fee = fees.refund(office.clerk, case, amount=80, on=deeds.NEXT, reason="全退", at=at(deeds.NEXT))
    assert fee.refunded_amount == 380
    assert walk.now(case).state == State.OPEN


def test_an_extension_before_the_payment_falls_away(office: Office) -> None:
    case = walk.opened(office.agency, RECEIVED)
    event = extending.ask(office.clerk, case, reasons="多", days=20, at=at(RECEIVED, 9))
    extending.consent(office.head, case, at=at(RECEIVED, 10))
    assert event.letter is not None
    event.letter.refresh_from_db()
    office.post(case, event.letter, RECEIVED)
    fee = fees.prepare(office.clerk, case, method="by_volume", pages=68, at=at(date(2026, 5, 20), 9))
    assert fee.letter is not None
    office.served(office.post(case, fee.letter, date(2026, 5, 20)), date(2026, 5, 22))
    fees.pay(office.clerk, case, amount=380, on=date(2026, 6, 10), receipt_number="1", at=at(date(2026, 6, 10)))
    assert walk.now(case).due_on == date(2026, 7, 9)
