"""Nothing came in time: the answer that a request is no longer handled is proposed, and a person confirms it.

Neither happens by itself; somebody says that there was no good reason (Art. 30), and the head approves.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import deciding, events, fees, online, supplementing
from gongkai.cases.acting import finish, hold
from gongkai.cases.models import Case, Decision, Fee, OnlinePaper
from gongkai.errors import Refused
from gongkai.statute.clock import EventKind

NO_REASON = "no-good-reason"


@transaction.atomic
def unsupplemented(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Decision:
    """Draft 3.6.1, and put down that the clerk found no good reason. Refused before the day after the period."""
    held = hold(user, case, "cases.work", "draft", revision=revision, at=at)
    noticed = events.of(held, EventKind.SUPPLEMENT_NOTICED)
    if noticed is None or not supplementing.expired(held, on=day(at)):
        until = noticed.until if noticed else None
        raise Refused(
            f"补正期限{until or ''}尚未届满或者申请人已经补正，届满次日起才能不再处理（《条例》第三十条）。"
        )
    online.ensure_none(held, OnlinePaper.What.SUPPLEMENT)
    events.add(held, NO_REASON, day(at), by=user, at=at)
    finish(user, held, "draft", "no_good_reason", at=at)
    values = {
        "found": f"本机关于{noticed.on}发出补正告知书，补正期限至{noticed.until}，期满未收到补正。",
        "reasons": "申请人逾期未补正，也没有说明正当理由。",
    }
    return deciding.draft(user, held, reply="no-supplement", values=values, at=at)


@transaction.atomic
def unpaid(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Decision:
    """Draft 3.6.2. Refused before the day after the last day to pay."""
    held = hold(user, case, "cases.work", "draft", revision=revision, at=at)
    fee = Fee.objects.filter(case=held).first()
    if fee is None or not fees.expired(fee, on=day(at)):
        raise Refused("缴费期限尚未届满，届满次日起才能不再处理（国办函〔2020〕109号第六条）。")
    online.ensure_none(held, OnlinePaper.What.PAYMENT)
    values = {
        "found": f"申请人于{fee.notice_received_on}收到收费通知，缴费期限至{fee.pay_by}，期满未缴纳。",
        "reasons": "申请人逾期未按收费通知要求缴纳费用。",
    }
    return deciding.draft(user, held, reply="no-payment", values=values, at=at)
