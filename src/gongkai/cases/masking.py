"""Names as lists show them: enough to tell two apart, not enough to know who it is."""

from __future__ import annotations

from typing import Final

from gongkai.cases.words import ApplicantClass

# What stands where something was, once its time was over.
DESTROYED: Final = "（已按期限销毁）"


def name(plain: str, kind: str = ApplicantClass.NATURAL) -> str:
    """张三丰 -> 张**; an organisation keeps its beginning and its end."""
    if plain == DESTROYED:
        return plain
    if kind == ApplicantClass.NATURAL:
        return plain[:1] + "*" * max(1, len(plain) - 1) if plain else ""
    return plain if len(plain) <= 4 else f"{plain[:2]}****{plain[-2:]}"


def number(plain: str) -> str:
    """37030519900101123X -> 37*************23X; of a short one its last two characters."""
    if len(plain) < 8:
        return "*" * max(0, len(plain) - 2) + plain[-2:]
    return f"{plain[:2]}{'*' * (len(plain) - 5)}{plain[-3:]}"
