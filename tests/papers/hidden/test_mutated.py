"""Whatever happens to a file: an examination answers, and cleaning either gives a copy or a reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import GongkaiError
from gongkai.papers.hidden import Report, clean, examine

from .makers import docx, jpeg, members, p, pdf, photo, r, word_part, zipped

WORD = docx(
    p(r("留"), r("藏", "<w:vanish/>")),
    {"word/comments.xml": word_part("comments", f'<w:comment w:author="李四">{p(r("x"))}</w:comment>')},
    {"c": ("comments", "comments.xml")},
)
FILES = (WORD, pdf(b"BT /F1 20 Tf 20 20 Td (visible) Tj ET 0 g 0 0 100 100 re f"), photo(), jpeg(comment="x"))

HOSTILE = sorted((Path(__file__).parents[1] / "redaction" / "hostile").glob("*.*"))

changes = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255), st.integers(0, 20)), min_size=1, max_size=8
)


def changed(data: bytes, places: list[tuple[float, int, int]]) -> bytes:
    """A byte written over and some taken out, at each place."""
    mutable = bytearray(data)
    for share, byte, gone in places:
        if mutable:
            at = int(share * len(mutable))
            mutable[at] = byte
            del mutable[at + 1 : at + gone]
    return bytes(mutable)


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.name)
def test_no_parser_breaks_on_the_hostile_files(file: Path) -> None:
    """What cannot be examined says so by a reason of its own, not because something broke on the way."""
    report = examine(file.read_bytes())
    assert "检查中断" not in report.unexamined
    answers(file.read_bytes())


def answers(data: bytes) -> None:
    report = examine(data)
    assert isinstance(report, Report)
    assert report.examined or report.unexamined
    with suppress(GongkaiError):
        assert clean(data).data


@pytest.mark.parametrize("data", FILES)
@given(places=changes)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files(data: bytes, places: list[tuple[float, int, int]]) -> None:
    answers(changed(data, places))


@given(st.data(), changes)
@settings(max_examples=60, deadline=None)
def test_damaged_parts_in_a_sound_package(data: st.DataObject, places: list[tuple[float, int, int]]) -> None:
    parts = members(WORD)
    name = data.draw(st.sampled_from(sorted(parts)))
    answers(zipped({**parts, name: changed(parts[name], places)}))


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes(data: bytes) -> None:
    answers(data)
