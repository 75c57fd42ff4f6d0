"""The information-processing fee (国办函〔2020〕109号): the notice with the tariff worked out, and the ledger."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import due, events, locked, papers
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.models import Case, Fee, Service
from gongkai.cases.receiving import day_of
from gongkai.cases.states import State
from gongkai.cases.words import Kind
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute import clock, fees
from gongkai.statute.clock import EventKind

NOTICE, PAID_LATE = "fee-notice", "fee-paid-late"
_TARIFF: dict[str, fees.Method] = {Fee.Method.BY_ITEM: "by-item", Fee.Method.BY_VOLUME: "by-volume"}


def earlier_in_month(case: Case) -> int:
    """How many requests of this applicant the agency received before this one in the same calendar month."""
    received = day_of(case)
    same = Case.objects.filter(
        agency=case.agency,
        applicant=case.applicant,
        kind=Kind.DISCLOSURE,
        received_on__year=received.year,
        received_on__month=received.month,
    ).exclude(state=State.MERGED)
    before = same.filter(received_on__lt=received) | same.filter(received_on=received, pk__lt=case.pk)
    return before.count()


def worked_out(case: Case, method: str, pages: int | None, *, on: date) -> fees.Fee:
    """What is due: by item for this request after those of the month, or by volume for its pages."""
    if method == Fee.Method.BY_ITEM:
        return fees.by_item(1, earlier_in_month(case), on=on)
    if not pages or pages < 1:
        raise Refused("按量计收的，请填写页数。")
    return fees.by_volume(pages, on=on)


@transaction.atomic
def prepare(
    user: Who,
    case: Case,
    *,
    method: str,
    pages: int | None = None,
    how_to_pay: str = "",
    revision: int | None = None,
    at: datetime,
) -> Fee:
    """Draft the notice, with the amount and how it comes about. Refused for a second method, for nothing to pay,
    or after the period."""
    held = hold(user, case, "cases.work", "notice-fee", revision=revision, at=at)
    if method not in _TARIFF:
        raise Refused("请选择按件计收或者按量计收。")
    before = Fee.objects.select_for_update(no_key=True, of=("self",)).filter(case=held).first()
    fees.one_method(_TARIFF[method], _TARIFF[before.method] if before else None)
    if before is not None:
        raise WrongState("已经拟写过收费通知书。")
    _in_period(held, day(at))
    found = worked_out(held, method, pages, on=day(at))
    if not found.amount:
        raise Refused("没有超过免费的件数或者页数，不收取信息处理费（国办函〔2020〕109号）。")
    letter = papers.draft(user, held, kind=NOTICE, values=_values(found, how_to_pay), at=at)
    quantity = earlier_in_month(held) + 1 if method == Fee.Method.BY_ITEM else found.quantity
    fee = Fee.objects.create(
        case=held, method=method, quantity=quantity, amount=found.amount, working=list(found.steps),
        letter=letter, created_at=at,
    )  # fmt: skip
    finish(user, held, "write", "fee", data={"method": method, "amount": fee.amount}, at=at)
    return fee


def _values(found: fees.Fee, how_to_pay: str) -> dict[str, object]:
    values: dict[str, object] = {
        "fee_method": found.method,
        "fee_rate": "；".join(found.steps) + "。",
        "amount": found.amount,
    }
    if how_to_pay.strip():
        values["how_to_pay"] = how_to_pay.strip()
    return values


def law(case: Case, letter: Letter, on: date) -> None:
    """Refused after the handling period (Art. 6), or a second time."""
    if events.of(case, EventKind.FEE_NOTICED) is not None:
        raise Refused("已经发出过收费通知（国办函〔2020〕109号）。")
    _in_period(case, on)


def leaves(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    """The case waits for the payment."""
    fee = _locked(case)
    fee.noticed_on = on
    fee.save(update_fields=["noticed_on"])
    data = {"service": service.pk, "amount": fee.amount}
    events.add(case, EventKind.FEE_NOTICED, on, letter=service.letter, data=data, by=user, at=at)


def arrives(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    """The applicant's 20 working days begin."""
    fee = _locked(case)
    fee.notice_received_on = on
    fee.pay_by = clock.fee_pay_by(on, due.calendar_of(case)).on
    fee.save(update_fields=["notice_received_on", "pay_by"])
    events.add(case, "fee-notice-received", on, until=fee.pay_by, data={"service": service.pk}, by=user, at=at)


