"""An office file written again without some of its parts; what pointed to them goes with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from gongkai.errors import Refused

from . import picture
from .office import is_local, property_parts
from .package import Package, Relation, each, local, parse_xml, part_of, reached, relations_of, xml_bytes, zipped

_TYPES: Final = "[Content_Types].xml"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_REFERENCES: Final = re.compile(r"\{http://schemas\.openxmlformats\.org/officeDocument/2006/relationships\}")
_VALUE: Final = re.compile(rb"""=\s*["']([^"'<>\s]{1,60})["']""")
_EMPTIED: Final = frozenset({"hyperlink", "pageSetup", "hlinkClick", "hlinkHover"})
"""Elements that lose their reference and stay, since they show something of their own."""
_EXPLICIT: Final = frozenset(
    {"image", "oleObject", "package", "hyperlink", "chart", "header", "footer", "control", "frame", "subDocument",
     "video", "audio", "media"}
)  # fmt: skip
"""Relations that only count where the part names them."""
_MACRO_TYPES: Final = (
    ("application/vnd.ms-word.document.macroEnabled.main+xml", "document"),
    ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "document"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "document"),
    ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "sheet"),
    ("application/vnd.ms-excel.template.macroEnabled.main+xml", "sheet"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", "sheet"),
)
_PLAIN_TYPES: Final = {
    "document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}


class Rewriting:
    """Parts are bytes until somebody asks for their tree; a tree that was asked for is written again."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self._parts = {name: self.package.read(name) for name in self.package.names}
        self._trees: dict[str, Any] = {}
        main = part_of(self.package, "", "officeDocument", "")
        if main and _STRICT in self._parts[main]:
            raise Refused("这是Strict格式的文件，不能自动清除；请用Word或Excel另存为普通的DOCX或XLSX后再试。")

    def names(self, pattern: str = "") -> list[str]:
        """Parts whose name matches from its beginning."""
        return [name for name in self._parts if re.match(pattern, name)]

    def tree(self, name: str) -> Any:
        if name not in self._trees:
            self._trees[name] = parse_xml(self._parts[name])
        return self._trees[name]

    def drop(self, pattern: str) -> None:
        """Take the matching parts out."""
        for name in self.names(pattern):
            self._remove(name)
            self._remove(relations_of(name))

    def _remove(self, name: str) -> None:
        self._parts.pop(name, None)
        self._trees.pop(name, None)

    def drop_properties(self) -> None:
        """What the file tells about itself, and its signatures, which would not hold any more."""
        for name in property_parts(self.package):
            self.drop(re.escape(name) + r"\Z")
        self.drop(r"_xmlsignatures/")

    def relations(self, part: str) -> Iterator[tuple[Any, Relation]]:
        """The relations of a part, each with its element."""
        path = relations_of(part)
        if path in self._parts:
            for element in list(self.tree(path)):
                if local(element) == "Relationship":
                    yield element, Relation(posixpath.dirname(part), element)

    def written(self) -> bytes:
        """The new file. What no part refers to any longer is left out."""
        self._prune()
        for name in self._unreached():
            self._remove(name)
        self._pictures()
        self._retype()
        for name, root in self._trees.items():
            self._parts[name] = xml_bytes(root)
        return zipped(self._parts)

    def _prune(self) -> None:
        """Relations to parts that are gone, or that their part no longer names, and what named them."""
        for path in self.names(r".*\.rels\Z"):
            part = _owner(path)
            if part and part not in self._parts:
                self._remove(path)
                continue
            named = self._named(part) if part.endswith(".xml") else None
            self.unlink(part, [(e, r) for e, r in self.relations(part) if self._is_idle(r, named)])

    def _is_idle(self, relation: Relation, named: set[bytes] | None) -> bool:
        if not relation.external and relation.target not in self._parts:
            return True
        return named is not None and relation.type in _EXPLICIT and relation.id.encode() not in named

    def unlink(self, part: str, gone: list[tuple[Any, Relation]]) -> None:
        """Take relations away, and the elements that named them."""
        for element, _ in gone:
            element.getparent().remove(element)
        identities = {relation.id for _, relation in gone}
        if part.endswith(".xml") and {i.encode() for i in identities} & self._named(part):
            _forget(self.tree(part), identities)

    def _named(self, part: str) -> set[bytes]:
        """Every value of an attribute of a part that could be the id of a relation."""
        content = xml_bytes(self._trees[part]) if part in self._trees else self._parts[part]
        return set(_VALUE.findall(content))

    def _unreached(self) -> list[str]:
        seen = reached(lambda part: [relation for _, relation in self.relations(part)])
        return [name for name in self._parts if name not in seen]

    def _pictures(self) -> None:
        for name in self.names(r".*/media/[^/]+\.(?:jpe?g|png|gif|tiff?|bmp|webp|JPE?G|PNG|GIF|TIFF?|BMP|WEBP)\Z"):
            self._parts[name] = picture.clean(self._parts[name])

    def _retype(self) -> None:
        """Content types: none for parts that are gone, and that of a file without macros."""
        root = self.tree(_TYPES)
        for element in list(root):
            name = element.get("PartName", "")
            if name and name.lstrip("/") not in self._parts:
                root.remove(element)
            for macro, plain in _MACRO_TYPES:
                if element.get("ContentType") == macro:
                    element.set("ContentType", _PLAIN_TYPES[plain])


def _owner(path: str) -> str:
    return path.replace("_rels/", "").removesuffix(".rels")


def _forget(root: Any, identities: set[str]) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for key in [k for k, v in element.attrib.items() if v in identities and _REFERENCES.match(str(k))]:
            if local(element) in _EMPTIED:
                del element.attrib[key]
            elif element.getparent() is not None:
                element.getparent().remove(element)
                break


def take_out(root: Any, *names: str) -> None:
    """Remove all elements of these names."""
    for element in list(each(root, *names)):
        if element.getparent() is not None:
            element.getparent().remove(element)


def unwrap(root: Any, *names: str) -> None:
    """Replace all elements of these names by what they hold."""
    for element in list(each(root, *names)):
        above = element.getparent()
        if above is not None:
            at = above.index(element)
            above[at : at + 1] = list(element)


def local_links(rewriting: Rewriting, part: str) -> list[tuple[Any, Relation]]:
    """Links of a part into somebody's own machine or network, of which a reader sees no address."""
    links = [(e, r) for e, r in rewriting.relations(part) if r.external and r.type == "hyperlink"]
    return [(element, relation) for element, relation in links if is_local(relation.target)]
