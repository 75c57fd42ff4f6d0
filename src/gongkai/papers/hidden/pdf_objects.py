"""Objects of a PDF: their texts, their bytes within bounds, and a walk over them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from . import limits


def plain(value: Any) -> str:
    """A string or name of a PDF as text; "" for anything else."""
    if isinstance(value, pikepdf.String):
        return str(value)
    if isinstance(value, pikepdf.Name):
        return str(value).lstrip("/")
    return ""


def text_of(value: Any) -> str:
    """A text string that may also be a stream (rich text, scripts)."""
    if isinstance(value, pikepdf.Stream):
        return (stream_bytes(value) or b"").decode("utf-8", "replace")
    return plain(value)


def stream_bytes(stream: pikepdf.Stream) -> bytes | None:
    """The decoded bytes; None where they cannot be decoded or would be larger than a part may be."""
    packed = stream.read_raw_bytes()
    if stream.get("/Filter") in ("/FlateDecode", pikepdf.Array([pikepdf.Name.FlateDecode])):
        try:
            if len(zlib.decompressobj().decompress(packed, limits.MAX_PART + 1)) > limits.MAX_PART:
                return None
        except zlib.error:
            return None
    elif len(packed) > limits.MAX_PART:
        return None
    try:
        return stream.read_bytes()
    except (pikepdf.PdfError, RuntimeError):
        return None


def children(item: Any) -> Iterator[Any]:
    """What a dictionary, stream or array directly holds."""
    if isinstance(item, pikepdf.Array):
        yield from item
    elif isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
        for key in item.keys():  # noqa: SIM118 - a pikepdf object is no mapping
            yield item[key]


def reachable(root: Any) -> set[tuple[int, int]]:
    """The numbers of all indirect objects that anything from ``root`` on refers to."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            continue
        if item.objgen != (0, 0):
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        waiting.extend(children(item))
    return seen
