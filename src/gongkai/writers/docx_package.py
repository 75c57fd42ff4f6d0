"""A new Word file on the page of an official document (GB/T 9704-2012), whatever is then written on it.

python-docx keeps the package; paragraphs are written as XML by named styles.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from . import page
from .docx_styles import BODY, FOOTER, STYLES, Style, fonts_xml, styles_xml
from .zipped import packed

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Parts of python-docx's own template that say nothing about this document.
_LEFT_OUT = (
    "/docProps/thumbnail.jpeg",
    "/word/stylesWithEffects.xml",
    "/customXml/item1.xml",
    "/word/numbering.xml",
)


def new(title: str, author: str, styles: Sequence[Style] = STYLES, *, characters: bool = False) -> Any:
    """An empty document. ``characters``: 28 of them stand on a line, as well as 22 lines on a page."""
    document = Document()
    kept = document.styles.element
    for child in list(kept):
        kept.remove(child)
    for child in list(parse_xml(styles_xml(styles))):
        kept.append(child)
    _package(document)
    _properties(document, title, author)
    _page(document.sections[0], characters)
    document.settings.odd_and_even_pages_header_footer = True
    _mirrored(document.settings.element)
    return document


def saved(document: Any, parts: Sequence[str]) -> bytes:
    """The bytes of the document with these paragraphs and tables (XML) in it; the same for the same."""
    last = document.element.body.sectPr
    for part in parts:
        last.addprevious(parse_xml(part))
    if parts and parts[-1].startswith("<w:tbl"):
        last.addprevious(parse_xml(paragraph("", BODY)))  # Word wants a paragraph after a table
    out = io.BytesIO()
    document.save(out)
    return packed(out.getvalue())


def paragraph(
    text: str,
    style: Style,
    *,
    size: float | None = None,
    align: str | None = None,
    more: str = "",
    ns: str = f" {W}",
) -> str:
    """A paragraph as XML. ``size`` and ``align`` differ from the style; ``more`` goes into its properties."""
    run = f'<w:rPr><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>' if size else ""
    side = f'<w:jc w:val="{align}"/>' if align else ""
    words = f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p{ns}><w:pPr><w:pStyle w:val="{style.identity}"/>{more}{side}</w:pPr>{words}</w:p>'


def _mirrored(settings: Any) -> None:
    """The binding margin stands at the right on even pages, as it does in the PDF. The schema wants it before
    everything of python-docx's template but the zoom."""
    zoom = settings.find(qn("w:zoom"))
    settings.insert(0 if zoom is None else settings.index(zoom) + 1, parse_xml(f"<w:mirrorMargins {W}/>"))


def _package(document: Any) -> None:
    package = document.part.package
    for owner in (package, document.part):
        for key, link in list(owner.rels.items()):
            if not link.is_external and str(link.target_part.partname) in _LEFT_OUT:
                del owner.rels[key]
            elif not link.is_external and str(link.target_part.partname) == "/word/fontTable.xml":
                link.target_part._blob = fonts_xml().encode("utf-8")


def _properties(document: Any, title: str, author: str) -> None:
    properties = document.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title = title[:255]
    properties.author = author[:255]
    properties.language = "zh-CN"


def _page(section: Any, characters: bool) -> None:
    section.page_width, section.page_height = Mm(page.WIDTH), Mm(page.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    section.footer_distance = Mm(page.BOTTOM - 7 - 5)  # the number stands 7 mm below the text
    kind = f'w:type="linesAndChars" w:charSpace="{page.CHARACTER_SPACE}"' if characters else 'w:type="lines"'
    grid = parse_xml(f'<w:docGrid {W} {kind} w:linePitch="{round(page.LINE * 20)}"/>')
    for old in section._sectPr.findall(grid.tag):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    _footer(section.footer, "right")
    _footer(section.even_page_footer, "left")


def _footer(footer: Any, side: str) -> None:
    """``— 3 —``, one character in from the edge of the text."""
    footer.is_linked_to_previous = False
    for old in list(footer._element):
        footer._element.remove(old)
    footer._element.append(
        parse_xml(
            f'<w:p {W}><w:pPr><w:pStyle w:val="{FOOTER.identity}"/>'
            f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
            '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
        )
    )
