"""The folder of an export: each page with the stamp of what it was made from, kept in a ledger beside them.

What is gone goes first, then what changed is written, each file whole or not at all. Where a run was cut off, the
next one looks at every file once.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.errors import Refused

from . import ledger
from .ledger import Ledger

STAMP = ".made"
"""Says of what the folder was made (``keeping``)."""
_UNFINISHED, _LOCK = ".unfinished", ".lock"
# The list of pages before there was a ledger.
_OLD = "gongkai-export.json"
_OURS = (ledger.NAME, f"{ledger.NAME}-journal", STAMP, _UNFINISHED, _LOCK)
# What was done with a file, and its path.
Told = Callable[[str, str], None]
WRITTEN, REMOVED = "written", "removed"


@dataclass(frozen=True, slots=True)
class Page:
    """``stamp`` is another whenever ``write`` would give other bytes."""

    path: str
    stamp: str
    write: Callable[[], bytes]


@dataclass(slots=True)
class Outcome:
    """How many files."""

    written: int = 0
    removed: int = 0
    kept: int = 0


def renew(
    where: Path, agency: Agency, plan: Callable[[Ledger], Iterable[Page]], *, stamp: str = "",
    told: Told = lambda what, path: None,
) -> Outcome:  # fmt: skip
    """Make the folder what the plan says. Refused for a folder with something else in it, or another's. ``stamp``
    is kept with it; ``told`` hears of every file."""
    where.mkdir(parents=True, exist_ok=True)
    with _alone(where):
        _ensure_ours(where, addresses.word(agency))
        unfinished = where / _UNFINISHED
        swept = unfinished.exists()
        unfinished.touch()
        with ledger.opened(where, addresses.word(agency)) as held:
            outcome = _Renewal(where, held, told).run(plan, sweep=swept)
        unfinished.unlink()
        _put(where / STAMP, stamp.encode())
    return outcome


class _Renewal:
    def __init__(self, where: Path, held: Ledger, told: Told) -> None:
        self._where, self._held, self._told = where, held, told
        self._outcome = Outcome()

    def run(self, plan: Callable[[Ledger], Iterable[Page]], *, sweep: bool) -> Outcome:
        """Planned twice: what is gone is taken away before anything is written, and no plan is held in memory."""
        if sweep:
            self._look_for_lost()
        self._held.turn()
        changed = sum([self._held.see(page.path, page.stamp) for page in plan(self._held)])
        self._take_away_unseen()
        if sweep:
            self._take_away_unknown()
        if changed:
            self._held.turn()
            for page in plan(self._held):
                self._renew(page)
            # What went meanwhile.
            self._take_away_unseen()
        else:
            self._outcome.kept = self._held.many()
        return self._outcome

    def _renew(self, page: Page) -> None:
        if not self._held.see(page.path, page.stamp):
            self._outcome.kept += 1
            return
        _put(self._where / page.path, page.write())
        self._held.wrote(page.path, page.stamp)
        self._outcome.written += 1
        self._told(WRITTEN, page.path)

    def _look_for_lost(self) -> None:
        for path in self._held.paths():
            if not (self._where / path).exists():
                self._held.lost(path)

    def _take_away_unseen(self) -> None:
        for path in self._held.unseen():
            # What stands there may have been written by somebody else: nothing outside is touched.
            if _is_within(path):
                self._take_away(path)
            self._held.drop(path)
        self._held.save()

    def _take_away_unknown(self) -> None:
        for path in list(_files(self._where)):
            if not self._held.has(path):
                self._take_away(path)

    def _take_away(self, path: str) -> None:
        gone = self._where / path
        gone.unlink(missing_ok=True)
        for folder in gone.parents:
            if folder == self._where or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
        self._outcome.removed += 1
        self._told(REMOVED, path)


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


def _ensure_ours(where: Path, agency: str) -> None:
    if (where / ledger.NAME).is_file() or (where / _UNFINISHED).exists():
        return
    if (where / _OLD).is_file():
        if (whose := _of_old(where)) != agency:
            raise ledger.of_another(where, whose)
        # Made anew as a whole, and swept.
        (where / _UNFINISHED).touch()
        return
    if any(path.name not in _OURS for path in where.iterdir()):
        raise Refused(f"{where} 里有别的文件，没有导出；请指定一个空文件夹。")


def _of_old(where: Path) -> str:
    """ "" where it does not say."""
    try:
        return str(json.loads((where / _OLD).read_text("utf-8"))["agency"])
    except (ValueError, KeyError, TypeError):
        return ""


def _is_within(path: str) -> bool:
    """By its words alone: there are hundreds of thousands."""
    return not path.startswith("/") and ".." not in path.split("/")


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
