"""Who may carry an official document: the postal enterprise (邮政企业) only, by the names it goes by."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache
from typing import NamedTuple

from gongkai.errors import Refused
from gongkai.statute.tables import table

ARTICLE = "《邮政法》第五十五条、国办公开办函〔2016〕235号"


class Carrier(NamedTuple):
    """One name of the postal enterprise, since when, and where it comes from."""

    name: str
    since: date
    reference: str


@cache
def carriers() -> tuple[Carrier, ...]:
    raw = table("postal")
    return tuple(Carrier(one["name"], one["since"], one["reference"]) for one in raw["carrier"])


def may_carry(name: str, on: date) -> bool:
    """Is this a name of the postal enterprise that day; spaces, width and case make no difference."""
    return _plain(name) in {_plain(one.name) for one in carriers() if one.since <= on}


def ensure_postal(name: str, on: date) -> str:
    """The name as it was written. Refused for anybody else, a private courier above all."""
    if not may_carry(name, on):
        known = "、".join(one.name for one in carriers()[:3])
        raise Refused(f"公文只能交邮政企业寄递，不能使用“{name.strip()}”（{ARTICLE}）；请改用{known}等邮政寄送。")
    return name.strip()


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
