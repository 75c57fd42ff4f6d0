"""What ``gongkai check`` prints: a verdict for a person, a JSON array, a workbook, and how far it is."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

SEVERITIES = (("error", "错误"), ("warning", "存疑"), ("hint", "提示"))
_EDITION = {"2021": "2021年格式", "2019": "2019年格式", "hybrid": "两版格式混用", None: "没有法定表格"}


class Writer(Protocol):
    def write(self, plain: dict[str, Any]) -> None:
        """Take one element of the result."""


class _All:
    def __init__(self, writers: list[Writer]) -> None:
        self._writers = writers

    def write(self, plain: dict[str, Any]) -> None:
        for writer in self._writers:
            writer.write(plain)


@contextmanager
def output(args: Namespace, total: int) -> Iterator[Writer]:
    """Everything asked for at once; closed properly even when the run is broken off."""
    writers: list[Writer] = [_Json() if args.json else _Lines()]
    if getattr(args, "xlsx", None):
        from .workbook import Workbook

        writers.append(Workbook(args.xlsx))
    if sys.stderr.isatty():
        writers.append(_Progress(total))
    try:
        yield _All(writers)
    finally:
        for writer in writers:
            close = getattr(writer, "close", None)
            if close:
                close()


class _Json:
    """One element a line inside one array, so that a result of any size streams."""

    def __init__(self) -> None:
        self._before = "[\n"

    def write(self, plain: dict[str, Any]) -> None:
        sys.stdout.write(self._before + json.dumps(plain, ensure_ascii=False))
        self._before = ",\n"

    def close(self) -> None:
        sys.stdout.write("[]\n" if self._before == "[\n" else "\n]\n")


class _Lines:
    def write(self, plain: dict[str, Any]) -> None:
        sys.stdout.write(for_person(plain))


def for_person(plain: dict[str, Any]) -> str:
    """The verdict on one input: a line of summary, then a line for each finding with its place.

    >>> print(for_person({"path": "a.txt", "error": "空文件。"}), end="")
    × a.txt：读不了。空文件。
    """
    if plain["error"]:
        return f"× {plain['path']}：读不了。{plain['error']}\n"
    counts = [
        f"{n}处{word}" for key, word in SEVERITIES if (n := sum(f["severity"] == key for f in plain["findings"]))
    ]
    worst = {f["severity"] for f in plain["findings"]}
    mark = "✗" if "error" in worst else "△" if "warning" in worst else "✓"
    year = f"{plain['year']}年" if plain["year"] else "年份不详"
    whole = "三张表完整" if plain["complete"] else "表格不完整"
    head = f"{mark} {plain['path']}：{plain['agency'] or '机关名称不详'}　{year}"
    lines = [f"{head}（{_EDITION[plain['edition']]}，{whole}）：{'、'.join(counts) or '没有发现问题'}"]
    words = dict(SEVERITIES)
    for finding in plain["findings"]:
        place = f"［{finding['place']}］" if finding["place"] else ""
        lines.append(f"    {words[finding['severity']]} {finding['relation']}　{finding['message']}{place}")
    lines += [f"    相似　{line}" for line in alike_lines(plain.get("alike"))]
    return "\n".join(lines) + "\n"


def alike_lines(alike: dict[str, Any] | None) -> list[str]:
    """The likeness step in words: the group of copies this text belongs to, then its nearest few."""
    if not alike:
        return []
    lines = []
    if alike["copies"]:
        lines.append("与下列文件基本相同：" + "、".join(alike["copies"]))
    for near in alike["nearest"]:
        lines.append(
            f"与 {near['path']} 相同 {near['share']:.0%}：" + "；".join(f"“{p}”" for p in near["passages"])
        )
    return lines


class _Progress:
    """A bar on the terminal; nothing where stderr is a file."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._shown = total, 0, -1

    def write(self, plain: dict[str, Any]) -> None:
        self._done += 1
        percent = self._done * 100 // self._total
        if percent != self._shown:
            self._shown = percent
            bar = "█" * (percent // 4) + "░" * (25 - percent // 4)
            sys.stderr.write(f"\r{bar} {percent}% {self._done}/{self._total}")
            sys.stderr.flush()

    def close(self) -> None:
        sys.stderr.write("\r\x1b[K")
