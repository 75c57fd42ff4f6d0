"""What a file is, by its content. Its name decides nothing: a renamed program is still a program.

Each kind that is recognised but not read is an error whose sentence says what to do instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, NoReturn

from gongkai.errors import NotText, ReadError, UnknownKind, Unreadable

Found = Literal["zip", "ole", "pdf", "mhtml", "text"]

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = "这是一张图片，没有文字可读；请用原来的电子版（DOCX、文字版PDF或网页）再试。"
_PROGRAM = "这是一个程序文件，不是年度报告，没有打开；请核对文件来源，换成报告文件再试。"
_ARCHIVE = "这是一个压缩包；请先解压，再把里面的报告文件逐个或整个文件夹交给我。"
_MEDIA = "这是音频或视频文件，不是年度报告；请换成报告文件再试。"
_RTF = "这是RTF文件，目前不读；请用Word或WPS打开后另存为DOCX再试。"

# (offset, first bytes, class, sentence)
_REFUSED: Final[tuple[tuple[int, bytes, type[ReadError], str], ...]] = (
    (0, b"MZ", UnknownKind, _PROGRAM),
    (0, b"\x7fELF", UnknownKind, _PROGRAM),
    (0, b"\xfe\xed\xfa\xce", UnknownKind, _PROGRAM),
    (0, b"\xfe\xed\xfa\xcf", UnknownKind, _PROGRAM),
    (0, b"\xce\xfa\xed\xfe", UnknownKind, _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", UnknownKind, _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", UnknownKind, _PROGRAM),
    (0, b"\x00asm", UnknownKind, _PROGRAM),
    (0, b"dex\n", UnknownKind, _PROGRAM),
    (0, b"\x89PNG\r\n\x1a\n", NotText, _PICTURE),
    (0, b"\xff\xd8\xff", NotText, _PICTURE),
    (0, b"GIF87a", NotText, _PICTURE),
    (0, b"GIF89a", NotText, _PICTURE),
    (0, b"II*\x00", NotText, _PICTURE),
    (0, b"MM\x00*", NotText, _PICTURE),
    (0, b"\x00\x00\x00\x0cjP  ", NotText, _PICTURE),
    (8, b"WEBP", NotText, _PICTURE),
    (4, b"ftyphei", NotText, _PICTURE),
    (4, b"ftypmif1", NotText, _PICTURE),
    (4, b"ftypavif", NotText, _PICTURE),
    (4, b"ftyp", UnknownKind, _MEDIA),
    (0, b"ID3", UnknownKind, _MEDIA),
    (0, b"RIFF", UnknownKind, _MEDIA),
    (0, b"Rar!\x1a\x07", UnknownKind, _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", UnknownKind, _ARCHIVE),
    (0, b"\x1f\x8b", UnknownKind, _ARCHIVE),
    (0, b"BZh", UnknownKind, _ARCHIVE),
    (0, b"\xfd7zXZ\x00", UnknownKind, _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", UnknownKind, _ARCHIVE),
    (257, b"ustar", UnknownKind, _ARCHIVE),
    (0, b"{\\rtf", UnknownKind, _RTF),
)
_BMP = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)
_MHTML = re.compile(rb"(?i)\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}content-type:\s*multipart/related")
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|p|div|table|tbody|tr|td|h[1-6]|ul|ol|span)\b[^<>]*>", re.I
)
_TABLE = re.compile(r"<table\b", re.I)
_FLOW = re.compile(r"<(?:!doctype\s+html|html|body|p|div)\b", re.I)
_WORD_XML = re.compile(
    r"\s*<\?xml[^>]*\?>\s*(?:<\?mso-application|<(?:w:wordDocument|office:document|uof:UOF|pkg:package)\b)", re.I
)


def found(data: bytes) -> Found:
    """What the first bytes say. Raises Unreadable for an empty file, NotText or UnknownKind for what we do not
    read."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("文件是空的（没有内容）；请重新下载或重新导出后再试。")
    for at, mark, error, sentence in _REFUSED:
        if data.startswith(mark, at):
            raise error(sentence)
    if _BMP.match(data):
        raise NotText(_PICTURE)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return "mhtml" if _MHTML.match(data[:8192]) else "text"


def is_page(text: str) -> bool:
    """True for HTML: it starts with a tag, or has tags enough. A line break in Markdown makes no page."""
    if _WORD_XML.match(text):
        raise UnknownKind("这是XML格式的办公文档，目前不读；请用Word或WPS打开后另存为DOCX再试。")
    start = text[:2048].lstrip()
    if start.startswith("<") and (start.startswith("<!--") or _PAGE.search(text)):
        return True
    return _FLOW.search(text) is not None and len(_PAGE.findall(text[:200_000])) > 2


def has_table_tags(text: str) -> bool:
    """Text (Markdown) in which only the tables are HTML."""
    return _TABLE.search(text) is not None


def _presentation() -> NoReturn:
    raise UnknownKind("这是演示文稿，不是年度报告；请换成报告的DOCX、PDF或网页再试。")


def _fixed_layout() -> NoReturn:
    raise NotText("这是OFD版式文件，目前不读；请用OFD阅读器转为文字版PDF，或用原来的DOCX再试。")


def _open_document() -> NoReturn:
    raise UnknownKind("这是ODF文档，目前不读；请用LibreOffice或WPS打开后另存为DOCX再试。")


def _binary_sheet() -> NoReturn:
    raise UnknownKind("这是XLSB二进制表格，目前不读；请用Excel打开后另存为XLSX再试。")


_OTHER_OFFICE: Final[tuple[tuple[str, Callable[[], NoReturn]], ...]] = (
    ("OFD.xml", _fixed_layout),
    ("ppt/presentation.xml", _presentation),
    ("content.xml", _open_document),
    ("xl/workbook.bin", _binary_sheet),
)


def office(names: frozenset[str]) -> Literal["docx", "xlsx"]:
    """Which office file the members of a ZIP make. Raises for any that we do not read."""
    if any(n.startswith("word/") and n.endswith(".xml") for n in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    for member, refuse in _OTHER_OFFICE:
        if member in names:
            refuse()
    raise UnknownKind(_ARCHIVE)
