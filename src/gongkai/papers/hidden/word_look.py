"""How a run of a Word file looks to a reader: plain, hidden, in the colour of its ground, too small to be seen."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from .package import Package, each, local, part_of

_TINY: Final = 6  # half-points
_LIGHT: Final = 0xF0
_BLACK: Final = frozenset({"000000", "auto", ""})


class Look(StrEnum):
    PLAIN = "plain"
    HIDDEN = "hidden"
    FAINT = "faint"
    TINY = "tiny"


def value(element: Any, name: str = "val") -> str | None:
    """An attribute whatever its namespace."""
    return next((str(v) for key, v in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), None)


def child(element: Any, name: str) -> Any:
    return next((c for c in element if local(c) == name), None) if element is not None else None


def is_on(element: Any, default: bool = False) -> bool:
    """A toggle such as w:vanish: present without a value is on."""
    if element is None:
        return default
    return (value(element) or "true").lower() not in ("0", "false", "off", "none")


class Looks:
    """The styles of one file, and with them the look of each run."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Any] = {}
        self._runs: dict[Any, Look] = {}
        main = part_of(package, "", "officeDocument", "word/document.xml")
        if (name := part_of(package, main, "styles", "word/styles.xml")) in package:
            for style in each(package.xml(name), "style"):
                self._styles[value(style, "styleId") or ""] = style

    def of(self, element: Any) -> Look:
        """The look of the run that a text element stands in."""
        run = element.getparent()
        while run is not None and local(run) != "r":
            run = run.getparent()
        return Look.PLAIN if run is None else self.of_run(run)

    def of_run(self, run: Any) -> Look:
        if run not in self._runs:
            self._runs[run] = self._look(run)
        return self._runs[run]

    def _look(self, run: Any) -> Look:
        direct = child(run, "rPr")
        paragraph = next((a for a in run.iterancestors() if local(a) == "p"), None)
        of_paragraph = child(paragraph, "pPr")
        if is_on(self._property("vanish", direct, of_paragraph)):
            return Look.HIDDEN
        size = self._property("sz", direct, of_paragraph)
        if size is not None and (value(size) or "").isdigit() and int(value(size) or 0) < _TINY:
            return Look.TINY
        colour = self._property("color", direct, of_paragraph)
        return (
            Look.FAINT
            if self._faint(run, direct, of_paragraph, (value(colour) or "") if colour is not None else "")
            else Look.PLAIN
        )

    def _property(self, name: str, direct: Any, of_paragraph: Any) -> Any:
        """Direct formatting, then the character style, then the paragraph style, each with what it is based on."""
        if (own := child(direct, name)) is not None:
            return own
        for holder, reference in ((direct, "rStyle"), (of_paragraph, "pStyle")):
            named = child(holder, reference)
            if named is not None and (found := self._styled(name, "rPr", value(named))) is not None:
                return found
        return None

    def _styled(self, name: str, holder: str, style: str | None) -> Any:
        seen: set[str] = set()
        while style and style in self._styles and style not in seen:
            seen.add(style)
            if (own := child(child(self._styles[style], holder), name)) is not None:
                return own
            above = child(self._styles[style], "basedOn")
            style = value(above) if above is not None else None
        return None

    def _faint(self, run: Any, direct: Any, of_paragraph: Any, colour: str) -> bool:
        highlight = self._property("highlight", direct, of_paragraph)
        marked = (value(highlight) or "") if highlight is not None else ""
        if marked == "black":
            return colour.lower() in _BLACK
        ground = self._ground(run, direct, of_paragraph)
        if ground == "000000":
            return colour == "000000"
        if ground not in (None, "FFFFFF") or marked not in ("", "none", "white"):
            return ground is not None and ground == colour.upper() and marked in ("", "none")
        return is_light(colour) and not self._on_something(run)

    def _ground(self, run: Any, direct: Any, of_paragraph: Any) -> str | None:
        """The fill behind a run: its own, its paragraph's, its cell's; None where nobody set one."""
        cell = next((a for a in run.iterancestors() if local(a) == "tc"), None)
        for shading in (
            self._property("shd", direct, of_paragraph),
            child(of_paragraph, "shd"),
            child(child(cell, "tcPr"), "shd"),
        ):
            fill = (value(shading, "fill") or "auto") if shading is not None else "auto"
            pattern = (value(shading) or "") if shading is not None else ""
            if pattern == "solid":
                fill = value(shading, "color") or fill
            if fill.lower() != "auto":
                return fill.upper()
        return None

    def _on_something(self, run: Any) -> bool:
        """True where the ground is drawn by a shape or by the style of a table, which may well be dark."""
        for above in run.iterancestors():
            if local(above) == "txbxContent":
                return True
            if local(above) == "tbl":
                style = child(child(above, "tblPr"), "tblStyle")
                styled = self._styles.get(value(style) or "") if style is not None else None
                if styled is not None and next(each(styled, "shd"), None) is not None:
                    return True
        return False


def is_light(colour: str) -> bool:
    """White or hardly anything beside it, as six hexadecimal digits."""
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= _LIGHT
    except ValueError:
        return False
