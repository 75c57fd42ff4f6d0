"""``gongkai convert IN OUT``: read one report, write it in the format that OUT ends in."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from gongkai.errors import WriteError
from gongkai.statute.form import AnnualReport

from .inputs import read

FORMATS = ("html", "docx", "pdf", "xlsx", "json")


def run(args: Namespace) -> int:
    outcome = read(args.source)
    if outcome.reading is None:
        print(f"gongkai: {args.source}：{outcome.error}", file=sys.stderr)
        return 2
    for finding in outcome.reading.findings:
        print(f"{args.source}：{finding.message}", file=sys.stderr)
    save(outcome.reading.report, args.target)
    return 1 if any(f.severity == "error" for f in outcome.reading.findings) else 0


def save(report: AnnualReport, target: str) -> None:
    """Write a report to ``target`` by its ending. Raises WriteError for another ending or a place not writable."""
    from gongkai import writers

    ending = Path(target).suffix.lstrip(".").lower()
    if ending not in FORMATS:
        raise WriteError(f"不认识的格式“.{ending}”；可用 {'、'.join('.' + f for f in FORMATS)}。")
    data = writers.write(report, ending)
    try:
        Path(target).write_bytes(data)
    except OSError as error:
        raise WriteError(f"写不进 {target}（{error.strerror}）；请换一个位置。") from error
