"""A ledger of reconsiderations and lawsuits as somebody sends it: each row with what it says and what is wrong.

类型, 收到日期, 关联申请编号, 结案日期, 结果; 复议机关或者人民法院 and 案号 may follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongkai.cases.ledger import read_day
from gongkai.publication.sheet import rows
from gongkai.review.registering import EARLIEST
from gongkai.review.words import Column, Kind
from gongkai.statute import proceedings

COLUMNS: Final = ("类型", "收到日期", "关联申请编号", "结案日期", "结果")
OPTIONAL: Final = ("复议机关或者人民法院", "案号")
_KINDS = {str(one.label): str(one.value) for one in Kind}
_RESULTS = {one.label: one.code for one in proceedings.outcomes("ledger")}
_PENDING = ("", str(Column.PENDING.label))


@dataclass(frozen=True)
class Entry:
    """What one row says; ``outcome`` is "" while it is pending. ``faults`` keep the whole ledger out."""

    row: int
    kind: str = ""
    received_on: date = date.min
    case_number: str = ""
    closed_on: date | None = None
    outcome: str = ""
    body: str = ""
    body_number: str = ""
    faults: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, date, str]:
        """Rows of one key are told apart by their order."""
        return self.kind, self.received_on, self.case_number

    @property
    def title(self) -> str:
        kind = str(Kind(self.kind).label) if self.kind else "—"
        came = f"{self.received_on}收到" if self.received_on != date.min else ""
        return " ".join(filter(None, (kind, came, self.case_number)))


def entries(data: bytes, *, today: date) -> list[Entry]:
    """Every row beneath the head that is not empty. Refused for what is no such ledger."""
    return [_entry(*one, today) for one in rows(data, "复议诉讼台账", COLUMNS, OPTIONAL)]


def _entry(row: int, values: Mapping[str, str], faults: list[str], today: date) -> Entry:
    kind = _kind(values["类型"], faults)
    received_on = read_day(values["收到日期"], "收到日期", faults)
    closed_on = read_day(values["结案日期"], "结案日期", faults)
    outcome = _outcome(values["结果"], faults)
    if not faults:
        faults += _days(received_on, closed_on, outcome, today)
    case_number = values["关联申请编号"]
    if len(case_number) > 60:
        faults.append("关联申请编号最多60个字。")
    return Entry(
        row, kind, received_on or date.min, case_number[:60], closed_on, outcome,
        values.get("复议机关或者人民法院", "")[:120], values.get("案号", "")[:100], tuple(faults),
    )  # fmt: skip


def _kind(words: str, faults: list[str]) -> str:
    found = _KINDS.get("".join(words.split()), "")
    if not found:
        faults.append(f"类型“{words}”不对，应是：{'、'.join(_KINDS)}。")
    return found


def _outcome(words: str, faults: list[str]) -> str:
    word = "".join(words.split())
    if word in _PENDING:
        return ""
    if word not in _RESULTS:
        faults.append(f"结果“{words}”不对，应是：{'、'.join(_RESULTS)}；尚未审结的留空。")
    return _RESULTS.get(word, "")


def _days(received: date | None, closed: date | None, outcome: str, today: date) -> list[str]:
    if received is None:
        return ["缺少收到日期。"]
    if not EARLIEST <= received <= today:
        return [f"收到日期应在{EARLIEST}到今天之间。"]
    if closed is not None and not outcome:
        return ["有结案日期而没有结果；已审结的请填写结果，尚未审结的请将两项都留空。"]
    if outcome and closed is None:
        return ["有结果而没有结案日期；请填写结案日期，尚未审结的请将两项都留空。"]
    if closed is not None and closed < received:
        return ["结案日期早于收到日期。"]
    if closed is not None and closed > today:
        return ["结案日期还没有到。"]
    return []