@transaction.atomic
def pay(
    user: Who,
    case: Case,
    *,
    amount: int,
    on: date,
    receipt_number: str,
    revision: int | None = None,
    at: datetime,
) -> Fee:
    """Paid to the treasury: the period begins anew on the next working day. Refused for another amount, without
    the number of the treasury's receipt, or after the last day to pay."""
    held = hold(user, case, "cases.work", "pay", revision=revision, at=at)
    fee = _locked(held)
    if amount != fee.amount:
        raise Refused(f"应缴{fee.amount}元，登记的是{amount}元，请核对。")
    if fee.noticed_on is None or on < fee.noticed_on:
        raise Refused("缴费日期早于发出收费通知的日期，请核对。")
    if fee.pay_by is not None and on > fee.pay_by:
        raise Refused(
            f"缴费期限{fee.pay_by}已过，视为放弃申请；确已收到的，请用“登记逾期缴费”记入台账，不重新计算期限，可以退还。"
        )
    _paid(fee, amount, on, receipt_number)
    events.add(held, EventKind.FEE_PAID, on, data={"amount": amount}, by=user, at=at)
    locked.ensure(user, held, [on.year], verb="pay", at=at)
    finish(user, held, "pay", "pay", data={"amount": amount, "on": on.isoformat()}, at=at)
    return fee


@transaction.atomic
def pay_late(
    user: Who,
    case: Case,
    *,
    amount: int,
    on: date,
    receipt_number: str,
    revision: int | None = None,
    at: datetime,
) -> Fee:
    """Money that came after the last day to pay, or for a notice that had no effect: it stands in the ledger and
    may be paid back; no period begins and the state stays. Refused for a payment that was in time."""
    held = hold(user, case, "cases.work", "record", revision=revision, at=at)
    fee = _locked(held)
    events.check_day(held, on, at)
    if fee.paid_on is not None:
        raise WrongState("这笔费用已经登记过缴费。")
    if not came_late(held, fee, on=on):
        raise Refused("缴费期限还没有届满，请用“登记缴费”。")
    if amount < 1:
        raise Refused("请填写实际收到的金额。")
    _paid(fee, amount, on, receipt_number)
    data = {"amount": amount, due.WITHOUT_EFFECT: str(EventKind.FEE_PAID)}
    events.add(held, PAID_LATE, on, until=fee.pay_by, data=data, by=user, at=at)
    locked.ensure(user, held, [on.year], verb="pay_late", at=at)
    finish(user, held, "record", "pay_late", data={"amount": amount, "on": on.isoformat()}, at=at)
    return fee


def _paid(fee: Fee, amount: int, on: date, receipt_number: str) -> None:
    fee.paid_on, fee.paid_amount = on, amount
    fee.receipt_number = words(receipt_number, "请填写财政票据号。")
    fee.save(update_fields=["paid_on", "paid_amount", "receipt_number"])


def came_late(case: Case, fee: Fee, *, on: date) -> bool:
    """Would money that came that day change nothing any more?"""
    sent = case.services.filter(letter=fee.letter).exists()
    if case.state == State.AWAITING_PAYMENT:
        return fee.pay_by is not None and on > fee.pay_by
    return sent


@transaction.atomic
def refund(
    user: Who, case: Case, *, amount: int, on: date, reason: str, revision: int | None = None, at: datetime
) -> Fee:
    """Paid back, whole or in part, with the reason. It changes nothing about the clock."""
    held = hold(user, case, "cases.work", "record", revision=revision, at=at)
    fee = _locked(held)
    if not 0 < amount <= fee.paid_amount - fee.refunded_amount:
        raise Refused(f"退还金额应在1元至{fee.paid_amount - fee.refunded_amount}元之间。")
    if fee.paid_on is None or on < fee.paid_on:
        raise Refused("退还日期早于缴费日期，请核对。")
    fee.refund_reason = words(reason, "请写明退还的理由。")
    before = fee.refunded_on
    fee.refunded_on, fee.refunded_amount = on, fee.refunded_amount + amount
    fee.save(update_fields=["refund_reason", "refunded_on", "refunded_amount"])
    events.add(held, "fee-refunded", on, data={"amount": amount}, by=user, at=at)
    locked.ensure(user, held, [one.year for one in (before, on) if one], verb="refund", at=at)
    finish(user, held, "record", "refund", data={"amount": amount, "on": on.isoformat()}, at=at)
    return fee


def expired(fee: Fee, *, on: date) -> bool:
    """The last day to pay is over and nothing was paid by then."""
    if fee.pay_by is None or on <= fee.pay_by:
        return False
    return fee.paid_on is None or fee.paid_on > fee.pay_by


def _locked(case: Case) -> Fee:
    fee = Fee.objects.select_for_update(no_key=True, of=("self",)).filter(case=case).first()
    if fee is None:
        raise WrongState("这件申请没有收费通知。")
    return fee


def _in_period(case: Case, on: date) -> None:
    last = due.last_day(case, on=on)
    if last is not None and on > last:
        raise Refused(f"收费通知应当在答复期限（{last}）内发出（国办函〔2020〕109号第六条）。")
