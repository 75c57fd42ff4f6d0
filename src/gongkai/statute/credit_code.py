"""The unified social credit code (统一社会信用代码): eighteen characters, the last one checks the others.

Source: GB 32100-2015 (法人和其他组织统一社会信用代码编码规则), modulo 31 with the weights of GB/T 17710.
"""

from __future__ import annotations

# Digits and capitals without I, O, S, V, Z, which look like digits or one another.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def normal(text: str) -> str:
    """Full-width to half-width, capitals, no spaces; nothing else is mended."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(narrow.split()).upper()


def check_character(body: str) -> str:
    """The eighteenth character for the first seventeen; ValueError for what cannot stand in a code."""
    if len(body) != LENGTH - 1:
        raise ValueError(f"17 characters expected, not {len(body)}")
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def fault(code: str) -> str:
    """What is wrong with a code, as a sentence; "" when nothing is. Give it ``normal`` text."""
    if len(code) != LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位。"
    if odd := sorted({c for c in code if c not in ALPHABET}):
        return f"统一社会信用代码中不应出现字符 {' '.join(odd)}（GB 32100—2015）。"
    if (right := check_character(code[:-1])) != code[-1]:
        return f"统一社会信用代码校验位不符：第18位应为 {right}，现为 {code[-1]}（GB 32100—2015）。"
    return ""
