"""What is taken, what is refused, and what a cleaned paper no longer has."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from gongkai.errors import Refused, TooLarge, UnknownKind, Unreadable
from gongkai.papers.redaction import Box, Page, limits, opening, pages, redact
from gongkai.papers.redaction.cleaning import clean
from gongkai.papers.redaction.doubts import Doubts
from gongkai.papers.redaction.reading import pixels
from tests.papers.redaction import looking
from tests.papers.redaction.making import MAKERS, paper

REASON = "第十五条"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\n\n%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
    ],
)
def test_the_kind_is_told_by_content(data: bytes, kind: str) -> None:
    assert opening.kind(data) == kind


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownKind):
        opening.kind(b"GIF89a")
    monkeypatch.setattr(limits, "PAGES", 1)
    with pytest.raises(TooLarge, match="共2页"):
        pages(MAKERS["object-streams.pdf"]())
    monkeypatch.setattr(limits, "BYTES", 100)
    with pytest.raises(TooLarge, match="超过"):
        pages(MAKERS["kerned.pdf"]())


def test_a_page_is_drawn_at_two_hundred_dots_and_never_too_large() -> None:
    assert pixels((595.0, 842.0)) == 1653
    wide = pixels((12000.0, 24000.0))
    assert wide * wide * 2 <= limits.PIXELS * 1.01
    assert pixels((8.0, 16.0)) >= 200
    assert pixels((72.0, 72.0), 2.0) == 400


def test_only_what_is_drawn_with_is_carried_over() -> None:
    """The second page has the form of the first at hand and does not draw it."""
    made = clean(MAKERS["shared-resources.pdf"]())
    second: Any = made.pdf.pages[1].obj
    assert "/XObject" not in second.Resources or not len(second.Resources.XObject)
    assert paper.TERM.encode() in looking.everything(made.data)
    one = clean(MAKERS["shared-resources.pdf"](), only=1)
    assert len(one.pdf.pages) == 1
    assert paper.TERM.encode() not in looking.everything(one.data)


@pytest.mark.parametrize(
    "name",
    ["piece-info.pdf", "metadata-only.pdf", "tagged-alt.pdf", "script.pdf", "outline.pdf", "attachment.pdf",
     "destinations.pdf", "page-labels.pdf", "thumbnail.pdf", "annotation-popup.pdf", "image-xmp.pdf",
     "image-jpeg-comment.pdf", "layer-off-only.pdf", "trailer-says-more.pdf", "garbage-after.pdf"],
)  # fmt: skip
def test_a_cleaned_paper_has_only_what_its_pages_show(name: str) -> None:
    made = looking.everything(clean(MAKERS[name]()).data)
    shown = (
        paper.LINES.count(paper.TERM.encode()) if name not in ("metadata-only.pdf", "layer-off-only.pdf") else 0
    )
    assert made.count(paper.TERM.encode()) == shown
    assert paper.NAME.encode() not in made


def test_broken_insides_are_unreadable_and_no_crash() -> None:
    for spoil in (b"/Contents 4 0 R", b"/Resources <<"):
        data = paper.simple().replace(spoil, spoil[:9] + b" 9" + b" " * (len(spoil) - 11))
        with contextlib.suppress(Unreadable):
            assert len(pages(data)) == 1


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(Unreadable, match="没有第9页"):
        clean(MAKERS["kerned.pdf"](), only=8)


def test_a_place_marked_and_never_redacted_goes_out_under_a_box_only() -> None:
    data = MAKERS["annotation-redact-pending.pdf"]()
    with pytest.raises(Refused, match="没有遮盖的批注"):
        redact(data, [], {0: Page.WHOLE})
    over = Box(0, 0.1, 0.4, 0.7, 0.6, REASON)
    assert redact(data, [over], {0: Page.PART}).proof.checked


def test_user_units_are_in_the_size_that_is_told() -> None:
    (one,) = pages(MAKERS["user-unit.pdf"]())
    assert (one.width, one.height) == (1600, 3200)


@pytest.mark.parametrize(
    ("name", "has_text", "picture"),
    [
        ("kerned.pdf", True, False),
        ("scan.pdf", False, True),
        ("scan-with-number.pdf", True, True),
        ("scan-with-text.pdf", True, False),
        ("curves.pdf", False, True),
        ("tounicode-wrong.pdf", True, True),
    ],
)
def test_what_is_told_of_a_page(name: str, has_text: bool, picture: bool) -> None:
    (one,) = pages(MAKERS[name]())
    assert (one.has_text, one.picture) == (has_text, picture)


def test_an_empty_page_is_no_picture() -> None:
    first, second = pages(MAKERS["empty-page-first.pdf"]())
    assert (first.has_text, first.picture) == (False, False)
    assert second.has_text


def _font(told: dict[int, str], **entries: Any) -> Any:
    from tests.papers.redaction.making.fonts import _cmap

    pdf = Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, Encoding=Name.WinAnsiEncoding, **entries)
    font.ToUnicode = pdf.make_stream(_cmap(told))
    page = pdf.make_indirect(Dictionary(Resources=Dictionary(Font=Dictionary(F=font))))
    page.Keep = pdf.make_indirect(Dictionary())
    _OPEN.append(pdf)
    return page


# An object lives as long as its PDF.
_OPEN: list[Pdf] = []


def test_a_font_that_says_two_things_is_doubted_and_one_that_agrees_is_not() -> None:
    lies = _font({0x41: "x", 0x42: "y"})
    assert Doubts().of(lies)
    assert not Doubts().of(_font({0x41: "A", 0x42: "b"}))
    # One letter may be a slip, signs are often told in another form.
    assert not Doubts().of(_font({0x41: "x", 0x96: "-"}))
    # What a symbolic font means by a code is its own.
    symbolic = Dictionary(Type=Name.FontDescriptor, Flags=4)
    assert not Doubts().of(_font({0x41: "x", 0x42: "y"}, FontDescriptor=symbolic))


def test_the_original_is_never_changed() -> None:
    data = MAKERS["form-fields.pdf"]()
    before = bytes(data)
    redact(data, [Box(0, 0, 0, 0.5, 0.5, REASON)], {0: Page.PART})
    assert data == before


def test_a_cropped_page_without_boxes_loses_what_was_cut_away() -> None:
    data = MAKERS["outside-crop.pdf"]()
    made = redact(data, [], {0: Page.WHOLE})
    assert "Beneath" not in looking.words(made.data)
    with Pdf.open(io.BytesIO(made.data)) as pdf:
        assert pdf.pages[0].obj.MediaBox[:2] == Array([0, 0])[:2]


def test_a_row_of_the_same_unknown_sign_is_no_word_and_two_different_are() -> None:
    from gongkai.papers.redaction.boxes import Rect
    from gongkai.papers.redaction.reading import Letter
    from gongkai.papers.redaction.searching import _word_of_unknown

    box, tick, nothing = (Letter(one, Rect(0, 0, 1, 1), None, False) for one in "\uf0a8\uf0fe\ufffd")
    assert not _word_of_unknown(box, box)
    assert _word_of_unknown(box, tick)
    assert _word_of_unknown(nothing, nothing)
    assert not _word_of_unknown(box, box._replace(known=True))


@pytest.mark.parametrize(("flags", "told"), [(4, True), (0, False)])
def test_words_that_would_print_and_cannot_be_drawn_are_told(flags: int, told: bool) -> None:
    pdf = paper.new()
    page = paper.add(pdf)
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([60, 100, 300, 140]), Contents="x", F=flags
    )
    page.Annots = Array([pdf.make_indirect(note)])
    remarks = clean(paper.save(pdf)).remarks
    assert any("没有外观" in one for one in remarks) is told
