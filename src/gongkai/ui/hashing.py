"""A file of which nothing is kept: its SHA-256 is taken as it comes in, and each piece is forgotten at once.

What somebody wants compared with what was published is none of ours; it lies neither in memory nor on a disk.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from gongkai.documents.files import MAX_SIZE

# The one page that compares files.
PATH = "/verify/"
MOST = MAX_SIZE + 2**20


@dataclass(frozen=True, slots=True)
class Hashed:
    """Stands for the file that was sent: its size and SHA-256, without a byte of it or its name."""

    size: int
    sha256: str

    def close(self) -> None:
        """As Django does with every file of a request."""


class HashingUploadHandler(FileUploadHandler):
    """The first of the handlers; those after it are given nothing of what is sent there."""

    _active = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self._active = self.request is not None and self.request.path == PATH
        if self._active and content_length > MOST:
            raise RequestDataTooBig("文件超过上限")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """No handler after this one may open a temporary file for it."""
        super().new_file(*args, **kwargs)
        self._sha256 = hashlib.sha256()
        if self._active:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self._active:
            return raw_data
        self._sha256.update(raw_data)
        return None

    def file_complete(self, file_size: int) -> Any:
        """Nothing where others take the file."""
        return Hashed(file_size, self._sha256.hexdigest()) if self._active else None
