"""What of a page's operators is carried over, and which layers count as seen."""

from __future__ import annotations

from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from gongkai.papers.redaction import content
from gongkai.papers.redaction.layers import Layers


def drawn(data: bytes, layers: dict[str, bool] | None = None, xobjects: tuple[str, ...] = ("/X",)) -> bytes:
    pdf = Pdf.new()
    seen = layers or {}
    made = content.drawn(
        pdf.make_stream(data), data, lambda name: seen.get(name, True), lambda name: name in xobjects
    )
    return b" ".join(made.split())


def test_plain_drawing_stays_byte_for_byte() -> None:
    data = b"q 1 0 0 1 5 5 cm\nBT /F 12 Tf (a) Tj ET\nQ"
    assert content.drawn(Pdf.new().make_stream(data), data, lambda _: False, lambda _: False) is data


@pytest.mark.parametrize(
    ("data", "left"),
    [
        (b"% a comment\nq Q", b"q Q"),
        (b"/Span << /ActualText (secret) >> BDC (a) Tj EMC", b"(a) Tj"),
        (b"/Artifact BMC q Q EMC EMC", b"q Q"),
        (b"/P /MC0 BDC q Q EMC", b"q Q"),
        (b"/P MP /P << /S (secret) >> DP q Q", b"q Q"),
        (b"BX (secret) unknown EX q Q", b"q Q"),
        (b"/X Do /Y Do q Q", b"/X Do q Q"),
    ],
)
def test_what_is_only_said_goes(data: bytes, left: bytes) -> None:
    assert drawn(data) == left


def test_a_layer_that_is_off_leaves_its_effects_and_nothing_seen() -> None:
    data = (
        b"/OC /Off BDC q 1 0 0 1 3 3 cm 0 0 5 5 re f 0 0 m 9 9 l S BT (a) Tj [(b)] TJ (c) ' ET /X Do Q EMC "
        b"/OC /On BDC (d) Tj EMC"
    )
    left = drawn(data, {"/Off": False})
    assert left == b"q 1 0 0 1 3 3 cm 0 0 5 5 re n 0 0 m 9 9 l n BT T* ET Q (d) Tj"


def test_a_mark_inside_a_hidden_layer_shows_nothing_either() -> None:
    assert drawn(b"/OC /Off BDC /P BMC (a) Tj EMC (b) Tj EMC (c) Tj", {"/Off": False}) == b"(c) Tj"


def test_every_resource_that_is_asked_for_is_known_by_name() -> None:
    names = content.used_names(b"/F1 12 Tf /Im#31 Do /Cs scn BI /CS /G ID EI <</A/B>>")
    assert {"/F1", "/Im1", "/Cs", "/A", "/B"} <= names


# An object lives as long as its PDF.
_OPEN: list[Pdf] = []


def _layers(**settings: Any) -> tuple[Layers, Any, Any]:
    pdf = Pdf.new()
    _OPEN.append(pdf)
    on, off = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("on", "off"))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([on, off]), D=Dictionary(OFF=Array([off]), ON=Array([on]), **settings)
    )
    return Layers(pdf), on, off


def test_groups_are_seen_as_the_file_opens() -> None:
    layers, on, off = _layers()
    assert layers.seen(on)
    assert not layers.seen(off)
    assert layers.seen(None)
    other, on, off = _layers(BaseState=Name.OFF)
    assert other.seen(on)
    assert not other.seen(Dictionary(Type=Name.OCG))
    assert Layers(Pdf.new()).seen(Dictionary(Type=Name.OCG))


@pytest.mark.parametrize(
    ("policy", "seen"), [("/AnyOn", True), ("/AllOn", False), ("/AnyOff", True), ("/AllOff", False), (None, True)]
)
def test_conditions_over_two_groups(policy: str | None, seen: bool) -> None:
    layers, on, off = _layers()
    condition = Dictionary(Type=Name.OCMD, OCGs=Array([on, off]), **({"P": Name(policy)} if policy else {}))
    assert layers.seen(condition) is seen


def test_expressions() -> None:
    layers, on, off = _layers()

    def ask(*expression: Any) -> bool:
        return layers.seen(Dictionary(Type=Name.OCMD, VE=Array(list(expression))))

    assert ask(Name.Not, off)
    assert ask(Name.Or, off, on)
    assert not ask(Name.And, off, on)
    assert ask(Name.And, on, Array([Name.Not, off]))
    deep: Any = on
    for _ in range(40):
        deep = Array([Name.And, deep])
    assert not layers.seen(Dictionary(Type=Name.OCMD, VE=deep))
