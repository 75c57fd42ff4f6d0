"""What a file is, by its content; its name decides nothing."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final, Literal

Sort = Literal["word", "sheet", "pdf", "picture", "archive", "text", "page", "empty"]

_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_BMP: Final = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)
_PAGE: Final = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|meta|table)\b")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")

_NOT_READ: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"Rar!\x1a\x07", "RAR压缩包，打不开；请解压后逐个检查，或改用ZIP"),
    (0, b"7z\xbc\xaf\x27\x1c", "7Z压缩包，打不开；请解压后逐个检查，或改用ZIP"),
    (0, b"\x1f\x8b", "GZIP压缩包，打不开；请解压后检查，或改用ZIP"),
    (0, b"BZh", "BZIP2压缩包，打不开；请解压后检查，或改用ZIP"),
    (0, b"\xfd7zXZ\x00", "XZ压缩包，打不开；请解压后检查，或改用ZIP"),
    (257, b"ustar", "TAR压缩包，打不开；请解压后检查，或改用ZIP"),
    (0, b"{\\rtf", "RTF文件，不能检查；请用Word或WPS另存为DOCX后再检查"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000图片，不能检查；请另存为JPG或PNG后再检查"),
    (4, b"ftyphei", "HEIC图片，不能检查；请另存为JPG或PNG后再检查"),
    (4, b"ftypmif1", "HEIC图片，不能检查；请另存为JPG或PNG后再检查"),
    (4, b"ftypavif", "AVIF图片，不能检查；请另存为JPG或PNG后再检查"),
    (4, b"ftyp", "音频或视频文件，不能检查"),
    (0, b"ID3", "音频文件，不能检查"),
    (0, b"MZ", "程序文件，不能检查"),
    (0, b"\x7fELF", "程序文件，不能检查"),
)  # fmt: skip
_TEXTS_NOT_READ: Final = (
    (re.compile(rb"(?ims)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}(?:mime-version|content-type)\s*:"),
     "邮件或网页存档（EML、MHT），不能检查；请把正文和附件分别另存后再检查"),
    (re.compile(rb"(?is)\s*<\?xml[^>]*>\s*(?:<\?mso-application|<(?:w:wordDocument|office:document|uof:UOF|pkg:package)\b)"),
     "XML格式的办公文档，不能检查；请另存为DOCX或XLSX后再检查"),
    (re.compile(rb"%!PS"), "PostScript文件，不能检查；请转为PDF后再检查"),
)  # fmt: skip
_OTHER_OFFICE: Final = (
    ("OFD.xml", "OFD版式文件，不能检查；请用OFD阅读器转为PDF后再检查"),
    ("ppt/presentation.xml", "演示文稿，不能检查；请导出为PDF后再检查"),
    ("content.xml", "ODF文档，不能检查；请另存为DOCX或XLSX后再检查"),
    ("xl/workbook.bin", "XLSB二进制表格，不能检查；请另存为XLSX后再检查"),
)


def sort_of(data: bytes) -> Sort | str:
    """One of ``Sort``, or the sentence that says why such a file cannot be examined."""
    if not data:
        return "empty"
    if data.startswith(_PICTURES) or _BMP.match(data) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(_OLE):
        return _ole(data)
    for at, mark, reason in _NOT_READ:
        if data.startswith(mark, at):
            return reason
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _text(data)


def _ole(data: bytes) -> str:
    if _ENCRYPTED_PACKAGE in data:
        return "加密的Office文件，打不开；请去掉密码后再检查"
    return "旧格式文件（DOC、XLS、WPS、ET等），不能检查；请另存为DOCX或XLSX后再检查"


def _package(data: bytes) -> Sort | str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "压缩结构损坏或文件不完整，打不开"
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "word"
    if reason := next((reason for member, reason in _OTHER_OFFICE if member in names), ""):
        return reason
    return "sheet" if any(name.startswith("xl/") and name.endswith(".xml") for name in names) else "archive"


def _text(data: bytes) -> Sort | str:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "未知格式的文件，不能检查"
    for pattern, reason in _TEXTS_NOT_READ:
        if pattern.match(data[:8192]):
            return reason
    return "page" if _PAGE.search(data[:4096]) else "text"
