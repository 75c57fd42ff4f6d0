"""A query code for somebody without an account: 16 characters without look-alikes, 80 bits.

new() -> str                a random one, as it is printed
written(bits) -> str        ten bytes as they are printed
sha256(code) -> str         all that is kept of it, however it was typed
plain(text) -> str          a code or number without what people put between the characters
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata

# Neither 0 and O nor 1 and I: each of the 32 stands for five bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITTEN = str.maketrans(_BASE32, ALPHABET)
BYTES = 10
# What somebody reads as a one is the letter.
_READ = str.maketrans("1I", "LL")


def new() -> str:
    return written(secrets.token_bytes(BYTES))


def written(bits: bytes) -> str:
    """Ten bytes as they are printed: 7KQ4-M2XD-9HTR-V3BC."""
    plain = base64.b32encode(bits).decode().translate(_WRITTEN)
    return "-".join(plain[n : n + 4] for n in range(0, len(plain), 4))


def plain(text: str) -> str:
    """Half-width, capitals, nothing between the characters."""
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in wide if c.isalnum())[:80]


def sha256(code: str) -> str:
    return hashlib.sha256(plain(code).translate(_READ).encode()).hexdigest()
