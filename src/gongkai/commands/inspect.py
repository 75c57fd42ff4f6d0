"""``gongkai inspect``: what files hide, before they leave the house. No database.

One JSON array or a text by file; the status is 0 where nothing was found, 1 where something was, 2 where a file or
a part of one could not be examined.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.papers.hidden import Report, examine
from gongkai.papers.hidden.limits import MAX_INPUT


@dataclass(frozen=True, slots=True)
class Inspected:
    path: str
    report: Report

    @property
    def status(self) -> int:
        if not self.report.examined:
            return 2
        return 1 if self.report.findings else 0

    @property
    def shown(self) -> str:
        """The path as it can be printed, whatever bytes it is made of."""
        return os.fsencode(self.path).decode("utf-8", "replace")

    @property
    def plain(self) -> dict[str, Any]:
        """As the command prints it; ``unexamined`` is "" where everything was looked into."""
        return {
            "path": self.shown,
            "examined": self.report.examined,
            "unexamined": self.report.unexamined,
            "findings": [
                {"kind": f.kind, "label": f.label, "where": f.where, "text": f.text, "cleanable": f.cleanable}
                for f in self.report.findings
            ],
        }


def run(args: Namespace) -> int:
    status, before = 0, "[\n"
    for path in args.files:
        inspected = Inspected(path, _report(path))
        status = max(status, inspected.status)
        if args.json:
            sys.stdout.write(before + json.dumps(inspected.plain, ensure_ascii=False))
            before = ",\n"
        else:
            sys.stdout.write(for_person(inspected))
    if args.json:
        sys.stdout.write("\n]\n")
    return status


def _report(path: str) -> Report:
    """The report on one input; what cannot be opened is not examined, and the others go on."""
    try:
        with sys.stdin.buffer if path == "-" else open(path, "rb") as stream:
            data = stream.read(MAX_INPUT + 1)
    except FileNotFoundError:
        return Report(False, (), "没有这个文件；请核对路径。")
    except IsADirectoryError:
        return Report(False, (), "这是文件夹；请给出里面的文件。")
    except OSError as error:
        return Report(False, (), f"文件打不开（{error.strerror}）；请核对路径和权限。")
    return examine(data, "" if path == "-" else Path(path).name)


def for_person(inspected: Inspected) -> str:
    """A line of summary, then a line for each finding.

    >>> print(for_person(Inspected("a.txt", Report(True, ()))), end="")
    ✓ a.txt：没有发现隐藏内容和个人信息
    """
    report = inspected.report
    lines = []
    if not report.examined:
        lines.append(f"× {inspected.shown}：未能全部检查。{report.unexamined}")
    elif not report.findings:
        lines.append(f"✓ {inspected.shown}：没有发现隐藏内容和个人信息")
    if report.findings:
        taken = sum(f.cleanable for f in report.findings)
        lines.append(f"✗ {inspected.shown}：发现{len(report.findings)}处，其中{taken}处可以自动清除")
    lines += [f"    {f.label}　{f.where}　{f.text}" for f in report.findings]
    return "\n".join(lines) + "\n"
