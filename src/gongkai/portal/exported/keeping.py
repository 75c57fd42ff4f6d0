"""The folders that GONGKAI_EXPORTS names, kept as they should be without anybody's doing.

wanted(text) -> [Wanted]       every line of the setting; Misconfigured for one that is none
state_now(on, *, below) -> str another whenever an export could be another
renew_due(at) -> int           the periodic job: how many were made anew

Each export runs in a process of its own (``gongkai export``), so that a long one holds up no mail and no release:
the job waits a little for it, and looks again at its next turn. What went wrong is an error of the job, shown on
the desk.
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import register as checked

from gongkai.agencies.who import day
from gongkai.audit import queries as audit
from gongkai.errors import Misconfigured
from gongkai.jobs.registry import Periodic, register

from . import folder

EVERY: Final = timedelta(minutes=5)
SECONDS: Final = 30.0
_BELOW: Final = "--below"
log = logging.getLogger("gongkai.portal")


@dataclass(frozen=True, slots=True)
class Wanted:
    """``agency`` is its code, or its whole name; ``below``: with everything under it."""

    agency: str
    where: Path
    below: bool = False


class NotExported(Exception):
    """A folder is not as it should be. Which, and what to do, stands in the log; the command says why."""


def wanted(text: str) -> list[Wanted]:
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = [_wanted(number, words) for number, words in enumerate(lines, 1)]
    if len({one.where for one in found}) != len(found):
        raise Misconfigured("GONGKAI_EXPORTS 中有两行用了同一个文件夹；请每个机关各用一个。")
    return found


def _wanted(number: int, words: list[str]) -> Wanted:
    below = words[-1] == _BELOW
    agency, path = words[0], words[1:-1] if below else words[1:]
    where = Path(" ".join(path))
    if not path or not where.is_absolute():
        raise Misconfigured(
            f"GONGKAI_EXPORTS 第{number}行应为“统一社会信用代码 /文件夹”，要连同所属机关的，后面再写 {_BELOW}。"
        )
    return Wanted(agency, where, below)


def state_now(on: date, *, below: bool) -> str:
    """Each step adds to the chain, and each day may end a validity."""
    return hashlib.sha256(f"{audit.head()} {on} {below}".encode()).hexdigest()


def renew_due(at: datetime) -> int:
    """NotExported when one could not be made; the others were, all the same."""
    ends = time.monotonic() + SECONDS
    due = [one for one in wanted(settings.GONGKAI_EXPORTS) if _is_due(one, day(at))]
    failed = [one for one in due if not _made(one, ends)]
    if failed:
        raise NotExported(f"{len(failed)}")
    return len(due)


def _is_due(one: Wanted, on: date) -> bool:
    return folder.made_of(one.where) != state_now(on, below=one.below) and not folder.busy(one.where)


def _made(one: Wanted, ends: float) -> bool:
    """True as well for one that is still at it: the next turn looks again."""
    nowhere = subprocess.DEVNULL
    # Our own command, with what the setting says.
    child = subprocess.Popen(_command(one), stdin=nowhere, stdout=nowhere, stderr=nowhere)  # noqa: S603
    try:
        status = child.wait(max(ends - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        return True
    if status:
        words = "an export failed; run gongkai export by hand to read why"
        log.error(words, extra={"object": str(one.where), "agency": one.agency, "status": status})
    return status == 0


def _command(one: Wanted) -> list[str]:
    below = [_BELOW] if one.below else []
    return [sys.executable, "-m", "gongkai.cli", "export", str(one.where), "--agency", one.agency, *below]


@checked()
def exports_can_be_read(**options: object) -> list[CheckMessage]:
    """E070: found out now, and not by a folder that stays as it was."""
    try:
        wanted(settings.GONGKAI_EXPORTS)
    except Misconfigured as error:
        return [Error(str(error), hint="写法见 docs/how-to/outlets.md。", id="gongkai.E070")]
    return []


register(Periodic("portal.exports", "重做导出的静态页面", EVERY, renew_due))
