"""Bytes of any file we read -> Document."""

from __future__ import annotations

from gongkai.errors import ReadError, TooLarge, UnknownKind, Unreadable

from . import detect
from .document import Document
from .encoding import decode
from .limits import Deadline, check_input


def extract(data: bytes, name: str = "", deadline: Deadline | None = None) -> Document:
    """Take a file apart into paragraphs and tables, whatever it is. Its content decides; ``name`` does not.

    Raises a ReadError whose text says what to do: UnknownKind, Unreadable, NotText or TooLarge.
    """
    deadline = deadline or Deadline()
    check_input(data)
    try:
        return _extract(data, name, deadline)
    except ReadError:
        raise
    except (RecursionError, MemoryError) as error:
        raise TooLarge("文档的结构过深或过大，读不下去；请用原软件打开，只保留年度报告后另存再试。") from error
    except Exception as error:  # a parser's own error must not reach a person as a traceback
        raise Unreadable("文件内容损坏，读不下去；请用原软件打开后另存一份再试。") from error


def _extract(data: bytes, name: str, deadline: Deadline) -> Document:
    match detect.found(data):
        case "zip":
            return _office(data, deadline)
        case "ole":
            from .legacy import convert

            return _office(convert(data, deadline), deadline)
        case "pdf":
            from . import pdf

            return pdf.extract(data, deadline)
        case "mhtml":
            from .mhtml import page_of

            return _text(page_of(data), deadline)
        case _:
            return _text(decode(data), deadline)


def _office(data: bytes, deadline: Deadline) -> Document:
    from .container import Container

    container = Container(data)
    if detect.office(container.names) == "docx":
        from . import docx

        return docx.extract(container, deadline)
    from . import xlsx

    return xlsx.extract(container, deadline)


def _text(text: str, deadline: Deadline) -> Document:
    if detect.is_page(text):
        from . import html

        return html.extract(text, deadline)
    if text.lstrip().startswith(("{", "[")) and _is_json(text):
        raise UnknownKind("这是JSON文件，但不是本系统导出的年度报告；请用报告的DOCX、PDF或网页再试。")
    from . import text as plain

    if detect.has_table_tags(text):
        from . import mixed

        return mixed.extract(text, deadline)
    return plain.extract(text, deadline)


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
