"""What an encrypted file is on disk: a nonce, then the content under AES-256-GCM with a key of its own.

A key for each file, kept in its row, leaves the bytes alone when the field keys are rotated. The hash of the
content is bound to them: a row that points at another file's bytes opens nothing.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongkai.errors import Unreadable

_NONCE = 12


def new_key() -> str:
    return base64.urlsafe_b64encode(AESGCM.generate_key(256)).decode()


def seal(data: bytes, *, key: str, sha256: str) -> bytes:
    """``sha256`` is that of ``data``."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, data, sha256.encode())


def unseal(sealed: bytes, *, key: str, sha256: str) -> bytes:
    """Unreadable when key, hash and bytes do not belong together."""
    try:
        return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], sha256.encode())
    except InvalidTag as error:
        raise Unreadable("加密的原文件无法解开，已停止使用；请从备份恢复 files 目录和数据库。") from error


def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.urlsafe_b64decode(key))
