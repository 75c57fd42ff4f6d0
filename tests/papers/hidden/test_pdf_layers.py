"""Layers that are off, taken out of drawings without touching what follows."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from gongkai.errors import Refused
from gongkai.papers.hidden import clean, examine
from gongkai.papers.hidden.pdf_parts import off_layers

from .makers import kinds, pdf

SEEN = b"BT /F1 20 Tf 20 20 Td (visible) Tj ET\n"


def layers(**marks: Any) -> Any:
    """Two layers, L0 off and L1 on; ``marks`` are further properties made of them."""

    def change(document: pikepdf.Pdf, page: Any) -> None:
        off, on = (document.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("off", "on"))
        page.Resources.Properties = Dictionary(L0=off, L1=on)
        for name, make in marks.items():
            page.Resources.Properties[f"/{name}"] = make(off, on)
        document.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=Dictionary(OFF=Array([off])))

    return change


def content(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(clean(data).data)) as document:
        return document.pages[0].Contents.read_bytes()


@pytest.mark.parametrize(
    ("hidden", "kept"),
    [
        (b"(gone) Tj", []),
        (b"[(go) -20 (ne)] TJ", []),
        (b"(gone) '", [b"T*"]),
        (b'1 2 (gone) "', [b"1 Tw", b"2 Tc", b"T*"]),
        (b"0 0 9 9 re f", [b"0 0 9 9 re", b"n"]),
        (b"0 0 m 9 9 l S", [b"0 0 m", b"n"]),
        (b"q 1 0 0 RG Q", [b"1 0 0 RG"]),
    ],
)
def test_only_what_leaves_a_mark_goes(hidden: bytes, kept: list[bytes]) -> None:
    data = pdf(b"BT /F1 9 Tf 50 90 Td /OC /L0 BDC " + hidden + b" EMC ET\n" + SEEN, layers())
    left = content(data)
    assert b"gone" not in left
    assert b"(visible)" in left
    assert all(part in left for part in kept)


def test_a_mark_inside_a_hidden_one_is_hidden_too() -> None:
    inner = b"/OC /L0 BDC /Span BMC BT /F1 9 Tf 50 90 Td (gone) Tj ET EMC BT /F1 9 Tf 50 70 Td (gone) Tj ET EMC "
    assert b"gone" not in content(pdf(inner + SEEN, layers()))


def test_an_inline_picture_goes() -> None:
    picture = b"/OC /L0 BDC q 9 0 0 9 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q EMC "
    assert b"BI" not in content(pdf(picture + SEEN, layers()))


def member(**more: Any) -> Any:
    return lambda off, on: Dictionary(Type=Name.OCMD, OCGs=Array([off, on]), **more)


@pytest.mark.parametrize(
    ("mark", "gone"),
    [
        (member(), False),
        (member(P=Name.AnyOn), False),
        (member(P=Name.AllOn), True),
        (lambda off, on: Dictionary(Type=Name.OCMD, OCGs=off), True),
        (lambda off, on: Dictionary(Type=Name.OCMD, OCGs=on), False),
    ],
)
def test_memberships(mark: Any, gone: bool) -> None:
    drawn = b"/OC /M BDC BT /F1 9 Tf 50 90 Td (member) Tj ET EMC /OC /L0 BDC BT /F1 9 Tf 50 50 Td (x) Tj ET EMC "
    assert (b"member" not in content(pdf(drawn + SEEN, layers(M=mark)))) is gone


@pytest.mark.parametrize("mark", [member(P=Name.AllOff), member(VE=Array([]))])
def test_conditions_that_are_not_worked_out_are_refused(mark: Any) -> None:
    drawn = b"/OC /M BDC BT /F1 9 Tf 50 90 Td (member) Tj ET EMC "
    with pytest.raises(Refused, match="图层"):
        clean(pdf(drawn + SEEN, layers(M=mark)))


def test_off_by_default_but_for_some() -> None:
    document = pikepdf.new()
    one, two = (document.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("one", "two"))
    properties = Dictionary(OCGs=Array([one, two]), D=Dictionary(BaseState=Name.OFF, ON=Array([two])))
    assert [str(layer.Name) for layer in off_layers(properties)] == ["one"]
    assert off_layers(Dictionary(OCGs=Array([one]))) == []


def test_layers_that_are_all_on_are_nothing() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        layers()(document, page)
        document.Root.OCProperties.D = Dictionary()

    assert examine(pdf(b"/OC /L0 BDC EMC " + SEEN, change)).findings == ()
    assert "hidden-layer" in kinds(examine(pdf(SEEN, layers())))
