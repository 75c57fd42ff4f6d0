"""From a template of ours and its data to PDF/A-2a: tagged, fonts embedded, the same bytes for the same data.

Every word comes in as data, none of it is markup. A character that no font prints is an error that names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any, Final

import typst

from gongkai.errors import WriteError

from . import fonts

STANDARD: Final = "a-2a"
_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
# One compiler a process keeps what it has learnt of fonts and templates; it serves one caller at a time.
_TURN = Lock()


def pdf(
    template_name: str, data: Mapping[str, Any], *, as_of: date, files: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF that the template (a file beside this one) makes of ``data``. PDF/A wants a date and the same data
    want the same bytes, so it bears ``as_of``. ``files`` are what the template imports and the pictures it shows,
    all of them text. WriteError naming what to install where a glyph is missing."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    when = datetime(as_of.year, as_of.month, as_of.day, tzinfo=timezone(timedelta(hours=8)))
    try:
        with _TURN:
            made = _compiler().compile(
                input={"main.typ": template(template_name), **files} if files else template(template_name),
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=[STANDARD],
                timestamp=when,
            )
    except typst.TypstError as error:
        raise _refused(error) from error
    if not isinstance(made, bytes):
        raise WriteError("排版没有给出PDF；请改用DOCX，并把这份文件交给维护人员查看。")
    return made


def warm() -> None:
    """Look the fonts of the machine through, so that the first letter of this process takes as long as any."""
    with _TURN:
        _compiler()


@cache
def _compiler() -> Any:
    return typst.Compiler(font_paths=fonts.system())


@cache
def template(name: str) -> bytes:
    """A file beside this one."""
    return files("gongkai.writers").joinpath(name).read_bytes()


def _refused(error: typst.TypstError) -> WriteError:
    text = f"{error} {getattr(error, 'diagnostic', '')}"
    if found := _GLYPH.search(text):
        words = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), found[1])
        codes = "、".join(f"U+{ord(c):04X}" for c in words[:5])
        return WriteError(f"没有一种字体能显示“{words[:20]}”（{codes}），没有写出PDF；{fonts.HINT}也可改用DOCX。")
    return WriteError(f"PDF排版失败（{str(error)[:200]}）；请改用DOCX，并把这份文件交给维护人员查看。")
