"""The proof is attacked: every step of the burning is spoiled in turn, and the proof has to notice each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from gongkai.errors import NotProved
from gongkai.papers.redaction import Box, Page, Rect, burning, hits, making, marks, proving, redact
from gongkai.papers.redaction.marks import Mark
from tests.papers.redaction.making import fonts, paper, structure

TERM = paper.TERM
REASON = "第十五条"
Spoil = Callable[[Pdf], None]


def _done() -> tuple[bytes, proving.Plan]:
    """A finished copy with a burned page and one carried over, and the plan it was proved by."""
    data = structure.MAKERS["object-streams.pdf"]()
    boxes = hits(data, TERM, reason=REASON)
    made = redact(data, boxes, {0: Page.PART, 1: Page.WHOLE}, terms=[TERM])
    plan = proving.Plan(2, {0: [box.rect for box in boxes]}, frozenset(), marks.of_terms([TERM]), (), ())
    return made.data, plan


def _spoiled(data: bytes, spoil: Spoil) -> bytes:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        pdf.save(out)
    return out.getvalue()


def _annotation(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=TERM)
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(note)])


def _info(pdf: Pdf) -> None:
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=TERM))


def _empty_info(pdf: Pdf) -> None:
    """Not even an empty shelf may stay: what is on it tomorrow nobody has looked at."""
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Producer="x"))


def _xmp(pdf: Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(TERM.encode("utf-16-le"), Type=Name.Metadata)


def _attachment(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, TERM.encode())


def _says(pdf: Pdf, words: bytes, page: int = 1) -> None:
    contents = pdf.pages[page].obj.Contents
    pdf.pages[page].obj.Contents = pdf.make_stream(contents.read_bytes() + b"\n" + words)


def _hidden_stream(pdf: Pdf) -> None:
    pdf.pages[1].obj.Resources.Extra = Dictionary(D=pdf.make_stream(TERM.encode("gb18030")))


def _hidden_string(pdf: Pdf) -> None:
    pdf.pages[1].obj.Resources.Extra = Array([Dictionary(Deep=f"to {TERM.upper()}")])


def _wide_string(pdf: Pdf) -> None:
    pdf.pages[1].obj.Resources.Extra = "".join(chr(ord(one) + 0xFEE0) for one in TERM)


def _key(pdf: Pdf) -> None:
    pdf.pages[1].obj.Resources.Extra = Dictionary({f"/{TERM}": 1})


def _patch_only(pdf: Pdf) -> None:
    """A black patch drawn over a picture that still shows everything."""
    page: Any = pdf.pages[0].obj
    white = pdf.make_stream(b"\xff" * 100, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10,
                            ColorSpace=Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    page.Resources.XObject.P = white
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n0 g 0 0 400 800 re f")


def _white_picture(pdf: Pdf) -> None:
    page: Any = pdf.pages[0].obj
    page.Resources.XObject.P = pdf.make_stream(
        b"\xff" * 100, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip


def _second_picture(pdf: Pdf) -> None:
    page: Any = pdf.pages[0].obj
    page.Resources.XObject.Q = page.Resources.XObject.P


def _mask(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject.P.SMask = paper.grey(pdf, 4, 4)


def _decode(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject.P.Decode = Array([1, 0])


def _page_gone(pdf: Pdf) -> None:
    del pdf.pages[1]


def _form(pdf: Pdf) -> None:
    pdf.pages[1].obj.Resources.XObject = Dictionary(X=paper.form(pdf))
    _says(pdf, b"/X Do")


def _old_page_object(pdf: Pdf) -> None:
    """The page as it was, reachable from nowhere that a viewer looks."""
    kept = pdf.make_stream(paper.LINES)
    pdf.pages[0].obj.Old = Dictionary(Contents=kept)


SPOILS: dict[str, Spoil] = {
    "annotation kept": _annotation,
    "properties kept": _info,
    "empty properties": _empty_info,
    "metadata kept": _xmp,
    "attachment kept": _attachment,
    "text kept on another page": lambda pdf: _says(pdf, f"BT /F 9 Tf 9 9 Td ({TERM}) Tj ET".encode()),
    "text kept, unseen": lambda pdf: _says(pdf, f"BT 3 Tr /F 9 Tf 9 9 Td ({TERM}) Tj ET".encode()),
    "text letter by letter": lambda pdf: _says(
        pdf, b"BT /F 9 Tf 9 9 Td [" + b"-90".join(b"(%c)" % one for one in TERM.encode()) + b"] TJ ET"
    ),
    "text backwards": lambda pdf: _says(pdf, f"BT /F 9 Tf 9 9 Td ({TERM[::-1]}) Tj ET".encode()),
    "text in hexadecimal": lambda pdf: _says(pdf, f"BT /F 9 Tf 9 9 Td <{TERM.encode().hex()}> Tj ET".encode()),
    "text over lines": lambda pdf: _says(
        pdf, f"BT /F 9 Tf 9 90 Td ({TERM[:5]}) Tj 0 -12 Td ({TERM[5:]}) Tj ET".encode()
    ),
    "comment in contents": lambda pdf: _says(pdf, f"% {TERM}".encode()),
    "stream nobody uses": _hidden_stream,
    "string nobody uses": _hidden_string,
    "string in full width": _wide_string,
    "name of a resource": _key,
    "patch instead of burning": _patch_only,
    "picture not burned": _white_picture,
    "second picture": _second_picture,
    "picture with a mask": _mask,
    "picture inverted": _decode,
    "words on the burned page": lambda pdf: _says(pdf, b"BT 0 Tr ET", 0),
    "a page is missing": _page_gone,
    "form with the text": _form,
    "old contents": _old_page_object,
}


def test_the_copy_that_nobody_spoiled_is_proved() -> None:
    data, plan = _done()
    assert proving.prove(data, plan).marked == 1
    # Written again by another hand it still is.
    assert proving.prove(_spoiled(data, lambda pdf: None), plan).marked == 1


@pytest.mark.parametrize("name", SPOILS)
def test_a_spoiled_copy_is_not(name: str) -> None:
    data, plan = _done()
    with pytest.raises(NotProved) as caught:
        proving.prove(_spoiled(data, SPOILS[name]), plan)
    assert TERM not in str(caught.value)


def test_an_appended_revision_is_noticed() -> None:
    data, plan = _done()
    appended = data + b"\n9999 0 obj\n(" + TERM.encode() + b")\nendobj\nstartxref\n0\n%%EOF\n"
    with pytest.raises(NotProved):
        proving.prove(appended, plan)


@pytest.mark.parametrize(
    "moved",
    [
        Rect(0.05, 0.0, 0.05, 0.0),
        Rect(0.0, 0.03, 0.0, 0.03),
        Rect(0.05, 0.0, 0.0, 0.0),
    ],
)
def test_a_box_burned_beside_its_place_is_noticed(monkeypatch: pytest.MonkeyPatch, moved: Rect) -> None:
    right = burning.burn

    def beside(picture: Any, rects: list[Rect]) -> None:
        right(picture, [Rect(*(a + b for a, b in zip(one, moved, strict=True))) for one in rects])

    monkeypatch.setattr(burning, "burn", beside)
    data = structure.MAKERS["object-streams.pdf"]()
    with pytest.raises(NotProved, match="框里还看得到"):
        redact(data, hits(data, TERM, reason=REASON), {0: Page.PART, 1: Page.WHOLE}, terms=[TERM])


def test_grey_instead_of_black_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burning, "burn", lambda picture, rects: None)
    data = structure.MAKERS["object-streams.pdf"]()
    with pytest.raises(NotProved):
        redact(data, hits(data, TERM, reason=REASON), {0: Page.PART, 1: Page.WHOLE}, terms=[TERM])


def test_text_left_over_the_box_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture is black, and the words still lie over it."""
    monkeypatch.setattr(burning.Kept, "on", lambda kept, picture: list(kept.letters))
    data = structure.MAKERS["object-streams.pdf"]()
    with pytest.raises(NotProved, match="第1页还看得到"):
        redact(data, hits(data, TERM, reason=REASON), {0: Page.PART, 1: Page.WHOLE}, terms=[TERM])


