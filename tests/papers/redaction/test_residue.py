"""A typeface that was cut down to a paper's letters no longer has those of a burned page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from gongkai.errors import NotProved
from gongkai.papers.redaction import compact, marks, proving, truetype, without
from gongkai.papers.redaction.residue import Used

PAPER = (Path(__file__).parent / "making" / "seed-letters.pdf").read_bytes()
NAMES = ["赵铁柱", "Qxjzkv"]


def _inked(data: bytes, font: str, codes: list[int]) -> list[bool]:
    """Whether each code of that typeface on page 2 still draws something."""
    drawn = []
    for code in codes:
        out = io.BytesIO()
        with Pdf.open(io.BytesIO(data)) as pdf:
            page: Any = pdf.pages[1].obj
            page.Contents = pdf.make_stream(f"BT {font} 90 Tf 20 100 Td <{code:04x}> Tj ET".encode())
            pdf.save(out)
        low, high = pypdfium2.PdfDocument(out.getvalue())[1].render().to_pil().convert("L").getextrema()
        drawn.append(high != low)
    return drawn


def _fonts(data: bytes) -> dict[str, str]:
    with Pdf.open(io.BytesIO(data)) as pdf:
        fonts: Any = pdf.pages[1].obj.Resources.Font
        return {name: font.ToUnicode.read_bytes().decode("ascii").upper() for name, font in fonts.items()}


def test_shapes_and_codes_of_the_names_are_gone_and_the_others_stay() -> None:
    made = without(PAPER, NAMES, reason="第十五条").data
    before, after = _fonts(PAPER), _fonts(made)
    assert before.keys() == after.keys()
    for font in before:
        lost = [
            code
            for code in range(1, 30)
            if f"<{code:04X}> <" in before[font] and f"<{code:04X}> <" not in after[font]
        ]
        kept = [code for code in range(1, 30) if f"<{code:04X}> <" in after[font]]
        assert len(lost) >= 3
        assert all(_inked(PAPER, font, lost))
        assert not any(_inked(made, font, lost))
        assert kept
        assert _inked(made, font, kept) == _inked(PAPER, font, kept)
    told = "".join(after.values())
    assert not [one for one in "赵铁柱" if one.encode("utf-16-be").hex().upper() in told]


def test_the_page_nobody_touched_looks_the_same_to_the_pixel() -> None:
    made = without(PAPER, NAMES, reason="第十五条").data
    before, after = (pypdfium2.PdfDocument(data)[1] for data in (PAPER, made))
    assert before.render(scale=2).to_pil().tobytes() == after.render(scale=2).to_pil().tobytes()
    assert "留存段落" in after.get_textpage().get_text_range()


def test_the_proof_sees_a_name_in_the_order_of_codes() -> None:
    with Pdf.open(io.BytesIO(PAPER)) as pdf:
        del pdf.pages[0]
        for key in [key for key in pdf.Root.keys() if key not in ("/Type", "/Pages")]:  # noqa: SIM118
            del pdf.Root[key]
        del pdf.trailer.Info
        page: Any = pdf.pages[0].obj
        for key in [key for key in page.keys() if key not in ("/Type", "/Parent", "/MediaBox", "/Resources")]:  # noqa: SIM118
            del page[key]
        page.Contents = pdf.make_stream(b"")
        out = io.BytesIO()
        pdf.save(out)
    plan = proving.Plan(1, {}, frozenset(), marks.of_terms(NAMES[:1]), (), ())
    with pytest.raises(NotProved, match="字体"):
        proving.prove(out.getvalue(), plan)


def test_codes_are_counted_in_forms_too_and_per_typeface() -> None:
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    inner = pdf.make_stream(b"BT /F 9 Tf [(c) -9 (d)] TJ ET", Type=Name.XObject, Subtype=Name.Form)
    inner.Resources = Dictionary(Font=Dictionary(F=font))
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            Resources=Dictionary(Font=Dictionary(F=font), XObject=Dictionary(X=inner)),
            Contents=pdf.make_stream(b"q /F 9 Tf BT (a) Tj ET Q BT (lost: no typeface) Tj ET /X Do /X Do"),
        )
    )
    used = Used()
    used.page(page)
    assert used.codes[font.objgen] == {b"a", b"c", b"d"}


@pytest.mark.parametrize("blanked", [truetype.blanked, compact.blanked])
@pytest.mark.parametrize("data", [b"", b"\x01\x00\x04\x01", b"\0\1\0\0" + bytes(40), b"OTTO" + bytes(40)])
def test_a_program_that_is_not_understood_stays_as_it_is(blanked: Any, data: bytes) -> None:
    assert blanked(data, set()) in (None, data)


def test_codes_are_counted_in_letters_that_are_drawings_and_a_typeface_chosen_otherwise_stays_whole() -> None:
    pdf = Pdf.new()
    inner, chosen = (
        pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for _ in range(2)
    )
    letter = pdf.make_stream(b"500 0 d0 /F 9 Tf (z) Tj")
    drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=letter))
    drawn.Resources = Dictionary(Font=Dictionary(F=inner))
    state = Dictionary(Type=Name.ExtGState, Font=Array([chosen, 9]))
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            Resources=Dictionary(Font=Dictionary(T=pdf.make_indirect(drawn)), ExtGState=Dictionary(G=state)),
            Contents=pdf.make_stream(b"BT /T 9 Tf (a) Tj /G gs (b) Tj ET"),
        )
    )
    used = Used()
    used.page(page)
    assert used.codes[inner.objgen] == {b"z"}
    assert used.whole == {chosen.objgen}
