"""The bytes on disk: ``FILES/ab/cd/abcd…``, named by their SHA-256, written once and never changed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from gongkai.errors import TooLarge, Unreadable

MAX_SIZE = 50 * 2**20


def storage() -> Storage:
    """Where files lie. Any Django storage does; ours is a folder of the installation."""
    return _folder(Path(settings.FILES))


@cache
def _folder(where: Path) -> Storage:
    return FileSystemStorage(
        location=where, allow_overwrite=False, file_permissions_mode=0o440, directory_permissions_mode=0o750
    )


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def bounded(data: bytes) -> None:
    """TooLarge over 50 MB."""
    if len(data) > MAX_SIZE:
        raise TooLarge(f"文件超过{MAX_SIZE // 2**20}MB，未保存；请拆分文件或去掉其中的图片后重试。")


def put(data: bytes, *, limit: bool = True) -> str:
    """Write the bytes, unless they are there already; their SHA-256. TooLarge over 50 MB; without ``limit`` the
    caller has asked already (what is encrypted grows by a few bytes)."""
    if limit:
        bounded(data)
    sha256 = hashlib.sha256(data).hexdigest()
    where, name = storage(), path_of(sha256)
    if not intact(sha256):
        where.delete(name)
        where.save(name, ContentFile(data))
    return sha256


def get(sha256: str) -> bytes:
    """The bytes; Unreadable when they are gone or no longer what they were."""
    try:
        with storage().open(path_of(sha256)) as file:
            data = bytes(file.read())
    except OSError as error:
        raise Unreadable("原文件已不在本机的文件库中；请从备份恢复 files 目录。") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unreadable("原文件在保存后被改动，已停止使用；请从备份恢复 files 目录。")
    return data


def remove(sha256: str) -> None:
    """Take the bytes away, if they are there."""
    storage().delete(path_of(sha256))


def intact(sha256: str) -> bool:
    """Whether it is there, whole. A crash in the middle of writing may have left half: then it is written anew."""
    where, name = storage(), path_of(sha256)
    if not where.exists(name):
        return False
    with where.open(name) as file:
        return hashlib.sha256(file.read()).hexdigest() == sha256
