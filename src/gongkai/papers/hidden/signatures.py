"""Electronic signatures of a file. They hide nothing; but they do not outlive any change, so cleaning says so."""

from __future__ import annotations

import pikepdf

from gongkai.errors import ReadError

from .findings import Finding
from .package import Package
from .pdf import opened
from .sorts import sort_of


def lost(data: bytes) -> tuple[Finding, ...]:
    """What a new copy of this file is without, where it is signed."""
    try:
        signed = _is_signed(data)
    except ReadError:
        return ()
    return (Finding("signature", "文件", "清除后的文件不再带有原来的电子签名"),) if signed else ()


def _is_signed(data: bytes) -> bool:
    sort = sort_of(data)
    if sort in ("word", "sheet"):
        return any(name.startswith("_xmlsignatures/") for name in Package(data).names)
    if sort != "pdf":
        return False
    with opened(data) as document:
        return any(isinstance(item, pikepdf.Dictionary) and "/ByteRange" in item for item in document.objects)
