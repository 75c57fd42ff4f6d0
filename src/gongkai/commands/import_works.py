"""``gongkai import works``: records of the work of one kind, from an XLSX or CSV table."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from gongkai import server

_WORDS = {"new": "新增", "same": "相同", "error": "有误"}


def run(args: Namespace) -> int:
    """0: taken in, or a dry run without a fault; 1: a row is wrong and nothing was taken in."""
    server.prepare()
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.supervision.importing import import_works
    from gongkai.supervision.kinds import title_of

    from .inputs import load

    agency = find(args.agency)
    found = import_works(OPERATOR, agency, load(args.file), dry_run=args.dry_run, at=datetime.now(UTC))
    outcome = found.outcome
    for line in outcome.lines:
        print(f"第{line.row}行　{_WORDS[line.step]}　{line.title}　{line.message}".rstrip())
    steps = [line.step for line in outcome.lines]
    counted = "，".join(f"{word}{steps.count(step)}" for step, word in _WORDS.items())
    print(f"{title_of(found.kind)}：{counted}。", end="")
    if outcome.errors:
        print("表格有误，一行也没有导入；请改正后重试。")
    else:
        print("已导入。" if outcome.applied else "这是试运行，没有改动。")
    return 1 if outcome.errors else 0
