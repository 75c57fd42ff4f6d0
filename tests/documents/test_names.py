from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.names import MAX_LENGTH, safe


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("年报.docx", "年报.docx"),
        ("C:\\报送\\2024年报.docx", "2024年报.docx"),
        ("../../etc/passwd", "passwd"),
        ("年报\u202egnp.exe", "年报gnp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('"><script>.html', "___script_.html"),
        ("", "未命名文件"),
        ("...", "未命名文件"),
        ("CON.txt", "_CON.txt"),
    ],
)
def test_a_name_from_outside_is_made_harmless(name: str, kept: str) -> None:
    assert safe(name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = safe("长" * 500 + ".docx")
    assert kept.endswith("长.docx")
    assert len(kept) == MAX_LENGTH


@given(st.text(max_size=400))
def test_whatever_comes_is_one_short_printable_name(name: str) -> None:
    kept = safe(name)
    assert 0 < len(kept) <= MAX_LENGTH
    assert not set('/\\\0\r\n<>"') & set(kept)
    assert safe(kept) == kept
