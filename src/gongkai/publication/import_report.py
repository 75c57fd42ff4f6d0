"""What happened to every row of a list: written aside on disk, so that a long list does not stand in memory."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from gongkai.writers.spreadsheet import csv_lines, xlsx_bytes

HEAD: Final = ("行", "结果", "索引号", "标题", "说明")
STEPS: Final = {"taken": "收录", "error": "有误"}
# So many bytes stay in memory before they go to disk.
_IN_MEMORY: Final = 1 << 20
_FIRST: Final = 100
_EVERY: Final = 100


@dataclass(frozen=True)
class Line:
    """``step``: taken or error. ``message``: the faults, or what should be known of a row that is taken."""

    row: int
    step: str
    number: str
    title: str
    message: str


class Report:
    """One line for each row, in its order."""

    def __init__(self, progress: Callable[[int], object] | None = None) -> None:
        """``progress`` is told the number of rows now and then."""
        self._progress = progress
        # Lives as long as the report does, and is read again from the start.
        self._aside = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115
        self.counts: Counter[str] = Counter()
        self.first_errors: list[Line] = []

    def add(self, line: Line) -> None:
        self.counts[line.step] += 1
        if line.step == "error" and len(self.first_errors) < _FIRST:
            self.first_errors.append(line)
        rows = self.counts.total()
        if self._progress is not None and rows % _EVERY == 0:
            self._progress(rows)
        self._aside.write(json.dumps(list(vars(line).values()), ensure_ascii=False) + "\n")

    def lines(self) -> Iterator[Line]:
        self._aside.seek(0)
        for text in self._aside:
            yield Line(*json.loads(text))

    def csv(self) -> Iterator[str]:
        """Line by line, with a byte order mark."""
        return csv_lines(HEAD, self._rows())

    def xlsx(self) -> bytes:
        return xlsx_bytes("导入结果", HEAD, self._rows())

    def _rows(self) -> Iterator[tuple[object, ...]]:
        for line in self.lines():
            yield line.row, STEPS[line.step], line.number, line.title, line.message
