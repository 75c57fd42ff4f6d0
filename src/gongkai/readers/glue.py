"""Cut figures that a converter glued together, through the sums that the form prescribes.

A row of table 3 such as ``270020130`` has several readings; its own sum (A1), the column sums (A2) and
first + second = third + fourth item (A3) usually leave one. Where they leave exactly one it is taken and
marked as inferred by the caller; where several remain, all are returned and none is chosen. Spaces inside a
run are cell limits that survived. Nothing here knows labels or documents: runs in, readings out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

Reading = tuple[int, ...]

# More partial sums than this means the runs are noise, not a glued table; then nothing is decided.
_MOST_STATES = 20_000
_MOST_SOLUTIONS = 64


@dataclass(frozen=True, slots=True)
class Solution:
    """``figures``: rows with exactly one reading. ``open``: the readings left for the others, which may be
    none at all (the digits fit no reading whose sum holds). ``sums`` says which sums were used: "all",
    "carry" (A1 and A3; the column sums do not hold for any reading) or "rows" (A1 only)."""

    figures: Mapping[str, Reading] = field(default_factory=dict)
    open: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    sums: str = "all"


def with_zeros(run: str) -> str:
    """A run whose slashes stand apart, for the sums, where a slash counts as 0."""
    return run.replace("/", "0")


def as_printed(reading: Reading, run: str) -> list[str]:
    """The texts of the cells: a 0 that was read for a slash is that slash again.

    >>> as_printed((1, 0, 0, 1), "10 / 1")
    ['1', '0', '/', '1']
    """
    out, rest = [], run.replace(" ", "")
    for number in reading:
        out.append("/" if rest[:1] == "/" else str(number))
        rest = rest[len(out[-1]) :]
    return out


def _cut_solid(digits: str, cells: int) -> Iterator[Reading]:
    """Every way to cut a run without separators into whole numbers without leading zeros."""
    if cells == 1:
        if digits and (digits == "0" or digits[0] != "0"):
            yield (int(digits),)
        return
    longest = 1 if digits[:1] == "0" else len(digits) - cells + 1
    for size in range(1, longest + 1):
        for rest in _cut_solid(digits[size:], cells - 1):
            yield (int(digits[:size]), *rest)


@lru_cache(maxsize=4096)
def cuts(run: str, cells: int) -> tuple[Reading, ...]:
    """Every reading of ``run`` as ``cells`` whole numbers; spaces are limits, other characters fit nothing.

    >>> cuts("693665", 3)[:2]
    ((6, 9, 3665), (6, 93, 665))
    """
    parts = run.split()
    if not parts or len(parts) > cells or not all(p.isascii() and p.isdigit() for p in parts):
        return ()
    if sum(len(p) for p in parts) > 12 * cells:
        return ()  # no report has figures that long; and the number of cuts would explode
    found: list[Reading] = [()]
    for at, part in enumerate(parts):
        after = len(parts) - at - 1
        found = [
            (*head, *tail)
            for head in found
            for size in range(1, cells - len(head) - after + 1)
            if after or size == cells - len(head)
            for tail in _cut_solid(part, size)
        ]
    return tuple(found)


def row_readings(run: str, width: int = 7) -> tuple[Reading, ...]:
    """Readings of one row of table 3. A run with only one cut is taken as printed, right or wrong; of
    several only those whose last number is the sum of the others (A1)."""
    parts = run.split()
    digits = "".join(parts)
    if not digits.isascii() or not digits.isdigit() or len(parts) > width or len(digits) > 12 * width:
        return ()
    if len(digits) == width or len(parts) == width:
        return cuts(run, width)
    limits = _limits(parts)
    found = []
    for at in range(width - 1, len(digits)):
        if _is_number(digits, at, len(digits), limits):
            total = int(digits[at:])
            found += [(*head, total) for head in _cut_sum(digits, 0, at, width - 1, total, limits)]
    return tuple(found)


def _is_number(digits: str, start: int, end: int, limits: set[int]) -> bool:
    """No leading zero, and no surviving limit inside."""
    return (digits[start] != "0" or end == start + 1) and not any(start < limit < end for limit in limits)


def _cut_sum(digits: str, start: int, end: int, cells: int, total: int, limits: set[int]) -> Iterator[Reading]:
    """Cuts of ``digits[start:end]`` into numbers that add up to ``total`` and cross no limit."""
    if cells == 1:
        if start < end and int(digits[start:end]) == total and _is_number(digits, start, end, limits):
            yield (total,)
        return
    for stop in range(start + 1, end - cells + 2):
        value = int(digits[start:stop])
        if value > total:
            return
        for rest in _cut_sum(digits, stop, end, cells - 1, total - value, limits):
            yield (value, *rest)
        if digits[start] == "0" or stop in limits:
            return


def _limits(parts: Sequence[str]) -> set[int]:
    """Positions in the joined run where a limit between cells survived."""
    at, limits = 0, set()
    for part in parts:
        at += len(part)
        limits.add(at)
    return limits


def group_readings(run: str, groups: int = 3, width: int = 5) -> tuple[Reading, ...]:
    """Readings of table 4 printed as one run: in each group the last number is the sum of the others (A5).
    A run with only one cut is taken as printed."""
    parts = run.split()
    digits = "".join(parts)
    if len(parts) == groups * width or len(digits) == groups * width:
        return cuts(run, groups * width)
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12 * groups * width:
        return ()
    limits = _limits(parts)
    return tuple(dict.fromkeys(_grouped(digits, 0, groups, width, limits)))


def _grouped(digits: str, start: int, groups: int, width: int, limits: set[int]) -> Iterator[Reading]:
    if groups == 0:
        if start == len(digits):
            yield ()
        return
    first = len(digits) if groups == 1 else start + width
    for stop in range(first, len(digits) - (groups - 1) * width + 1):
        for head in row_readings(_with_limits(digits[start:stop], start, limits), width):
            if head[-1] == sum(head[:-1]):
                for rest in _grouped(digits, stop, groups - 1, width, limits):
                    yield head + rest


def _with_limits(digits: str, start: int, limits: set[int]) -> str:
    return "".join(d + (" " if start + at + 1 in limits else "") for at, d in enumerate(digits))


def solve(
    runs: Mapping[str, str],
    leaves: Sequence[str],
    *,
    received: str = "1",
    carried_in: str = "2",
    total: str = "3.7",
    carried_out: str = "4",
) -> Solution:
    """Decide the rows of table 3 from their runs of digits, by row code.

    Args:
        runs: row code -> digits as printed; a row that is cell by cell already is a run with spaces.
        leaves: codes of the rows that add up to ``total`` (21 in the 2021 form, 19 in that of 2019).

    All sums are tried first; if no reading satisfies them all, the report itself does not add up, and A1
    with A3, then A1 alone, decide what they can. A run that fits no reading leaves its row open.
    """
    readings = {code: row_readings(run) for code, run in runs.items()}
    frame = (received, carried_in, total, carried_out)
    whole = all(readings.get(code) for code in (*frame, *leaves))
    if whole:
        solutions = _all_sums(readings, leaves, frame)
        if solutions:
            return _common(readings, solutions, "all")
    if all(readings.get(code) for code in frame):
        solutions = list(_carry(readings, frame))
        if solutions:
            return _common(readings, solutions, "carry")
    return _common(readings, [{}], "rows")


def _carry(readings: Mapping[str, Sequence[Reading]], frame: Sequence[str]) -> Iterator[dict[str, Reading]]:
    """Readings of the four frame rows with first + second = third + fourth in every column (A3)."""
    received, carried_in, total, carried_out = frame
    for first in readings[received]:
        for second in readings[carried_in]:
            incoming = tuple(a + b for a, b in zip(first, second, strict=True))
            for third in readings[total]:
                fourth = tuple(a - b for a, b in zip(incoming, third, strict=True))
                if fourth in readings[carried_out]:
                    yield {received: first, carried_in: second, total: third, carried_out: fourth}


def _all_sums(
    readings: Mapping[str, Sequence[Reading]], leaves: Sequence[str], frame: Sequence[str]
) -> list[dict[str, Reading]]:
    """Every combination that satisfies A1, A2 and A3, up to a bound; empty for none or too many."""
    frames = list(_carry(readings, frame))
    targets = {f[frame[2]] for f in frames}
    if not targets:
        return []
    ceiling = tuple(max(t[c] for t in targets) for c in range(7))
    layers: list[dict[Reading, list[tuple[Reading, Reading]]]] = []
    sums: dict[Reading, None] = {(0,) * 7: None}
    for code in leaves:
        layer: dict[Reading, list[tuple[Reading, Reading]]] = {}
        for before in sums:
            for reading in readings[code]:
                after = tuple(a + b for a, b in zip(before, reading, strict=True))
                if all(a <= c for a, c in zip(after, ceiling, strict=True)):
                    layer.setdefault(after, []).append((before, reading))
        if not layer or len(layer) > _MOST_STATES:
            return []
        layers.append(layer)
        sums = dict.fromkeys(layer)
    found = (
        {**f, **dict(zip(leaves, leaf, strict=True))}
        for f in frames
        for leaf in _paths(layers, f[frame[2]], len(layers) - 1)
    )
    some = list(islice(found, _MOST_SOLUTIONS))
    return [] if len(some) == _MOST_SOLUTIONS else some


def _paths(
    layers: Sequence[Mapping[Reading, Sequence[tuple[Reading, Reading]]]], at: Reading, depth: int
) -> Iterator[tuple[Reading, ...]]:
    if depth < 0:
        yield ()
        return
    for before, reading in layers[depth].get(at, ()):
        for head in _paths(layers, before, depth - 1):
            yield (*head, reading)


def _common(
    readings: Mapping[str, Sequence[Reading]], solutions: Sequence[Mapping[str, Reading]], sums: str
) -> Solution:
    """What all solutions agree on; rows outside the solutions count by their own readings."""
    figures: dict[str, Reading] = {}
    left: dict[str, tuple[Reading, ...]] = {}
    for code, own in readings.items():
        seen = tuple(dict.fromkeys(s[code] for s in solutions if code in s)) or tuple(own)
        if len(seen) == 1:
            figures[code] = seen[0]
        else:
            left[code] = seen
    return Solution(figures, left, sums)
