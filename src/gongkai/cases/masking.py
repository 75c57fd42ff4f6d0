"""Names, numbers and contacts as lists show them: enough to tell two apart, not enough to know who it is."""

from __future__ import annotations

from gongkai.cases.words import ApplicantClass

_HIDDEN = "****"


def name(plain: str, kind: str = ApplicantClass.NATURAL) -> str:
    """张三丰 -> 张**; an organisation keeps its beginning and its end."""
    if kind == ApplicantClass.NATURAL:
        return plain[:1] + "*" * max(1, len(plain) - 1) if plain else ""
    return plain if len(plain) <= 4 else f"{plain[:2]}{_HIDDEN}{plain[-2:]}"


def number(plain: str) -> str:
    """370305199001011234 -> 370****1234; a short one shows less."""
    if len(plain) < 10:
        return f"{plain[:1]}{_HIDDEN}" if plain else ""
    return f"{plain[:3]}{_HIDDEN}{plain[-4:]}"


def phone(plain: str) -> str:
    """13812345678 -> 138****5678."""
    digits = "".join(c for c in plain if not c.isspace())
    return f"{digits[:3]}{_HIDDEN}{digits[-4:]}" if len(digits) >= 9 else _HIDDEN * bool(digits)


def email(plain: str) -> str:
    """zhangsan@example.cn -> z****@example.cn."""
    mailbox, at, host = plain.partition("@")
    return f"{mailbox[:1]}{_HIDDEN}{at}{host}" if plain else ""


def address(plain: str) -> str:
    """The first six characters, as a rule the district."""
    return f"{plain[:6]}{_HIDDEN}" if plain else ""
