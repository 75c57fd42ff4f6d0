"""Members of a ZIP-based office file, unpacked within bounds, and their XML parsed without DTD or entities."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from gongkai.errors import TooLarge, Unreadable

from . import limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, struct.error)
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1


class Container:
    """An opened ZIP. Counts what it unpacks; ``read`` raises rather than unpack past the bounds."""

    def __init__(self, data: bytes) -> None:
        _check_members(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Unreadable("压缩结构损坏或文件不完整；请重新下载，或用原软件打开后另存一份再试。") from error
        self.names = frozenset(self._zip.namelist())
        self._unpacked = 0

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Unreadable (missing, damaged, encrypted) or TooLarge."""
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise Unreadable(f"文件不完整，缺少 {name}；请用原软件打开后另存一份再试。") from error
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable("文件已加密；请用原软件去掉密码，另存后再试。")
        try:
            with self._zip.open(info) as stream:
                content = stream.read(limits.MAX_PART + 1)
        except _BROKEN as error:
            raise Unreadable("压缩内容损坏或文件不完整；请重新下载，或用原软件打开后另存一份再试。") from error
        self._count(len(content), info.compress_size)
        return content

    def _count(self, size: int, packed: int) -> None:
        self._unpacked += size
        if size > limits.MAX_PART or self._unpacked > limits.MAX_UNPACKED:
            raise TooLarge("解压后过大，未读取；请用原软件打开，只保留年度报告后另存再试。")
        if size > limits.RATIO_FROM and size > limits.MAX_RATIO * max(packed, 1):
            raise TooLarge("压缩比异常（疑似压缩炸弹），未读取；请用原软件打开后另存再试。")


def _check_members(data: bytes) -> None:
    """Refuse a directory of very many members before ``zipfile`` makes an object of each."""
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at >= 0 and len(data) >= at + 12 and int.from_bytes(data[at + 10 : at + 12], "little") > limits.MAX_MEMBERS:
        raise TooLarge("压缩包内文件过多，不像一份办公文档；请用原软件打开后另存再试。")


def parse_xml(content: bytes) -> Any:
    """The root of an XML part. Raises Unreadable where it is damaged, nested too deep or has a DTD."""
    if content.count(b"<") > limits.MAX_TAGS:
        raise TooLarge("文档的内容过多，不像一份年度报告，未读取；请只保留报告正文后重试。")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        if "depth" in str(error):
            raise TooLarge("文档嵌套过深，未读取；请用原软件打开后另存再试。") from error
        raise Unreadable("文档内容损坏；请用原软件打开后另存一份再试。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("文档里带有DTD定义，办公文档不应有，未读取；请用原软件打开后另存再试。")
    return root
