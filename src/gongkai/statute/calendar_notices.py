"""A notice of days off: one year's, by the State Council, or a region's own (全国年节及纪念日放假办法 Art. 4).

The file of a notice is TOML: ``year``, ``reference`` (文号), ``checked_on``, ``off`` (weekdays that are not
worked), ``on`` (weekend days that are worked); ``revises = true`` when it changes a year that is already known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from gongkai.errors import Refused
from gongkai.statute.tables import table

# A notice sometimes swaps the last days of the year before (29 December 2018 was worked for New Year 2019).
_LAST_DAYS = 22
# Weekdays off in one year: never more than 23 since 2004.
_MOST_OFF = 40


class Notice(NamedTuple):
    """What one year has instead of Monday to Friday. ``derived``: from another table, no notice was read."""

    year: int
    reference: str
    checked_on: date
    off: tuple[date, ...]
    on: tuple[date, ...]
    revises: bool = False
    derived: bool = False


class Regional(NamedTuple):
    """Days that a local government sets in addition, for its own region."""

    region: str
    reference: str
    checked_on: date
    off: tuple[date, ...]
    on: tuple[date, ...] = ()


@cache
def official_notices() -> tuple[Notice, ...]:
    """What this version ships: 2019-2026 by notice, 2004-2018 derived."""
    return tuple(_notice(raw) for raw in table("calendar")["notice"])


def parse_notice(text: str, *, known: Iterable[int] | None = None) -> Notice:
    """The notice in a TOML file. Refused, with the mistake in words, for anything that cannot be right.

    ``known``: the years that have a notice already (those shipped, where not given); only a notice that says
    ``revises = true`` may change one of them, and it must.
    """
    raw = _toml(text)
    for field in ("year", "reference", "checked_on", "off", "on"):
        if field not in raw:
            raise Refused(
                f"放假通知缺少“{field}”。需要 year、reference（文号）、checked_on（核对日期）、off、on 五项。"
            )
    unknown = sorted(set(raw) - {"year", "reference", "checked_on", "off", "on", "revises"})
    if unknown:
        raise Refused(f"放假通知里有不认识的项目“{'”“'.join(unknown)}”，请删去。")
    return checked(_typed(raw), known=known)


def checked(notice: Notice, *, known: Iterable[int] | None = None) -> Notice:
    """The notice in order of days, or Refused with the mistake in words."""
    year = notice.year
    if not notice.reference.strip():
        raise Refused("请写明放假通知的文号（reference）。")
    if not 2004 <= year <= 2100:
        raise Refused(f"年份 {year} 不对，应在 2004 至 2100 之间。")
    years = {one.year for one in official_notices()} if known is None else set(known)
    if year in years and not notice.revises:
        raise Refused(f"{year}年的放假通知已经载入。是新的调整通知的，请选“这是调整”（文件中写 revises = true）。")
    if year not in years and notice.revises:
        raise Refused(f"{year}年的放假通知还没有载入，不能作为调整；请不选“这是调整”（文件中不写 revises）。")
    _check_days(year, notice.off, notice.on)
    if not notice.off:
        raise Refused("放假的工作日（off）是空的，请核对。")
    if len(notice.off) > _MOST_OFF:
        raise Refused(f"放假的工作日（off）有 {len(notice.off)} 天，没有哪一年放这么多，请核对。")
    return notice._replace(
        reference=notice.reference.strip(), off=tuple(sorted(notice.off)), on=tuple(sorted(notice.on))
    )


def checked_regional(regional: Regional) -> Regional:
    """The same for a region's days, which may lie in any year."""
    if not regional.region.strip() or not regional.reference.strip():
        raise Refused("请写明地区和文号。")
    if not regional.off and not regional.on:
        raise Refused("请至少写一天。")
    _check_kinds(regional.off, regional.on)
    return regional._replace(off=tuple(sorted(regional.off)), on=tuple(sorted(regional.on)))


def _check_days(year: int, off: tuple[date, ...], on: tuple[date, ...]) -> None:
    for day in (*off, *on):
        if day.year != year and not (day.year == year - 1 and day.month == 12 and day.day >= _LAST_DAYS):
            raise Refused(f"{day} 不在 {year} 年，请核对。")
    _check_kinds(off, on)


def _check_kinds(off: tuple[date, ...], on: tuple[date, ...]) -> None:
    days = [*off, *on]
    if twice := sorted({day for day in days if days.count(day) > 1}):
        raise Refused(f"{twice[0]} 写了两次，请核对。")
    for day in off:
        if day.weekday() >= 5:
            raise Refused(f"{day} 是{_WEEKDAYS[day.weekday()]}，本来就休息；放假的工作日（off）只写周一至周五。")
    for day in on:
        if day.weekday() < 5:
            raise Refused(f"{day} 是{_WEEKDAYS[day.weekday()]}，本来就上班；上班的休息日（on）只写周六、周日。")


_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def weekday(day: date) -> str:
    """星期一 … 星期日."""
    return _WEEKDAYS[day.weekday()]


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"放假通知不是 TOML 格式：{error}。") from None


def _typed(raw: Mapping[str, Any]) -> Notice:
    year, reference = raw["year"], raw["reference"]
    if not isinstance(year, int) or isinstance(year, bool) or not isinstance(reference, str):
        raise Refused("year 应是四位数字，reference 应是带引号的文号。")
    if not isinstance(raw.get("revises", False), bool):
        raise Refused("revises 应是 true 或 false。")
    if not _is_day(raw["checked_on"]):
        raise Refused("checked_on 应是 2026-11-24 这样的日期，不加引号。")
    for field in ("off", "on"):
        if not isinstance(raw[field], list) or not all(_is_day(day) for day in raw[field]):
            raise Refused(f"{field} 应是一列日期，如 [2027-01-01, 2027-02-05]，不加引号。")
    return _notice(raw)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _notice(raw: Mapping[str, Any]) -> Notice:
    return Notice(
        raw["year"],
        raw["reference"],
        raw["checked_on"],
        tuple(raw["off"]),
        tuple(raw["on"]),
        raw.get("revises", False),
        raw.get("derived", False),
    )
