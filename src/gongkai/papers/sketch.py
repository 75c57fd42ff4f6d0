"""A text as a few dozen numbers, and an index over them: who may be alike, without comparing every pair.

A shingle is SIZE characters; one in KEPT is kept, chosen by its own checksum, so that two texts keep the same ones
where they are the same. Checksums and not ``hash()``, which differs from process to process.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

from .normal import END

SIZE: Final = 12
KEPT: Final = 16
BINS: Final = 24
PARTITIONS: Final = 32
_WIDEST: Final = 16
_WIDTH: Final = 4 * SIZE


def sketch(text: str) -> array[int]:
    """Checksums of the shingles kept, sorted, each once."""
    sums: set[int] = set()
    for part in text.split(END):
        data = part.encode("utf-32-le")
        shingles = (crc32(data[at : at + _WIDTH]) for at in range(0, len(data) - _WIDTH + 1, 4))
        sums.update(s for s in shingles if not s % KEPT)
    return array("I", sorted(sums))


class Sketches:
    """Sketches of many texts in one array, by number."""

    def __init__(self) -> None:
        self._sums = array("I")
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, sums: array[int]) -> None:
        self._sums.extend(sums)
        self._ends.append(len(self._sums))

    def of(self, number: int) -> array[int]:
        return self._sums[self._ends[number] : self._ends[number + 1]]

    def alike(self, one: int, other: int) -> float:
        """Estimate of the common share of both together (Jaccard)."""
        first, second = set(self.of(one)), set(self.of(other))
        together = len(first | second)
        return len(first & second) / together if together else 0.0

    def contained(self, one: int, other: int) -> float:
        """Estimate of the share of the first found in the second."""
        first = set(self.of(one))
        return len(first.intersection(self.of(other))) / len(first) if first else 0.0

    def bands(self) -> Iterator[list[tuple[int, int]]]:
        """For each pair of bins the (key, number) of all texts, sorted: near copies share a key in most bands."""
        lowest = [self._lowest(number) for number in range(len(self))]
        for band in range(0, BINS, 2):
            yield sorted((low[band] << 32 | low[band + 1], n) for n, low in enumerate(lowest) if any(low))

    def _lowest(self, number: int) -> array[int]:
        """The lowest checksum in each bin."""
        low = array("I", [0]) * BINS
        for value in self.of(number):
            at = (value // KEPT) % BINS
            low[at] = min(low[at] or value, value)
        return low


class Index:
    """Which texts have a shingle. Built partition by partition, so that its peak stays near its size."""

    def __init__(self, sketches: Sketches, numbers: Sequence[int]) -> None:
        self._sketches = sketches
        self._entries = array("Q")
        parts = [array("Q") for _ in range(PARTITIONS)]
        step = 2**32 // PARTITIONS
        for number in numbers:
            for value in sketches.of(number):
                parts[value // step].append(value << 32 | number)
        for at, part in enumerate(parts):
            self._entries.extend(sorted(part))
            parts[at] = array("Q")

    def candidates(self, number: int) -> Counter[int]:
        """How many shingles others are seen to share with a text. Of those that have a common one only the
        nearest in order are looked at, so the work for one text does not grow with their number."""
        found: Counter[int] = Counter()
        entries = self._entries
        for value in self._sketches.of(number):
            here = bisect_left(entries, value << 32 | number)
            low = max(bisect_left(entries, value << 32, 0, here), here - _WIDEST // 2)
            high = min(len(entries), here + 1 + _WIDEST // 2)
            found.update(e & 0xFFFFFFFF for e in entries[low:high] if e >> 32 == value)
        del found[number]
        return found
