"""Lines of words as the labels they are."""

from __future__ import annotations

import pytest

from gongkai.readers.resolving import resolved


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["行政许可"], ["licences"]),
        (["本年", "制发件数"], ["本年制发件数"]),
        (["三、本年度办理结果", "（一）予以公开"], ["results", "3.1"]),
        (["1.属于国", "家秘密"], ["3.3.1"]),
        (["自然人", "商业", "企业"], ["自然人", "商业企业", "part"]),
        ([], []),
    ],
)
def test_lines_that_belong_together_are_put_together(lines: list[str], codes: list[str]) -> None:
    assert [piece.label and piece.label.code for piece in resolved(lines)] == codes


def test_words_that_are_no_label_stay_as_they_stood() -> None:
    (piece,) = resolved(["（某局）自设事项"])
    assert piece.label is None
    assert piece.raw == "（某局）自设事项"


def test_a_number_alone_is_no_words() -> None:
    assert resolved(["（一）"]) == []
