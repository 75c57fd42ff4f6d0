"""The law's clock: from what happened on which day to the last day of the reply, explained article by article.

Pure, no clock of its own. What is stored are the events; the date follows from them.
"""

from __future__ import annotations

from .days import DayLine, Mark, day_by_day
from .events import Event, EventKind
from .notices import fee_pay_by, joint_maker_until, supplement_notice_by, third_party_until
from .parsing import parse_day, parse_events
from .receipt import Channel, Receipt, receipt_day
from .result import Due, Reason, overdue
from .working import due

__all__ = [
    "Channel",
    "DayLine",
    "Due",
    "Event",
    "EventKind",
    "Mark",
    "Reason",
    "Receipt",
    "day_by_day",
    "due",
    "fee_pay_by",
    "joint_maker_until",
    "overdue",
    "parse_day",
    "parse_events",
    "receipt_day",
    "supplement_notice_by",
    "third_party_until",
]
