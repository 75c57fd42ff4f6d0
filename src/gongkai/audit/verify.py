"""Walks the chain and says where it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.audit.chain import GENESIS, Head, Link
from gongkai.audit.models import Entry
from gongkai.errors import Refused


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


def read_heads(text: str) -> list[Head]:
    """The heads in an exported file, one a line; Refused when a line is something else, or there is none."""
    try:
        heads = [Head.parse(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise Refused("这不是导出的审计链头文件，应由 gongkai audit head 生成。") from error
    if not heads:
        raise Refused("审计链头文件是空的，无法据以核验。")
    return heads


def verify(exported: Sequence[Head] = ()) -> list[Fault]:
    """Every fault from the first entry to the last; with exported heads, a cut or rewritten tail as well."""
    faults = list(_walk())
    for one in exported:
        faults += _against(one)
    return faults


def _walk() -> Iterator[Fault]:
    """A row that fits itself but not its neighbour was moved, put in, or stands after one taken out."""
    expected, before = 1, GENESIS
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield Fault("removed", expected, f"第 {expected} 至 {entry.sequence - 1} 条被删除。")
            before = entry.previous
        if link(entry).digest() != entry.digest:
            yield _changed(entry, before)
        elif entry.previous != before:
            yield _unconnected(entry)
        expected, before = entry.sequence + 1, entry.digest


def _changed(entry: Entry, before: str) -> Fault:
    """A row that was renumbered carries the digest of another neighbour with it."""
    if entry.previous != before and _stands_elsewhere(entry):
        return Fault("reordered", entry.sequence, f"第 {entry.sequence} 条被移动了位置。")
    return Fault("changed", entry.sequence, f"第 {entry.sequence} 条的内容被改动。")


def _unconnected(entry: Entry) -> Fault:
    number = entry.sequence
    if _stands_elsewhere(entry):
        return Fault("inserted", number, f"第 {number} 条之前被插入或调换。")
    return Fault("inserted", number, f"第 {number} 条与前一条不相连：它是插入的，或前一条被整条替换。")


def _stands_elsewhere(entry: Entry) -> bool:
    return entry.previous == GENESIS or Entry.objects.filter(digest=entry.previous).exists()


def _against(exported: Head) -> Iterator[Fault]:
    if exported.sequence == 0:
        return
    digest = Entry.objects.filter(sequence=exported.sequence).values_list("digest", flat=True).first()
    if digest is None:
        last = head().sequence
        yield Fault("cut", exported.sequence, f"链头导出时已有 {exported.sequence} 条，现只到第 {last} 条。")
    elif digest != exported.digest:
        yield Fault("changed", exported.sequence, f"第 {exported.sequence} 条与导出的链头不符，链条被重写过。")


def link(entry: Entry) -> Link:
    return Link(**{name: getattr(entry, name) for name in Link.__dataclass_fields__})
