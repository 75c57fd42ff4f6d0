"""Letters drawn one by one, backwards, as curves, from fonts that say little or lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pikepdf import Pdf

from .paper import KEEP, KEPT, LINES, NAME, TERM, Array, Dictionary, Maker, Name, add, new, save, ucs2

_SEED = Path(__file__).parent / "seed.pdf"
_KEEP = f"\nBT /F 14 Tf 60 600 Td ({KEEP} paragraph stays) Tj ET".encode()


def _page(contents: bytes, **resources: Any) -> bytes:
    pdf = new()
    add(pdf, contents + _KEEP, **resources)
    return save(pdf)


def _chinese(contents: bytes, vertical: bool = False) -> bytes:
    from .paper import song

    pdf = new()
    add(pdf, contents + _KEEP, Font={"V": song("/UniGB-UCS2-V")} if vertical else {})
    return save(pdf)


def _kerned() -> bytes:
    letters = "".join(f"({one}) -{20 + 3 * at} " for at, one in enumerate(TERM))
    return _page(f"BT /F 14 Tf 60 700 Td [(To ) {letters}( here)] TJ ET".encode())


def _each_alone(backwards: bool = False, spaced: float = 10) -> bytes:
    placed = [(60 + at * spaced, one) for at, one in enumerate(TERM)]
    drawn = [f"BT /F 14 Tf {x} 700 Td ({one}) Tj ET" for x, one in (placed[::-1] if backwards else placed)]
    return _page("\n".join(drawn).encode())


def _interleaved() -> bytes:
    """The letters of two lines in turn."""
    rows = [f"BT /F 14 Tf {60 + at * 10} {y} Td ({one}) Tj ET" for at in range(len(TERM))
            for y, one in ((700, TERM[at]), (660, "abcdefghijkl"[at]))]  # fmt: skip
    return _page("\n".join(rows).encode())


def _over_lines() -> bytes:
    return _page(
        f"BT /F 14 Tf 280 700 Td (see {TERM[:5]}-) Tj -220 -20 Td ({TERM[5:]} again) Tj ET\n"
        f"BT /S 14 Tf 300 660 Td {ucs2(NAME[:1]).decode()} Tj -240 -20 Td {ucs2(NAME[1:]).decode()} Tj ET".encode()
    )


def _cmap(rows: dict[int, str], wide: int = 1) -> bytes:
    body = "\n".join(f"<{code:0{2 * wide}X}> <{text.encode('utf-16-be').hex()}>" for code, text in rows.items())
    last = "FF" * wide
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <{'00' * wide}> <{last}> endcodespacerange\n"
        f"{len(rows)} beginbfchar\n{body}\nendbfchar endcmap end end"
    ).encode()


def _drawn_font(pdf: Pdf, words: str, *, told: bool) -> tuple[Dictionary, bytes]:
    """Type 3: every letter a bar of its own height; codes from 1 in the order of the letters."""
    letters = sorted(set(words))
    names = [f"/g{at}" for at in range(len(letters))]
    procs = Dictionary()
    for at, name in enumerate(names):
        procs[name] = pdf.make_stream(f"500 0 0 0 400 800 d1 50 0 350 {300 + 40 * at} re f".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=procs, Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *map(Name, names)])),
        FirstChar=1, LastChar=len(letters), Widths=Array([500] * len(letters)), Resources=Dictionary(),
    )  # fmt: skip
    if told:
        font.ToUnicode = pdf.make_stream(_cmap({at + 1: one for at, one in enumerate(letters)}))
    codes = bytes(letters.index(one) + 1 for one in words)
    return font, b"<" + codes.hex().encode() + b">"


def _type3(*, told: bool) -> bytes:
    pdf = new()
    font, codes = _drawn_font(pdf, f"To {TERM} here", told=told)
    add(pdf, b"BT /T 14 Tf 60 700 Td " + codes + b" Tj ET" + _KEEP, Font={"T": font})
    return save(pdf)


def _type3_with_text() -> bytes:
    """A letter that is itself a word in another font."""
    pdf = new()
    font, _ = _drawn_font(pdf, "a", told=True)
    font.Resources = Dictionary(Font=Dictionary(F=_plain()))
    font.CharProcs["/g0"] = pdf.make_stream(f"5000 0 d0 BT /F 1000 Tf ({TERM}) Tj ET".encode())
    add(pdf, b"BT /T 14 Tf 60 700 Td <01> Tj ET" + _KEEP, Font={"T": font})
    return save(pdf)


def _plain() -> Dictionary:
    from .paper import helvetica

    return helvetica()


def _remapped(told: str) -> bytes:
    """Codes moved by 40; ``told`` is what ToUnicode makes of them ("" for no ToUnicode)."""
    pdf = new()
    font = _plain()
    letters = sorted(set(TERM))
    names = [Name("/" + one) for one in letters]
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([200, *names]))
    if told:
        font.ToUnicode = pdf.make_stream(_cmap({200 + at: one for at, one in enumerate(told)}))
    codes = bytes(200 + letters.index(one) for one in TERM).hex().encode()
    add(pdf, b"BT /R 14 Tf 60 700 Td <" + codes + b"> Tj ET" + _KEEP, Font={"R": font})
    return save(pdf)


def _lying() -> bytes:
    """Helvetica says one thing to the eye and another to whoever copies."""
    pdf = new()
    font = _plain()
    font.ToUnicode = pdf.make_stream(_cmap({ord(one): "x" for one in sorted(set(TERM))}))
    add(pdf, f"BT /R 14 Tf 60 700 Td ({TERM}) Tj ET".encode() + _KEEP, Font={"R": font})
    return save(pdf)


def _seed(change: Any) -> bytes:
    with Pdf.open(_SEED) as pdf:
        fonts: Any = pdf.pages[0].obj.Resources.Font
        for _, font in fonts.items():
            change(pdf, font)
        return save(pdf, packed=True)


def _untold(_pdf: Pdf, font: Any) -> None:
    if "/ToUnicode" in font:
        del font.ToUnicode


def _told_private(pdf: Pdf, font: Any) -> None:
    font.ToUnicode = pdf.make_stream(_cmap({code: chr(0xE000 + code) for code in range(1, 200)}, 2))


def _glyph_names() -> bytes:
    """Letters known by number only, without ToUnicode."""
    pdf = new()
    font, codes = _drawn_font(pdf, TERM, told=False)
    add(pdf, b"BT /T 14 Tf 60 700 Td " + codes + b" Tj ET" + _KEEP, Font={"T": font})
    return save(pdf)


def _curves() -> bytes:
    bars = "\n".join(
        f"{60 + 9 * at} 700 m {66 + 9 * at} {700 + 3 * at} l {64 + 9 * at} 712 l f" for at in range(20)
    )
    pdf = new()
    add(pdf, bars.encode())
    return save(pdf)


def _in_pattern() -> bytes:
    pdf = new()
    tile = pdf.make_stream(
        f"BT /F 14 Tf 4 10 Td ({TERM}) Tj ET".encode(),
        Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 120, 30]),
        XStep=120, YStep=30,
        Resources=Dictionary(Font=Dictionary(F=_plain())),
    )  # fmt: skip
    add(pdf, b"/Pattern cs /P scn 50 300 300 200 re f" + _KEEP, Pattern=Dictionary(P=tile))
    return save(pdf)


def _in_soft_mask() -> bytes:
    pdf = new()
    mask = pdf.make_stream(
        f"1 g BT /F 40 Tf 60 400 Td ({TERM}) Tj ET".encode(),
        Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 800]),
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
        Resources=Dictionary(Font=Dictionary(F=_plain())),
    )  # fmt: skip
    state = Dictionary(Type=Name.ExtGState, SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=mask))
    add(pdf, b"q /G gs 0 g 0 0 400 800 re f Q" + _KEEP, ExtGState=Dictionary(G=state))
    return save(pdf)


def _vertical() -> bytes:
    words = ucs2(f"申请人{NAME}来函")
    return _chinese(b"BT /V 16 Tf 200 720 Td " + words + b" Tj ET", vertical=True)


def _song(words: str) -> bytes:
    return _chinese(b"BT /S 16 Tf 60 700 Td " + ucs2(words) + b" Tj ET")


MAKERS: dict[str, Maker] = {
    "kerned.pdf": _kerned,
    "letter-by-letter.pdf": _each_alone,
    "back-to-front.pdf": lambda: _each_alone(backwards=True),
    "spaced-out.pdf": lambda: _each_alone(spaced=22),
    "interleaved-lines.pdf": _interleaved,
    "over-two-lines.pdf": _over_lines,
    "chinese.pdf": lambda: _song(f"申请人{NAME}，{KEPT}"),
    "chinese-spaced.pdf": lambda: _song(f"申请人{'　'.join(NAME)}，{KEPT}"),
    "full-width.pdf": lambda: _song("".join(chr(ord(c) + 0xFEE0) for c in TERM) + KEPT),
    "radicals.pdf": lambda: _song(f"⻢⻓青，{KEPT}"),
    "vertical.pdf": _vertical,
    "type3.pdf": lambda: _type3(told=True),
    "type3-untold.pdf": lambda: _type3(told=False),
    "type3-with-text.pdf": _type3_with_text,
    "glyphs-by-number.pdf": _glyph_names,
    "subset-remapped.pdf": lambda: _remapped("".join(sorted(set(TERM)))),
    "subset-remapped-untold.pdf": lambda: _remapped(""),
    "tounicode-wrong.pdf": _lying,
    "embedded-chinese.pdf": lambda: _seed(lambda pdf, font: None),
    "cid-without-tounicode.pdf": lambda: _seed(_untold),
    "cid-private-codes.pdf": lambda: _seed(_told_private),
    "ligature.pdf": lambda: _song("oﬃce of Ostrowska ﬁrst"),
    "curves.pdf": _curves,
    "text-in-pattern.pdf": _in_pattern,
    "text-in-soft-mask.pdf": _in_soft_mask,
    "white-text.pdf": lambda: _page(LINES + f"\n1 g BT /F 14 Tf 60 500 Td (White {TERM}) Tj ET".encode()),
    "text-under-patch.pdf": lambda: _page(
        LINES + f"\nBT /F 14 Tf 60 500 Td (Under {TERM}) Tj ET 0 g 50 490 300 30 re f".encode()
    ),
    "clipping-text.pdf": lambda: _page(
        f"q BT /F 30 Tf 7 Tr 60 700 Td ({TERM}) Tj ET 0 690 400 40 re f Q".encode()
    ),
    "one-point-text.pdf": lambda: _page(LINES + f"\nBT /F 1 Tf 60 500 Td (Tiny {TERM}) Tj ET".encode()),
    "transparent-text.pdf": lambda: _page(
        LINES + f"\nq /G gs BT /F 14 Tf 60 500 Td (Faint {TERM}) Tj ET Q".encode(),
        ExtGState=Dictionary(G=Dictionary(Type=Name.ExtGState, ca=0.0)),
    ),
}
