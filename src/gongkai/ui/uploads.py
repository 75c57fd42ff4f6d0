"""Uploads that touch no disk before somebody looked at them.

A paper with a secrecy marking is refused before it is stored; a temporary file of the web server's would have
stored it. So whatever is sent to the pages of proactive disclosure is held in memory, up to what an item may have.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

# Where items are drafted, and where stock is taken in.
IN_MEMORY = "/desk/publication/"
MOST = 320 * 2**20


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """The first of the handlers; those after it see nothing of what it takes."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        request = self.request
        self.activated = request is not None and request.path.startswith(IN_MEMORY)
        if self.activated and content_length > MOST:
            raise RequestDataTooBig(f"一次上传不能超过{MOST // 2**20}MB，请分几次上传。")
