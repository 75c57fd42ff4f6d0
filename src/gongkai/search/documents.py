"""Puts documents into the index and takes them out, in the transaction of whoever does it.

put(entry) -> bool     as it now is; False where nothing was different
put_all(entries)       many
drop(numbers)          no longer in it, if they were
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from gongkai.search import pieces, sql
from gongkai.search.models import Document, Piece, Rebuild
from gongkai.search.normalising import normal
from gongkai.search.places import position

# Documents in a slot before the next one is begun.
SLOT: Final = 4_096
# What is held in memory: half a megabyte of text, and some ten times that in tokens.
_PIECES_AT_ONCE: Final = 400


@dataclass(frozen=True)
class Entry:
    """A document as it is to be found: its day, its titles (document numbers are such, too), its texts, marks to
    filter by (``pieces.mark``), and a stamp by which whoever put it in knows it again."""

    number: int
    on: date
    titles: Sequence[str]
    texts: Iterable[str]
    marks: Sequence[str] = ()
    stamp: str = ""


@transaction.atomic
def put(entry: Entry) -> bool:
    """Index it, in place of what was indexed of it before. False where that was the same.

    While the index is made anew what it has not reached yet is left to it.
    """
    rebuild = _rebuild()
    made, texts = read(entry)
    old = _held([entry.number]).first()
    if old is not None and old.digest == made.digest:
        Document.objects.filter(pk=old.pk).update(stamp=made.stamp)
        return False
    free = _erase(old) if old is not None else []
    if rebuild is None or (rebuild.reached is not None and made.position <= rebuild.reached):
        same_place = old is not None and old.position == made.position
        made.slot = _slot(made.position)
        made.save(force_insert=True)
        sql.write(connection, rows(made, texts), free=free if same_place else ())
    return True


@transaction.atomic
def drop(numbers: Iterable[int]) -> None:
    """Take documents out; those that are not in it are none of its business."""
    _rebuild()
    for old in _held(list(numbers)):
        _erase(old)


@transaction.atomic
def put_all(entries: Sequence[Entry]) -> None:
    """The same as ``put`` of each; what is newer than all there is goes in at once."""
    newest = Document.objects.order_by("-position").values_list("position", flat=True).first() or -1
    known = set(Document.objects.filter(pk__in=[one.number for one in entries]).values_list("pk", flat=True))
    ahead = [one for one in entries if one.number not in known and position(one.number, one.on) > newest]
    if len(ahead) > 1 and _rebuild() is None:
        ahead.sort(key=lambda one: (one.on, one.number))
        fill(ahead, _slot(position(ahead[0].number, ahead[0].on)))
        known = {one.number for one in ahead}
        entries = [one for one in entries if one.number not in known]
    for one in entries:
        put(one)


def fill(entries: Iterable[Entry], slot: int) -> None:
    """Many at once, the oldest first, into one slot."""
    held: list[tuple[Document, list[str]]] = []
    waiting = 0
    for entry in entries:
        made, texts = read(entry)
        made.slot = slot
        held.append((made, texts))
        waiting += len(texts)
        if waiting >= _PIECES_AT_ONCE:
            _fill(held)
            held, waiting = [], 0
    _fill(held)


def _fill(held: Sequence[tuple[Document, list[str]]]) -> None:
    if held:
        drop([document.pk for document, _ in held])
        Document.objects.bulk_create([document for document, _ in held])
        sql.write(connection, [row for document, texts in reversed(held) for row in rows(document, texts)])


def read(entry: Entry) -> tuple[Document, list[str]]:
    """The document with the pieces of its text, as they go into the index."""
    at = position(entry.number, entry.on)
    titles = [found for title in entry.titles if (found := normal(title))]
    text = pieces.BREAK.join([*titles, *(found for one in entry.texts if (found := normal(one)))])
    title, marks = pieces.BREAK.join(titles), " ".join(sorted(entry.marks))
    digest = hashlib.sha256(f"{at}\n{marks}\n{title}\n\n{text}".encode()).hexdigest()
    made = Document(pk=entry.number, position=at, title=title, marks=marks, digest=digest, stamp=entry.stamp)
    return made, pieces.cut(text)


def _rebuild() -> Rebuild | None:
    """The rebuilding that is under way, held: it goes on when this transaction is over."""
    return Rebuild.objects.select_for_update(no_key=True, of=("self",)).filter(running=True).first()


def _held(numbers: Sequence[int]) -> QuerySet[Document]:
    return Document.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=numbers)


def _erase(old: Document) -> list[int]:
    """Take it out; the rows of the index that are free now."""
    held = list(Piece.objects.filter(position=old.position).order_by("pk"))
    texts = [piece.text for piece in (held[:-1] if len(held) > 1 else held)]
    were = rows(old, texts)
    sql.erase(connection, [(piece.pk, tokens) for piece, (_, _, tokens) in zip(held, were, strict=True)])
    old.delete()
    return [piece.pk for piece in held]


def rows(document: Document, texts: Sequence[str]) -> list[sql.Row]:
    """The rows of a document in the index. What is put in and what is taken out are the same."""
    marks = {*document.marks.split(), sql.slot_token(document.slot)}
    of_all = marks | pieces.title_tokens(document.title)
    found = []
    for text in texts:
        of_piece = pieces.pairs(text)
        of_all |= of_piece | pieces.characters(text)
        found.append((document.position, text, pieces.joined(of_piece | marks)))
    if len(texts) == 1:
        return [(document.position, texts[0], pieces.joined(of_all))]
    return [*found, (document.position, "", pieces.joined(of_all))]


def _slot(at: int) -> int:
    """The slot of its next older neighbour; one of its own time at either end once that one is full.

    Only PostgreSQL looks through slots, and is merely slower where one has grown.
    """
    if connection.vendor != "postgresql":
        return 0
    rows = Document.objects.values_list("slot", flat=True)
    older, newer = rows.filter(position__lt=at), rows.filter(position__gt=at)
    before, after = older.order_by("-position").first(), newer.order_by("position").first()
    end = before if before is not None else after
    if end is None or (before is not None and after is not None):
        return end or 0
    full = Document.objects.filter(slot=end).aggregate(n=Count("pk"))["n"] >= SLOT
    return end + (0 if not full else 1 if before is not None else -1)
