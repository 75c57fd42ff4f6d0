"""Shapes of a CFF program (Adobe TN 5176), blanked in place."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

_END: Final = 0x0E
"""The operator that ends a shape: a program of nothing else draws nothing."""
_CHARSET, _SHAPES, _ROS = 15, 17, (12, 30)


class _Index(NamedTuple):
    """The places of the parts of an INDEX, and where it ends."""

    places: list[int]
    end: int


def is_one(data: bytes) -> bool:
    """Whether that is CFF, bare or in OpenType."""
    return data[:1] == b"\x01" or data[:4] == b"OTTO"


def blanked(data: bytes, keep: set[int]) -> bytes | None:
    """The program with every shape empty whose CID (or number, if it has no CIDs) is not kept; None where it is
    not laid out as expected. Glyph 0 stays."""
    try:
        start = _bare(data)
        return data[:start] + _blanked(data[start:], keep) if start is not None else None
    except (struct.error, KeyError, IndexError, ValueError):
        return None


def _bare(data: bytes) -> int | None:
    """Where CFF begins; it is the last thing looked at, so that what follows it in OpenType may stay."""
    if data[:4] != b"OTTO":
        return 0
    (count,) = struct.unpack_from(">H", data, 4)
    for at in range(count):
        tag, _, start, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
        if tag == b"CFF ":
            return int(start)
    return None


def _blanked(data: bytes, keep: set[int]) -> bytes:
    names = _index(data, data[2])
    tops = _index(data, names.end)
    top = _dictionary(data[tops.places[0] : tops.places[1]])
    shapes = _index(data, top[_SHAPES][0]).places
    count = len(shapes) - 1
    cids = (
        _charset(data, top[_CHARSET][0], count) if _ROS in top and top.get(_CHARSET, [0])[0] > 2 else range(count)
    )
    made = bytearray(data)
    for number, cid in enumerate(cids):
        if number and cid not in keep:
            at, end = shapes[number], shapes[number + 1]
            made[at:end] = bytes([_END]) * (end - at)
    return bytes(made)


def _index(data: bytes, at: int) -> _Index:
    (count,) = struct.unpack_from(">H", data, at)
    if not count:
        return _Index([], at + 2)
    size = data[at + 2]
    base = at + 3 + size * (count + 1) - 1
    offsets = (int.from_bytes(data[at + 3 + size * n : at + 3 + size * (n + 1)]) for n in range(count + 1))
    places = [base + offset for offset in offsets]
    if places != sorted(places) or places[-1] > len(data):
        raise ValueError("an INDEX that does not fit")
    return _Index(places, places[-1])


def _dictionary(data: bytes) -> dict[object, list[int]]:
    """Operators with their whole numbers (reals are read over)."""
    found: dict[object, list[int]] = {}
    operands: list[int] = []
    at = 0
    while at < len(data):
        one = data[at]
        at += 1
        if one <= 21:
            operator: object = one
            if one == 12:
                operator, at = (12, data[at]), at + 1
            found[operator], operands = operands, []
        elif one == 30:
            while data[at] & 0x0F != 0x0F and data[at] >> 4 != 0x0F:
                at += 1
            at += 1
            operands.append(0)
        else:
            value, at = _number(data, at, one)
            operands.append(value)
    return found


def _number(data: bytes, at: int, one: int) -> tuple[int, int]:
    if one == 28:
        return int.from_bytes(data[at : at + 2], signed=True), at + 2
    if one == 29:
        return int.from_bytes(data[at : at + 4], signed=True), at + 4
    if one <= 246:
        return one - 139, at
    if one <= 250:
        return (one - 247) * 256 + data[at] + 108, at + 1
    return -(one - 251) * 256 - data[at] - 108, at + 1


def _charset(data: bytes, at: int, count: int) -> list[int]:
    """The CID of every glyph."""
    kind, cids = data[at], [0]
    at += 1
    while len(cids) < count:
        (first,) = struct.unpack_from(">H", data, at)
        at += 2
        more = 0
        if kind:
            more = int.from_bytes(data[at : at + kind])
            at += kind
        cids += range(first, first + more + 1)
    return cids[:count]
