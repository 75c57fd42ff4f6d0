"""gongkai import items: existing stock from an XLSX or CSV list, or a folder with a list and attachments."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai import server
from gongkai.errors import Refused

if TYPE_CHECKING:
    from gongkai.publication.importing import Outcome


def run(args: Namespace) -> int:
    server.prepare()
    from gongkai.agencies.locked_years import because
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.publication.importing import import_items

    source = Path(args.file)
    if not source.exists():
        raise Refused(f"没有文件“{source}”，请核对路径。")
    agency, now = find(args.agency), datetime.now(UTC)
    with because(args.reason):
        outcome = import_items(OPERATOR, agency, source, name=source.name, dry_run=args.dry_run, at=now)
    if args.report:
        _write(outcome, Path(args.report))
    _tell(outcome, every=not args.report)
    return 1 if outcome.errors else 0


def _write(outcome: Outcome, where: Path) -> None:
    if where.suffix.lower() == ".xlsx":
        where.write_bytes(outcome.report.xlsx())
        return
    with where.open("w", encoding="utf-8", newline="") as file:
        file.writelines(outcome.report.csv())


def _tell(outcome: Outcome, *, every: bool) -> None:
    """Every row; where a report was written, only what is wrong."""
    from gongkai.publication.import_report import STEPS

    for line in outcome.report.lines() if every else outcome.report.first_errors:
        place = f"第{line.row}行" if line.row else line.title
        print(f"{place}　{STEPS[line.step]}　{line.number}　{line.message}".rstrip())
    print(f"收录{outcome.taken}，有误{outcome.errors}。", end="")
    if outcome.errors:
        print("清单有误，一行也没有导入；请改正后重试。")
    else:
        print("已导入。" if outcome.applied else "这是试运行，没有改动。")
    sys.stdout.flush()
