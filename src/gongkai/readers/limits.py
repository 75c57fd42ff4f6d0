"""Bounds on what is read, and the clock that holds a reading to its time.

The declared sizes in a file are never trusted: what is unpacked is counted while it is unpacked.
"""

from __future__ import annotations

import time

from gongkai.errors import TooLarge

MIB = 2**20
MAX_INPUT = 50 * MIB
MAX_UNPACKED = 500 * MIB
MAX_PART = 96 * MIB  # one XML part; its tree takes some ten times as much memory
MAX_RATIO = 300  # unpacked to packed, looked at from RATIO_FROM on; Word's own parts stay below 60
RATIO_FROM = 8 * MIB
MAX_MEMBERS = 10_000
MAX_SECONDS = 30
ADVICE = "请只保留年度报告正文，另存为新的DOCX或PDF后重试。"  # where a bound is reached
MAX_DEPTH = 256  # elements inside one another; libxml2 stops there too
MAX_TAGS = 2_000_000  # opening and closing, of a page or an XML part; a report has some ten thousand
MAX_BLOCKS = 200_000
MAX_CELLS = 200_000
MAX_PAGES = 1_000
MAX_COLUMNS = 200


class Deadline:
    """When a reading has to be over. ``check`` is called in every loop whose length a file decides."""

    __slots__ = ("_until", "seconds")

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def check(self) -> None:
        """Raises TooLarge when the time is up."""
        if time.monotonic() > self._until:
            raise out_of_time(self.seconds)

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._until - time.monotonic())


def out_of_time(seconds: float) -> TooLarge:
    return TooLarge(f"读取超过{seconds:g}秒，已停止；{ADVICE}")


def check_input(data: bytes) -> None:
    """Raises TooLarge for more than MAX_INPUT bytes."""
    if len(data) > MAX_INPUT:
        raise TooLarge(f"文件超过{MAX_INPUT // MIB}MB，未读取；请拆分文件或去掉其中的图片后重试。")
