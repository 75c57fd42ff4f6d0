"""Which encoding a text is in, by what its bytes are; what the file says of itself is only a hint."""

from __future__ import annotations

import codecs
import re

from gongkai.errors import UnknownKind

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b"})
# UTF-16 without a mark: Chinese, full-width and ASCII characters in one order of bytes.
_WIDE = re.compile(
    rb"(?:[\x00-\xff][\x00\x20\x30\x4e-\x9f\xff])+?.?\Z|(?:[\x00\x20\x30\x4e-\x9f\xff][\x00-\xff])+?.?\Z",
    re.DOTALL,
)
_SAMPLE = 200_000
_FIRST = 16_384  # bytes in which a binary file shows itself
_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
# Words that any report has; bytes of one encoding read as another do not give them.
_WORDS = re.compile("政府|信息|公开|公開|資訊|信息|年度|行政|申请|申請|情况|情況")


def decode(data: bytes) -> str:
    """The text, without a byte order mark. Raises UnknownKind where no encoding fits."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff")
    first = data[:_FIRST]
    controls = len(first) - len(first.translate(None, _CONTROLS))
    if controls > 3 and controls * 100 > len(first) and not _WIDE.match(data):
        raise UnknownKind("这是二进制文件，不是年度报告能用的格式；请换成DOCX、PDF、网页或文本再试。")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) - error.start < 4 and error.start > 0:  # cut in the middle of the last character
            return data[: error.start].decode("utf-8")
    return _guess(data)


def _guess(data: bytes) -> str:
    """By a sample: the encoding in which it has most of the words that reports have, and fewest errors."""
    sample = data[:_SAMPLE]
    names = ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-8"]
    declared = _CHARSET.search(data, 0, 4096)
    if declared:
        name = declared[1].decode("ascii").lower()
        name = _NAMES.get(name, name)
        if name in names:
            names.remove(name)
            names.insert(0, name)
    best, best_score = "", (-1, 0)
    for name in names:
        text = sample.decode(name, "replace")
        bad = text.count("\ufffd")
        score = (min(len(_WORDS.findall(text)), 20), -bad)
        if bad <= max(2, len(text) // 100) and score > best_score:
            best, best_score = name, score
    if not best:
        raise UnknownKind("认不出文字编码；请用记事本打开后另存为UTF-8编码，再试一次。")
    return data.decode(best, "replace")
