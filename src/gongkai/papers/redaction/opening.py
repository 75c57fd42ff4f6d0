"""Opening what somebody hands in: which file it is, whether all of it is there, and whether we may."""

from __future__ import annotations

import io
import re
import zlib
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from gongkai.errors import Refused, TooLarge, UnknownKind, Unreadable

from . import limits

_STREAM: Final = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01\x5e\x9c\xda])")
_REFERENCE: Final = re.compile(rb"(?<!\d)(\d{1,8}) (\d{1,5}) R\b")
_BODY: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_LAYERS: Final = 3


def kind(data: bytes) -> str:
    """``pdf``, ``png``, ``jpeg`` or ``tiff``, by content. Raises UnknownKind, TooLarge."""
    if len(data) > limits.BYTES:
        raise TooLarge(f"文件超过{limits.BYTES >> 20}MB；请拆成几份后分别处理。")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for name, starts in (
        ("png", (b"\x89PNG\r\n\x1a\n",)),
        ("jpeg", (b"\xff\xd8\xff",)),
        ("tiff", (b"II*\0", b"MM\0*")),
    ):
        if data.startswith(starts):
            return name
    raise UnknownKind("只能遮盖PDF和PNG、JPEG、TIFF图片；其他文件请先导出为PDF。")


def open_pdf(data: bytes) -> tuple[Pdf, list[str]]:
    """The PDF, and sentences about it for whoever checks the result.

    Raises Unreadable (damaged, locked, empty), TooLarge, Refused (a portfolio, a form that only Adobe's own
    program draws).
    """
    _unpacked_size(data)
    try:
        pdf = Pdf.open(io.BytesIO(data), suppress_warnings=True)
        count = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Unreadable("打开这个PDF要密码；请向提供文件的人要没有密码的文件。") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise Unreadable("PDF损坏，读不出全部页；请用原软件重新导出。") from error
    _whole(pdf, count, data)
    return pdf, [*_locked(pdf), *_kinds(pdf)]


def _unpacked_size(data: bytes) -> None:
    """A small file that unpacks to a huge one is stopped before anything unpacks it."""
    for found in _STREAM.finditer(data):
        _bounded(memoryview(data)[found.end() :], _LAYERS)


def _bounded(data: memoryview | bytes, layers: int) -> None:
    unpack, total, head = zlib.decompressobj(), 0, b""
    try:
        chunk = unpack.decompress(data, 1 << 20)
        head = chunk
        while chunk:
            total += len(chunk)
            if total > limits.UNPACKED:
                raise TooLarge(f"文件里有一处展开后超过{limits.UNPACKED >> 20}MB；不像正常文件，没有处理。")
            chunk = unpack.decompress(unpack.unconsumed_tail, 1 << 20)
    except zlib.error:
        return
    if layers and head[:1] == b"\x78" and total < 1 << 20:
        _bounded(head, layers - 1)


def _whole(pdf: Pdf, count: int, data: bytes) -> None:
    if not count:
        raise Unreadable("PDF里一页也没有；请用原软件重新导出。")
    if count > limits.PAGES:
        raise TooLarge(f"共{count}页，超过{limits.PAGES}页；请拆成几份后分别处理。")
    if not pdf.get_warnings():
        return
    told: Any = pdf.Root.Pages.get(Name.Count)
    told = int(told) if isinstance(told, int) else count
    if told > count:
        raise Unreadable(f"PDF损坏：目录说有{told}页，只找到{count}页；请用原软件重新导出。")
    asked = {(int(number), int(version)) for number, version in _REFERENCE.findall(_BODY.sub(b"", data))}
    if any(_object(pdf, one) is None for one in asked):
        raise Unreadable("PDF损坏：有些部分已经丢失；请用原软件重新导出。")


def _object(pdf: Pdf, key: tuple[int, int]) -> Any:
    return pdf.get_object(key)


def _locked(pdf: Pdf) -> list[str]:
    if not pdf.is_encrypted:
        return []
    allowed = pdf.allow
    if not (allowed.extract or allowed.modify_other or allowed.print_lowres or allowed.print_highres):
        raise Refused("文件的所有者不许打印、摘录和修改；请向提供文件的人要不加限制的文件。")
    return ["原件加了权限限制；遮盖后的文件不再加密。"]


def _kinds(pdf: Pdf) -> list[str]:
    if Name.Collection in pdf.Root:
        raise Refused("这是装着多个文件的PDF文件包；请把里面的文件取出，逐个处理。")
    form: Any = pdf.Root.get(Name.AcroForm)
    form = form if isinstance(form, Dictionary) else Dictionary()
    if Name.XFA in form and (pdf.Root.get(Name.NeedsRendering, False) or not form.get(Name.Fields)):
        raise Refused("这是动态表单（XFA），别的软件画不出它的页面；请在原软件里打印成PDF后再处理。")
    signed = int(form.get(Name.SigFlags, 0)) & 1 or _signatures(form)
    return ["原件有电子签名；改动后签名失效，已经去除，只留签章的外观。"] if signed else []


def _signatures(form: Dictionary) -> bool:
    fields: Any = form.get(Name.Fields)
    return any(
        isinstance(field, Dictionary) and field.get(Name.FT) == Name.Sig and Name.V in field
        for field in (fields if fields is not None else ())
    )
