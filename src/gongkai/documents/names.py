"""A file name as it came from outside, made safe to keep, to show and to offer for download."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 150
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe(name: str, otherwise: str = "未命名文件") -> str:
    """Its last part without control and direction characters, at most 150 characters, the ending kept."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    kept = _NOT_IN_NAMES.sub("_", kept).strip(" .")
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: MAX_LENGTH - len(ending) - 1]}.{ending}" if stem else ending
    return kept[:MAX_LENGTH] or otherwise
