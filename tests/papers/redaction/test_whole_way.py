"""The whole way on an ordinary paper: find, burn, prove; and what the caller is told."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
import typst
from PIL import Image

from gongkai.errors import Refused, UnknownKind, Unreadable
from gongkai.papers.redaction import Box, Kind, Page, hits, kind_hits, pages, picture, redact

_SOURCE = """#set text(font: ("Noto Serif CJK SC", "Libertinus Serif"), lang: "zh")
= 关于张三丰申请的答复
申请人张三丰，身份证号11010519491231002X。Secret Project 第一号。
#pagebreak()
第二页没有要去除的内容。
"""


@pytest.fixture(scope="module")
def paper() -> bytes:
    return bytes(typst.compile(_SOURCE.encode(), format="pdf"))


def text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_every_hit_is_burned_and_the_rest_kept_as_text(paper: bytes) -> None:
    boxes = hits(paper, "张三丰", reason="第十五条")
    assert [box.page for box in boxes] == [0, 0]
    made = redact(paper, boxes, {0: Page.PART, 1: Page.WHOLE}, terms=["张三丰"])
    kept = text(made.data)
    assert "张三丰" not in kept
    assert "身份证号 11010519491231002X" in kept or "身份证号11010519491231002X" in kept
    assert "第二页没有要去除的内容" in kept
    assert made.proof.marked == 1
    assert made.sha256_before != made.sha256_after
    with pikepdf.Pdf.open(io.BytesIO(made.data)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}


def test_a_kind_of_personal_data_is_found(paper: bytes) -> None:
    ((kind, box),) = kind_hits(paper, [Kind.ID_NUMBER], reason="第十五条")
    assert (kind, box.page) == (Kind.ID_NUMBER, 0)
    made = redact(paper, [box], {0: Page.PART, 1: Page.WHOLE})
    assert "11010519491231002X" not in text(made.data)


def test_pages_and_their_pictures(paper: bytes) -> None:
    first, second = pages(paper)
    assert (first.number, second.number) == (0, 1)
    assert first.has_text
    assert not first.picture
    assert round(first.width) == 595
    assert Image.open(io.BytesIO(picture(paper, 1, width=400))).size[0] == 400


def test_a_page_without_decision_blocks(paper: bytes) -> None:
    with pytest.raises(Refused, match="第2页还没有决定"):
        redact(paper, hits(paper, "张三丰", reason="x"), {0: Page.PART})


@pytest.mark.parametrize(
    ("decisions", "box", "told"),
    [
        ({0: Page.PART, 1: Page.WHOLE}, None, "却没有框"),
        ({0: Page.WHOLE, 1: Page.WHOLE}, Box(0, 0.1, 0.1, 0.2, 0.2, "第十五条"), "却画了框"),
        ({0: Page.PART, 1: Page.WHOLE}, Box(0, 0.1, 0.1, 0.2, 0.2, " "), "没有写理由"),
        ({0: Page.PART, 1: Page.WHOLE}, Box(7, 0.1, 0.1, 0.2, 0.2, "第十五条"), "不在任何一页上"),
        ({0: Page.PART, 1: Page.WHOLE}, Box(0, 0.2, 0.1, 0.2, 0.2, "第十五条"), "不在任何一页上"),
    ],
)
def test_boxes_and_decisions_must_agree(
    paper: bytes, decisions: dict[int, Page], box: Box | None, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        redact(paper, [box] if box else [], decisions)


def test_a_term_left_on_another_page_is_named_by_page(paper: bytes) -> None:
    box = Box(0, 0.0, 0.0, 0.5, 0.05, "第十五条")
    with pytest.raises(Refused, match="第2页还看得到"):
        redact(paper, [box], {0: Page.PART, 1: Page.WHOLE}, terms=["第二页"])


def test_withheld_pages_say_so_and_why(paper: bytes) -> None:
    box = Box(0, 0, 0, 1, 1, "第十六条第二款")
    made = redact(paper, [box], {0: Page.WITHHELD, 1: Page.NOT_ASKED})
    kept = text(made.data)
    assert "本页不予公开" in kept
    assert "第十六条第二款" in kept
    assert "本页不属申请范围" in kept
    assert "张三丰" not in kept


def test_the_same_paper_and_boxes_give_the_same_copy(paper: bytes) -> None:
    boxes = hits(paper, "张三丰", reason="第十五条")
    decisions = {0: Page.PART, 1: Page.WHOLE}
    assert redact(paper, boxes, decisions).data == redact(paper, boxes, decisions).data


def test_what_is_not_a_paper_is_not_taken() -> None:
    with pytest.raises(UnknownKind):
        pages(b"PK\x03\x04")
    with pytest.raises(Unreadable):
        pages(b"%PDF-1.7\nnothing")


def test_an_empty_term_is_refused(paper: bytes) -> None:
    with pytest.raises(Refused, match="没有写"):
        hits(paper, " \u200b")
