"""Every way to cut a run of digits into the cells of a row of table 2, which has no sums to decide by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_COUNT = re.compile(r"(?:0|[1-9]\d*)")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the text of each cell, and the numbers where all are whole."""

    texts: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, ...] | None:
        try:
            return tuple(int(t) for t in self.texts)
        except ValueError:
            return None


def ways(run: str, kinds: Sequence[str]) -> list[Way]:
    """Every cut of ``run`` into cells of these kinds (count, signed, money) without leading zeros. Blanks are
    limits that survived. Empty where none fits.

    >>> [w.texts for w in ways("35-15", ("count", "signed"))]
    [('35', '-15')]
    """
    run = run.strip()
    if len(run) > 40:
        return []
    found: list[tuple[str, ...]] = []
    _cut(run, tuple(kinds), (), found)
    return [Way(texts) for texts in found]


def _cut(rest: str, kinds: tuple[str, ...], head: tuple[str, ...], out: list[tuple[str, ...]]) -> None:
    rest = rest.lstrip(" ")
    if len(out) >= _MOST:
        return
    if not kinds:
        if not rest:
            out.append(head)
        return
    if len(kinds) == 1 and " " in rest:
        return
    limit = rest.find(" ") if " " in rest else len(rest)
    for size in range(1, limit + 1):
        if _is_cell(rest[:size], kinds[0]):
            _cut(rest[size:], kinds[1:], (*head, rest[:size]), out)


def _is_cell(text: str, kind: str) -> bool:
    if text in ("/", "-") and kind != "signed":
        return text == "/"
    if kind == "signed" and text[:1] in "+-":
        return len(text) > 1 and text[1:] != "0" and _COUNT.fullmatch(text[1:]) is not None
    if kind == "money":
        return re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?(?:亿元|万元|元)?", text) is not None and _sound(text)
    return _COUNT.fullmatch(text) is not None


def _sound(text: str) -> bool:
    number = text.rstrip("元万亿")
    return not number.endswith(".") and Decimal(number) >= 0
