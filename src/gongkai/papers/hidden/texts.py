"""Plain texts and HTML pages."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from gongkai.errors import TooLarge, Unreadable

from . import limits
from .findings import Found
from .inside import Inside

_UNSEEN: Final = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])"
)
# A number may run on over a tag that only changes its look; any other tag ends it.
_INLINE: Final = re.compile(
    r"(?i)</?(?:a|abbr|b|bdo|big|code|em|font|i|ins|mark|o:p|s|small|span|strong|sub|sup|tt|u)\b[^<>]{0,2000}>"
)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_NO_TEXT: Final = frozenset({"script", "style", "template", "noscript"})


def look(data: bytes, found: Found, inside: Inside) -> None:
    for number, line in enumerate(decoded(data).splitlines(), 1):
        found.personal(f"第{number}行", line)


def look_at_page(data: bytes, found: Found, inside: Inside) -> None:
    """Comments, hidden elements and authors of a page; then whatever personal data is in any of its texts."""
    text = decoded(data)
    root = lxml_html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*>", "", text), parser=_parser())
    for element in root.iter():
        where = f"第{element.sourceline or 0}行"
        if isinstance(element, lxml_html.HtmlComment):
            if (element.text or "").strip() and not (element.text or "").startswith("[if"):
                found.concealed("comment", where, element.text or "")
        elif isinstance(element.tag, str):
            _element(element, where, found)
    for number, line in enumerate(text.splitlines(), 1):
        found.personal(f"第{number}行", _TAG.sub("", _INLINE.sub("", line).replace("<", "|<")))


def clean_page(data: bytes) -> bytes:
    """The page without comments, hidden elements and the name of its author; in UTF-8."""
    root = lxml_html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*>", "", decoded(data)), parser=_parser())
    for element in [e for e in root.iter() if _is_removed(e)]:
        lxml_html.HtmlElement.drop_tree(element)
    written: bytes = lxml_html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    return written


def _is_removed(element: etree._Element) -> bool:
    if isinstance(element, lxml_html.HtmlComment):
        return True
    if not isinstance(element.tag, str) or element.tag in _NO_TEXT:
        return False
    if element.tag == "meta":
        return str(element.get("name", "")).lower() in ("author", "creator")
    return _is_unseen(element) or (element.tag == "input" and element.get("type") == "hidden")


def _is_unseen(element: etree._Element) -> bool:
    return "hidden" in element.attrib or _UNSEEN.search(str(element.get("style", ""))) is not None


def _element(element: etree._Element, where: str, found: Found) -> None:
    attributes = element.attrib
    if element.tag == "meta" and str(attributes.get("name", "")).lower() in ("author", "creator"):
        found.add("author", where, str(attributes.get("content", "")))
    if element.tag == "input" and attributes.get("type") == "hidden" and attributes.get("value"):
        found.concealed("hidden-text", where, str(attributes["value"]))
    if _is_unseen(element) and element.tag not in _NO_TEXT:
        content = "".join(str(part) for part in element.itertext())
        if content.strip():
            found.concealed("hidden-text", where, content)


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(no_network=True, huge_tree=False, recover=True)


def decoded(data: bytes) -> str:
    """The text: by its byte order mark, as UTF-8, or as GB 18030."""
    if len(data) > limits.MAX_TEXT * 3:
        raise TooLarge("文本过长，未检查；请拆分后再检查。")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("不是文本，也不是能识别的文件，未检查。")
