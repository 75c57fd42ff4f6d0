"""``gongkai report``: the annual report of one agency for one year, compiled from this installation's records."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date

from gongkai import server
from gongkai.errors import Refused


def run(args: Namespace) -> int:
    """0, or 1 where a finding is an error; 2 for an agency or a year that there is not."""
    server.prepare()
    from django.utils import timezone

    from gongkai.agencies.queries import find
    from gongkai.reports.compiling.tables import compile

    from . import verdict
    from .compiled import of_records
    from .element import compiled

    _begun(args.year, timezone.localdate())
    found = compile(find(args.agency), args.year)
    element = compiled(found.report, found.findings)
    if args.json:
        with verdict.output(args, 1) as out:
            out.write(element.plain)
    else:
        sys.stdout.write(of_records(element.plain, found))
    return element.status


def _begun(year: int, today: date) -> None:
    """A year that runs is compiled as far as it goes; one that has not begun has no records."""
    if year > today.year:
        raise Refused(f"{year}年还没有开始，没有可以编制的报告；请核对年度。")
    if year == today.year:
        print(f"gongkai: {year}年还没有结束，以下是截至目前的数字。", file=sys.stderr)
