"""A letter as an editable Word file by named styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from . import letter_layout, page
from .docx_package import W, new, paragraph, saved
from .docx_styles import BODY, FOOTER, HEADING, SUBHEADING, TITLE, Style
from .letter import Cell, Letter, Row, Table, attachment_lines, cell_lines, chinese_date, contact_line
from .letter_layout import ATTACHMENT_ABOVE, NUMBER_ABOVE, SEAL_ABOVE, TITLE_ABOVE, TITLE_BELOW
from .outline import printable

_TWIPS: Final = 20
_TWIPS_A_MM: Final = 1440 / 25.4
_FANGSONG = BODY.font

HEAD = Style("LetterHead", "发文机关标志", TITLE.font, letter_layout.HEAD, None, "center", custom=True,
             above=letter_layout.HEAD_ABOVE, below=NUMBER_ABOVE * page.LINE, color=letter_layout.RED)  # fmt: skip
NUMBER = Style("LetterNumber", "发文字号", _FANGSONG, page.BODY, align="center", custom=True,
               below=TITLE_ABOVE * page.LINE)  # fmt: skip
FORM_NUMBER = Style("FormNumber", "表格编号", _FANGSONG, page.BODY, align="right", custom=True)
ADDRESSEE = Style("Addressee", "主送机关", _FANGSONG, page.BODY, custom=True)
ATTACHMENT = Style("AttachmentNote", "附件说明", _FANGSONG, page.BODY, custom=True)
AGENCY = Style("Signature", "发文机关署名", _FANGSONG, page.BODY, align="right", custom=True, keep=True,
               above=SEAL_ABOVE * page.LINE)  # fmt: skip
DAY = Style("LetterDate", "成文日期", _FANGSONG, page.BODY, align="right", custom=True)
CONTACT = Style("LetterNote", "附注", _FANGSONG, page.BODY, indent=2, custom=True)
FORM_TEXT = Style("FormText", "表格正文", _FANGSONG, letter_layout.TABLE, None, "left", custom=True)
FORM_LABEL = Style("FormLabel", "表格栏目", "黑体", letter_layout.TABLE, None, "center", custom=True)
_TITLE = replace(TITLE, below=TITLE_BELOW * page.LINE)
STYLES: Final = (
    BODY, _TITLE, HEADING, SUBHEADING, FOOTER, HEAD, NUMBER, FORM_NUMBER, ADDRESSEE, ATTACHMENT, AGENCY, DAY,
    CONTACT, FORM_TEXT, FORM_LABEL,
)  # fmt: skip
_RULE = (
    f'<w:pBdr><w:bottom w:val="single" w:sz="{round(letter_layout.RULE * 8)}" '
    f'w:space="{round(letter_layout.RULE_ABOVE)}" w:color="{letter_layout.RED}"/></w:pBdr>'
)
_WITH_NEXT = "<w:keepNext/>"


def render(letter: Letter) -> bytes:
    """The DOCX; ``letter.write`` has checked the letter. Its fonts need not be installed here."""
    document = new(printable(letter.title), printable(letter.agency), STYLES, characters=True)
    return saved(document, list(_parts(letter)))


def _parts(letter: Letter) -> Iterator[str]:
    official = letter.layout == "official"
    if official:
        yield paragraph(printable(letter.agency), HEAD, size=letter_layout.head_size(letter))
        yield paragraph(printable(letter.number), NUMBER, more=_RULE)
    elif printable(letter.number):
        yield paragraph(printable(letter.number), FORM_NUMBER)
    yield _title(letter)
    if printable(letter.addressee):
        yield paragraph(f"{printable(letter.addressee)}：", ADDRESSEE)
    signed = official or letter.on is not None
    yield from _text(letter, signed)
    yield from _attachments(letter)
    yield from _signature(letter) if signed else ()
    if contact := contact_line(letter):
        yield paragraph(contact, CONTACT)


def _title(letter: Letter) -> str:
    """One paragraph, its lines broken where the PDF breaks them."""
    made = paragraph("", _TITLE)
    runs = [paragraph(line, _TITLE, ns="").partition("</w:pPr>")[2].removesuffix("</w:p>")
            for line in letter_layout.title_lines(letter)]  # fmt: skip
    return made.removesuffix("</w:p>") + "<w:r><w:br/></w:r>".join(runs) + "</w:p>"


def _text(letter: Letter, signed: bool) -> Iterator[str]:
    """The signature never stands alone on a page: the last paragraph goes with it."""
    blocks = [b for b in (*letter.paragraphs, letter.remedy) if isinstance(b, Table) or printable(b)]
    for n, block in enumerate(blocks, 1):
        if isinstance(block, Table):
            yield _table(block)
        else:
            text = printable(block)
            style = (BODY, HEADING, SUBHEADING)[letter_layout.level(text)]
            with_next = letter_layout.leads(text) or (signed and n == len(blocks))
            yield paragraph(text, style, more=_WITH_NEXT if with_next else "")


def _attachments(letter: Letter) -> Iterator[str]:
    texts = attachment_lines(letter)
    indents = letter_layout.attachment_indents(len(texts))
    for n, (text, (lead, hang)) in enumerate(zip(texts, indents, strict=True)):
        above = f'<w:spacing w:before="{round(ATTACHMENT_ABOVE * page.LINE * _TWIPS)}"/>' if n == 0 else ""
        yield paragraph(text, ATTACHMENT, more=f"{_WITH_NEXT}{above}{_indent(left=lead + hang, hanging=hang)}")


def _signature(letter: Letter) -> Iterator[str]:
    name, day = letter_layout.signature_right(letter)
    yield paragraph(printable(letter.agency), AGENCY, more=_indent(right=name))
    if letter.on is not None:
        yield paragraph(chinese_date(letter.on), DAY, more=_indent(right=day))


def _indent(**sides: float) -> str:
    inner = "".join(
        f' w:{side}Chars="{round(n * 100)}" w:{side}="{round(n * page.BODY * _TWIPS)}"'
        for side, n in sides.items()
    )
    return f"<w:ind{inner}/>"


def _table(table: Table) -> str:
    widths = [round(w * _TWIPS_A_MM) for w in letter_layout.column_widths(table)]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    sides = {"top": 140, "left": 100, "bottom": 140, "right": 100}
    margins = "".join(f'<w:{side} w:w="{n}" w:type="dxa"/>' for side, n in sides.items())
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(_row(row, widths) for row in table.rows)}</w:tbl>"
    )


def _row(row: Row, widths: list[int]) -> str:
    at, cells = 0, []
    for cell in row.cells:
        cells.append(_cell(cell, sum(widths[at : at + cell.span])))
        at += cell.span
    height = f'<w:trHeight w:val="{round(row.height * page.LINE * _TWIPS)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height if row.height > 1 else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    style = FORM_LABEL if cell.head else FORM_TEXT
    words = "".join(
        paragraph(line, style, align="right" if right else None, ns="") for line, right in cell_lines(cell)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
    )
