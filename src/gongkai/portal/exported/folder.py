"""The folder of an export: each page with the stamp of what it was made from, kept in a list beside them.

What is gone goes first, then what changed is written (each file whole or not at all), then the list. Where a run
was cut off, the next one looks at every file once.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.errors import Refused

LIST = "gongkai-export.json"
STAMP = ".made"
"""Says of what the folder was made (``keeping``)."""
_UNFINISHED, _LOCK = ".unfinished", ".lock"
_OURS = (LIST, STAMP, _UNFINISHED, _LOCK)
_EDITION = 1


@dataclass(frozen=True, slots=True)
class Page:
    """``stamp`` is another whenever ``write`` would give other bytes."""

    path: str
    stamp: str
    write: Callable[[], bytes]


@dataclass(slots=True)
class Slots:
    """Where each item stands in the lists of its year: given once, so that one more item changes one list."""

    of: dict[str, tuple[int, int]] = field(default_factory=dict)
    _next: dict[int, int] = field(default_factory=dict)
    _taken: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, item: int, year: int) -> tuple[int, int]:
        """Year and place. An item that changed its year takes a new place."""
        held = self.of.get(str(item))
        if held is None or held[0] != year:
            place = self._next.get(year)
            if place is None:
                place = max((n for y, n in self.of.values() if y == year), default=-1) + 1
            self._next[year] = place + 1
            held = self.of[str(item)] = (year, place)
        self._taken[str(item)] = held
        return held

    def taken(self) -> dict[str, tuple[int, int]]:
        """Those that were asked for: of what left nothing stays, not even its key."""
        return self._taken


@dataclass(slots=True)
class Outcome:
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: int = 0


def renew(where: Path, agency: Agency, plan: Callable[[Slots], Iterable[Page]], *, stamp: str = "") -> Outcome:
    """Make the folder what the plan says. Refused for a folder with something else in it, or another's. ``stamp``
    is kept with it."""
    where.mkdir(parents=True, exist_ok=True)
    with _alone(where):
        before, slots = _read(where, addresses.word(agency))
        unfinished = where / _UNFINISHED
        swept = unfinished.exists()
        unfinished.touch()
        outcome, stamps = Outcome(), dict[str, str]()
        # Planned first as a whole: what is gone is taken away before anything else is done.
        pages = {}
        for page in plan(slots):
            stamps[page.path] = page.stamp
            if before.get(page.path) != page.stamp or (swept and not (where / page.path).exists()):
                pages[page.path] = page
        gone = {path for path in before if path not in stamps}
        if swept:
            gone |= {path for path in _files(where) if path not in stamps}
        _take_away(where, gone, outcome)
        for page in pages.values():
            _put(where / page.path, page.write())
            outcome.written.append(page.path)
        outcome.kept = len(stamps) - len(pages)
        text = {"edition": _EDITION, "agency": addresses.word(agency), "items": slots.taken(), "pages": stamps}
        if outcome.written or outcome.removed or not before:
            _put(where / LIST, json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode())
        unfinished.unlink()
        _put(where / STAMP, stamp.encode())
    return outcome


def made_of(where: Path) -> str:
    """The stamp of the last whole run, "" where there was none."""
    try:
        return "" if (where / _UNFINISHED).exists() else (where / STAMP).read_text("utf-8")
    except OSError:
        return ""


def busy(where: Path) -> bool:
    """Is somebody at it now."""
    try:
        with (where / _LOCK).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def listed(where: Path) -> dict[str, str]:
    """Path and stamp of every page. Refused for a folder that is no export of ours."""
    if not (where / LIST).is_file():
        raise Refused(f"{where} 不是本系统导出的文件夹（没有 {LIST}）。")
    return dict(json.loads((where / LIST).read_text("utf-8"))["pages"])


def _read(where: Path, agency: str) -> tuple[dict[str, str], Slots]:
    if (where / LIST).is_file():
        held = json.loads((where / LIST).read_text("utf-8"))
        if held["agency"] != agency:
            raise Refused(f"{where} 里是另一个机关（{held['agency']}）的导出，请换一个文件夹。")
        # What stands there may have been written by somebody else: nothing outside is touched.
        pages = {path: stamp for path, stamp in held["pages"].items() if _is_within(path)}
        if held["edition"] == _EDITION:
            return pages, Slots({item: (y, n) for item, (y, n) in held["items"].items()})
        return dict.fromkeys(pages, ""), Slots()
    others = [path for path in where.iterdir() if path.name not in _OURS]
    if others and not (where / _UNFINISHED).exists():
        raise Refused(f"{where} 里有别的文件，没有导出；请指定一个空文件夹。")
    return {}, Slots()


def _is_within(path: str) -> bool:
    """By its words alone: there are hundreds of thousands."""
    return not path.startswith("/") and ".." not in path.split("/")


def _take_away(where: Path, paths: set[str], outcome: Outcome) -> None:
    for path in sorted(paths):
        (where / path).unlink(missing_ok=True)
        outcome.removed.append(path)
    for folder in {(where / path).parent for path in paths} - {where}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)


def _files(where: Path) -> Iterator[str]:
    for path in where.rglob("*"):
        if path.is_file() and path.name not in _OURS:
            yield path.relative_to(where).as_posix()


@contextmanager
def _alone(where: Path) -> Iterator[None]:
    """Two at once would undo one another."""
    with (where / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"{where} 正在由另一个进程导出，请等它结束。") from error
        yield
