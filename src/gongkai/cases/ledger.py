"""Reads a ledger of cases (XLSX) into rows, and each row into what it says. Evaluates nothing, keeps to bounds.

Columns, in any order: 编号, 收到日期, 收到方式, 申请人类型, 申请人, 证件号码, 联系方式, 申请内容, 处理决定日期,
办理结果, 文号, 送达日期, 收费金额. Blank where it is not known; the day of receipt and the class of the
applicant must be known, since table 3 counts by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from gongkai.agencies.listing import table, text
from gongkai.cases.applicants import Details, number_fault, same_number
from gongkai.cases.words import RESULT_ROWS, ApplicantClass, Channel, IdentityDocument
from gongkai.errors import Refused

COLUMNS = (
    "编号", "收到日期", "收到方式", "申请人类型", "申请人", "证件号码", "联系方式", "申请内容", "处理决定日期",
    "办理结果", "文号", "送达日期", "收费金额",
)  # fmt: skip
UNRECORDED = "（台账未记载）"
# The Regulation of 2007 came into force: no request was received before.
EARLIEST = date(2008, 5, 1)
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?|(\d{4})(\d{2})(\d{2})")
_PHONE = re.compile(r"\+?\d[\d\- ]{6,18}\d")
_EMAIL = re.compile(r"[^\s,;，；]+@[^\s,;，；]+")

_CLASSES = {
    **{label: code for code, label in ApplicantClass.choices},
    "公民": "natural", "个人": "natural", "企业": "business", "其他组织": "other", "社会组织": "welfare",
    "律师事务所": "legal",
}  # fmt: skip
_CHANNELS = {
    **{label: code for code, label in Channel.choices},
    "当面": "window", "窗口": "window", "现场": "window", "口头": "oral", "邮寄": "signed_post",
    "信函": "signed_post", "邮政": "signed_post", "EMS": "signed_post", "挂号信": "signed_post",
    "平信": "ordinary_post", "邮件": "email", "电子邮箱": "email", "邮箱": "email", "网站": "web", "网络": "web",
    "在线": "web", "网上": "web", "": "unrecorded",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What one row says. ``faults`` keep it from being taken in, ``notes`` are told and do not."""

    row: int
    number: str = ""
    received_on: date = date.min
    channel: str = Channel.UNRECORDED
    details: Details = field(default_factory=lambda: Details("", ""))
    description: str = UNRECORDED
    decided_on: date | None = None
    result: str = ""
    letter: str = ""
    served_on: date | None = None
    fee: int = 0
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def entries(data: bytes, *, today: date) -> list[Entry]:
    """Every row beneath the head that is not empty. Refused for what is no such ledger."""
    found = [_entry(number, values, faults, today) for number, values, faults in _rows(data)]
    if not found:
        raise Refused("台账是空的，表头下面没有申请。")
    return found


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    advice = "；不知道的内容可以留空，列不能少"
    for number, line, places in table(data, "台账", COLUMNS, key="收到日期", advice=advice):
        faults: list[str] = []
        yield number, {name: _cell(line, at, name, faults) for name, at in places.items()}, faults


def _cell(line: Sequence[Any], place: int, column: str, faults: list[str]) -> str:
    value = line[place].value if place < len(line) else None
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return text(line, place, column, faults)


def _entry(row: int, values: dict[str, str], faults: list[str], today: date) -> Entry:
    notes: list[str] = []
    received_on = read_day(values["收到日期"], "收到日期", faults)
    decided_on = read_day(values["处理决定日期"], "处理决定日期", faults)
    served_on = read_day(values["送达日期"], "送达日期", faults)
    result = values["办理结果"]
    _order(received_on, decided_on, served_on, result, today, faults)
    return Entry(
        row=row,
        number=_short(values["编号"], "编号", 60, faults),
        received_on=received_on or date.min,
        channel=_channel(values["收到方式"], faults, notes),
        details=_details(values, faults, notes),
        description=values["申请内容"] or UNRECORDED,
        decided_on=decided_on,
        result=result,
        letter=_short(values["文号"], "文号", 80, faults),
        served_on=served_on,
        fee=_fee(values["收费金额"], faults),
        faults=tuple(faults),
        notes=tuple(notes),
    )


