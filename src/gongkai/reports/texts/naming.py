"""What a text calls an agency: 齐陵街道办事处, 齐陵街道, 街道; and who leads it: 临淄区委、区政府."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GOVERNMENT = re.compile(r"人民政府(?:办公室|办公厅)?$")
_OFFICE = re.compile(r"(?<=街道)办事处$|(?<=[镇乡])人民政府$")
_SELF = re.compile(r"(街道|镇|乡)$")
_LEVEL = re.compile(r"[省市区县旗州盟]$")
ABOVE = "上级党委、政府"


@dataclass(frozen=True, slots=True)
class Names:
    """``name`` is without the place it belongs to, ``short`` without what offices leave out, ``we`` what it calls
    itself; ``leadership`` and ``leaders`` are the party committee and government above it."""

    name: str
    short: str
    we: str
    leadership: str
    leaders: str


def names(agency: str, government: str | None) -> Names:
    """``government`` is the name of the government that the agency belongs to, None where there is none."""
    place = _GOVERNMENT.sub("", government or "")
    name = agency.removeprefix(place) or agency
    short = _OFFICE.sub("", name)
    own = _SELF.search(short)
    level = _LEVEL.search(place)
    if not level:
        return Names(name, short, own.group() if own else "本机关", ABOVE, ABOVE)
    leaders = f"{level.group()}委、{level.group()}政府"
    return Names(name, short, own.group() if own else "本机关", f"{place}委、{level.group()}政府", leaders)
