"""Redaction burned in and proved: what is taken out of a paper is in no part of the copy.

PDF and pictures (PNG, JPEG, TIFF). Without Django and without a database; see docs/adr for how and why.

All errors are of ``gongkai.errors``: UnknownKind, Unreadable, TooLarge for a file that is not taken, Refused for
what a person has to decide differently, NotSearchable for a term in what no machine can read, NotProved where
something marked survives. No message quotes what was marked.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from PIL import Image

from gongkai.errors import NotSearchable, Refused
from gongkai.papers.personal import Kind

from . import making, marks, opening, pictures, searching
from .boxes import Box, Check, Page, PageInfo, Proof, Rect, Redacted
from .cleaning import clean
from .reading import Letter, reading
from .searching import Engine, Word
from .spelling import plain

__all__ = [
    "Box",
    "Check",
    "Engine",
    "Kind",
    "Page",
    "PageInfo",
    "Proof",
    "Rect",
    "Redacted",
    "Word",
    "hits",
    "kind_hits",
    "pages",
    "picture",
    "redact",
    "without",
]

WIDEST = 2400
Size = tuple[float, float]
T = TypeVar("T")


def pages(data: bytes) -> tuple[PageInfo, ...]:
    """Every page of the paper as it is displayed."""
    if (kind := opening.kind(data)) != "pdf":
        return pictures.pages(data, kind)
    made = clean(data)
    units = [float(page.obj.get("/UserUnit", 1)) for page in made.pdf.pages]
    with reading(made.data) as reader:
        return tuple(
            searching.info(reader, number, units[number], made.doubts.get(number, ""))
            for number in range(len(reader))
        )


def picture(data: bytes, page: int, *, width: int) -> bytes:
    """A PNG of one page, ``width`` pixels wide (2,400 at most), as the copy would show it without boxes."""
    width = max(1, min(width, WIDEST))
    if (kind := opening.kind(data)) != "pdf":
        return _png(_fitted(pictures.picture(data, kind, page), width))
    with reading(clean(data, only=page).data) as reader:
        wide, high = reader.size(0)
        return _png(reader.picture(0, max(1, min(width, round(width * 4 * wide / max(high, 1e-6))))))


def hits(data: bytes, term: str, *, reason: str = "", ocr: Engine | None = None) -> tuple[Box, ...]:
    """A box over every place where ``term`` stands.

    White space, width of letters, line ends and the order in which letters were written do not matter. Raises
    NotSearchable if any page cannot be read (a picture, text drawn as curves, letters without codes) and there is
    no ``ocr``; Refused for an empty term.
    """
    if not plain(term):
        raise Refused("没有写要找的词。")
    return _searched(data, ocr, lambda number, letters, size: searching.term(letters, term, number, size, reason))


def kind_hits(
    data: bytes, kinds: Collection[Kind], *, reason: str = "", ocr: Engine | None = None
) -> tuple[tuple[Kind, Box], ...]:
    """A box over everything that looks like one of these kinds of personal data. Raises as ``hits`` does."""
    return _searched(
        data, ocr, lambda number, letters, size: searching.kinds(letters, kinds, number, size, reason)
    )


def redact(
    data: bytes, boxes: Sequence[Box], decisions: Mapping[int, Page], *, terms: Sequence[str] = ()
) -> Redacted:
    """Burn the boxes in, leave out what is withheld, and prove it.

    Every page needs a decision. ``terms`` may be seen nowhere in the copy. Raises Refused for what a person has to
    decide differently, NotProved where the copy could not be shown to be free of what was marked.
    """
    kind = opening.kind(data)
    if kind == "pdf":
        made, proof = making.make(data, making.Order(marks.of_terms(terms), boxes, decisions))
    else:
        made, proof = pictures.make(data, kind, boxes, decisions, terms)
    return _sealed(data, made, proof)


def without(data: bytes, terms: Sequence[str], *, reason: str) -> Redacted:
    """The paper without these terms, wherever they stand: ``hits``, ``redact`` and its proof in one pass.

    Raises NotSearchable if any page cannot be read, Refused for a term that stands nowhere in the file (neither on
    a page nor in anything beside).
    """
    if not terms or not all(plain(term) for term in terms):
        raise Refused("没有写要去除的词。")
    if not reason.strip():
        raise Refused("没有写理由；每个框都要写明依据的条款。")
    if (kind := opening.kind(data)) != "pdf":
        raise _only_pictures(data, kind)
    made, proof = making.make(data, making.Order(marks.of_terms(terms), reason=reason))
    return _sealed(data, made, proof)


def _sealed(data: bytes, made: bytes, proof: Proof) -> Redacted:
    return Redacted(made, hashlib.sha256(data).hexdigest(), hashlib.sha256(made).hexdigest(), proof)


def _only_pictures(data: bytes, kind: str) -> NotSearchable:
    return searching.not_searchable([(one.number, "只是图片") for one in pictures.pages(data, kind)])


def _searched(
    data: bytes, ocr: Engine | None, find: Callable[[int, Sequence[Letter], Size], list[T]]
) -> tuple[T, ...]:
    """What ``find`` finds on all pages; refused if any page cannot be read."""
    found: list[T] = []
    if (kind := opening.kind(data)) != "pdf":
        if ocr is None:
            raise _only_pictures(data, kind)
        with pictures.frames(data, kind) as each:
            for number, frame in enumerate(each):
                found += find(number, searching.recognised(frame, ocr), frame.size)
        return tuple(found)
    made = clean(data)
    unread: list[tuple[int, str]] = []
    with reading(made.data) as reader:
        for number in range(len(reader)):
            letters, why = searching.searched(reader, number, made.doubts.get(number, ""), ocr)
            if why:
                unread.append((number, why))
            found += find(number, letters, reader.size(number))
    if unread:
        raise searching.not_searchable(unread)
    return tuple(found)


def _fitted(image: Image.Image, width: int) -> Image.Image:
    high = max(1, min(width * 4, round(image.height * width / image.width)))
    return image.resize((width, high))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
