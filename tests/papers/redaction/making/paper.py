"""A small PDF to spoil: one page that says who it is about, and one word that must stay."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, Stream

Maker = Callable[[], bytes]

TERM = "Ostrowska"
"""Whom the papers are about, in Latin letters."""
NAME = "赵铁柱"
"""The same in Chinese."""
KEEP = "Keepsake"
KEPT = "留存"
LINES = (
    f"BT /F 14 Tf 60 700 Td (Applicant {TERM} of Mill Lane) Tj 0 -40 Td ({KEEP} paragraph stays) Tj ET".encode()
)


def helvetica() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def song(encoding: str = "/UniGB-UCS2-H") -> Dictionary:
    """Chinese type of the viewer's own."""
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4),
        DW=1000,
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/STSong-Light"),
            Flags=6,
            FontBBox=Array([-25, -254, 1000, 880]),
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=880,
            StemV=93,
        ),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/STSong-Light"),
        Encoding=Name(encoding),
        DescendantFonts=Array([below]),
    )


def ucs2(text: str) -> bytes:
    return b"<" + text.encode("utf-16-be").hex().encode() + b">"


def new() -> Pdf:
    return Pdf.new()


def add(pdf: Pdf, contents: bytes = LINES, box: tuple[float, ...] = (0, 0, 400, 800), **resources: Any) -> Any:
    """A page; ``resources`` beside the two fonts F and S."""
    fonts = Dictionary(F=pdf.make_indirect(helvetica()), S=pdf.make_indirect(song()), **resources.pop("Font", {}))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(list(box)),
        Resources=Dictionary(Font=fonts, **resources),
        Contents=pdf.make_stream(contents),
    )
    made = pdf.make_indirect(page)
    pdf.pages.append(Page(made))
    return pdf.pages[-1].obj


def form(pdf: Pdf, contents: bytes = LINES, **more: Any) -> Stream:
    made = pdf.make_stream(contents, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 800]))
    made.Resources = Dictionary(Font=Dictionary(F=helvetica(), S=song()))
    for key, value in more.items():
        made["/" + key] = value
    return made


def grey(pdf: Pdf, wide: int, high: int, data: bytes | None = None, **more: Any) -> Stream:
    """A picture in shades of grey."""
    pixels = data if data is not None else bytes((x * 7 + y * 13) % 256 for y in range(high) for x in range(wide))
    made = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=wide,
        Height=high,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        **more,
    )
    made.write(zlib.compress(pixels, 9), filter=Name.FlateDecode)
    return made


def save(pdf: Pdf, *, packed: bool = False, **more: Any) -> bytes:
    out = io.BytesIO()
    mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
    pdf.save(
        out, static_id=True, object_stream_mode=mode, compress_streams=packed, fix_metadata_version=False, **more
    )
    return out.getvalue()


def raw(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF written by hand: objects numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def simple(
    contents: bytes = LINES, catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"/Root 1 0 R"
) -> bytes:
    """One page written by hand, in five objects."""
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> %s >>" % page,
            stream(contents),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ],
        trailer,
    )


def appended(data: bytes, objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A later revision: these objects anew, the old ones left where they are."""
    out = bytearray(data)
    before = int(data[data.rfind(b"startxref") + 9 :].split()[0])
    rows = []
    for number, body in objects.items():
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n" + b"".join(rows)
    out += b"trailer\n<< /Size 40 /Root 1 0 R /Prev %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (before, trailer, start)
    return bytes(out)


__all__ = ["Array", "Dictionary", "Name", "Object", "Pdf", "Stream"]
