"""Terms among letters that stand anywhere, in any order; and the lines that letters are laid in."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from pikepdf import Pdf
from PIL import Image

from gongkai.errors import NotSearchable
from gongkai.papers.redaction import Kind, Rect, Word, finding, hits, kind_hits, laying, redact
from gongkai.papers.redaction.boxes import Box, Page
from gongkai.papers.redaction.burning import covered
from gongkai.papers.redaction.glyphless import Font
from gongkai.papers.redaction.reading import Letter
from tests.papers.redaction.making import MAKERS

SIZE = (100.0, 100.0)


def at(text: str, x: float, y: float, width: float = 0.02, height: float = 0.03, turn: int = 0) -> Letter:
    rect = Rect(x, y, x + width, y + height)
    return Letter(text, rect, rect, True, turn)


def row(text: str, x: float = 0.1, y: float = 0.1, step: float = 0.02) -> list[Letter]:
    return [at(one, x + n * step, y) for n, one in enumerate(text)]


def found(letters: list[Letter], term: str) -> list[str]:
    return ["".join(letters[n].text for n in hit) for hit in finding.Text(letters).places(term)]


def test_in_the_order_of_the_file_and_of_the_eye() -> None:
    assert found(row("见赵铁柱书"), "赵铁柱") == ["赵铁柱"]
    assert found(row("见赵铁柱书")[::-1], "赵铁柱") == ["柱铁赵"]
    column = [at(one, 0.5, 0.1 + 0.04 * n) for n, one in enumerate("赵铁柱")]
    assert found([column[2], column[0], column[1]], "赵铁柱") == ["柱赵铁"]


def test_two_cells_of_a_table_are_not_one_word_by_the_eye() -> None:
    far = [at("柱", 0.8, 0.1), at("赵", 0.1, 0.1), at("铁", 0.12, 0.1)]
    assert found(far, "赵铁柱") == []


def test_every_place_is_found_once() -> None:
    assert len(found(row("赵铁柱与赵铁柱"), "赵铁柱")) == 2
    assert found(row("aaa"), "aa") == ["aa", "aa"]


def test_boxes_one_for_each_row_and_column() -> None:
    lines = [*row("赵铁", x=0.9, y=0.1), *row("柱", x=0.1, y=0.2)]
    one, other = finding.boxes(lines, [0, 1, 2], SIZE)
    assert one.y1 < other.y0
    column = [at(letter, 0.5, 0.1 + 0.035 * n) for n, letter in enumerate("赵铁柱")]
    (whole,) = finding.boxes(column, [0, 1, 2], SIZE)
    assert covered(column, [whole]) == {0, 1, 2}


def test_a_box_leaves_the_neighbours() -> None:
    letters = [*row("见赵铁柱书"), *row("另一行文字", y=0.135)]
    (box,) = finding.boxes(letters, [1, 2, 3], SIZE)
    assert covered(letters, [box]) == {1, 2, 3}


def test_a_seventh_of_a_letter_is_not_covered_and_a_fifth_is() -> None:
    letter = [at("赵", 0.1, 0.1, width=0.1, height=0.1)]
    assert covered(letter, [Rect(0.0, 0.0, 0.114, 1.0)]) == set()
    assert covered(letter, [Rect(0.0, 0.0, 0.12, 1.0)]) == {0}


def _laid(letters: list[Letter]) -> list[str]:
    """The direction of each line."""
    data = laying.text(letters, SIZE, Font(Pdf.new())).decode()
    return [found[1] for found in re.finditer(r"Tf (-?\d -?\d -?\d -?\d) ", data)]


@pytest.mark.parametrize(("turn", "matrix"), [(0, "1 0 0 1"), (1, "0 -1 1 0"), (2, "-1 0 0 -1"), (3, "0 1 -1 0")])
def test_lines_run_as_they_are_displayed(turn: int, matrix: str) -> None:
    step = {0: (0.02, 0), 1: (0, 0.02), 2: (-0.02, 0), 3: (0, -0.02)}[turn]
    letters = [at(one, 0.5 + n * step[0], 0.5 + n * step[1], 0.02, 0.02, turn) for n, one in enumerate("赵铁柱")]
    assert _laid(letters) == [matrix]


def test_a_column_of_chinese_is_one_line_that_runs_down() -> None:
    assert _laid([at(one, 0.5, 0.1 + 0.032 * n, 0.03) for n, one in enumerate("赵铁柱")]) == ["0 -1 1 0"]


def test_another_line_or_a_step_back_begins_a_new_one() -> None:
    assert len(_laid([*row("ab"), *row("cd", y=0.3)])) == 2
    assert len(_laid([*row("ab", x=0.5), *row("cd", x=0.1)])) == 2
    assert _laid([]) == []


def test_letters_that_one_shape_draws_are_laid_as_one() -> None:
    font = Font(Pdf.new())
    same = at("f", 0.1, 0.1, 0.04)
    assert laying.text([same, same, same._replace(text="i"), at("x", 0.14, 0.1)], SIZE, font).count(b"Tm") == 1
    assert len(font) == 2


class Engine:
    """Reads one word in every picture, at one place."""

    def words(self, picture: Image.Image) -> Iterable[Word]:
        assert picture.width > 1
        yield Word("赵铁柱 13800138000", Rect(0.1, 0.1, 0.5, 0.2))


@pytest.mark.parametrize("name", ["scan.pdf", "photo-exif.jpg"])
def test_a_picture_is_searched_by_an_engine_if_there_is_one(name: str) -> None:
    data = MAKERS[name]()
    with pytest.raises(NotSearchable):
        hits(data, "赵铁柱")
    (box,) = hits(data, "赵铁柱", reason="第十五条", ocr=Engine())
    assert box.rect.meet(Rect(0.1, 0.1, 0.2, 0.2)).area > 0
    ((kind, phone),) = kind_hits(data, [Kind.PHONE], reason="第十五条", ocr=Engine())
    assert kind is Kind.PHONE
    assert phone.x0 > box.x0
    made = redact(data, [box, phone], {0: Page.PART})
    assert made.proof.unread == (0,)


def test_half_pairs_of_letters_beyond_the_first_plane_are_unknown() -> None:
    from gongkai.papers.redaction.reading import _joined

    rect = Rect(0, 0, 1, 1)
    halves = [Letter(chr(code), rect, rect, True) for code in (0xD840, 0xDC0B, 0xD840, 0x61, 0xDC0B, 0xD840)]
    joined = list(_joined(iter(halves)))
    assert [one.text for one in joined] == ["\U0002000b", "\ufffd", "a", "\ufffd", "\ufffd"]
    assert [one.known for one in joined] == [True, False, True, False, False]


def test_a_box_knows_its_place() -> None:
    box = Box(0, 0.1, 0.2, 0.3, 0.4, "x")
    assert box.rect == Rect(0.1, 0.2, 0.3, 0.4)
    assert box.rect.wider(1, 1) == Rect(0, 0, 1, 1)
    assert box.rect.join(Rect(0, 0.3, 0.2, 0.9)) == Rect(0, 0.2, 0.3, 0.9)
    assert Rect(0, 0, 0.1, 0.1).meet(Rect(0.2, 0.2, 0.3, 0.3)).area == 0
