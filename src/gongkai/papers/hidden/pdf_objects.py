"""Objects of a PDF: their texts, their bytes within bounds, and a walk over them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from . import limits

_TREE: Final = 60  # nodes of a page tree above one another
_DEEP: Final = 30  # objects that stand inside one another


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


def everything(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file, those that stand inside another object too."""
    for item in document.objects:
        yield from _within(item, 0)


def _within(item: Any, depth: int) -> Iterator[Any]:
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
    if depth < _DEEP and isinstance(item, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        for child in children(item):
            if isinstance(child, pikepdf.Array | pikepdf.Dictionary) and not child.is_indirect:
                yield from _within(child, depth + 1)


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


def holders(document: pikepdf.Pdf) -> Iterator[tuple[Any, bytes]]:
    """Everything that draws, with its resources: pages, forms, patterns."""
    for page in document.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        content = b"\n".join(stream_bytes(part) or b"" for part in parts if isinstance(part, pikepdf.Stream))
        yield _resources(page.obj), content
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and isinstance(item.get("/Resources"), pikepdf.Dictionary):
            yield item.Resources, stream_bytes(item) or b""


def _resources(page: Any) -> Any:
    """Those of a page, or of the nearest node above it that has any."""
    for _ in range(_TREE):
        if isinstance(page.get("/Resources"), pikepdf.Dictionary):
            return page.Resources
        page = page.get("/Parent")
        if not isinstance(page, pikepdf.Dictionary):
            break
    return pikepdf.Dictionary()


def contents(document: pikepdf.Pdf) -> Iterator[bytes]:
    """The decoded drawing instructions of everything that draws."""
    for _, content in holders(document):
        yield content
