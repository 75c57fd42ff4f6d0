"""The day a request counts as received, by the way it came (Art. 31; 国办公开办函〔2015〕207号)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Channel(StrEnum):
    """How a request can come. ``label`` is for a person."""

    label: str

    def __new__(cls, value: str, label: str) -> Channel:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    WINDOW = "window", "当面提交"
    ORAL = "oral", "口头提出（代为填写）"
    POST_SIGNED = "post-signed", "邮寄（需签收）"
    POST = "post", "平常信函（不需签收）"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    WEB = "web", "互联网"

    @property
    def needs_confirmation(self) -> bool:
        """Must office and applicant confirm before the period begins."""
        return self in (Channel.POST, Channel.FAX, Channel.EMAIL, Channel.WEB)


class Receipt(NamedTuple):
    """``on`` is None until somebody (``waiting_for``: "signature", "office", "applicant") has done their part.

    ``late``: the office confirmed an ordinary letter later than the day it came, which Art. 31(2) does not allow;
    the confirmation day counts all the same.
    """

    on: date | None
    article: str
    reason: str
    waiting_for: str | None = None
    late: bool = False


def receipt_day(
    channel: Channel,
    *,
    arrived_on: date,
    signed_on: date | None = None,
    office_confirmed_on: date | None = None,
    applicant_confirmed_on: date | None = None,
) -> Receipt:
    """Day 0. ``arrived_on``: the day the office itself got it, not another unit of the agency (207号).

    An applicant without a telephone, or not to be reached, is confirmed with on the day contact is made.
    """
    if channel in (Channel.WINDOW, Channel.ORAL):
        return Receipt(arrived_on, "《条例》第三十一条第（一）项", f"{arrived_on}当面提交，以提交之日为收到之日。")
    if channel is Channel.POST_SIGNED:
        return _signed(signed_on)
    if channel is Channel.POST:
        return _letter(arrived_on, office_confirmed_on, applicant_confirmed_on)
    return _both(channel, office_confirmed_on, applicant_confirmed_on)


def _signed(signed_on: date | None) -> Receipt:
    article = "《条例》第三十一条第（二）项"
    if signed_on is None:
        return Receipt(None, article, "邮寄提交，以签收之日为收到之日；还没有登记签收日期。", "signature")
    return Receipt(signed_on, article, f"邮寄提交，{signed_on}签收，以签收之日为收到之日。")


def _letter(arrived_on: date, office: date | None, applicant: date | None) -> Receipt:
    """One conversation confirms for both: the later of the days given."""
    article = "《条例》第三十一条第（二）项、国办公开办函〔2015〕207号"
    days = [day for day in (office, applicant) if day is not None]
    if not days:
        text = f"{arrived_on}收到平常信函，应于当日与申请人确认，以确认之日为收到之日；还没有确认。"
        return Receipt(None, article, text, "office")
    on = max(days)
    late = on > arrived_on
    said = f"，晚于收信当日（{arrived_on}）" if late else ""
    return Receipt(on, article, f"平常信函，{on}与申请人确认{said}，以确认之日为收到之日。", late=late)


def _both(channel: Channel, office: date | None, applicant: date | None) -> Receipt:
    article = "《条例》第三十一条第（三）项"
    if office is None or applicant is None:
        who, word = ("office", "行政机关") if office is None else ("applicant", "申请人")
        text = f"{channel.label}提交，以双方确认之日为收到之日；{word}还没有确认。"
        return Receipt(None, article, text, who)
    on = max(office, applicant)
    return Receipt(on, article, f"{channel.label}提交，{on}双方确认，以双方确认之日为收到之日。")
