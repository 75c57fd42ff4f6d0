"""Searching a paper of which a machine reads some pages and not others. Runs in a process of its own, without
Django (``apart``).

term(data, words, reason=…) / kinds(data, kinds, reason=…) -> (what was found, which pages nobody searched)

A paper of which no page can be read is refused, as the library refuses it; of a mixed one what was found is worth
having, as long as it says which pages a person has to look through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from PIL import Image

from gongkai.errors import NotSearchable
from gongkai.papers import redaction
from gongkai.papers.redaction import Box, Engine, Kind, Word

T = TypeVar("T")


class _Blind:
    """Stands where an engine for pictures would, and reads none."""

    def words(self, picture: Image.Image) -> Iterable[Word]:
        return ()


def term(data: bytes, words: str, *, reason: str) -> tuple[tuple[Box, ...], str]:
    return _readable(data, lambda engine: redaction.hits(data, words, reason=reason, ocr=engine))


def kinds(data: bytes, wanted: Collection[Kind], *, reason: str) -> tuple[tuple[tuple[Kind, Box], ...], str]:
    return _readable(data, lambda engine: redaction.kind_hits(data, wanted, reason=reason, ocr=engine))


def _readable(data: bytes, search: Callable[[Engine | None], T]) -> tuple[T, str]:
    try:
        return search(None), ""
    except NotSearchable as unread:
        if all(page.picture for page in redaction.pages(data)):
            raise
        return search(_Blind()), str(unread)
