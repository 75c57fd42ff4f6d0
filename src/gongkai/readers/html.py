"""A saved web page, or the part of one that holds the report, as blocks."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from gongkai.errors import TooLarge, Unreadable

from .document import Document, Table
from .html_plain import plain_stream
from .limits import MAX_TAGS, Deadline
from .revisions import STRUCK
from .stream import PICTURE, blocks
from .stylesheet import flatten
from .text import regrouped

_BLANKS = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
# Pictures written into the page: megabytes that are not looked at, and more than the parser takes.
_EMBEDDED = re.compile(rb"([\"'(])data:[^\"'()<>]*")
_STRUCK = (b"<del", b"<s>", b"<strike")
_MAY_HIDE = (b"display", b"visibility", b"mso-hide", b"hidden")
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SUSPECTS = (
    "//*[@hidden or contains(@style, 'isplay') or contains(@style, 'ISPLAY') or contains(@style, 'isibility')"
    " or contains(@style, 'mso-hide')]"
)


def parse(content: bytes) -> Any:
    """The root of a page in UTF-8. Raises Unreadable for a page without content, TooLarge for a deep one."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise Unreadable("网页内容损坏或是空的；请在浏览器里重新保存后再试。") from error
    if any(e.type_name in ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY") for e in parser.error_log if e.level > 2):
        raise TooLarge("网页嵌套过深或内容过大，未读取；请在浏览器里只复制正文，另存后再试。")
    if root is None:
        raise Unreadable("网页是空的；请在浏览器里重新保存后再试。")
    return root


def extract(text: str, deadline: Deadline) -> Document:
    """Blocks of a page. Scripts, styles, hidden elements, glosses and struck words are left out."""
    if text.count("<") > MAX_TAGS:
        raise TooLarge("网页的内容过多，不像一份年度报告，未读取；请只保留报告正文后重试。")
    stream, title, notes = plain_stream(text) or _full_stream(text)
    deadline.check()
    pictures = PICTURE in stream
    if pictures:
        stream = stream.replace(PICTURE, "")
    if "\n" in stream or "\t" in stream or "  " in stream:
        stream = _BLANKS.sub(" ", stream)
    found = regrouped(blocks(stream, deadline))
    if pictures and not any(isinstance(b, Table) for b in found):
        notes = (*notes, "网页里没有数据表格而有图片；表格可能是图片，图片里的数字读不出。")
    return Document("html", found, title or None, None, notes)


def _full_stream(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The stream, title and notes of any page, through the full parser."""
    content = text.encode("utf-8", "replace")
    if b"data:" in content:
        content = _EMBEDDED.sub(rb"\1", content)
    root = parse(content)
    low = content.lower()
    if any(word in low for word in _MAY_HIDE):
        _drop_hidden(root)
    notes = (STRUCK,) if any(tag in low for tag in _STRUCK) else ()
    return flatten(root, "html.xsl"), (root.findtext(".//title") or "").strip(), notes


def _drop_hidden(root: Any) -> None:
    """Take out what the page says is not shown; the text after it stays."""
    for element in root.xpath(_SUSPECTS):
        parent = element.getparent()
        if parent is None or not (element.get("hidden") is not None or _HIDES.search(element.get("style", ""))):
            continue
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)
