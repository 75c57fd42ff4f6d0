"""Word files (DOCX): what the body, headers, notes and settings hold beside the text that is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from . import office, word_headers
from .findings import Found
from .inside import Inside
from .package import Package, each, local
from .word_look import Look, Looks

_STORY: Final = re.compile(r"word/(document|header|footer|footnotes|endnotes|glossary/document)(\d*)\.xml\Z")
_NAMES: Final = {
    "document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注",
    "glossary/document": "构建基块",
}  # fmt: skip
_TEXTS: Final = ("t", "delText", "instrText", "delInstrText", "tab", "br", "cr", "noBreakHyphen")
_TRACKED: Final = {
    "del": "deleted-text", "moveFrom": "moved-text", "ins": "inserted-text", "moveTo": "moved-text",
}  # fmt: skip
_GONE: Final = frozenset({"deleted-text", "moved-from"})
_LABELS: Final = {Look.HIDDEN: "hidden-text", Look.FAINT: "faint-text", Look.TINY: "tiny-text"}
_FOREIGN_PATH: Final = re.compile(r'(?i)"?((?:\\\\\\\\|\\\\|[a-z]:\\)[^"]+)')


def look(data: bytes, found: Found, inside: Inside) -> None:
    package = Package(data)
    looks = Looks(package)
    visible: list[str] = []
    for name in package.names:
        if story := _STORY.match(name):
            root = package.xml(name)
            visible += _story(root, _NAMES[story[1]] + story[2], found, looks)
            _authors(root, name, found)
    _comments(package, found)
    word_headers.look(package, found)
    _settings(package, found)
    _custom_data(package, found)
    office.properties(package, found, "\n".join(visible))
    office.parts(package, found, inside)
    for name in package.names:
        if re.match(r"word/(?:charts|diagrams|drawings)/[^/]+\.xml\Z", name):
            office.drawing(package.xml(name), name, found)
    office.leftovers(package, found)


def seen(data: bytes) -> str:
    """What a reader sees of body, notes, headers and footers, without blanks."""
    package, unused = Package(data), Found()
    looks, shown = Looks(package), set(word_headers.shown_parts(package))
    texts: list[str] = []
    for name in package.names:
        story = _STORY.match(name)
        if story and story[1] != "glossary/document" and (name in shown or story[1] not in ("header", "footer")):
            texts += _story(package.xml(name), "", unused, looks)
    return re.sub(r"\s+", "", "".join(texts))


def _story(root: Any, part: str, found: Found, looks: Looks) -> Iterator[str]:
    """Every paragraph of a part; yields its visible text."""
    paragraphs = (
        p for p in each(root, "p") if p.tag.endswith("wordprocessingml/2006/main}p") and not _stands_in(p)
    )
    for number, paragraph in enumerate(paragraphs, 1):
        yield _paragraph(paragraph, f"{part}第{number}段", found, looks)
    _shapes(root, part, found)


def _stands_in(paragraph: Any) -> bool:
    """True for a text that an older program would show instead of the one beside it."""
    return any(local(above) == "Fallback" for above in paragraph.iterancestors())


def _paragraph(paragraph: Any, where: str, found: Found, looks: Looks) -> str:
    """Texts of one paragraph by what a reader sees of them; runs of the same state are one text."""
    seen: list[str] = []
    unseen: dict[str, list[str]] = {}
    codes: list[str] = []
    for element in _own(paragraph):
        name = local(element)
        text = element.text or "" if name in ("t", "delText", "instrText", "delInstrText") else " "
        states = set(_states(element, paragraph))
        look = looks.of(element)
        if name in ("instrText", "delInstrText"):
            codes.append(text)
            continue
        if look is not Look.PLAIN:
            states.add(_LABELS[look])
        for state in states:
            unseen.setdefault(state, []).append(text)
        if not states - {"inserted-text", "moved-text"}:
            seen.append(text)
    for state, texts in unseen.items():
        if "".join(texts).strip():
            found.concealed("moved-text" if state == "moved-from" else state, where, "".join(texts))
    _marks(paragraph, where, found)
    _code("".join(codes), where, found)
    found.personal(where, "".join(seen))
    return "".join(seen)


def _own(paragraph: Any) -> Iterator[Any]:
    """The text elements of a paragraph, not those of a text box in it, which are paragraphs of their own."""
    for element in each(paragraph, *_TEXTS):
        if local(element.getparent()) in ("tabs", "pPr"):
            continue
        for above in element.iterancestors():
            if above is paragraph:
                yield element
                break
            if local(above) == "p":
                break


def _states(element: Any, paragraph: Any) -> Iterator[str]:
    for above in element.iterancestors():
        if above is paragraph:
            return
        name = local(above)
        if name == "moveFrom":
            yield "moved-from"
        elif name in _TRACKED:
            yield _TRACKED[name]


def _marks(paragraph: Any, where: str, found: Found) -> None:
    """Tracked formats, which keep the former look of a text; a paragraph mark that was tracked away."""
    for element in each(paragraph, "rPrChange", "pPrChange"):
        found.add("changed-format", where, f"{element.get(_attribute(element, 'author'), '')}修改了格式")


def _attribute(element: Any, name: str) -> str:
    return next((key for key in element.attrib if str(key).rsplit("}", 1)[-1] == name), name)


def _code(code: str, where: str, found: Found) -> None:
    """Field codes: the paths of other machines, and personal data behind a shown result."""
    if path := _FOREIGN_PATH.search(code):
        found.concealed("external-link", where, path[1])
    found.personal(where, code)


def _authors(root: Any, part: str, found: Found) -> None:
    names = {
        str(element.get(_attribute(element, "author"), ""))
        for element in each(
            root, "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange"
        )
    } - {""}
    if names:
        found.concealed("author", part, "修订者：" + "、".join(sorted(names)))


def _shapes(root: Any, part: str, found: Found) -> None:
    """Filled shapes laid over the text; and what an older program would show instead of a newer drawing."""
    for anchor in each(root, "anchor"):
        shape = next(each(anchor, "wsp"), None)
        over = anchor.get("behindDoc") in ("0", "false", None) and next(each(anchor, "wrapNone"), None) is not None
        if shape is not None and over and _filled(shape) and not "".join(shape.itertext()).strip():
            found.add("covered-text", part, "有浮于文字上方的填充图形，可能盖住文字；图形移开后文字仍在")
    for properties in each(root, "docPr"):
        if properties.get("hidden") in ("1", "true"):
            found.add("hidden-text", part, f"隐藏的图形 {properties.get('name', '')}")
    for alternate in each(root, "AlternateContent"):
        choice = "".join(t.text or "" for c in alternate if local(c) == "Choice" for t in each(c, "t"))
        fallback = "".join(t.text or "" for c in alternate if local(c) == "Fallback" for t in each(c, "t"))
        if fallback.strip() and fallback != choice:
            found.concealed("alternative-content", part, fallback)


def _filled(shape: Any) -> bool:
    return any(local(child) == "solidFill" for properties in each(shape, "spPr") for child in properties)


def _comments(package: Package, found: Found) -> None:
    for name in package.names:
        if re.match(r"word/comments\w*\.xml\Z", name):
            for number, comment in enumerate(each(package.xml(name), "comment"), 1):
                author = comment.get(_attribute(comment, "author"), "")
                text = "".join(t.text or "" for t in each(comment, "t", "delText"))
                found.concealed("comment", f"{name} 第{number}条批注", f"{author}：{text}")
    if "word/people.xml" in package:
        names = {
            str(p.get(_attribute(p, "author"), "")) for p in each(package.xml("word/people.xml"), "person")
        } - {""}
        if names:
            found.concealed("author", "word/people.xml", "修订、批注者：" + "、".join(sorted(names)))


def _settings(package: Package, found: Found) -> None:
    name = word_headers.settings_of(package)
    if name not in package:
        return
    root = package.xml(name)
    for variable in each(root, "docVar"):
        key, told = (variable.get(_attribute(variable, part), "") for part in ("name", "val"))
        found.concealed("document-variable", "word/settings.xml", f"{key}={told}")
    for merge in each(root, "mailMerge"):
        told = "；".join(str(e.get(_attribute(e, "val"))) for e in merge.iter() if e.get(_attribute(e, "val")))
        found.concealed("data-connection", "word/settings.xml", f"邮件合并：{told}")


def _custom_data(package: Package, found: Found) -> None:
    """customXml: data bound to controls, and what document systems leave there."""
    for name in package.names:
        if re.match(r"customXml/item\d+\.xml\Z", name):
            text = " ".join(part.strip() for part in package.xml(name).itertext() if part.strip())
            if text:
                found.concealed("custom-data", name, text)
