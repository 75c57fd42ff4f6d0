"""A Word file (DOCX, as Word and WPS save it) as HTML: what becomes the body of an item.

word_body(data) -> WordBody     works in a process of its own (``apart``) and touches no disk

Its automatic numbers are written out, for 一、 and （一） are part of an official text; tables keep their spans;
lines that stand in the middle or at the right stay there. What is hidden, struck out or commented on does not come
along: whoever calls has cleaned the file of it first and says what was there. The HTML is mammoth's and is cleaned
by ``papers.rich_text``; pictures stand in it as ``picture:0`` and so on.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import mammoth
from lxml import etree

from gongkai.errors import ReadError, TooLarge, UnknownKind, Unreadable

from . import detect
from .container import Container, parse_xml
from .docx import main_part, transitional
from .numbering import Numbering

MOST_PICTURES: Final = 60
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURES: Final = ("image/png", "image/jpeg", "image/gif")
_HEADING: Final = re.compile(r"^[一二三四五六七八九十]{1,3}、[^。；！？]{1,30}$")
_SUBHEADING: Final = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)][^。；！？]{1,30}$")
_CENTER, _RIGHT, _FIRST, _SECOND = "gk-center", "gk-right", "gk-first", "gk-second"
_STYLES: Final = f"""
u => u
p[style-name='{_CENTER}'] => p.center:fresh
p[style-name='{_RIGHT}'] => p.right:fresh
p[style-name='{_FIRST}'] => h2:fresh
p[style-name='{_SECOND}'] => h3:fresh
p[style-name='Title'] => p.center:fresh
p[style-name='Subtitle'] => p.center:fresh
p[style-name='heading 1'] => h2:fresh
p[style-name='heading 2'] => h3:fresh
p[style-name='heading 3'] => h4:fresh
p[style-name='heading 4'] => h4:fresh
p[style-name='标题 1'] => h2:fresh
p[style-name='标题 2'] => h3:fresh
p[style-name='标题 3'] => h4:fresh
"""
_PDF: Final = (
    "PDF是定版的文件，取出的文字会断行、丢失表格，不能作为正文；请用原来的Word或WPS文件（另存为DOCX），"
    "或者把文字粘贴到正文里，PDF作为附件上传。"
)
_OLD: Final = "这是旧版的DOC或WPS文件，不能取作正文；请用Word或WPS打开，另存为DOCX（Word文档）后再试。"
_OTHER: Final = "只有Word或WPS保存的DOCX文件可以取作正文；其他文件请作为附件上传。"


@dataclass(frozen=True, slots=True)
class WordBody:
    """``pictures`` in the order of their numbers; ``notes`` say what was not taken."""

    html: str
    pictures: tuple[bytes, ...] = ()
    notes: tuple[str, ...] = ()


def word_body(data: bytes) -> WordBody:
    """UnknownKind for another kind of file, Unreadable for a damaged one, TooLarge over a bound; each says what to
    do."""
    ensure_word(data)
    container = Container(data)
    if detect.office(container.names) != "docx":
        raise UnknownKind(_OTHER)
    taken = _Pictures()
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(_prepared(data, container)),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(taken.take),
            transform_document=mammoth.transforms.paragraph(_styled),
            external_file_access=False,
        )
    except ReadError:
        raise
    except (RecursionError, MemoryError) as error:
        raise TooLarge("文档的结构过深或过大，没有取作正文；请用原软件打开，另存为新文件后再试。") from error
    except Exception as error:  # a converter met what nobody foresaw; said, never passed on as a traceback
        raise Unreadable("文件内容损坏，没有取作正文；请用原软件打开后另存一份再试。") from error
    return WordBody(made.value, tuple(taken.found), tuple(taken.notes()))


def ensure_word(data: bytes) -> None:
    """UnknownKind for what cannot be a body, with the way out."""
    if b"%PDF-" in data[:1024]:
        raise UnknownKind(_PDF)
    if data.startswith(detect.OLE):
        raise UnknownKind(_OLD)
    if not data.startswith(b"PK\x03\x04"):
        raise UnknownKind(_OTHER)


class _Pictures:
    """Pictures that a browser shows, as they come."""

    def __init__(self) -> None:
        self.found: list[bytes] = []
        self._left = 0

    def take(self, image: Any) -> dict[str, str]:
        if image.content_type not in _PICTURES or len(self.found) >= MOST_PICTURES:
            self._left += 1
            return {"src": ""}
        with image.open() as stream:
            self.found.append(stream.read())
        return {"src": f"picture:{len(self.found) - 1}"}

    def notes(self) -> Iterator[str]:
        if self._left:
            yield f"有{self._left}个图片或图形没有取入（格式不能在网页上显示，或者图片过多），请核对"


def _styled(paragraph: Any) -> Any:
    """A paragraph by where it stands and how it begins, where its style does not say."""
    text = "".join(_texts(paragraph)).strip()
    plain = (paragraph.style_name or "Normal").lower() in ("normal", "正文", "body text", "list paragraph")
    if plain and _HEADING.match(text):
        return paragraph.copy(style_name=_FIRST, numbering=None)
    if plain and _SUBHEADING.match(text):
        return paragraph.copy(style_name=_SECOND, numbering=None)
    side = {"center": _CENTER, "right": _RIGHT, "end": _RIGHT}.get(paragraph.alignment or "")
    return paragraph.copy(style_name=side) if plain and side and paragraph.numbering is None else paragraph


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element, mammoth.documents.Text):
        yield element.value
    for child in getattr(element, "children", ()):
        yield from _texts(child)


def _prepared(data: bytes, container: Container) -> bytes:
    """The same file with its numbers written out; every part was unpacked within the bounds, none has a DTD."""
    main = main_part(container)
    changed: dict[str, bytes] = {}
    for name in container.names:
        content = transitional(container.read(name)) if name.endswith((".xml", ".rels")) else container.read(name)
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
            raise Unreadable("文档里带有DTD定义，办公文档不应有，没有取作正文；请用原软件打开后另存再试。")
        changed[name] = content
    root = parse_xml(changed[main])
    if "word/numbering.xml" in changed:
        changed["word/numbering.xml"] = _write_numbers(root, changed)
    changed[main] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    return out.getvalue()


def _write_numbers(root: Any, parts: dict[str, bytes]) -> bytes:
    """Put each number before its paragraph as text, which then is in no list; bullets stay lists. What is left of
    the lists."""
    numbering = parse_xml(parts["word/numbering.xml"])
    styles = parse_xml(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
    lists = Numbering(numbering, styles)
    for paragraph in root.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            continue
        label = lists.next(
            _value(properties, "pStyle"),
            _value(properties, "numPr/numId"),
            _value(properties, "numPr/ilvl") or "0",
        )
        if label:
            _label(paragraph, properties, label)
    for linked in list(numbering.iter(f"{_W}pStyle")):
        linked.getparent().remove(linked)
    written: bytes = etree.tostring(numbering, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _value(properties: Any, path: str) -> str:
    found = properties.find("/".join(f"{_W}{one}" for one in path.split("/")))
    return str(found.get(f"{_W}val", "")) if found is not None else ""


def _label(paragraph: Any, properties: Any, label: str) -> None:
    for own in properties.findall(f"{_W}numPr"):
        properties.remove(own)
    run = etree.Element(f"{_W}r")
    text = etree.SubElement(run, f"{_W}t")
    text.text = label
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties.addnext(run)