def read_day(words: str, column: str, faults: list[str]) -> date | None:
    """A day as people write it, None for nothing; what is no day is said in ``faults``."""
    if not words:
        return None
    found = _DATE.fullmatch(words)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            pass
    faults.append(f"{column}“{words}”不是日期，请写成2025-03-02。")
    return None


def _order(
    received: date | None, decided: date | None, served: date | None, result: str, today: date, faults: list[str]
) -> None:
    if received is None:
        if not faults:
            faults.append("缺少收到日期。")
    elif not EARLIEST <= received <= today:
        faults.append(f"收到日期应在{EARLIEST}到今天之间。")
    days = [(word, one) for word, one in (("收到", received), ("处理决定", decided), ("送达", served)) if one]
    for (before, first), (after, second) in pairwise(days):
        if second < first:
            faults.append(f"{after}日期早于{before}日期。")
    if any(one > today for _, one in days[1:]):
        faults.append("处理决定日期或者送达日期还没有到。")
    if result and result not in RESULT_ROWS:
        faults.append(f"办理结果“{result}”不是表三的行次代码，如3.1、3.3.4、3.6.3。")
    if result and decided is None:
        faults.append("有办理结果的，须有处理决定日期：它决定计入哪一年。")
    if not result and (decided or served):
        faults.append("有处理决定日期或者送达日期的，须有办理结果；还没有办结的都留空。")


def _channel(words: str, faults: list[str], notes: list[str]) -> str:
    found = _CHANNELS.get(words)
    if found is None:
        faults.append(f"收到方式“{words}”不认识，可用：{'、'.join(label for _, label in Channel.choices)}。")
        return Channel.UNRECORDED
    if not words:
        notes.append("收到方式未记载")
    return found


def _details(values: dict[str, str], faults: list[str], notes: list[str]) -> Details:
    kind = _CLASSES.get(values["申请人类型"])
    if kind is None:
        allowed = "、".join(label for _, label in ApplicantClass.choices)
        faults.append(f"申请人类型“{values['申请人类型']}”不认识，应为：{allowed}。")
    name = _short(values["申请人"], "申请人", 100, faults)
    if not name:
        notes.append("申请人未记载")
    document, number = _document(kind or "", values["证件号码"], notes)
    contact = values["联系方式"]
    phone, email = _PHONE.search(contact), _EMAIL.search(contact)
    return Details(
        kind=kind or "",
        name=name or UNRECORDED,
        document=document,
        document_number=number,
        phone=phone[0] if phone else "",
        email=email[0] if email else "",
        address=_short("" if phone or email else contact, "联系方式", 300, faults),
    )


def _document(kind: str, words: str, notes: list[str]) -> tuple[str, str]:
    """What kind of number it is; one that is masked identifies nobody and is left out."""
    number = same_number(words)
    if not number:
        return "", ""
    if "*" in number or len(number) > 60:
        notes.append("证件号码不完整，没有导入")
        return "", ""
    document = IdentityDocument.ID_CARD if kind == ApplicantClass.NATURAL else IdentityDocument.CREDIT_CODE
    if number_fault(Details(kind, "", document=document, document_number=number)):
        notes.append("证件号码不符合编码规则，按其他证件导入")
        document = IdentityDocument.OTHER
    return document, number


def _fee(words: str, faults: list[str]) -> int:
    """Whole yuan; blank and 0 are none."""
    try:
        amount = Decimal(words.removesuffix("元") or "0")
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount != int(amount) or amount > 10**7:
        faults.append(f"收费金额“{words}”应是以元为单位的整数。")
        return 0
    return int(amount)


def _short(words: str, column: str, longest: int, faults: list[str]) -> str:
    if len(words) > longest:
        faults.append(f"{column}超过{longest}字。")
    return words[:longest]
