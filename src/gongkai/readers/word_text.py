"""The words of a Word file page by page, as far as the file itself says where a page ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from .container import Container, parse_xml
from .docx import main_part, transitional

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE: Final = frozenset(("del", "moveFrom", "Fallback", "instrText"))
_HEADER: Final = re.compile(r"word/header\d*\.xml")


def pages(data: bytes) -> Iterator[str]:
    """Headers stand at the top of the first page. Deleted and hidden text is left out."""
    container = Container(data)
    headers = [
        line
        for name in sorted(container.names)
        if _HEADER.fullmatch(name)
        for line in _lines(parse_xml(transitional(container.read(name))))
    ]
    page = list(dict.fromkeys(headers))
    for line in _lines(parse_xml(transitional(container.read(main_part(container))))):
        first, *others = line.split("\f")
        page.append(first)
        for other in others:
            yield "\n".join(page)
            page = [other]
    yield "\n".join(page)


def _lines(root: Any) -> Iterator[str]:
    """A line for each paragraph, text boxes after the paragraph they hang on; a page break is a form feed."""
    texts: dict[Any, list[str]] = {}
    order: list[Any] = []
    for element in root.iter(f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}lastRenderedPageBreak"):
        if element.tag == f"{_W}p":
            order.append(element)
            texts[element] = []
        elif (sign := _sign(element)) and (owner := _owner(element)) is not None:
            texts.setdefault(owner, []).append(sign)
    for paragraph in order:
        yield "".join(texts[paragraph])


def _sign(element: Any) -> str:
    name = element.tag.rpartition("}")[2]
    if name == "t":
        return str(element.text or "")
    if name == "tab":
        return "\t" if element.getparent().tag == f"{_W}r" else ""
    if name == "lastRenderedPageBreak" or element.get(f"{_W}type") == "page":
        return "\f"
    return "\n"


def _owner(element: Any) -> Any | None:
    """The paragraph that a text stands in; None where nobody reads it."""
    owner = None
    for above in element.iterancestors():
        name = above.tag.rpartition("}")[2]
        if name in _GONE or (name == "r" and above.find(f"{_W}rPr/{_W}vanish") is not None):
            return None
        if name == "p" and owner is None:
            owner = above
    return owner
