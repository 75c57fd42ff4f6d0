"""Picture files: the pixels under a box are gone, and with them all that a camera or scanner wrote beside."""

from __future__ import annotations

import io
import zlib

import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from gongkai.errors import NotSearchable, Refused, Unreadable
from gongkai.papers.redaction import Box, Page, hits, jpeg, kind_hits, pages, picture, redact, without
from gongkai.papers.redaction.cleaning import clean
from gongkai.papers.redaction.pictures import _only_pixels
from tests.papers.redaction import looking
from tests.papers.redaction.making import MAKERS, paper
from tests.papers.redaction.making.paper import TERM

BOX = Box(0, 0.1, 0.2, 0.8, 0.6, "第十五条")


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", ["photo-exif.jpg", "text-chunks.png", "clear-pixels.png", "palette.png"])
def test_the_format_stays_and_the_words_go(name: str) -> None:
    data = MAKERS[name]()
    made = redact(data, [BOX], {0: Page.PART}, terms=[TERM])
    before, after = _opened(data), _opened(made.data)
    assert after.format == before.format
    assert after.size == before.size
    assert TERM.encode() not in made.data
    assert not dict(after.getexif())
    assert not {"comment", "Author", "Title", "exif"} & set(after.info)


def test_what_an_alpha_of_nothing_hid_is_white() -> None:
    made = redact(MAKERS["clear-pixels.png"](), [BOX], {0: Page.PART})
    after = _opened(made.data)
    assert after.mode == "RGB"
    assert min(after.crop((0, 0, 60, 1)).tobytes()) > 250


def test_a_photo_is_shown_and_written_as_the_camera_was_held() -> None:
    data = MAKERS["photo-turned.jpg"]()
    assert _opened(data).size == (60, 40)
    assert (pages(data)[0].width, pages(data)[0].height) == (40, 60)
    assert _opened(redact(data, [BOX], {0: Page.PART}).data).size == (40, 60)
    assert _opened(picture(data, 0, width=80)).size == (80, 120)


def test_a_page_that_is_not_given_is_left_out_and_that_is_said() -> None:
    data = MAKERS["three-pages.tif"]()
    made = redact(data, [BOX], {0: Page.PART, 1: Page.WITHHELD, 2: Page.WHOLE})
    assert getattr(_opened(made.data), "n_frames", 1) == 2
    assert any("原第2页没有放进副本" in remark for remark in made.proof.remarks)
    assert made.proof.unread == (0, 2)


def test_nothing_to_give_is_refused() -> None:
    with pytest.raises(Refused, match="不必生成"):
        redact(MAKERS["palette.png"](), [], {0: Page.WITHHELD})


def test_a_picture_is_not_searched() -> None:
    data = MAKERS["photo-grey.jpg"]()
    for ask in (lambda: hits(data, "x"), lambda: kind_hits(data, []), lambda: without(data, ["x"], reason="x")):
        with pytest.raises(NotSearchable, match="第1页（只是图片）"):
            ask()


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(Unreadable, match="没有第2页"):
        picture(MAKERS["palette.png"](), 1, width=10)


@pytest.mark.parametrize(
    ("name", "kind", "what"),
    [
        ("text-chunks.png", "png", "tEXt"),
        ("photo-exif.jpg", "jpeg", "附加信息"),
        ("three-pages.tif", "tiff", "标签"),
    ],
)
def test_the_proof_sees_what_is_not_pixels(name: str, kind: str, what: str) -> None:
    with pytest.raises(Exception, match=what):
        _only_pixels(MAKERS[name](), kind)


def test_a_jpeg_keeps_its_pixels_exactly_without_its_words() -> None:
    data = MAKERS["photo-exif.jpg"]()
    bare = jpeg.without_words(data + b"\xff\xd8 another picture hung on behind")
    assert TERM.encode() not in bare
    assert b"another" not in bare
    assert _opened(bare).tobytes() == _opened(data).tobytes()
    assert jpeg.without_words(b"not a jpeg") == b"not a jpeg"


def _in_pdf(data: bytes, filters: list[str]) -> bytes:
    """A page with that picture, 32 by 24."""
    pdf = paper.new()
    image = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=32,
        Height=24,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    image.write(data, filter=Array([Name(one) for one in filters]))
    paper.add(pdf, paper.LINES + b" q 100 0 0 75 60 300 cm /I Do Q", XObject=Dictionary(I=image))
    return paper.save(pdf)


def _jpeg2000() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((32, 24)).convert("RGB").save(out, "JPEG2000")
    box = b"xml " + f"<x>{TERM}</x>".encode()
    return out.getvalue() + (len(box) + 4).to_bytes(4) + box


def test_pictures_in_a_page_that_stays_lose_their_words_however_they_are_packed() -> None:
    photo = jpeg_with_comment()
    for data in (
        _in_pdf(photo, ["/DCTDecode"]),
        _in_pdf(zlib.compress(photo), ["/FlateDecode", "/DCTDecode"]),
        _in_pdf(_jpeg2000(), ["/JPXDecode"]),
    ):
        made = clean(data.replace(paper.LINES, paper.LINES.replace(TERM.encode(), b"Somebody.")))
        assert TERM.encode() not in looking.everything(made.data)
        before, after = (looking.pictures(one)[0] for one in (data, made.data))
        assert before.crop((0, 500, 500, 1000)).tobytes() == after.crop((0, 500, 500, 1000)).tobytes()


def jpeg_with_comment() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((32, 24)).convert("RGB").save(out, "JPEG", comment=TERM.encode())
    return out.getvalue()


def test_jpeg_2000_that_cannot_be_walked_stays() -> None:
    assert (
        jpeg.without_boxes(b"\0\0\0\x0cjP  \r\n\x87\n\0\0\xff\xffxml ")
        == b"\0\0\0\x0cjP  \r\n\x87\n\0\0\xff\xffxml "
    )
    assert jpeg.without_boxes(b"no") == b"no"
