"""The word by which an agency stands in public addresses, and back.

It is the unified social credit code; an agency without one goes by ``a`` and its key. Both words lead to the
agency for good: when a code is given later, the short word still finds it and the face redirects.
"""

from __future__ import annotations

import re

from gongkai.agencies.models import Agency

_KEY = re.compile(r"a([1-9]\d{0,17})")
PATTERN = r"[0-9A-Z]{18}|a[1-9][0-9]{0,17}"


def word(agency: Agency) -> str:
    """``11990001000000020T``, or ``a17``."""
    return agency.credit_code or f"a{agency.pk}"


def find(word: str) -> Agency | None:
    """The agency that this word means, None where there is none."""
    if key := _KEY.fullmatch(word):
        return Agency.objects.filter(pk=int(key[1])).first()
    # Anything else is no word of ours; PostgreSQL would not even take some of it (a null byte).
    return Agency.objects.filter(credit_code=word).first() if re.fullmatch(PATTERN, word) else None
