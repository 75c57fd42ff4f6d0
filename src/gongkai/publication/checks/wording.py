"""Wrong characters and forbidden words, by the pairs of the program and those of the agency and its district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from zlib import crc32

from gongkai.agencies.models import Agency
from gongkai.papers import wording
from gongkai.publication.checks import own_pairs
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind, Severity

EDITION: Final = "1"
_SEVERITY: Final = {
    wording.Force.WRONG: Severity.DECIDE,
    wording.Force.FORBIDDEN: Severity.DECIDE,
    wording.Force.DOUBTFUL: Severity.HINT,
}


def edition(agency: Agency, on: date) -> str:
    return f"{EDITION}.{wording.edition()}.{own_pairs.edition(agency, on)}"


def look(subject: Subject) -> Iterator[Found]:
    own = own_pairs.engine(subject.agency, subject.on)
    for place, text in subject.texts.items():
        for engine in (wording.shipped(), own):
            for hit in engine.find(text, made_on=subject.version.made_on):
                yield _found(subject, place, hit)


def _found(subject: Subject, place: str, hit: wording.Hit) -> Found:
    pair = hit.pair
    right = f"，应为“{hit.right}”" if hit.right else "，不宜使用"
    message = f"“{hit.text}”{right}。{pair.why}"
    return subject.at(
        Kind.WORDING, _code(pair), _SEVERITY[pair.force], message, place, hit.start, hit.end,
        proposal=hit.right, source=pair.source,
    )  # fmt: skip


def _code(pair: wording.Pair) -> str:
    """A pattern by its checksum: it would be too long, and tells nobody anything."""
    return f"{pair.group}:{crc32(pair.wrong.encode()):08x}" if pair.pattern else f"{pair.group}:{pair.wrong}"
