"""The days by which single letters must be out, answered or paid."""

from __future__ import annotations

from datetime import date

from gongkai.statute.calendar import Calendar
from gongkai.statute.parameters import number
from gongkai.statute.periods import Dated, working_days


def supplement_notice_by(received_on: date, calendar: Calendar) -> Dated:
    """Art. 30: tell what to supplement within 7 working days of receipt, once only. LookupError before 2019."""
    return working_days(received_on, number("supplement-notice-days", received_on), calendar)


def third_party_until(letter_received_on: date, calendar: Calendar) -> Dated:
    """Art. 32: a third party answers within 15 working days of getting the letter; silence is no consent."""
    return working_days(letter_received_on, number("third-party-days", letter_received_on), calendar)


def joint_maker_until(letter_received_on: date, calendar: Calendar) -> Dated:
    """Art. 34: a joint maker answers within 15 working days of getting the letter; silence is consent."""
    return working_days(letter_received_on, number("joint-maker-days", letter_received_on), calendar)


def fee_pay_by(notice_received_on: date, calendar: Calendar) -> Dated:
    """Fee Rules Art. 6: pay within 20 working days from the day after the notice came. LookupError before 2021."""
    return working_days(notice_received_on, number("fee-payment-days", notice_received_on), calendar)
