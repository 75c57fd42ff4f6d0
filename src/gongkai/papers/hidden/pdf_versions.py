"""Earlier versions of a PDF that stand in front of the last one, and what stands behind its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gongkai.errors import GongkaiError

from .findings import Found
from .pdf_pages import PageText, texts

_END: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_COMPARED: Final = 3


def look(data: bytes, found: Found, pages: Sequence[PageText]) -> None:
    ends = [m.end() for m in _END.finditer(data) if int(m[1][:12])]
    if not ends:
        return
    now = re.sub(r"\s+", "", "".join(page.text for page in pages))
    earlier = ends[:-1]
    if earlier:
        found.add("earlier-version", "文件内部", f"文件里还保存着{len(earlier)}个较早的版本")
    for number, end in list(enumerate(earlier, 1))[-_COMPARED:]:
        _version(data[:end], number, now, found)
    if rest := data[ends[-1] :].strip(b"\x00\r\n\t "):
        found.add("trailing-data", "文件末尾", f"PDF结束之后还有{len(rest)}字节")


def _version(data: bytes, number: int, now: str, found: Found) -> None:
    """What an earlier version says and the last one does not."""
    try:
        before = "\n".join(texts(data))
    except GongkaiError:
        found.unexamined(f"第{number}个较早的版本", "打不开。")
        return
    gone = [line.strip() for line in before.splitlines() if line.strip() and re.sub(r"\s+", "", line) not in now]
    if gone:
        found.concealed("earlier-version", f"第{number}个较早的版本", "现版本已没有的文字：" + " ".join(gone))
