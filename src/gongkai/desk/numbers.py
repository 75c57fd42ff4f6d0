"""A number out of an address or a hidden field, where anybody may have typed anything."""

from __future__ import annotations

# Fits every column and every database.
_DIGITS = 18


def number(text: object) -> int | None:
    """None for what is no number, or longer than any key."""
    plain = str(text)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS else None
