"""Pieces into a ZIP on disk: one piece in memory at a time, the same bytes for the same content.

``SHA256SUMS`` is what ``sha256sum -c`` reads; the index stands beside it for people, as a page and as PDF/A.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Final

SUMS: Final = "SHA256SUMS"
_CHUNK: Final = 2**20


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to be; ``read`` gives its bytes when its turn comes."""

    path: str
    label: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Listed:
    """One file that is in it."""

    path: str
    label: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Packed:
    """The ZIP, at its beginning; whoever gets it closes it."""

    file: IO[bytes]
    size: int
    sha256: str
    files: tuple[Listed, ...]


Index = Callable[[Sequence[Listed]], Iterable[Piece]]


def pack(pieces: Iterable[Piece], index: Index, *, stamp: datetime) -> Packed:
    """Every piece, then what ``index`` makes of the list of them, then the sums. ``stamp`` is the time that every
    entry bears."""
    file = TemporaryFile()  # noqa: SIM115  # whoever gets the bundle closes it
    try:
        listed = _written(file, pieces, index, stamp)
        return Packed(file, *_sized(file), tuple(listed))
    except BaseException:
        file.close()
        raise


def _written(file: IO[bytes], pieces: Iterable[Piece], index: Index, stamp: datetime) -> list[Listed]:
    listed: list[Listed] = []
    when = stamp.timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(path: str, label: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(path, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
            listed.append(Listed(path, label, hashlib.sha256(data).hexdigest()))

        for piece in pieces:
            put(piece.path, piece.label, piece.read())
        for piece in index(tuple(listed)):
            put(piece.path, piece.label, piece.read())
        put(SUMS, "SHA-256清单", sums(listed))
    return listed


def sums(listed: Iterable[Listed]) -> bytes:
    """As ``sha256sum -c`` reads it."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in listed).encode()


def _sized(file: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = file.seek(0, 2)
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return size, digest.hexdigest()
