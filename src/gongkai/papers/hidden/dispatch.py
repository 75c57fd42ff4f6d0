"""From a file to the module that knows its kind."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from gongkai.errors import GongkaiError, Refused, TooLarge, UnknownKind, Unreadable

from . import archive, limits, pdf, pdf_clean, picture, sheet, sheet_clean, sorts, texts, word, word_clean
from .findings import Found, Report
from .inside import Inside

_Looking = Callable[[bytes, Found, Inside], None]
_LOOKING: Final[dict[str, _Looking]] = {
    "word": word.look,
    "sheet": sheet.look,
    "pdf": pdf.look,
    "picture": picture.look,
    "archive": archive.look,
    "text": texts.look,
    "page": texts.look_at_page,
    "empty": lambda data, found, inside: None,
}
_CLEANING: Final[dict[str, Callable[[bytes], bytes]]] = {
    "word": word_clean.clean,
    "sheet": sheet_clean.clean,
    "pdf": pdf_clean.clean,
    "picture": picture.clean,
    "archive": lambda data: archive.clean(data, _member),
    "text": lambda data: data,
    "page": texts.clean_page,
}


def looked(data: bytes, name: str, depth: int = 0, until: float | None = None) -> Report:
    """The report on one file, ``depth`` files deep. What goes wrong in it becomes its reason."""
    until = until or time.monotonic() + limits.MAX_SECONDS
    found = Found(until)
    try:
        found.personal("文件名", name)
        _look(data, depth, found, partial(looked, depth=depth + 1, until=until))
    except GongkaiError as error:
        found.unexamined("", str(error))
    except (RecursionError, MemoryError):
        found.unexamined("", "文件的结构过深或过大，未能检查完；请另存为新文件后再检查。")
    except Exception as error:  # noqa: BLE001 - a parser met what nobody foresaw; said, never passed over
        found.unexamined("", f"检查中断（{type(error).__name__}），文件可能已损坏；请用原软件另存一份再检查。")
    return found.report()


def _look(data: bytes, depth: int, found: Found, inside: Inside) -> None:
    if depth > limits.MAX_DEPTH:
        raise TooLarge(f"嵌套超过{limits.MAX_DEPTH}层，未检查。")
    if len(data) > limits.MAX_INPUT:
        raise TooLarge(f"文件超过{limits.MAX_INPUT // limits.MIB}MB，未检查；请拆分后再检查。")
    if not data and depth == 0:
        raise Unreadable("文件是空的；请重新导出后再检查。")
    sort = sorts.sort_of(data)
    if sort not in _LOOKING:
        raise UnknownKind(f"{sort}。")
    _LOOKING[sort](data, found, inside)


def cleaned(data: bytes) -> bytes:
    """A new copy without what is hidden. Raises Refused for a kind that cannot be cleaned."""
    sort = sorts.sort_of(data)
    if sort in _CLEANING:
        try:
            return _CLEANING[sort](data)
        except GongkaiError:
            raise
        except (RecursionError, MemoryError) as error:
            raise TooLarge("文件的结构过深或过大，不能清除；请另存为新文件后再试。") from error
        except Exception as error:
            raise Unreadable("文件可能已损坏，不能清除；请用原软件另存一份再试。") from error
    raise Refused("空文件，没有可清除的内容。" if sort == "empty" else f"{sort}；不能自动清除。")


def _member(data: bytes) -> bytes:
    """A member of an archive: cleaned where there is something to clean and its kind can be, as it is otherwise.

    The new examination of the whole tells what is left.
    """
    if not any(finding.cleanable for finding in looked(data, "").findings):
        return data
    try:
        return cleaned(data)
    except Refused:
        return data
