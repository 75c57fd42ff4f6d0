"""What of a finished PDF could still hold words that no page shows: every object, string, name and stream."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from gongkai.errors import NotProved

from . import doubts, vocabulary
from .glyphless import NAME as OWN
from .marks import Mark
from .spelling import bytes_of, has, plain

_STRING: Final = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
_FRAME: Final = re.compile(rb"stream\r?\n.*?endstream|\bendobj\b|\bstartxref\b|\btrailer\b", re.DOTALL)
_NAME: Final = re.compile(rb"/([A-Za-z0-9+-]+)")
_ESCAPED: Final = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)")
_PLAIN_BYTES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_CODINGS: Final = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
_SHORT_LATIN: Final = 4


@dataclass
class Count:
    """How much was looked at."""

    objects: int = 0
    strings: int = 0
    streams: int = 0
    images: int = 0
    failures: list[str] = field(default_factory=list)


class Walk:
    """Looks at everything in ``pdf`` for every mark. Raises NotProved with the place, never with the string."""

    def __init__(self, pdf: Pdf, marks: Sequence[Mark], *, checked: bool = True) -> None:
        self._pdf, self._marks, self._checked = pdf, marks, checked
        self._bytes = bytes_of([mark.written for mark in marks])
        self._contents = {
            page.obj.Contents.objgen for page in pdf.pages if isinstance(page.obj.get(Name.Contents), Stream)
        }
        self.count = Count()

    def run(self, data: bytes) -> Count:
        if self._checked:
            self._frame(data)
        for one in self._pdf.objects:
            self.count.objects += 1
            try:
                self._look(one)
            except UnicodeDecodeError as error:
                # A name in a coding that nobody declares. Of a copy it is refused; elsewhere it is passed over.
                if self._checked:
                    raise NotProved("结果里有读不懂的名称；没有生成文件。") from error
        return self.count

    def _frame(self, data: bytes) -> None:
        if data.count(b"startxref") != 1 or b"/Encrypt" in data:
            raise NotProved("结果里还有旧的版本；没有生成文件。")
        if extra := [
            *(set(self._pdf.Root.keys()) - vocabulary.CATALOG),
            *(set(self._pdf.trailer.keys()) - vocabulary.TRAILER),
        ]:
            raise NotProved(f"结果的目录里还有{'、'.join(sorted(extra))}；没有生成文件。")
        for number, page in enumerate(self._pdf.pages, 1):
            if set(page.obj.keys()) - vocabulary.PAGE:
                raise NotProved(f"结果的第{number}页上还有页面内容以外的东西；没有生成文件。")
        self._bytes_free(_NAME.sub(_own, _FRAME.sub(b"", data)), "文件骨架")

    def _look(self, root: Any) -> None:
        """One object with all that is written inside it."""
        todo: list[Any] = [root]
        while todo:
            one = todo.pop()
            if isinstance(one, Dictionary | Stream):
                self._keys(one)
                self._letters(one)
                todo.extend(value for _, value in one.items() if not _elsewhere(value))
            elif isinstance(one, Array):
                todo.extend(value for value in one if not _elsewhere(value))
            elif isinstance(one, String):
                self._string(one)
            elif isinstance(one, Name):
                self._name(str(one)[1:])
            if isinstance(one, Stream):
                self._stream(one)

    def _keys(self, one: Dictionary | Stream) -> None:
        keys = set(one.keys())
        if self._checked and (bad := keys & vocabulary.NEVER):
            raise NotProved(f"结果里还有{'、'.join(sorted(bad))}；没有生成文件。")
        for key in keys:
            self._name(key[1:])

    def _letters(self, one: Dictionary | Stream) -> None:
        """The letters a typeface was cut down to, in the order of their codes, which may be that of the paper."""
        unicode: Any = one.get(Name.ToUnicode)
        if self._checked and isinstance(unicode, Stream) and one.get(Name.BaseFont) != OWN:
            told = doubts.told(unicode.read_bytes())
            self._words("".join(told[code] for code in sorted(told)), "字体")

    def _string(self, one: String) -> None:
        self.count.strings += 1
        if str(one) in vocabulary.STRINGS:
            return
        self._words(str(one), "字符串")
        self._bytes_free(bytes(one), "字符串")

    def _name(self, name: str) -> None:
        """Words of the format itself say nothing about anybody."""
        if name not in vocabulary.WORDS:
            self._words(name, "名称")

    def _words(self, text: str, where: str) -> None:
        if len(text) < 2:
            return
        for mark in self._marks:
            if (len(mark.text) >= _SHORT_LATIN or not mark.text.isascii()) and has(text, mark.written):
                raise NotProved(f"要去除的文字还在结果的{where}里；没有生成文件。")

    def _bytes_free(self, data: bytes, where: str) -> None:
        if any(one in data for one in self._bytes):
            raise NotProved(f"要去除的文字还在结果的{where}里；没有生成文件。")

    def _stream(self, one: Stream) -> None:
        self.count.streams += 1
        try:
            if one.get(Name.Subtype) == Name.Image:
                self._image(one)
            elif one.objgen in self._contents or one.get(Name.Subtype) == Name.Form or Name.PatternType in one:
                self._content(one.read_bytes())
            else:
                data = vocabulary.CMAP.sub(b"", _NAME.sub(_own, one.read_bytes()))
                self._bytes_free(data, "数据流")
                self._operands(data)
        except pikepdf.PdfError as error:
            if not self._checked:
                return
            raise NotProved("结果里有一段数据解不开，不能证明里面没有要去除的内容；没有生成文件。") from error

    def _content(self, data: bytes) -> None:
        if b"%" in _STRING.sub(b"", data):
            self._bytes_free(data, "页面内容的注释")
        self._operands(data)

    def _operands(self, data: bytes) -> None:
        """The strings that are shown, end to end: a word is often drawn letter by letter."""
        shown = b"".join(_operand(found) for found in _STRING.finditer(data))
        if not shown:
            return
        self.count.strings += 1
        for coding in ("latin-1", *_CODINGS):
            self._words(shown.decode(coding, "ignore"), "页面文字")

    def _image(self, one: Stream) -> None:
        self.count.images += 1
        raw = one.read_raw_bytes()
        filters: Any = one.get(Name.Filter)
        last = filters[-1] if isinstance(filters, Array) and len(filters) else filters
        if last in (Name.DCTDecode, Name.JPXDecode):
            self._bytes_free(raw, "图片的附加信息")
        elif last not in (Name.CCITTFaxDecode, Name.JBIG2Decode):
            self._size(one)

    def _size(self, one: Stream) -> None:
        """A picture that unpacks to more than its pixels carries something else."""
        wide, high = int(one.get(Name.Width, 0)), int(one.get(Name.Height, 0))
        bits = 1 if one.get(Name.ImageMask, False) else int(one.get(Name.BitsPerComponent, 8))
        bands = _bands(one)
        data = one.read_bytes()
        most = (wide * bands * bits + 7) // 8 * high if bands else len(data)
        if len(data) > most:
            self._bytes_free(data[most:], "图片数据之后")
            self._operands(data[most : most + (1 << 20)])


def _own(name: re.Match[bytes]) -> bytes:
    """Nothing, for a word of the format itself."""
    return b"" if name[1].decode("ascii") in vocabulary.WORDS else name[0]


def holds(pdf: Pdf, written: str) -> bool:
    """Whether anything in that file, seen or not, has the string."""
    walk = Walk(pdf, [Mark(plain(written), written, True)], checked=False)
    try:
        walk.run(b"")
    except NotProved:
        return True
    return False


def _bands(image: Stream) -> int:
    if image.get(Name.ImageMask, False):
        return 1
    space: Any = image.get(Name.ColorSpace)
    family = space[0] if isinstance(space, Array) and len(space) else space
    match str(family):
        case "/DeviceGray" | "/CalGray" | "/Indexed" | "/Separation" | "/G" | "/I":
            return 1
        case "/DeviceRGB" | "/CalRGB" | "/Lab" | "/RGB":
            return 3
        case "/DeviceCMYK" | "/CMYK":
            return 4
        case "/ICCBased":
            return int(space[1].get(Name.N, 0))
        case "/DeviceN":
            return len(space[1])
    return 0


def _elsewhere(value: Any) -> bool:
    """Met on its own among the objects of the file, or without words."""
    return not isinstance(value, pikepdf.Object) or (
        value.is_indirect and isinstance(value, Dictionary | Array | Stream)
    )


def _operand(found: re.Match[bytes]) -> bytes:
    if found[2] is not None:
        digits = b"".join(found[2].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return _ESCAPED.sub(_unescaped, found[1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    one = found[1]
    if one[:1].isdigit():
        return bytes([int(one, 8) & 0xFF])
    return _PLAIN_BYTES.get(one, b"" if one[-1:] == b"\n" else one)
