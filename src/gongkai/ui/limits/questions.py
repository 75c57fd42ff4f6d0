"""A question for those above the limit: a sum in words, which is read aloud and printed large like any other text.

No picture and no script, hence no hurdle for anybody who sees or hears differently. It is no wall for a machine,
either: it makes each further try cost a page, and the bound above it refuses.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "gongkai.ui.limits"
# Seconds in which a question may be answered.
LASTS = 15 * 60
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Challenge:
    """``question`` to show, ``token`` to send back with the answer; ``wrong``: an answer was given and is wrong,
    used up or too late."""

    question: str
    token: str
    wrong: bool = False


def ask(*, wrong: bool = False) -> Challenge:
    """A fresh question."""
    one, other = 11 + secrets.randbelow(39), 2 + secrets.randbelow(8)
    nonce = secrets.token_urlsafe(12)
    token = signing.dumps([nonce, _mac(nonce, one + other)], salt=_SALT)
    return Challenge(f"请输入“{in_words(one)}加{in_words(other)}”的结果", token, wrong)


def answered(token: str, answer: str) -> bool:
    """Right, in time, and for the first time. The second time it is a question to answer anew."""
    try:
        nonce, mac = signing.loads(token, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    number = as_number(answer)
    if number is None or not constant_time_compare(mac, _mac(nonce, number)):
        return False
    return bool(cache.add(f"challenge:{nonce}", 1, LASTS))


def in_words(number: int) -> str:
    """1 to 99, as it is spoken."""
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return f"{ten}{_DIGITS[ones] if ones else ''}"


def as_number(text: str) -> int | None:
    """42, ４２ or 四十二; None for anything else."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("。.")
    if plain.isascii() and plain.isdigit() and len(plain) < 4:
        return int(plain)
    return next((number for number in range(1, 100) if in_words(number) == plain), None)


def _mac(nonce: str, answer: int) -> str:
    return salted_hmac(_SALT, f"{nonce}:{answer}", algorithm="sha256").hexdigest()
