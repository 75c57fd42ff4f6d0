"""``gongkai due``: the last day of the reply from what happened on which day, and its working. No database."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gongkai.errors import Refused
from gongkai.statute.calendar import Calendar, official, parse_notice, weekday
from gongkai.statute.clock import Due, Reason, due, parse_day, parse_events

_WAITING = {"supplement": "申请人补正", "payment": "申请人缴费", "reasons": "申请人说明理由"}


def run(args: Namespace) -> int:
    on = parse_day(args.on) if args.on else datetime.now(ZoneInfo("Asia/Shanghai")).date()
    found = due(parse_events(args.events), calendar=_calendar(args.calendar), on=on)
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found)))
    return 0


def _calendar(files: list[str]) -> Calendar:
    calendar = official()
    for name in files:
        known = [one.year for one in calendar.notices]
        calendar = calendar.with_notice(parse_notice(read_notice(name), known=known))
    return calendar


def read_notice(name: str) -> str:
    """The text of a notice's file. Refused when there is none to read."""
    try:
        return Path(name).read_text("utf-8")
    except OSError:
        raise Refused(f"打不开放假通知“{name}”，请核对文件名。") from None
    except UnicodeDecodeError:
        raise Refused(f"“{name}”不是 UTF-8 文本，请另存为 UTF-8 后重试。") from None


def as_json(found: Due) -> dict[str, object]:
    """The answer as plain data; days as text, None where there is none."""
    return {
        "due_on": _day(found.on),
        "waiting_for": found.waiting_for,
        "provisional": found.provisional,
        "stopped_on": _day(found.stopped_on),
        "missing_years": list(found.missing_years),
        "because": [_reason(one) for one in found.because],
    }


def _reason(one: Reason) -> dict[str, object]:
    return {"on": _day(one.on), "article": one.article, "text": one.text, "counted": one.counted}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(found: Due) -> list[str]:
    return [_headline(found), "", *(f"{one.article}\n　{one.text}" for one in found.because)]


def _headline(found: Due) -> str:
    if found.on is not None:
        tail = "，暂定" if found.provisional else ""
        return f"答复期限：{found.on}（{weekday(found.on)}{tail}）"
    if found.waiting_for:
        return f"没有截止日期：等候{_WAITING[found.waiting_for]}"
    return f"没有截止日期：{found.stopped_on}办理结束"
