"""A paper of rich text as an editable Word file by named styles."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.oxml import parse_xml
from docx.shared import Mm

from . import letter_layout, page, rich
from .docx_package import new, paragraph, saved
from .docx_styles import BODY, FOOTER, HEADING, SUBHEADING, TITLE, Style
from .letter import chinese_date
from .outline import printable
from .paper import Paper, attachment_lines
from .rich_data import picture_size, shrunk
from .rich_docx import STYLES as RICH
from .rich_docx import Links, picture, table
from .rich_docx import paragraph as rich_paragraph
from .signing import right_of, title_lines

_TWIPS: Final = 20
# Millimetres that a small line at the foot takes.
_FOOT: Final = 5
UNDER = Style("DocumentNumber", "文号", "楷体_GB2312", page.BODY, align="center", custom=True, above=8)
NOTICE = Style("Notice", "效力提示", "黑体", 14, None, "center", custom=True, below=page.LINE)
ATTACHMENT = Style("AttachmentNote", "附件说明", BODY.font, page.BODY, custom=True)
NAME = Style("Signature", "发文机关署名", BODY.font, page.BODY, align="right", custom=True, keep=True)
DAY = Style("LetterDate", "成文日期", BODY.font, page.BODY, align="right", custom=True)
IMPRINT = Style("Imprint", "附注", BODY.font, page.BODY, indent=2, custom=True)
FACT = Style("Fact", "发布信息", BODY.font, 12, 20, "left", custom=True)
STYLES: Final = (
    BODY,
    TITLE,
    HEADING,
    SUBHEADING,
    FOOTER,
    UNDER,
    NOTICE,
    ATTACHMENT,
    NAME,
    DAY,
    IMPRINT,
    FACT,
    *RICH,
)


def render(paper: Paper) -> bytes:
    """The DOCX; ``paper.write`` has checked the paper. Its fonts need not be installed here."""
    document = new(printable(paper.title), printable(paper.agency), STYLES, characters=True)
    if paper.foot:
        _foot(document.sections[0], printable(paper.foot))
    return saved(document, list(_parts(paper, document.part)))


def _foot(section: Any, text: str) -> None:
    """Below the number of every page, which stays where it is."""
    section.footer_distance = Mm(page.BOTTOM - 7 - 5 - _FOOT)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
        footer._element.append(parse_xml(paragraph(text, FOOTER, size=9, align=side, more=indent)))


def _parts(paper: Paper, part: Any) -> Iterator[str]:
    if paper.notice:
        yield paragraph(printable(paper.notice), NOTICE, more=_ruled(("top", "left", "bottom", "right")))
    yield _title(paper)
    if paper.under:
        yield paragraph(printable(paper.under), UNDER)
    yield paragraph("", BODY)
    links = Links(part)
    for number, one in enumerate(paper.parts, 1):
        yield from _part(one, number, paper, part, links)
    yield from _closing(paper)


def _part(one: rich.Part, number: int, paper: Paper, part: Any, links: Links) -> Iterator[str]:
    match one:
        case rich.Text():
            yield rich_paragraph(one, links)
        case rich.Table():
            yield from table(one, links)
        case rich.Picture():
            found = shrunk(paper.pictures.get(one.token, b""))
            if found is None:
                words = f"（图：{one.shows}）" if one.shows else "（图）"
                yield rich_paragraph(rich.Text((rich.Run(words),), align="center"), links)
            else:
                data, across, down = found
                relation, _ = part.get_or_add_image(io.BytesIO(data))
                yield picture(relation, number, one.shows, *picture_size(across, down, page.TEXT_WIDTH))


def _title(paper: Paper) -> str:
    """One paragraph, its lines broken where the PDF breaks them."""
    made = paragraph("", TITLE)
    runs = [
        paragraph(line, TITLE, ns="").partition("</w:pPr>")[2].removesuffix("</w:p>")
        for line in title_lines(paper)
    ]
    return made.removesuffix("</w:p>") + "<w:r><w:br/></w:r>".join(runs) + "</w:p>"


def _closing(paper: Paper) -> Iterator[str]:
    texts = attachment_lines(paper)
    for n, (text, (lead, hang)) in enumerate(
        zip(texts, letter_layout.attachment_indents(len(texts)), strict=True)
    ):
        above = f'<w:spacing w:before="{round(page.LINE * _TWIPS)}"/>' if n == 0 else ""
        yield paragraph(text, ATTACHMENT, more=f"<w:keepNext/>{above}{_indent(left=lead + hang, hanging=hang)}")
    name, day = right_of(paper)
    for n, one in enumerate(paper.signed):
        above = f'<w:spacing w:before="{round(page.LINE * _TWIPS)}"/>' if n == 0 else ""
        yield paragraph(printable(one), NAME, more=above + _indent(right=name))
    if paper.on is not None:
        yield paragraph(chinese_date(paper.on), DAY, more=_indent(right=day))
    if paper.imprint:
        yield paragraph(printable(paper.imprint), IMPRINT)
    if paper.facts:
        yield paragraph("", BODY)
    for n, (label, value) in enumerate(paper.facts):
        sides = [side for side, there in (("top", n == 0), ("bottom", n == len(paper.facts) - 1)) if there]
        text = f"{printable(label)}：{printable(value)}"
        yield paragraph(text, FACT, more=f"<w:keepNext/>{_ruled(sides)}")


def _ruled(sides: Sequence[str]) -> str:
    lines = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="000000"/>' for side in sides)
    return f"<w:pBdr>{lines}</w:pBdr>" if lines else ""


def _indent(**sides: float) -> str:
    inner = "".join(
        f' w:{side}Chars="{round(n * 100)}" w:{side}="{round(n * page.BODY * _TWIPS)}"'
        for side, n in sides.items()
    )
    return f"<w:ind{inner}/>"
