"""What differs between two versions, for people to read: fields, body text and attachments, as plain data.

between(old, new) -> Differences        ``old`` None: everything is new
changes(old, new) -> list[Change]       of two texts, paragraph by paragraph, and within a paragraph by words
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from gongkai.publication.describing import label
from gongkai.publication.models import DESCRIPTION, Version

Kind = Literal["same", "added", "removed"]
# Signs are compared one by one, Latin words and numbers whole: 2026 that became 2027 reads as a whole number.
_PARTS = re.compile(r"[A-Za-z]+|\d+|\s+|.", re.DOTALL)
# Below this likeness a paragraph was replaced rather than edited.
_ALIKE = 0.4
# Beyond so many signs a paragraph is compared as a whole: comparing by signs takes time by their square.
_LONGEST = 4000


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph: ``same``, ``added``, ``removed``, or ``edited`` with the pieces within it."""

    kind: Literal["same", "added", "removed", "edited"]
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind != "added")

    @property
    def after(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind != "removed")


@dataclass(frozen=True)
class FieldChange:
    name: str
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FileChange:
    """An attachment that came, went, was renamed, or whose bytes are others. ``before``, ``after``: its names."""

    kind: Literal["added", "removed", "renamed", "replaced"]
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    fields: tuple[FieldChange, ...]
    body: tuple[Change, ...]
    files: tuple[FileChange, ...]
    # The words are the same, tables or emphasis are not.
    only_looks: bool

    @property
    def any(self) -> bool:
        return bool(self.fields or self.files or self.only_looks or self.body_changed)

    @property
    def body_changed(self) -> bool:
        return any(change.kind != "same" for change in self.body)


def between(old: Version | None, new: Version) -> Differences:
    """From the older to the newer."""
    body = changes(old.text if old else "", new.text)
    looks = old is not None and old.body != new.body and old.text == new.text
    return Differences(tuple(_fields(old, new)), tuple(body), tuple(_files(old, new)), looks)


def changes(old: str, new: str) -> list[Change]:
    """Paragraph by paragraph. What stands in ``before`` and ``after`` of all, joined by line breaks, is the two
    texts again."""
    a, b = old.split("\n") if old else [], new.split("\n") if new else []
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change("same", (Piece("same", text),)) for text in a[i1:i2]]
        else:
            found += _replaced(a[i1:i2], b[j1:j2])
    return found


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Of two short texts, what stayed, came and went."""
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return tuple(_swap(old, new))
    a, b = _PARTS.findall(old), _PARTS.findall(new)
    return tuple(_pieces(a, b))


def _pieces(a: Sequence[str], b: Sequence[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(a[i1:i2]))
        else:
            yield from _swap("".join(a[i1:i2]), "".join(b[j1:j2]))


def _swap(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield Piece("same", old)
        return
    if old:
        yield Piece("removed", old)
    if new:
        yield Piece("added", new)


def _replaced(a: Sequence[str], b: Sequence[str]) -> Iterator[Change]:
    """As many paragraphs as both have are laid beside one another; what is left over came or went."""
    for before, after in zip(a, b, strict=False):
        inner = pieces(before, after)
        if before and after and _alike(inner):
            yield Change("edited", inner)
        else:
            yield Change("removed", (Piece("removed", before),))
            yield Change("added", (Piece("added", after),))
    for before in a[len(b) :]:
        yield Change("removed", (Piece("removed", before),))
    for after in b[len(a) :]:
        yield Change("added", (Piece("added", after),))


def _alike(inner: Sequence[Piece]) -> bool:
    """The share of signs that stayed."""
    lengths = {kind: sum(len(p.text) for p in inner if p.kind == kind) for kind in ("same", "added", "removed")}
    whole = 2 * lengths["same"] + lengths["added"] + lengths["removed"]
    return 2 * lengths["same"] >= _ALIKE * whole


def _fields(old: Version | None, new: Version) -> Iterator[FieldChange]:
    for name in DESCRIPTION:
        before, after = _said(old, name) if old else "", _said(new, name)
        if before != after:
            yield FieldChange(name, label(name), before, after, pieces(before, after))


def _said(version: Version, name: str) -> str:
    """A field as it is read on the page."""
    shown = getattr(version, f"get_{name}_display", None)
    value: Any = shown() if callable(shown) else getattr(version, name)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)


def _files(old: Version | None, new: Version) -> Iterator[FileChange]:
    before = {one.token: one for one in old.attachments.select_related("file")} if old else {}
    after = {one.token: one for one in new.attachments.select_related("file")}
    for token, one in before.items():
        if token not in after:
            yield FileChange("removed", one.name, "")
    for token, one in after.items():
        earlier = before.get(token)
        if earlier is None:
            yield FileChange("added", "", one.name)
        elif earlier.file_id != one.file_id:
            yield FileChange("replaced", earlier.name, one.name)
        elif earlier.name != one.name:
            yield FileChange("renamed", earlier.name, one.name)
