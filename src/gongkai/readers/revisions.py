"""What a Word file holds and a reader does not see: deletions, hidden and struck text taken out of the tree."""

from __future__ import annotations

from typing import Any

from .numbering import W

_NS = {"w": W[1:-1]}
_OFF = "[not(@w:val='0' or @w:val='false' or @w:val='off')]"
_GONE = {
    b"vanish": f"//w:r[w:rPr/w:vanish{_OFF}]",
    b"cellDel": "//w:tc[w:tcPr/w:cellDel]",
    b"w:hidden": f"//w:tr[w:trPr/w:hidden{_OFF}]",
}
_STRUCK = f"//w:r[w:rPr/w:strike{_OFF} or w:rPr/w:dstrike{_OFF}]"
STRUCK = "原文有划去（删除线）的文字，未读入。"


def settle(root: Any, content: bytes) -> tuple[str, ...]:
    """Take out of the tree what the page does not show, looking only for what occurs in ``content``. Returns
    notes on what a person would still see."""
    notes = []
    for word, path in _GONE.items():
        if word in content:
            _remove(root.xpath(path, namespaces=_NS))
    if b"w:del" in content:
        _remove(root.xpath("//w:tr[w:trPr/w:del]", namespaces=_NS))
        for paragraph in root.xpath("//w:p[w:pPr/w:rPr/w:del]", namespaces=_NS):
            _join(paragraph)
    if b"strike" in content and (struck := root.xpath(_STRUCK, namespaces=_NS)):
        _remove(struck)
        notes.append(STRUCK)
    if b"superscript" in content:
        for text in root.xpath("//w:r[w:rPr/w:vertAlign/@w:val='superscript']/w:t[1]", namespaces=_NS):
            text.text = f" {text.text or ''}"  # the sign of a note must not run into a figure
    return tuple(notes)


def _remove(elements: list[Any]) -> None:
    for element in elements:
        element.getparent().remove(element)


def _join(paragraph: Any) -> None:
    """A deleted paragraph mark: what is left of the paragraph belongs to the next one."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p":
        return
    at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
    for child in [c for c in paragraph if c.tag != f"{W}pPr"]:
        following.insert(at, child)
        at += 1
    paragraph.getparent().remove(paragraph)
