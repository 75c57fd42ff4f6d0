"""Findings in their places: the words of a body marked, with what was found shown on focus.

A finding stands at characters of the text that is read in a body; here the same characters are found in its HTML,
counted without the space between blocks. Where the two do not agree nothing is marked: the list says it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.publication.models.checks import Finding, Severity

_TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|[^<&]|[<&]")
_PLACED = re.compile(r'<mark class="found [a-z]+" id="at-(\d+)"')
_TONES = {Severity.STOP: "late", Severity.DECIDE: "soon", Severity.HINT: "info"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tag, or one character as it is written; ``at``: which character of the text it is, without space."""

    written: str
    at: int | None


def marked(html: SafeString, text: str, findings: Sequence[Finding]) -> SafeString:
    """``html`` is clean; ``text`` is what is read in it. Of findings that share characters one is marked."""
    spans = list(_spans(text, findings))
    pieces = list(_pieces(html))
    if not spans or "".join(_characters(pieces)) != "".join(text.split()):
        return html
    return mark_safe("".join(_with_marks(pieces, spans)))  # noqa: S308 - pieces of the clean body, and escaped words


def placed(html: str) -> set[int]:
    """Keys of the findings that are marked in it."""
    return {int(key) for key in _PLACED.findall(html)}


def _spans(text: str, findings: Iterable[Finding]) -> Iterator[tuple[int, int, Finding]]:
    """From and to, counted without space, in order and apart."""
    before, count = [], 0
    for char in text:
        before.append(count)
        count += not char.isspace()
    before.append(count)
    reached = 0
    for one in sorted((f for f in findings if _is_here(f, len(text))), key=lambda f: (f.start or 0, f.pk)):
        start, end = before[one.start or 0], before[one.end or 0]
        if start >= reached and end > start:
            reached = end
            yield start, end, one


def _is_here(one: Finding, length: int) -> bool:
    return one.place == "body" and one.start is not None and one.end is not None and one.end <= length


def _pieces(html: str) -> Iterator[_Piece]:
    count = 0
    for token in _TOKEN.findall(html):
        character = not token.startswith("<") and not unescape(token).isspace()
        yield _Piece(token, count if character else None)
        count += character


def _characters(pieces: Iterable[_Piece]) -> Iterator[str]:
    return (unescape(one.written) for one in pieces if one.at is not None)


def _with_marks(pieces: Sequence[_Piece], spans: Sequence[tuple[int, int, Finding]]) -> Iterator[str]:
    """A mark never reaches over a tag: it ends before and begins again after it."""
    waiting = iter(spans)
    span = next(waiting, None)
    inside = named = False
    for piece in pieces:
        if inside and piece.at is None:
            yield "</mark>"
            inside = False
        if piece.at is not None and span is not None:
            while span is not None and piece.at >= span[1]:
                yield "</mark>" if inside else ""
                inside = named = False
                span = next(waiting, None)
            if span is not None and piece.at >= span[0] and not inside:
                yield _opening(span[2], named=named)
                inside = named = True
        yield piece.written
    if inside:
        yield "</mark>"


def _opening(one: Finding, *, named: bool) -> str:
    """The first piece carries the words; what follows after a tag only the colour."""
    tone = "resolved" if not one.waits and one.decision else _TONES[Severity(one.severity)]
    if named:
        return f'<mark class="found {tone}">'
    note = escape(one.message)
    return (
        f'<mark class="found {tone}" id="at-{one.pk}" tabindex="0" aria-describedby="finding-{one.pk}">'
        f'<span class="found-note" aria-hidden="true">{note}</span>'
    )
