"""Walks the chain and says where it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.audit.chain import GENESIS, Head, Link
from gongkai.audit.models import Entry


@dataclass(frozen=True)
class Fault:
    """One place that does not fit. ``kind``: changed, inserted, removed, reordered, cut."""

    kind: str
    sequence: int
    message: str


def head() -> Head:
    """Where the chain stands now."""
    last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return Head(*last) if last else Head(0, GENESIS)


def verify(exported: Head | None = None) -> list[Fault]:
    """Every fault from the first entry to the last; with an exported head, a cut or rewritten tail as well."""
    return [*_walk(), *(_against(exported) if exported else ())]


def _walk() -> Iterator[Fault]:
    """A row that fits itself but not its neighbour was moved, put in, or stands after one taken out."""
    expected, before = 1, GENESIS
    known = set(Entry.objects.values_list("digest", flat=True))
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield Fault("removed", expected, f"第 {expected} 至 {entry.sequence - 1} 条被删除。")
        if link(entry).digest() != entry.digest:
            yield Fault("changed", entry.sequence, f"第 {entry.sequence} 条的内容被改动。")
        elif entry.sequence == expected and entry.previous != before:
            yield _misplaced(entry, known)
        expected, before = entry.sequence + 1, entry.digest


def _misplaced(entry: Entry, known: set[str]) -> Fault:
    if entry.previous in known:
        return Fault("reordered", entry.sequence, f"第 {entry.sequence} 条不在原来的位置，或其前插入了一条。")
    return Fault("inserted", entry.sequence, f"第 {entry.sequence} 条与前一条不相连，系插入或其前一条被替换。")


def _against(exported: Head) -> Iterator[Fault]:
    if exported == Head(0, GENESIS):
        return
    digest = Entry.objects.filter(sequence=exported.sequence).values_list("digest", flat=True).first()
    if digest is None:
        yield Fault("cut", exported.sequence, f"导出的链头在第 {exported.sequence} 条，其后的尾部已被截去。")
    elif digest != exported.digest:
        yield Fault("changed", exported.sequence, f"第 {exported.sequence} 条与导出的链头不符，链条曾被重写。")


def link(entry: Entry) -> Link:
    return Link(**{name: getattr(entry, name) for name in Link.__dataclass_fields__})
