"""The styles of the Word file: Word's own (正文, 标题, 标题 1 … in a Chinese Word) and two for tables.

Fonts are the ones that offices use and may not be handed on, the font table names for each what else to take,
free ones last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from . import page

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWIPS: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. ``size`` and ``line`` in points (line None: single), ``indent`` in characters."""

    identity: str
    name: str
    font: str
    size: float
    line: float | None = page.LINE
    align: str = "both"
    indent: int = 0
    outline: int | None = None
    keep: bool = False
    # Points above it; characters in from the right and, with ``hanging`` of them back, from the left.
    above: float = 0
    below: float = 0
    right: float = 0
    left: float = 0
    hanging: float = 0
    color: str = ""
    custom: bool = False


TITLE: Final = Style("Title", "Title", "方正小标宋简体", page.TITLE, 35, "center")
BODY: Final = Style("Normal", "Normal", "仿宋_GB2312", page.BODY, indent=2)
HEADING: Final = Style("Heading1", "heading 1", "黑体", page.BODY, indent=2, outline=0, keep=True)
SUBHEADING: Final = Style("Heading2", "heading 2", "楷体_GB2312", page.BODY, indent=2, outline=1, keep=True)
FOOTER: Final = Style("Footer", "footer", "宋体", page.PAGE_NUMBER, None)
TABLE_TEXT: Final = Style("TableText", "表格文字", "仿宋_GB2312", page.TABLE, None, "center", custom=True)
TABLE_HEAD: Final = Style("TableHead", "表头文字", "黑体", page.TABLE, None, "center", custom=True)
STYLES: Final = (BODY, TITLE, HEADING, SUBHEADING, FOOTER, TABLE_TEXT, TABLE_HEAD)

# font, what to take instead, family
FALLBACKS: Final = (
    ("方正小标宋简体", "华文中宋,STZhongsong,Noto Serif CJK SC,Source Han Serif SC", "roman"),
    ("仿宋_GB2312", "仿宋,FangSong,STFangsong,Noto Serif CJK SC,Source Han Serif SC", "modern"),
    ("楷体_GB2312", "楷体,KaiTi,STKaiti,AR PL UKai CN,Noto Serif CJK SC", "modern"),
    ("黑体", "SimHei,STHeiti,Noto Sans CJK SC,Source Han Sans SC", "swiss"),
    ("宋体", "SimSun,STSong,Noto Serif CJK SC,Source Han Serif SC", "auto"),
)


def _fonts(name: str) -> str:
    latin = "Times New Roman"
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{name}" w:cs="{latin}"/>'


def _paragraph(style: Style) -> str:
    keep = "<w:keepNext/>" if style.keep else ""
    line = f' w:line="{round(style.line * _TWIPS)}" w:lineRule="exact"' if style.line else ' w:line="240"'
    # The line grid of the page is for its text; a row of a table that snaps to it is twice as high as its text.
    free = "" if style.line else '<w:snapToGrid w:val="0"/>'
    space = f'w:before="{round(style.above * _TWIPS)}" w:after="{round(style.below * _TWIPS)}"'
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return (
        f"<w:pPr>{keep}{free}<w:spacing {space}{line}/>{_indent(style)}"
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
    )


def _indent(style: Style) -> str:
    """In hundredths of a character, as Chinese Word counts, and in twips for those that do not."""
    sides = {"left": style.left, "right": style.right, "firstLine": style.indent, "hanging": style.hanging}
    inner = "".join(
        f' w:{side}Chars="{round(n * 100)}" w:{side}="{round(n * style.size * _TWIPS)}"'
        for side, n in sides.items()
        if n
    )
    return f"<w:ind{inner}/>" if inner else ""


def _style(style: Style) -> str:
    default = ' w:default="1"' if style is BODY else ""
    custom = ' w:customStyle="1"' if style.custom else ""
    half_points = round(style.size * 2)
    color = f'<w:color w:val="{style.color}"/>' if style.color else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style.identity}"><w:name w:val="{style.name}"/>'
        f'<w:qFormat/>{_paragraph(style)}<w:rPr>{_fonts(style.font)}{color}<w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def styles_xml(styles: Sequence[Style] = STYLES) -> str:
    """The whole of ``word/styles.xml``."""
    return (
        f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY.font)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{''.join(_style(s) for s in styles)}"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>'
    )


def fonts_xml() -> str:
    """The whole of ``word/fontTable.xml``."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, instead, family in FALLBACKS
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {_W}>{fonts}</w:fonts>'
