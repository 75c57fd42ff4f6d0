"""What a tag and its style say of the letters in it. Fonts, colours and sizes say nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .tree import Align

_MARK: Final = {
    "b": "strong", "strong": "strong", "dt": "strong", "i": "em", "em": "em", "u": "u",
    "s": "s", "strike": "s", "sub": "sub", "sup": "sup",
}  # fmt: skip
_UNSEEN: Final = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:[a-z%]*)(?:;|$)|mso-element:comment"
)
_BOLD: Final = re.compile(r"(?:^|;)font-weight:(bold|[6-9]00)")
_NOT_BOLD: Final = re.compile(r"(?:^|;)font-weight:(normal|lighter|[1-5]00)")
_SLANTED: Final = re.compile(r"(?:^|;)font-style:(italic|oblique)")
_UPRIGHT: Final = re.compile(r"(?:^|;)font-style:normal")
_LINE: Final = re.compile(r"(?:^|;)text-decoration(?:-line)?:([^;]*)")
_RAISED: Final = re.compile(r"(?:^|;)vertical-align:(super|sub)")
_ALIGNED: Final = re.compile(r"(?:^|;)text-align:(center|right|left|justify|start|end)")


def squeezed(attributes: Mapping[str, str]) -> str:
    return re.sub(r"\s+", "", attributes.get("style", "")).lower()


def unseen(tag: str, attributes: Mapping[str, str], style: str) -> bool:
    """Hidden from whoever reads the page it comes from, or struck out by a change that was tracked."""
    return tag == "del" or "hidden" in attributes or _UNSEEN.search(style) is not None


def marks(tag: str, style: str, before: frozenset[str]) -> frozenset[str]:
    """The marks of the letters in it, those around it included."""
    now = set(before)
    if tag in _MARK:
        now.add(_MARK[tag])
    if _BOLD.search(style):
        now.add("strong")
    elif _NOT_BOLD.search(style):
        now.discard("strong")
    if _SLANTED.search(style):
        now.add("em")
    elif _UPRIGHT.search(style):
        now.discard("em")
    if line := _LINE.search(style):
        now |= {mark for word, mark in (("underline", "u"), ("line-through", "s")) if word in line[1]}
    if raised := _RAISED.search(style):
        now.add({"super": "sup", "sub": "sub"}[raised[1]])
    return frozenset(now)


def align(attributes: Mapping[str, str], style: str, before: Align) -> Align:
    said = _ALIGNED.search(style)
    word = said[1] if said else attributes.get("align", "").lower()
    classes = attributes.get("class", "").split()
    word = word or next((one for one in classes if one in ("center", "right")), "")
    if word in ("left", "justify", "start"):
        return ""
    if word == "center":
        return "center"
    return "right" if word in ("right", "end") else before
