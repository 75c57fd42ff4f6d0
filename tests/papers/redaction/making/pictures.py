"""Pictures inside a PDF: with masks, inline, with words of their own, and scans."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from .paper import KEEP, LINES, TERM, Array, Dictionary, Maker, Name, Stream, add, grey, new, save

_DRAW = b"\nq 200 0 0 150 80 300 cm /I Do Q"


def _with(image: Any, contents: bytes = LINES + _DRAW) -> bytes:
    pdf = new()
    add(pdf, contents, XObject=Dictionary(I=image(pdf)))
    return save(pdf)


def _mask(pdf: Any) -> Stream:
    return grey(pdf, 20, 15, SMask=grey(pdf, 20, 15))


def _stencil(pdf: Any) -> Stream:
    made = pdf.make_stream(bytes(range(0, 64, 2)), Type=Name.XObject, Subtype=Name.Image, Width=16, Height=16)
    made.ImageMask, made.BitsPerComponent = True, 1
    return made  # type: ignore[no-any-return]


def _hard_mask(pdf: Any) -> Stream:
    return grey(pdf, 16, 16, Mask=_stencil(pdf))


def _xmp(pdf: Any) -> Stream:
    made = grey(pdf, 20, 15)
    made.Metadata = pdf.make_stream(
        f"<x:xmpmeta><dc:creator>{TERM}</dc:creator></x:xmpmeta>".encode(), Type=Name.Metadata, Subtype=Name.XML
    )
    return made


def _other_version(pdf: Any) -> Stream:
    made = grey(pdf, 20, 15)
    made.Alternates = Array([Dictionary(Image=grey(pdf, 4, 4, TERM.encode() + bytes(7)), DefaultForPrinting=True)])
    return made


def _too_long(pdf: Any) -> Stream:
    return grey(pdf, 20, 15, bytes(range(100)) * 3 + TERM.encode())


def jpeg(pdf: Any, comment: bytes = TERM.encode()) -> Stream:
    image = Image.new("RGB", (32, 24), (200, 180, 160))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, comment=comment)
    made = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=32, Height=24,
                           ColorSpace=Name.DeviceRGB, BitsPerComponent=8)  # fmt: skip
    made.write(out.getvalue() + TERM.encode(), filter=Name.DCTDecode)
    return made  # type: ignore[no-any-return]


def _inline() -> bytes:
    pdf = new()
    pixels = bytes((7 * at) % 256 for at in range(64)).hex().encode()
    inline = b"\nq 80 0 0 80 80 300 cm BI /W 8 /H 8 /CS /G /BPC 8 /F /AHx ID " + pixels + b"> EI Q"
    add(pdf, LINES + inline)
    return save(pdf)


def _inline_says() -> bytes:
    pdf = new()
    hidden = TERM.encode() + bytes(64 - len(TERM))
    inline = b"\nq 80 0 0 80 80 300 cm BI /W 8 /H 8 /CS /G /BPC 8 ID " + hidden + b" EI Q"
    add(pdf, LINES + inline)
    return save(pdf)


def _scan(pdf: Any) -> Stream:
    rows = bytearray()
    for y in range(160):
        for x in range(80):
            rows.append(40 if y % 16 in (6, 7, 8, 9) and 8 < x < 70 and (x * y) % 5 else 245)
    return grey(pdf, 80, 160, bytes(rows))


_WHOLE_PAGE = b"q 400 0 0 800 0 0 cm /I Do Q\n"


def _over_scan() -> bytes:
    """A scan with the words somebody's machine read in it, unseen."""
    words = "\n".join(
        f"BT /F 14 Tf 3 Tr 60 {752 - 80 * at} Td ({line}) Tj ET"
        for at, line in enumerate(
            [f"Applicant {TERM} of Mill Lane", f"{KEEP} paragraph stays", "and more text here"]
        )
    )
    return _with(_scan, _WHOLE_PAGE + words.encode())


def _numbered_scan() -> bytes:
    return _with(_scan, _WHOLE_PAGE + b"BT /F 9 Tf 190 10 Td (- 1 -) Tj ET")


def _blend() -> bytes:
    pdf = new()
    state = Dictionary(Type=Name.ExtGState, ca=0.5, BM=Name.Multiply)
    page = add(pdf, LINES + b"\nq /G gs 1 0 0 rg 50 600 300 150 re f Q", ExtGState=Dictionary(G=state))
    page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB, PieceInfo=TERM)
    return save(pdf)


def _shading() -> bytes:
    pdf = new()
    shade = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 400, 0]),
        Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0.8, 0.8]),
                            C1=Array([0.8, 0.8, 1]), N=1),
        Extend=Array([True, True]),
    )  # fmt: skip
    add(pdf, b"q 0 550 400 200 re W n /H sh Q\n" + LINES, Shading=Dictionary(H=shade))
    return save(pdf)


def _tile() -> bytes:
    pdf = new()
    tile = pdf.make_stream(
        b"0.8 g 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 10, 10]), XStep=10, YStep=10, Resources=Dictionary(), PieceInfo=TERM,
    )  # fmt: skip
    add(pdf, b"/Pattern cs /P scn 50 550 300 200 re f 0 g\n" + LINES, Pattern=Dictionary(P=tile))
    return save(pdf)


MAKERS: dict[str, Maker] = {
    "image-soft-mask.pdf": lambda: _with(_mask),
    "image-stencil.pdf": lambda: _with(_stencil),
    "image-hard-mask.pdf": lambda: _with(_hard_mask),
    "image-xmp.pdf": lambda: _with(_xmp),
    "image-other-version.pdf": lambda: _with(_other_version),
    "image-too-long.pdf": lambda: _with(_too_long),
    "image-jpeg-comment.pdf": lambda: _with(jpeg),
    "inline-image.pdf": _inline,
    "inline-image-says.pdf": _inline_says,
    "scan.pdf": lambda: _with(_scan, _WHOLE_PAGE),
    "scan-by-box.pdf": lambda: _with(_scan, _WHOLE_PAGE),
    "scan-with-number.pdf": _numbered_scan,
    "scan-with-text.pdf": _over_scan,
    "transparency.pdf": _blend,
    "shading.pdf": _shading,
    "tiling.pdf": _tile,
}