def test_a_page_that_cannot_be_proved_as_written_becomes_a_picture() -> None:
    """A name in a font's name is no reason to refuse the paper."""
    from tests.papers.redaction.making import beside

    data = beside.MAKERS["resource-name.pdf"]()
    made = redact(data, [Box(0, 0.9, 0.9, 0.95, 0.95, REASON)], {0: Page.PART})
    assert made.proof.checked
    plain = making.make(data, making.Order(marks.of_terms([]), [], {0: Page.WHOLE}))
    assert plain[1].marked == 0


def test_hand_drawn_boxes_and_the_same_words_elsewhere() -> None:
    data = structure.MAKERS["object-streams.pdf"]()
    keep = hits(data, paper.KEEP, reason=REASON)
    first = [box for box in keep if box.page == 0]
    with pytest.raises(NotProved, match="第2页还看得到"):
        redact(data, first, {0: Page.PART, 1: Page.WHOLE})
    here = [Box(box.page, *box.rect, reason=box.reason, here_only=True) for box in first]
    assert redact(data, here, {0: Page.PART, 1: Page.WHOLE}).proof.remarks == ()


def test_a_short_word_seen_elsewhere_is_said_and_stops_nothing() -> None:
    data = fonts.MAKERS["chinese.pdf"]()
    box, *_ = hits(data, paper.KEPT, reason=REASON)
    made = redact(data, [box], {0: Page.PART})
    assert made.proof.remarks == ()
    twice = structure.MAKERS["object-streams.pdf"]()
    first, *_ = [one for one in hits(twice, "stay", reason=REASON) if one.page == 0]
    narrow = Box(0, first.x0, first.y0, first.x0 + (first.x1 - first.x0) * 0.7, first.y1, REASON)
    remarks = redact(twice, [narrow], {0: Page.PART, 1: Page.WHOLE}).proof.remarks
    assert len(remarks) >= 1
    assert "还看得到" in remarks[0]


