"""The day a request counts as received, by the way it came, and what is missing to know it (Art. 31)."""

from __future__ import annotations

from datetime import date

from gongkai.cases.models import Case
from gongkai.cases.words import Channel
from gongkai.errors import WrongState
from gongkai.statute import clock
from gongkai.statute.clock import Receipt

_CHANNELS = {
    Channel.WINDOW: clock.Channel.WINDOW,
    Channel.ORAL: clock.Channel.ORAL,
    Channel.SIGNED_POST: clock.Channel.POST_SIGNED,
    Channel.ORDINARY_POST: clock.Channel.POST,
    Channel.FAX: clock.Channel.FAX,
    Channel.EMAIL: clock.Channel.EMAIL,
    Channel.WEB: clock.Channel.WEB,
}


def needs_confirmation(channel: str) -> bool:
    """Must office and applicant confirm before the period begins."""
    return _CHANNELS[Channel(channel)].needs_confirmation


def receipt(
    channel: str,
    *,
    arrived_on: date,
    office_confirmed_on: date | None = None,
    applicant_confirmed_on: date | None = None,
) -> Receipt:
    """Signed post arrived on the day the agency signed for it."""
    return clock.receipt_day(
        _CHANNELS[Channel(channel)],
        arrived_on=arrived_on,
        signed_on=arrived_on,
        office_confirmed_on=office_confirmed_on,
        applicant_confirmed_on=applicant_confirmed_on,
    )


def day_of(case: Case) -> date:
    """The day itself. WrongState before it is known."""
    if case.received_on is None:
        raise WrongState("尚未确认收到申请之日。")
    return case.received_on


def of_case(case: Case) -> Receipt:
    """How the day of this case came about, for its page."""
    if case.imported:
        return Receipt(case.received_on, "", "按导入的台账登记的收到日期。")
    return receipt(
        case.channel,
        arrived_on=case.arrived_on,
        office_confirmed_on=case.office_confirmed_on,
        applicant_confirmed_on=case.applicant_confirmed_on,
    )
