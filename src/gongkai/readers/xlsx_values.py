"""What a cell of a workbook shows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAY = re.compile(r"[yd]", re.IGNORECASE)


class Styles:
    """Which cell styles show a number as a date or a share."""

    def __init__(self, root: Any | None) -> None:
        self._dates: set[int] = set()
        self._shares: set[int] = set()
        if root is None:
            return
        codes = {f.get("numFmtId"): str(f.get("formatCode", "")) for f in root.iter(f"{_MAIN}numFmt")}
        formats = root.find(f"{_MAIN}cellXfs")
        for at, format in enumerate(formats if formats is not None else ()):
            number = format.get("numFmtId", "0")
            code = _QUOTED.sub("", codes.get(number, ""))
            if _DAY.search(code) or (number.isdigit() and int(number) in _DATES):
                self._dates.add(at)
            elif "%" in code or number in ("9", "10"):
                self._shares.add(at)

    def show(self, number: float, style: int) -> str:
        """The number as a person reads it, without what binary fractions add (282.1, not 282.10000000000002)."""
        if style in self._dates and 0 < number < 2_958_466:
            day = date(1899, 12, 30) + timedelta(days=int(number))
            return f"{day.year}年{day.month}月{day.day}日"
        if style in self._shares:
            return f"{number * 100:.15g}%"
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


class Values:
    """Turns cells into text; counts the formulas whose result was not saved (``unsaved``)."""

    def __init__(self, shared: list[str], styles: Styles) -> None:
        self._shared = shared
        self._styles = styles
        self.unsaved = 0

    def text(self, cell: Any) -> str | None:
        """The text of a cell; None for a formula without a saved result."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t")).strip()
        value: str | None = cell.findtext(f"{_MAIN}v")
        if not value:
            if cell.find(f"{_MAIN}f") is None:
                return ""
            self.unsaved += 1
            return None
        if kind == "s":
            at = int(value) if value.isascii() and value.isdigit() else -1
            return self._shared[at].strip() if 0 <= at < len(self._shared) else ""
        if kind == "b":
            return "是" if value == "1" else "否"
        if kind != "n":
            return value.strip()
        style = cell.get("s", "0")
        try:
            return self._styles.show(float(value), int(style) if style.isdigit() else 0)
        except (ValueError, OverflowError):
            return value.strip()
