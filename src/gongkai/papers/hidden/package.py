"""A ZIP and the XML in it, read within bounds and written again."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from gongkai.errors import TooLarge, Unreadable

from . import limits

BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip


class Package:
    """An opened ZIP. Counts what it unpacks; ``read`` raises rather than unpack past the bounds."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise Unreadable("压缩结构损坏或文件不完整；请用原软件打开后另存一份再试。") from error
        self.members = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(self.members) > limits.MAX_MEMBERS:
            raise TooLarge(f"压缩包内文件超过{limits.MAX_MEMBERS}个，未检查；请拆分后再试。")
        self.names = tuple(info.filename for info in self.members)
        self.comment = self._zip.comment
        self._unpacked = 0
        self._kept: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Unreadable (missing, damaged, encrypted) or TooLarge."""
        if name not in self._kept:
            try:
                self._kept[name] = self.unpack(self._zip.getinfo(name))
            except KeyError as error:
                raise Unreadable(f"文件不完整，缺少 {name}；请用原软件打开后另存一份再试。") from error
        return self._kept[name]

    def unpack(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 0x1:
            raise Unreadable("已加密，打不开；请去掉密码后再试。")
        try:
            with self._zip.open(info) as stream:
                content = stream.read(limits.MAX_PART + 1)
        except BROKEN as error:
            raise Unreadable("压缩内容损坏或文件不完整；请用原软件打开后另存一份再试。") from error
        self._count(len(content), info.compress_size)
        return content

    def _count(self, size: int, packed: int) -> None:
        self._unpacked += size
        if size > limits.MAX_PART or self._unpacked > limits.MAX_UNPACKED:
            raise TooLarge("解压后过大，未检查；请拆分后再试。")
        if size > limits.RATIO_FROM and size > limits.MAX_RATIO * max(packed, 1):
            raise TooLarge("压缩比异常（疑似压缩炸弹），未检查。")

    def xml(self, name: str) -> Any:
        """The root of an XML part."""
        content = self.read(name)
        for strict, transitional in _STRICT:
            content = content.replace(strict, transitional)
        return parse_xml(content)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part ("" for those of the whole package), by their id."""
        path, folder = relations_of(part), posixpath.dirname(part)
        if path not in self:
            return {}
        found = (Relation(folder, element) for element in parse_xml(self.read(path)).iter(_RELATIONSHIPS))
        return {relation.id: relation for relation in found}


def part_of(package: Package, owner: str, kind: str, usual: str) -> str:
    """The part that ``owner`` ("" for the package) has for something; where no relation says so, the usual one."""
    targets = [r.target for r in package.relations(owner).values() if r.type == kind and not r.external]
    return next((target for target in targets if target in package), usual)


def reached(relations: Callable[[str], Iterable[Relation]]) -> set[str]:
    """The parts that relations lead to from the package on, and where those relations stand."""
    seen, waiting = {"[Content_Types].xml"}, [""]
    while waiting:
        part = waiting.pop()
        seen.add(relations_of(part))
        for relation in relations(part):
            if not relation.external and relation.target not in seen:
                seen.add(relation.target)
                waiting.append(relation.target)
    return seen


def relations_of(part: str) -> str:
    """Where the relations of a part stand ("" for those of the whole package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Relation:
    """What a part refers to: ``target`` is a member of the package, or an address where it is external."""

    def __init__(self, folder: str, element: Any) -> None:
        self.id: str = element.get("Id", "")
        self.type: str = str(element.get("Type", "")).rsplit("/", 1)[-1]
        self.external: bool = element.get("TargetMode") == "External"
        target: str = element.get("Target", "")
        if not self.external:
            target = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
        self.target = target


def parse_xml(content: bytes) -> Any:
    """The root of an XML text, without DTD, entities or network. Raises Unreadable or TooLarge."""
    if content.count(b"<") > limits.MAX_TAGS:
        raise TooLarge("文档的内容过多，未检查；请拆分后再试。")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, collect_ids=False,
        remove_comments=False, remove_pis=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("文档内容损坏；请用原软件打开后另存一份再试。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("文档里带有DTD定义，办公文档不应有，未检查；请用原软件打开后另存再试。")
    return root


def xml_bytes(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members and nothing else: no comments, no extra fields, one day for all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def each(root: Any, *names: str) -> Iterator[Any]:
    """All descendants of these names, whatever their namespace."""
    return root.iter(*(f"{{*}}{name}" for name in names))  # type: ignore[no-any-return]  # lxml is untyped here
