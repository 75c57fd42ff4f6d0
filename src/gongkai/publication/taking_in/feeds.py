"""RSS 2.0 (and 1.0) and Atom as another server sends them: entries in plain words, nothing of it believed.

entries(data, *, base) -> list[FeedEntry]      Unreadable for what is no feed

No entity is replaced, no other file or address is read, a document type of its own is refused, and no more than
``MOST`` entries are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import escape
from typing import Final

from lxml import etree

from gongkai.errors import Unreadable
from gongkai.publication.taking_in import links

MOST: Final = 500
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM = "http://www.w3.org/2005/Atom"
_DATES = ("pubDate", "date", "published", "issued", "updated")
_NO_FEED = "对方给出的不是 RSS 或者 Atom 订阅内容，请核对订阅地址"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """``body`` is HTML as it came; ``said_at`` None where no day can be read; ``files`` the addresses of what is
    enclosed."""

    external: str
    title: str
    address: str
    body: str
    said_at: datetime | None
    files: tuple[str, ...] = ()


def entries(data: bytes, *, base: str) -> list[FeedEntry]:
    """In the order of the feed. ``base`` is the address of the feed, for links without a host."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_NO_FEED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("订阅内容里有文档类型声明，为安全起见没有读取")
    if etree.QName(root).localname not in ("rss", "feed", "RDF"):
        raise Unreadable(_NO_FEED)
    found = root.iter("{*}item", "{*}entry")
    return [_entry(one, base) for one, _ in zip(found, range(MOST), strict=False)]


def _entry(one: etree._Element, base: str) -> FeedEntry:
    address = _address(one, base)
    external = _text(one, "guid", "id") or address
    files = tuple(dict.fromkeys(_files(one, base)))
    return FeedEntry(external, _text(one, "title"), address, _body(one), _said_at(one), files)


def _children(one: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in one if isinstance(child.tag, str) and etree.QName(child).localname == name)


def _text(one: etree._Element, *names: str) -> str:
    """The words of the first of these elements that has any."""
    for name in names:
        for child in _children(one, name):
            if words := " ".join("".join(map(str, child.itertext())).split()):
                return words
    return ""


def _address(one: etree._Element, base: str) -> str:
    """Of Atom the link that stands for the entry itself; nothing that is not of the web."""
    for child in _children(one, "link"):
        found = links.joined(base, child.get("href") or child.text or "")
        if found and child.get("rel", "alternate") == "alternate":
            return found
    return ""


def _files(one: etree._Element, base: str) -> Iterator[str]:
    """Of RSS its enclosures, of Atom the links of that kind."""
    enclosed = [child.get("url", "") for child in _children(one, "enclosure")]
    enclosed += [child.get("href", "") for child in _children(one, "link") if child.get("rel") == "enclosure"]
    return (found for said in enclosed if said.strip() and (found := links.joined(base, said)))


def _body(one: etree._Element) -> str:
    whole = one.find(_CONTENT)
    if whole is not None and whole.text:
        return str(whole.text)
    for name in ("content", "description", "summary"):
        for child in _children(one, name):
            if found := _html(child):
                return found
    return ""


def _html(child: etree._Element) -> str:
    """Markup within the feed's own, or written as text; Atom says which of the two."""
    if len(child):
        return "".join(etree.tostring(part, encoding="unicode") for part in child)
    text = child.text or ""
    atom = etree.QName(child).namespace == _ATOM
    return escape(text) if atom and child.get("type", "text") == "text" else text


def _said_at(one: etree._Element) -> datetime | None:
    for name in _DATES:
        if (said := _text(one, name)) and (found := _moment(said)):
            return found
    return None


def _moment(said: str) -> datetime | None:
    """As RFC 822 or ISO 8601 write it; without a zone where none is said."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(said)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
