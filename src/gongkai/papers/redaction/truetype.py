"""Shapes of a TrueType program (ISO 14496-22, glyf and loca), blanked in place."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import Final

_MORE: Final = 0x20
_WORDS: Final = 0x01
_SCALE: Final = 0x08
_TWO_SCALES: Final = 0x40
_FOUR_SCALES: Final = 0x80


def blanked(data: bytes, keep: set[int]) -> bytes | None:
    """The program with every other shape empty; None where it is not laid out as expected.

    A composite shape keeps the shapes it is put together from; glyph 0 stays.
    """
    try:
        return _blanked(data, keep)
    except (struct.error, KeyError, IndexError, ValueError):
        return None


def _blanked(data: bytes, keep: set[int]) -> bytes | None:
    tables = _tables(data)
    start, size = tables[b"glyf"]
    places = _places(data, tables)
    if places[-1] > size or places != sorted(places):
        return None
    kept = _closed(data, start, places, keep | {0})
    made = bytearray(data)
    for number, (at, end) in enumerate(pairwise(places)):
        if number not in kept:
            made[start + at : start + end] = bytes(end - at)
    return bytes(made)


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count))
    return {tag: (start, size) for tag, _, start, size in rows}


def _places(data: bytes, tables: dict[bytes, tuple[int, int]]) -> list[int]:
    (long,) = struct.unpack_from(">h", data, tables[b"head"][0] + 50)
    (count,) = struct.unpack_from(">H", data, tables[b"maxp"][0] + 4)
    start = tables[b"loca"][0]
    if long:
        return list(struct.unpack_from(f">{count + 1}L", data, start))
    return [2 * place for place in struct.unpack_from(f">{count + 1}H", data, start)]


def _closed(data: bytes, start: int, places: list[int], keep: set[int]) -> set[int]:
    """With every shape that a kept one is put together from."""
    kept: set[int] = set()
    todo = [number for number in keep if number < len(places) - 1]
    while todo:
        number = todo.pop()
        if number in kept:
            continue
        kept.add(number)
        at, end = start + places[number], start + places[number + 1]
        if end - at >= 10 and struct.unpack_from(">h", data, at)[0] < 0:
            todo += [one for one in _parts(data, at + 10) if one < len(places) - 1]
    return kept


def _parts(data: bytes, at: int) -> list[int]:
    parts, flags = [], _MORE
    while flags & _MORE:
        flags, number = struct.unpack_from(">HH", data, at)
        parts.append(number)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0
    return parts
