"""A bound on what the streams of a PDF unpack to: pdfminer itself unpacks whatever a file says."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from gongkai.errors import TooLarge

from . import limits

_reading = local()


class _Zlib:
    """``zlib`` as pdfminer uses it, counting what it unpacks while a file is read."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        left: int = getattr(_reading, "left", limits.MAX_UNPACKED)
        part = zlib.decompressobj()
        out = part.decompress(data, left + 1)
        if len(out) > left:
            raise TooLarge("PDF解压后过大，未读取；请只保留年度报告正文，重新导出后再试。")
        if not part.eof:
            raise zlib.error("incomplete or truncated stream")
        _reading.left = left - len(out)
        return out

    @staticmethod
    def decompressobj(*args: Any) -> Any:
        return zlib.decompressobj(*args)


@contextmanager
def bounded() -> Iterator[None]:
    """Inside, the streams of a PDF unpack to at most MAX_UNPACKED bytes altogether; more raises TooLarge."""
    import pdfminer.pdftypes

    vars(pdfminer.pdftypes)["zlib"] = _Zlib
    # It warns of every font without a bounding box, once for each character; what matters is raised.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    _reading.left = limits.MAX_UNPACKED
    try:
        yield
    finally:
        del _reading.left
