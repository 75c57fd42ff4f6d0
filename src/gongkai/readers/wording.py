"""What a machine reads in a file that somebody attaches: for search, for checks, for a look at its markings.

wording(data, kind) -> Wording      ``kind`` by content: docx, xlsx, pdf, ofd, html, text, json, ole or picture

Page by page, in the order of a reader, headers at the top of the first page. Nothing is guessed and no picture is
read: ``unread`` says what nobody read. Works in a process of its own (``apart``) and touches no disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from gongkai.errors import ReadError, TooLarge, Unreadable

from .encoding import decode

MOST: Final = 5_000_000
"""Characters that are kept of one file."""
MOST_PAGES: Final = 3_000

_PICTURE: Final = "图片，未读取文字"
_OLD: Final = "旧版Office或WPS文件，未读取文字；另存为DOCX或XLSX后可以检索"
_LONG: Final = "文件过长，只读取了前面的部分"
# What is no text in UTF-16: everything but Chinese, its punctuation, ASCII, wide forms and a star.
_NO_TEXT: Final = re.compile("[^\x20-\x7e\t\u2600-\u2606\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Wording:
    """``pages`` has the text of each; of an old binary file what stands in it unordered, in ``raw``: enough to see
    a marking, not to search."""

    pages: tuple[str, ...] = ()
    unread: str = ""
    raw: str = ""


def wording(data: bytes, kind: str) -> Wording:
    """Never raises for what is in the file: what cannot be read is said in ``unread``. TooLarge where reading it
    would take too much (the caller bounds time and memory, too)."""
    if kind == "picture":
        return Wording(unread=_PICTURE)
    if kind == "ole":
        # Its texts lie at even places in .doc, anywhere in .xls.
        both = "\n".join(data[at:].decode("utf-16-le", "replace") for at in (0, 1))
        return Wording(unread=_OLD, raw=_NO_TEXT.sub("\n", both))
    reader = _READERS.get(kind)
    if reader is None:
        return Wording(unread="这一类文件未读取文字")
    try:
        return _bounded(reader(data))
    except TooLarge:
        return Wording(unread="文件过大，未读取文字")
    except ReadError as error:
        locked = "密码" in str(error) or "加密" in str(error)
        return Wording(unread="设有密码，未读取文字" if locked else "文件损坏或者不完整，未读取文字")


def _bounded(found: Wording) -> Wording:
    kept, left = list[str](), MOST
    for page in found.pages:
        kept.append(page[:left])
        left -= len(kept[-1])
    cut = sum(map(len, found.pages)) > MOST
    return Wording(tuple(kept), "；".join(filter(None, (found.unread, _LONG if cut else ""))), found.raw)


def _text(data: bytes) -> Wording:
    return Wording((decode(data),))


def _page(data: bytes) -> Wording:
    from lxml import html

    whole = decode(data)
    if not _TAG.sub("", whole).strip():
        return Wording(unread="网页里没有文字")
    root: Any = html.fromstring(whole.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    for gone in root.xpath("//script|//style|//template"):
        gone.drop_tree()
    lines = (" ".join(text.split()) for text in root.itertext())
    return Wording(("\n".join(line for line in lines if line),))


def _word(data: bytes) -> Wording:
    from .word_text import pages

    return Wording(tuple(pages(data)))


def _sheet(data: bytes) -> Wording:
    from .sheet_text import pages

    return Wording(tuple(pages(data)))


def _pdf(data: bytes) -> Wording:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Unreadable("设有密码" if locked else "损坏") from error
    count = min(len(document), MOST_PAGES)
    texts = [document[at].get_textpage().get_text_bounded() for at in range(count)]
    bare = [number for number, text in enumerate(texts, 1) if not text.strip()]
    notes = [f"{_numbers(bare)}没有可读的文字（可能是图片），未读取"] if bare else []
    notes += [_LONG] if len(document) > MOST_PAGES else []
    return Wording(tuple(texts), "；".join(notes))


def _ofd(data: bytes) -> Wording:
    """GB/T 33190: each page has a Content.xml, its words stand in TextCode."""
    from .container import Container, parse_xml

    container = Container(data)
    paths = sorted(
        (name for name in container.names if re.search(r"Pages/[^/]+/Content\.xml$", name)),
        key=lambda name: [int(number) for number in re.findall(r"\d+", name)],
    )
    texts = []
    for path in paths[:MOST_PAGES]:
        codes: Iterator[str] = (one.text or "" for one in parse_xml(container.read(path)).iter("{*}TextCode"))
        texts.append("\n".join(codes))
    return Wording(tuple(texts), "" if any(texts) else "版式文件里没有可读的文字，未读取")


def _numbers(pages: Iterable[int]) -> str:
    some = list(pages)
    shown = "、".join(map(str, some[:8]))
    return f"第{shown}{'等' if len(some) > 8 else ''}页"


_READERS: Final[dict[str, Callable[[bytes], Wording]]] = {
    "docx": _word,
    "xlsx": _sheet,
    "pdf": _pdf,
    "ofd": _ofd,
    "html": _page,
    "text": _text,
    "json": _text,
}
