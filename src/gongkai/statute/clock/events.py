"""What can happen to a request that the law's clock must know of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongkai.errors import Refused

# Ordinal of the day, rank of the kind, id, days, until as an ordinal, the day: sorts as it is.
Key = tuple[int, int, str, int, int, date]


class EventKind(StrEnum):
    """In the order in which events of one day are taken (``rank``); ``label`` is for a person."""

    rank: int
    label: str

    def __new__(cls, value: str, label: str) -> EventKind:
        member = str.__new__(cls, value)
        member._value_ = value
        member.rank = len(cls.__members__)
        member.label = label
        return member

    RECEIVED = "received", "收到申请"
    SUPPLEMENT_NOTICED = "supplement-noticed", "告知补正"
    SUPPLEMENT_RECEIVED = "supplement-received", "收到补正"
    FEE_NOTICED = "fee-noticed", "发出收费通知"
    FEE_PAID = "fee-paid", "申请人缴费"
    REASONS_ASKED = "reasons-asked", "要求说明理由"
    REASONS_RECEIVED = "reasons-received", "收到理由说明"
    DELAYED_TO = "delayed-to", "告知延迟答复"
    THIRD_PARTY_ASKED = "third-party-asked", "征求第三方意见"
    JOINT_MAKER_ASKED = "joint-maker-asked", "征求共同制作机关意见"
    AGENCY_ASKED = "agency-asked", "征求其他机关意见"
    THIRD_PARTY_RECEIVED = "third-party-received", "第三方收到征求意见书"
    JOINT_MAKER_RECEIVED = "joint-maker-received", "共同制作机关收到征求意见书"
    OPINION_RECEIVED = "opinion-received", "收到第三方意见"
    JOINT_MAKER_ANSWERED = "joint-maker-answered", "收到共同制作机关意见"
    AGENCY_ANSWERED = "agency-answered", "收到其他机关意见"
    EXTENDED = "extended", "告知延期"
    POSTED = "posted", "答复交邮"
    SERVED = "served", "答复送达签收"
    CLOSED = "closed", "不再处理并告知"
    WITHDRAWN = "withdrawn", "申请人撤回"


# From this rank on a kind stops the agency's clock.
STOPS = EventKind.POSTED.rank


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day.

    ``on``: for what the agency sends, the day of dispatch with proof; asking one's own offices or subordinate
    units is no event (Art. 33(3) speaks of other agencies). ``id`` tells two consultations apart. ``days``: how
    long an extension is, in working days, None for the longest. ``until``: the day set by ``delayed-to``.
    """

    kind: EventKind
    on: date
    id: str = ""
    days: int | None = None
    until: date | None = None
    order: Key = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refused for an extension of no days and for a delay without its day."""
        if self.days is not None and self.days < 1:
            raise Refused("延期至少为 1 个工作日（《条例》第三十三条）。")
        if self.kind is EventKind.DELAYED_TO and self.until is None:
            raise Refused("延迟答复要写明延迟到哪一天（《条例》第三十五条）。")
        until = self.until.toordinal() if self.until else 0
        key = (self.on.toordinal(), self.kind.rank, self.id, self.days or 0, until, self.on)
        object.__setattr__(self, "order", key)
