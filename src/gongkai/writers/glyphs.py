"""Is there a glyph for every character, in every role it may be printed in? Asked of the typesetter."""

from __future__ import annotations

from datetime import date
from functools import cache

from . import fonts, typesetting

# ASCII and what every Chinese font has are not asked for one by one.
_PLAIN = frozenset(map(chr, range(32, 127)))


@cache
def _known() -> set[str]:
    """Characters found to be printable here; grows up to what the fonts hold."""
    return set(_PLAIN)


def check(text: str) -> None:
    """WriteError naming the first character that no font of this machine prints, and what to install."""
    new = set(text) - _known()
    if new:
        data = {"text": "".join(sorted(new)), "fonts": fonts.chosen(fonts.families())}
        typesetting.pdf("glyphs.typ", data, as_of=date(1980, 1, 1))
        _known().update(new)
