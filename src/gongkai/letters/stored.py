"""A letter as a row keeps it: values, wording, and the letter made of them; hashed when it is issued."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gongkai.errors import Unreadable
from gongkai.writers import letter as paper


@dataclass(frozen=True, slots=True)
class Content:
    """``law_on`` is the day whose law the letter follows; ``salt`` keeps the hash from telling what is in it."""

    values: Mapping[str, Any]
    wording: str
    addressee: str
    law_on: date
    letter: paper.Letter
    salt: str = ""

    def salted(self) -> Content:
        return replace(self, salt=secrets.token_hex(16))


def dump(content: Content) -> str:
    """One canonical line of JSON."""
    plain = {
        "values": content.values,
        "wording": content.wording,
        "addressee": content.addressee,
        "law_on": content.law_on.isoformat(),
        "letter": paper.dump(content.letter),
        "salt": content.salt,
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, default=_plain)


def load(text: str, *, digest: str = "") -> Content:
    """What ``dump`` wrote. Unreadable when it is something else, or not what ``digest`` was taken of."""
    if digest and digest_of(text) != digest:
        raise Unreadable("这份文书的内容在编号后被改动，已停止使用；请核对审计记录并从备份恢复。")
    raw = json.loads(text)
    return Content(
        raw["values"],
        raw["wording"],
        raw["addressee"],
        date.fromisoformat(raw["law_on"]),
        paper.load(raw["letter"]),
        raw["salt"],
    )


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a letter cannot keep a {type(value).__name__}")
