"""The body of an item as rich text: a small, safe part of HTML, written in one way only.

clean(html) -> str              whatever was typed, pasted or taken in; cleaning twice changes nothing
cleaned(html) -> Cleaned        the same, with what was not taken, in words for whoever pasted it
typed(text) -> str              clean, of what was typed without an editor: lines without a tag are paragraphs
text_of(html) -> str            what is read in it, for search and checks
relinked(html, change) -> str   every address of links and pictures changed (an export, a preview)
pictures(html) -> (str, …)      the tokens of the attachments that stand in it as pictures

Kept are headings (h2 to h4), paragraphs, lists, quotes, tables with their spans, emphasis, links, and pictures
that are attachments of an item. Nothing of fonts, colours and sizes, no style, no script; of classes only
``center`` and ``right``, as the signature of an official document stands at the right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from re import Match, compile
from typing import Final

import nh3

from gongkai.errors import TooLarge

from . import writing
from .building import Builder
from .tree import Block

__all__ = ["Cleaned", "clean", "cleaned", "pictures", "relinked", "text_of", "typed"]

LONGEST: Final = 4_000_000
"""Characters of HTML; a page of text is some two thousand."""

_TAKEN_TAGS: Final = (
    "p div section article main header footer aside nav center h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre "
    "table caption thead tbody tfoot tr th td a b strong i em u s strike del ins sub sup span font br img hr "
    "address figure figcaption form fieldset details summary"
)
_TAKEN: Final = set(_TAKEN_TAGS.split())
_SAID: Final = {
    "*": {"style", "class", "align", "hidden"},
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_NOT_EVEN_TEXT: Final = {"script", "style", "title", "textarea", "select", "template", "noscript", "svg", "math",
                         "xml", "iframe", "object", "audio", "video", "canvas", "head"}  # fmt: skip
_KEPT_TAGS: Final = (
    "p h2 h3 h4 ul ol li blockquote table caption thead tbody tr th td a strong em u s sub sup br img"
)
_KEPT: Final = set(_KEPT_TAGS.split())
_KEPT_SAID: Final = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_CLASSES: Final = {tag: {"center", "right"} for tag in ("p", "h2", "h3", "h4", "td", "th")}
_SCHEMES: Final = {"http", "https", "mailto"}
_LEFT: Final = {
    "hidden": "去掉了不显示的或者已标记删除的文字{n}处，请核对是否需要",
    "picture": "去掉了图片{n}张；图片请作为附件上传后再插入",
    "link": "去掉了打不开的链接{n}处，文字保留",
    "nested": "表格里套的表格{n}个改成了文字",
}
_TAG: Final = compile(r"</?[a-zA-Z][^<>]*>|<!--")
_ADDRESS: Final = compile(r'(<a href="|<img src=")([^"]*)(")')


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``left`` says in words what was not taken."""

    html: str
    left: tuple[str, ...] = ()


def clean(html: str) -> str:
    """TooLarge over ``LONGEST``."""
    return cleaned(html).html


def cleaned(html: str) -> Cleaned:
    """TooLarge over ``LONGEST``."""
    builder = _built(html)
    notes = tuple(_LEFT[kind].format(n=n) for kind, n in sorted(builder.left.items()) if n)
    found = _written(builder.blocks)
    for _ in range(3):  # what a second look would still change, it changes now
        again = _written(_built(found).blocks)
        if again == found:
            break
        found = again
    return Cleaned(found, notes)


def typed(text: str) -> str:
    """TooLarge over ``LONGEST``."""
    if _TAG.search(text):
        return clean(text)
    return clean("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()))


def text_of(html: str) -> str:
    """A line for each paragraph and row, a tab between cells."""
    return writing.text(_built(html).blocks)


def relinked(html: str, change: Callable[[str], str]) -> str:
    """``html`` is clean. ``change`` is given each address and says what to write instead."""

    def one(match: Match[str]) -> str:
        return f"{match[1]}{escape(change(unescape(match[2])))}{match[3]}"

    return _ADDRESS.sub(one, html)


def pictures(html: str) -> tuple[str, ...]:
    """``html`` is clean."""
    found = (unescape(match[2]) for match in _ADDRESS.finditer(html) if match[1].startswith("<img"))
    return tuple(dict.fromkeys(address.rstrip("/").rsplit("/", 1)[-1] for address in found))


def _built(html: str) -> Builder:
    if len(html) > LONGEST:
        raise TooLarge("正文过长，没有保存；请把其中的长表作为附件，或者分成几条信息。")
    whole = html.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    safe = nh3.clean(
        whole,
        tags=_TAKEN,
        clean_content_tags=_NOT_EVEN_TEXT,
        attributes=_SAID,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
    builder = Builder()
    builder.feed(safe)
    builder.done()
    return builder


def _written(blocks: list[Block]) -> str:
    return nh3.clean(
        writing.html(blocks),
        tags=_KEPT,
        attributes=_KEPT_SAID,
        allowed_classes=_CLASSES,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
