"""Proves an export: every page carries its tags, once and equal to what it shows; every link leads somewhere.

``check(folder)`` reads the folder alone, as whoever takes it over would; it needs no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import html
from lxml.etree import ParserError

from . import ledger

# 国办发〔2017〕47号, annex: what each kind of page must carry.
_EVERY = ("SiteName", "SiteDomain")
_COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_CONTENT = (*_COLUMN, "ArticleTitle", "PubDate", "ContentSource")
_OURS = ("items/", "lists/", "index.html")


@dataclass(frozen=True, slots=True)
class Fault:
    path: str
    message: str


def check(where: Path) -> list[Fault]:
    """In the order of the paths. Refused for a folder that is no export of ours."""
    return [fault for path, _ in ledger.read(where) for fault in _check(where, path)]


def _check(where: Path, path: str) -> Iterator[Fault]:
    try:
        data = (where / path).read_bytes()
    except OSError:
        yield Fault(path, "清单里有，文件夹里没有")
        return
    if path.endswith(".html") and path.startswith(_OURS):
        try:
            page = html.document_fromstring(data.decode("utf-8"))
        except (ParserError, ValueError):
            yield Fault(path, "不是完整的网页")
            return
        yield from (Fault(path, message) for message in _tags(path, page))
        yield from (Fault(path, message) for message in _links(where, path, page))


def _tags(path: str, page: html.HtmlElement) -> Iterator[str]:
    tags = Counter(str(name) for name in page.xpath("//meta/@name"))
    gone = "noindex" in page.xpath("//meta[@name='robots']/@content")
    wanted = _CONTENT if path.startswith("items/") else _COLUMN
    for name in (*_EVERY, *(() if gone else wanted)):
        if tags[name] != 1:
            yield f"标签 {name} 应当有一个，实有{tags[name]}个"
        elif not _content(page, name):
            yield f"标签 {name} 是空的"
    if path.startswith("items/") and not gone:
        yield from _as_shown(page)


def _as_shown(page: html.HtmlElement) -> Iterator[str]:
    shown = page.xpath("string(//p[@class='quiet'][1])")
    title = page.xpath("string(//h1)").strip()
    if _content(page, "ArticleTitle") != title:
        yield "标签 ArticleTitle 与显示的标题不一致"
    for name, words in (("PubDate", "发布时间"), ("ContentSource", "来源")):
        if f"{words}：{_content(page, name)}" not in shown:
            yield f"标签 {name} 与显示的{words}不一致"


def _content(page: html.HtmlElement, name: str) -> str:
    return "".join(page.xpath("//meta[@name=$name]/@content", name=name)).strip()


def _links(where: Path, path: str, page: html.HtmlElement) -> Iterator[str]:
    """Those within the folder; what leads out of it is the portal's."""
    for raw in page.xpath("//a/@href | //link[@rel='stylesheet']/@href | //img/@src"):
        address, fragment = urldefrag(str(raw))
        if urlsplit(address).scheme or not address:
            if fragment and not address and not page.xpath("//*[@id=$id]", id=fragment):
                yield f"页内链接 #{fragment} 没有目标"
            continue
        target = (where / path).parent / unquote(urlsplit(address).path)
        if not target.resolve().is_relative_to(where.resolve()):
            yield f"链接 {raw} 指向文件夹以外"
        elif not target.is_file():
            yield f"链接 {raw} 没有目标"
