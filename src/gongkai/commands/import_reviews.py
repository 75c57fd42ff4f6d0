"""``gongkai import reviews``: a ledger of reconsiderations and lawsuits, from an XLSX or CSV table."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from gongkai import server

WORDS = {"new": "新增", "changed": "更改", "same": "相同", "error": "有误"}


def run(args: Namespace) -> int:
    """0: taken in, or a dry run without a fault; 1: a row is wrong and nothing was taken in."""
    server.prepare()
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.review.importing import import_reviews

    from .inputs import wanted

    agency = find(args.agency)
    outcome = import_reviews(OPERATOR, agency, wanted(args.file), dry_run=args.dry_run, at=datetime.now(UTC))
    for line in outcome.lines:
        print(f"第{line.row}行　{WORDS[line.step]}　{line.title}　{line.message}".rstrip())
    steps = [line.step for line in outcome.lines]
    print("，".join(f"{word}{steps.count(step)}" for step, word in WORDS.items()) + "。", end="")
    if outcome.errors:
        print("台账有误，一行也没有导入；请改正后重试。")
    else:
        print("已导入。" if outcome.applied else "这是试运行，没有改动。")
    return 1 if outcome.errors else 0
