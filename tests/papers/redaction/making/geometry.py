"""Pages that are turned, cut, huge, tiny or not where one thinks."""

from __future__ import annotations

from typing import Any

from .paper import KEEP, LINES, TERM, Array, Dictionary, Maker, add, form, new, save


def _page(box: tuple[float, ...] = (0, 0, 400, 800), contents: bytes = LINES, **entries: Any) -> bytes:
    pdf = new()
    page = add(pdf, contents, box)
    for key, value in entries.items():
        page["/" + key] = value
    return save(pdf)


def _inherited() -> bytes:
    pdf = new()
    page = add(pdf)
    pdf.Root.Pages.Rotate = 90
    pdf.Root.Pages.MediaBox = page.MediaBox
    pdf.Root.Pages.Resources = page.Resources
    del page.MediaBox, page.Resources
    return save(pdf)


def _text(x: float, y: float, size: float, words: str) -> bytes:
    return f"\nBT /F {size} Tf {x} {y} Td ({words}) Tj ET\n".encode()


def _scaled(factor: float, box: tuple[float, ...]) -> bytes:
    return _page(box, f"{factor} 0 0 {factor} 0 0 cm\n".encode() + LINES)


def _turned_text() -> bytes:
    lines = (
        f"BT /F 14 Tf 0.7071 0.7071 -0.7071 0.7071 80 300 Tm ({TERM}) Tj ET\n"
        f"BT /F 14 Tf 0 1 -1 0 300 300 Tm (To {TERM}) Tj ET\n"
        f"BT /F 14 Tf -1 0 0 -1 300 200 Tm ({TERM}) Tj ET\n"
        f"BT /F 14 Tf -1 0 0 1 300 160 Tm ({TERM}) Tj ET\n"
    ).encode()
    return _page(contents=lines + _text(60, 700, 14, KEEP))


def _matrix() -> bytes:
    pdf = new()
    inner = form(pdf, LINES, Matrix=Array([0.5, 0, 0, -0.5, 20, 500]))
    add(pdf, b"q 1 0 0 1 30 100 cm /X Do Q\n" + _text(60, 60, 14, KEEP), XObject=Dictionary(X=inner))
    return save(pdf)


MAKERS: dict[str, Maker] = {
    "rotated-90.pdf": lambda: _page(Rotate=90),
    "rotated-180.pdf": lambda: _page(Rotate=180),
    "rotated-270.pdf": lambda: _page(Rotate=270),
    "rotated-minus-90.pdf": lambda: _page(Rotate=-90),
    "rotated-by-parent.pdf": _inherited,
    "cropped.pdf": lambda: _page(CropBox=Array([40, 600, 360, 780])),
    "cropped-and-rotated.pdf": lambda: _page(CropBox=Array([40, 600, 360, 780]), Rotate=90),
    "outside-crop.pdf": lambda: _page(
        contents=LINES + _text(60, 100, 14, f"Beneath the cut: {TERM}"), CropBox=Array([40, 600, 360, 780])
    ),
    "outside-page.pdf": lambda: _page(contents=LINES + _text(60, -100, 14, f"Below the page: {TERM}")),
    "only-outside-page.pdf": lambda: _page(
        contents=_text(60, 700, 14, f"{KEEP} alone") + _text(500, 100, 14, f"Beside the page: {TERM}")
    ),
    "user-unit.pdf": lambda: _page(UserUnit=4),
    "offset-origin.pdf": lambda: _page((-200, -300, 200, 500), _text(-150, 400, 14, f"For {TERM}, {KEEP}")),
    "upside-down-box.pdf": lambda: _page((400, 800, 0, 0)),
    "huge-page.pdf": lambda: _scaled(30, (0, 0, 12000, 24000)),
    "very-long-page.pdf": lambda: _page((0, 0, 200, 14400), _text(20, 14000, 12, f"{TERM} and {KEEP}")),
    "tiny-page.pdf": lambda: _scaled(0.02, (0, 0, 8, 16)),
    "absurd-page.pdf": lambda: _page((0, 0, 4000000, 4000000)),
    "turned-text.pdf": _turned_text,
    "mirrored-form.pdf": _matrix,
}
