"""ZIP archives: every member, as deep as the bounds allow."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

from gongkai.errors import GongkaiError

from .findings import Found
from .inside import Inside
from .package import Package, zipped


def look(data: bytes, found: Found, inside: Inside) -> None:
    package = Package(data)
    comment = package.comment
    if comment.strip():
        found.concealed("comment", "压缩包注释", comment.decode("utf-8", "replace"))
    for info in package.members:
        name = member_name(info)
        try:
            content = package.unpack(info)
        except GongkaiError as error:
            found.unexamined(name, str(error))
            continue
        found.take_in(inside(content, name), name)


def clean(data: bytes, cleaned: Callable[[bytes], bytes]) -> bytes:
    """An archive of the same names with every member cleaned, and no comments."""
    package = Package(data)
    return zipped({member_name(info): cleaned(package.unpack(info)) for info in package.members})


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: Windows packs Chinese names in GBK and does not say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
