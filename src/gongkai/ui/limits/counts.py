"""Counts of who asked how often, shared by all processes of an installation and kept over their recycling.

A table in a mapped file: for each period three rows of slots, each slot the window it counts and the number. A
name stands in one slot of each row, and its count is the smallest of the three: two names hardly ever meet in all.
Nothing waits for anybody: two processes that count in the same instant may lose one, which no limit notices. Which
slot a name has follows from a secret, so nobody can choose to stand in another's; no address is written down.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import struct
import sys
from pathlib import Path

log = logging.getLogger("gongkai.ui")

# Seconds a window may last; each has rows of its own, where all that counts now has the same window.
PERIODS = (60, 600, 3600)
_ROWS = 3
_SLOTS = 1 << 16
_SLOT = struct.Struct("<II")
SIZE = len(PERIODS) * _ROWS * _SLOTS * _SLOT.size
_MOST = 0xFFFFFFFF


class Counts:
    """``file`` None: in the memory of this process only. ``period`` is one of PERIODS, ``now`` seconds of the
    clock."""

    def __init__(self, file: Path | None, secret: str) -> None:
        self._secret = hashlib.sha256(f"counts\0{secret}".encode()).digest()
        self._table = _mapped(file)

    def add(self, name: str, period: int, now: float) -> int:
        """Counts once; how often in this window so far."""
        window, found = int(now) // period & _MOST, []
        for place in self._places(name, period):
            of, count = _SLOT.unpack_from(self._table, place)
            count = min(count + 1, _MOST) if of == window else 1
            _SLOT.pack_into(self._table, place, window, count)
            found.append(count)
        return min(found)

    def count(self, name: str, period: int, now: float) -> int:
        """How often in this window."""
        window = int(now) // period & _MOST
        slots = (_SLOT.unpack_from(self._table, place) for place in self._places(name, period))
        return min(int(count) if of == window else 0 for of, count in slots)

    def _places(self, name: str, period: int) -> list[int]:
        bits = hashlib.blake2b(name.encode(), key=self._secret, digest_size=_ROWS * 4).digest()
        first = PERIODS.index(period) * _ROWS
        slots = struct.unpack(f"<{_ROWS}I", bits)
        return [((first + row) * _SLOTS + slot % _SLOTS) * _SLOT.size for row, slot in enumerate(slots)]


def _mapped(file: Path | None) -> mmap.mmap:
    """Where the file cannot be had, each process counts for itself: looser, and never not at all."""
    if file is None:
        return mmap.mmap(-1, SIZE)
    try:
        return _shared(file)
    except OSError as error:
        log.warning("visitors are counted by each process for itself", extra={"error": type(error).__name__})
        return mmap.mmap(-1, SIZE)


def _shared(file: Path) -> mmap.mmap:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        if os.fstat(handle).st_size != SIZE:
            os.ftruncate(handle, SIZE)
        # All of it now: writing where a full disk has no block for it would kill the process.
        if sys.platform == "linux":
            os.posix_fallocate(handle, 0, SIZE)
        return mmap.mmap(handle, SIZE)
    finally:
        os.close(handle)