def test_marks_are_kept_once_under_their_strictest_rule() -> None:
    one = Mark("abcd", "abcd", everywhere=False, here_only=True)
    other = Mark("abcd", "ABCD", everywhere=True)
    assert marks.united([one, other, one]) == (other,)


def test_a_term_over_the_end_of_a_line_is_one_mark_and_not_two() -> None:
    """Else the half of it that stands elsewhere with good reason would stop the release."""
    data = structure.MAKERS["split-contents.pdf"]()
    with_half = data.replace(b"paragraph stays", b"Ostro wska part")
    over = fonts.MAKERS["over-two-lines.pdf"]()
    for paper_of, term in ((over, TERM), (with_half, TERM)):
        made = redact(paper_of, hits(paper_of, term, reason=REASON), {0: Page.PART})
        assert made.proof.marked >= 1


def test_radicals_come_out_as_the_letters_that_people_type() -> None:
    from tests.papers.redaction import looking

    data = fonts.MAKERS["radicals.pdf"]()
    made = redact(data, hits(data, "青", reason=REASON), {0: Page.PART})
    with Pdf.open(io.BytesIO(made.data)) as pdf:
        raw = pdf.pages[0].obj.Resources.Font.T.ToUnicode.read_bytes().upper()
    assert "马".encode("utf-16-be").hex().upper().encode() in raw
    assert "马长" in looking.words(made.data)


def test_a_paper_about_words_of_the_format_itself_is_proved_too() -> None:
    """Every PDF says Type, Filter and Identity; that is no trace of this one's."""
    words = ["Page", "Type", "Font", "Length", "Adobe", "Identity", "Image", "Filter"]
    data = paper.simple(paper.LINES + f" BT /F 14 Tf 60 300 Td ({' '.join(words)}) Tj ET".encode())
    made = redact(
        data, [box for word in words for box in hits(data, word, reason=REASON)], {0: Page.PART}, terms=words
    )
    assert made.proof.marked >= len(words)


@pytest.mark.parametrize(
    "drawn",
    [
        f"0 Tz /F 12 Tf 60 500 Td ({TERM}) Tj",
        f"/F 0 Tf 60 500 Td ({TERM}) Tj",
        f"/F -14 Tf 300 500 Td ({TERM}) Tj",
        f"/F 14 Tf 1 0.5 0.3 1 60 300 Tm ({TERM}) Tj",
        f"20 Tc /F 14 Tf 60 300 Td ({TERM}) Tj",
        f"1 Tr 8 w /F 14 Tf 60 300 Td ({TERM}) Tj",
        f"/F 14 Tf 60 500 Td ({TERM}) Tj 0.3 0 Td ({TERM}) Tj",
        "/F 14 Tf 60 300 Td (Ostr) Tj /S 14 Tf <006f00770073006b0061> Tj",
        " ".join(
            f"/F 14 Tf 1 0 0 1 {60 + 12 * n} {300 + 14 * (n % 2)} Tm ({one}) Tj" for n, one in enumerate(TERM)
        ),
    ],
)
def test_however_the_name_is_drawn_it_goes_and_the_rest_stays(drawn: str) -> None:
    from gongkai.papers.redaction import without
    from tests.papers.redaction import looking

    pdf = paper.new()
    paper.add(pdf, f"q BT {drawn} ET Q BT /F 14 Tf 60 600 Td ({paper.KEEP} stays) Tj ET".encode())
    made = without(paper.save(pdf), [TERM], reason=REASON)
    assert TERM.casefold() not in looking.words(made.data).casefold()
    assert looking.words(made.data).count(paper.KEEP) == 2


def test_a_name_that_is_no_text_is_burned_away_with_its_page() -> None:
    from gongkai.papers.redaction import without

    data = paper.simple().replace(b"/WinAnsiEncoding", b"/WinAn\xf5iEncoding")
    made = without(data, [TERM], reason=REASON)
    assert b"\xf5iEnc" not in made.data
    two = structure.MAKERS["linearized.pdf"]().replace(b"/WinAnsiEncoding", b"/WinAn\xf5iEncoding")
    boxed = redact(two, hits(two, TERM, reason=REASON), {0: Page.PART, 1: Page.WHOLE}, terms=[TERM])
    with Pdf.open(io.BytesIO(boxed.data)) as pdf:
        assert all("/P" in page.obj.Resources.XObject for page in pdf.pages)
