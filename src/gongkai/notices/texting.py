"""One notice as a text message: by the gateway of the settings, or into a folder in the demonstration.

available() -> bool           are text messages sent here
configured() -> Texting?      what sends text messages here, None when nothing does
send(notice)                  NotSent, Rejected or FateUnknown when it did not work out
mobile(text) -> str           the first mobile number in what somebody wrote, "" for none
parts(text) -> int            how many messages a telephone company counts it as
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Protocol

from django.conf import settings

from gongkai.notices import gateway
from gongkai.notices.fates import NotSent, Rejected
from gongkai.notices.models import Notice

# In the place of an address: text messages lie in a folder of the installation.
FILES = "files"
ONE_PART, PART_OF_MANY = 70, 67
_MOBILE = re.compile(r"(?<!\d)(?:\+?86|0086)?(1[3-9]\d{9})(?!\d)")
_BETWEEN = re.compile(r"(?<=\d)[ -](?=\d)")


class Texting(Protocol):
    """Whatever can send a text message. ``id`` names the notice: two with one are one to a gateway that looks."""

    def send(self, number: str, text: str, id: str) -> None: ...


class Folder:
    """A file each, for the demonstration. The same notice twice is the same file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, number: str, text: str, id: str) -> None:
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            whole = self._path / f"{id}.part"
            with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(f"{number}\n\n{text}\n")
            whole.rename(self._path / f"{id}.txt")
        except OSError as error:
            raise NotSent(f"写不进短信文件夹（{type(error).__name__}）") from error


def available() -> bool:
    return bool(settings.GONGKAI_TEXT_URL)


def configured() -> Texting | None:
    """Misconfigured where the settings do not fit together."""
    if settings.GONGKAI_TEXT_URL == FILES:
        return Folder(Path(settings.HOME) / "texts")
    return gateway.from_settings() if available() else None


def send(notice: Notice) -> None:
    texting = configured()
    if texting is None:
        raise Rejected("没有配置短信发送渠道")
    texting.send(mobile(notice.address), notice.body, notice.message_id.strip("<>").partition("@")[0])


def mobile(text: str) -> str:
    """Without +86, spaces and hyphens. A landline is none."""
    plain = unicodedata.normalize("NFKC", text)
    found = _MOBILE.search(plain) or _MOBILE.search(_BETWEEN.sub("", plain))
    return found[1] if found else ""


def parts(text: str) -> int:
    """70 characters go into one message; of a longer one 67 into each."""
    return 1 if len(text) <= ONE_PART else -(-len(text) // PART_OF_MANY)
