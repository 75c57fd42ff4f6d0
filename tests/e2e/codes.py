"""The code a phone would show for the secret of the browser tests' persons (RFC 6238), without Django."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from .district import SECRET


def code_now() -> str:
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(SECRET), counter, hashlib.sha1).digest()
    at = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06d}"
