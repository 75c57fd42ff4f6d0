"""The number of a resident identity card (公民身份号码, GB 11643): 17 digits and a check character."""

from __future__ import annotations

from datetime import date

_WEIGHTS = tuple(2**n % 11 for n in range(17, 0, -1))
_CHECKS = "10X98765432"


def fault(number: str) -> str:
    """What is wrong with it, "" when nothing is. The day of birth in it must exist."""
    if len(number) != 18:
        return "公民身份号码应为18位。"
    body, check = number[:17], number[17]
    if not (body.isascii() and body.isdigit()):
        return "公民身份号码前17位应为数字。"
    try:
        date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return "公民身份号码中的出生日期不存在。"
    if _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11] != check:
        return "公民身份号码的校验码不对。"
    return ""
