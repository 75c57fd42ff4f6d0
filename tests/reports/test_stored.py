"""What goes into a row comes back the same."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.readers.document import Document, Paragraph, Reading, Table, TableCell
from gongkai.reports import stored
from gongkai.statute.form import SLASH, Finding, Origin, Value

from .made import report

VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.just(SLASH),
    st.integers(-(10**14), 10**14),
    st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**6), max_value=10**6),
)


@given(VALUES)
def test_a_figure_keeps_every_digit(value: Value) -> None:
    assert stored.load_value(json.loads(json.dumps(stored.dump_value(value)))) == value


@pytest.mark.parametrize("text", ["many", "1,000", "//", ""])
def test_text_that_is_no_figure_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        stored.load_value(text)


def test_a_reading_comes_back_whole() -> None:
    made = report(change={"规章/本年制发件数": SLASH, "规章/现行有效件数": None, "1/自然人": 6})
    origins = {"1/自然人": Origin("6", "表3第3行第2列", 2, 3, 3, 2, inferred=True)}
    finding = Finding("A6", "warning", "正文与表不一致。", ("1/自然人",), expected=Decimal("1.5"), found="六件")
    candidates = {"规章": (("规章/本年制发件数", "规章/现行有效件数"), ((1, 2), (12, 0)))}
    reading = Reading(
        type(made)(**{**{n: getattr(made, n) for n in made.__dataclass_fields__}, "origins": origins}),
        (finding,),
        candidates,
    )
    plain = json.loads(json.dumps(stored.dump_reading(reading)))
    assert stored.load_reading(plain) == reading


def test_the_original_is_kept_for_showing() -> None:
    table = Table(((TableCell("一", 0, 2, 1), TableCell("3", 2)), (TableCell("二", 0),)), 2, page=1, ruled=False)
    document = Document("pdf", (Paragraph("总体情况", 1, 1), table), "年报", 3, ("有一张图片",))
    plain = json.loads(json.dumps(stored.dump_document(document)))
    assert stored.load_document(plain) == document
    assert stored.dump_document(None) is None


def test_a_very_long_original_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MAX_SHOWN", 100)
    document = Document("text", tuple(Paragraph("段" * 30, n) for n in range(1, 9)))
    plain = stored.dump_document(document)
    assert plain is not None
    shown = stored.load_document(plain)
    assert len(shown.blocks) == 2
    assert "下载原件" in shown.notes[-1]
