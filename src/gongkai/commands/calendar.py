"""``gongkai calendar add FILE``: the notice of days off of a year, into this installation."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from gongkai import server

from .due import read_notice


def run(args: Namespace) -> int:
    text = read_notice(args.file)
    server.prepare()
    from gongkai.agencies import calendars
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.statute.calendar import parse_notice

    known = [one.year for one in calendars.national().notices]
    change = calendars.add_notice(parse_notice(text, known=known), by=OPERATOR, at=datetime.now(UTC))
    print(f"已载入{change.notice.year}年放假通知（{change.notice.reference}）。")
    for one in change.moved:
        tail = "（暂定）" if one.provisional else ""
        print(f"{one.agency}　{one.what}　{_day(one.before)} → {_day(one.now)}{tail}")
    print(f"变动的答复期限：{len(change.moved)}件。" if change.moved else "没有答复期限因此变动。")
    return 0


def _day(day: object) -> str:
    return str(day) if day else "没有日期"
