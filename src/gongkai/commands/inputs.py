"""Which files a command was given, and reading one of them without ever losing its turn."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import GongkaiError, TooLarge, Unreadable
from gongkai.readers.document import Reading
from gongkai.readers.limits import MAX_INPUT, MAX_SECONDS


@dataclass(frozen=True, slots=True)
class Outcome:
    """One input: its reading, or the sentence that says why there is none."""

    path: str
    reading: Reading | None = None
    error: str | None = None


def expand(paths: Sequence[str]) -> Iterator[str]:
    """Files as named, and every file below a named folder in the order of its path; hidden ones left out."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(f for f in folders if not f.startswith("."))
                yield from (os.path.join(folder, n) for n in sorted(names) if not n.startswith("."))
        else:
            yield path


def load(path: str) -> bytes:
    """The bytes of an input, at most MAX_INPUT of them. Raises TooLarge, or OSError where it cannot be opened."""
    with sys.stdin.buffer if path == "-" else open(path, "rb") as stream:
        data = stream.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        raise TooLarge(f"文件超过{MAX_INPUT // 2**20}MB，未读取；请拆分文件或去掉其中的图片后重试。")
    return data


def wanted(path: str) -> bytes:
    """The same for a command that cannot go on without it: Unreadable where it cannot be opened."""
    try:
        return load(path)
    except OSError as error:
        raise Unreadable(f"文件打不开（{error.strerror}）；请核对路径和权限。") from error


def read(path: str) -> Outcome:
    """Read one input within the time bound. Whatever is wrong with the file becomes a sentence."""
    from gongkai import readers
    from gongkai.readers.guarded import time_limit

    try:
        with time_limit(MAX_SECONDS):
            return Outcome(path, readers.read(load(path), "" if path == "-" else Path(path).name))
    except GongkaiError as error:
        return Outcome(path, error=str(error))
    except FileNotFoundError:
        return Outcome(path, error="没有这个文件；请核对路径。")
    except OSError as error:
        return Outcome(path, error=f"文件打不开（{error.strerror}）；请核对路径和权限。")
    except (RecursionError, MemoryError):
        return Outcome(path, error="文件的结构过深或过大，读不下去；请另存为新文件后重试。")
