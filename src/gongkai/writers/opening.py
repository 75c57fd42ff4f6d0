"""The opening lines: what the report says before its first section, and the head that it does not say there yet.

A report that was compiled knows its period, its address and whom to ask as values; one that was read also has
the lines they came from. Each is printed once.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from gongkai.statute.form import AnnualReport, Contact

_BLANK = re.compile(r"\s+")


def opening(report: AnnualReport) -> tuple[str, ...]:
    """The preamble, then one line for each part of the head that stands nowhere in it."""
    said = _plain("".join((*report.preamble, report.title or "")))
    lines = (
        _period(report.period, said),
        _electronic(report.electronic_address, said),
        _contact(report, said),
    )
    return (*report.preamble, *(line for line in lines if line))


def _plain(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _period(period: tuple[date, date] | None, said: str) -> str | None:
    if period is None or f"{period[1].month}月{period[1].day}日" in said:
        return None
    return f"本报告中所列数据的统计期限自{_day(period[0])}起至{_day(period[1])}止。"


def _electronic(address: str | None, said: str) -> str | None:
    if not address or _plain(address) in said:
        return None
    return f"本报告的电子版可在{address}查阅和下载。"


_NAMES = (
    ("address", "地址"),
    ("postcode", "邮编"),
    ("telephone", "电话"),
    ("fax", "传真"),
    ("email", "电子邮箱"),
)


def _contact(report: AnnualReport, said: str) -> str | None:
    given = _given(report.contact)
    left = [f"{label}：{value}" for label, value in given if _plain(value) not in said]
    if not left:
        return None
    return f"如对本报告有疑问，请与{report.agency or '本机关'}联系（{'；'.join(left)}）。"


def _given(contact: Contact) -> list[tuple[str, str]]:
    return [(label, value) for name, label in _NAMES if (value := getattr(contact, name))]
