"""What a typeface still tells of letters that were taken out.

A program that writes PDF cuts a typeface down to the letters of the paper, often in the order in which they first
appear: three shapes in a row may be a name. Where pages were burned or left out, shapes and codes that no other
page draws are blanked, in place, so that nothing else of the typeface moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from . import compact, doubts, truetype
from .glyphless import to_unicode
from .spelling import usual

_OPERATORS: Final = "q Q Tf Tj TJ ' \" Do gs"
_IDENTITY: Final = ("/Identity-H", "/Identity-V")
Key = tuple[int, int]


class Used:
    """The codes that the pages of a document show in every typeface."""

    def __init__(self) -> None:
        self.codes: dict[Key, set[bytes]] = defaultdict(set)
        self.fonts: dict[Key, Any] = {}
        self.whole: set[Key] = set()
        """Typefaces that are chosen in a way that is not followed here."""
        self._seen: set[Key] = set()

    def page(self, page: Any) -> None:
        self._walk(page, page.get(Name.Resources))

    def _walk(self, drawing: Any, resources: Any) -> None:
        if not isinstance(resources, Dictionary):
            return
        font: Any = None
        kept: list[Any] = []
        for operands, operator in _instructions(drawing):
            match operator:
                case "q":
                    kept.append(font)
                case "Q":
                    font = kept.pop() if kept else font
                case "Tf":
                    font = _named(resources, Name.Font, operands)
                case "Do":
                    self._inside(_named(resources, Name.XObject, operands), resources)
                case _:
                    self._shown(font, operands)
        for group in (Name.Pattern, Name.ExtGState, Name.Font):
            for one in _each(resources, group):
                for inner in _drawings(one):
                    self._inside(inner, one.get(Name.Resources, resources))
        for state in _each(resources, Name.ExtGState):
            if isinstance(chosen := state.get(Name.Font), Array):
                self.whole.add(chosen[0].objgen)

    def _inside(self, one: Any, around: Any) -> None:
        if not isinstance(one, Stream) or one.objgen in self._seen or one.get(Name.Subtype) == Name.Image:
            return
        self._seen.add(one.objgen)
        self._walk(one, one.get(Name.Resources, around))

    def _shown(self, font: Any, operands: Iterable[Any]) -> None:
        if not isinstance(font, Dictionary) or not font.is_indirect:
            return
        self.fonts[font.objgen] = font
        wide = 2 if font.get(Name.Subtype) == Name.Type0 else 1
        for one in operands:
            for part in one if isinstance(one, Array) else (one,):
                if isinstance(part, pikepdf.String):
                    data = bytes(part)
                    self.codes[font.objgen].update(data[at : at + wide] for at in range(0, len(data), wide))


def _instructions(drawing: Any) -> Iterator[tuple[Any, str]]:
    for one in pikepdf.parse_content_stream(drawing, _OPERATORS):
        yield one.operands, str(one.operator)


def _named(resources: Any, group: Name, operands: Any) -> Any:
    named = resources.get(group)
    return named.get(str(operands[0])) if isinstance(named, Dictionary) and len(operands) else None


def _each(resources: Any, group: Name) -> Iterator[Any]:
    named = resources.get(group)
    if isinstance(named, Dictionary):
        yield from (one for _, one in named.items() if isinstance(one, Dictionary | Stream))


def _drawings(one: Any) -> Iterator[Any]:
    """The drawing that a pattern is, that the mask of a graphics state has, those of a typeface of drawings."""
    if isinstance(one, Stream):
        yield one
    mask: Any = one.get(Name.SMask)
    if isinstance(mask, Dictionary):
        yield mask.get(Name.G)
    letters: Any = one.get(Name.CharProcs)
    if isinstance(letters, Dictionary):
        yield from (letter for _, letter in letters.items())


def blank(pdf: Pdf, pages: Iterable[Any]) -> None:
    """Blank what ``pages``, those carried over as written, do not draw. Typefaces it does not know stay whole."""
    used = Used()
    for page in pages:
        used.page(page)
    programs: dict[Key, tuple[Any, set[int]]] = {}
    spared: set[Key] = set()
    for key, font in used.fonts.items():
        program, codes = _program(font), {int.from_bytes(code) for code in used.codes[key]}
        if key in used.whole:
            spared |= {program.objgen} if program is not None else set()
            continue
        _codes(pdf, font, codes)
        if program is not None:
            programs.setdefault(program.objgen, (program, set()))[1].update(_glyphs(font, codes))
    for key, (program, glyphs) in programs.items():
        if key not in spared:
            _shapes(program, glyphs)


def _codes(pdf: Pdf, font: Any, used: set[int]) -> None:
    """Keep of ToUnicode what is used."""
    told: Any = font.get(Name.ToUnicode)
    if not isinstance(told, Stream):
        return
    known = doubts.told(told.read_bytes()).items()
    kept = {code: "".join(map(usual, text)) for code, text in known if code in used}
    font.ToUnicode = pdf.make_stream(to_unicode(kept, 2 if font.get(Name.Subtype) == Name.Type0 else 1))


def _program(font: Any) -> Any:
    """The shapes of a typeface of many letters whose codes are their numbers."""
    if font.get(Name.Subtype) != Name.Type0 or str(font.get(Name.Encoding)) not in _IDENTITY:
        return None
    described: Any = font.DescendantFonts[0].get(Name.FontDescriptor)
    if not isinstance(described, Dictionary):
        return None
    found = described.get(Name.FontFile2, described.get(Name.FontFile3))
    return found if isinstance(found, Stream) else None


def _glyphs(font: Any, codes: set[int]) -> set[int]:
    numbered: Any = font.DescendantFonts[0].get(Name.CIDToGIDMap)
    if not isinstance(numbered, Stream):
        return codes
    data = numbered.read_bytes()
    return {int.from_bytes(data[2 * code : 2 * code + 2]) for code in codes}


def _shapes(program: Any, glyphs: set[int]) -> None:
    data = program.read_bytes()
    made = compact.blanked(data, glyphs) if compact.is_one(data) else truetype.blanked(data, glyphs)
    if made is not None:
        program.write(made)
