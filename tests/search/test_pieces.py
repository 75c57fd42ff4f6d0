from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.search import pieces
from gongkai.search.pieces import BREAK, LONGEST, SIZE, asked, characters, cut, pairs, title_tokens


@given(st.integers(0, 9_000))
def test_pieces_hold_everything_and_are_bounded(length: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(length))
    found = cut(text)
    assert all(len(piece) <= SIZE for piece in found)
    assert set("".join(found)) == set(text)
    assert len(found) >= 1


@given(st.integers(0, 6_000), st.integers(1, LONGEST))
def test_every_word_stands_whole_in_one_piece(start: int, length: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(6_200))
    word = text[start : start + length]
    assert any(word in piece for piece in cut(text))


def test_short_texts_are_one_piece() -> None:
    assert cut("") == [""]
    assert cut("字" * SIZE) == ["字" * SIZE]
    assert len(cut("字" * (SIZE + 1))) == 2


def test_pairs_do_not_reach_over_a_break() -> None:
    assert pairs(f"甲乙{BREAK}丙丁") == {"甲乙", "丙丁"}
    assert characters(f"甲乙{BREAK}丙") == {"甲", "乙", "丙"}


def test_a_space_is_a_character_like_any_other_and_parts_no_token() -> None:
    assert pairs("a b") == {"a\u3000", "\u3000b"}
    assert asked("a b") == ["a\u3000", "\u3000b"]
    assert " " not in pieces.mark("subject", "a b")


def test_what_is_asked_is_what_is_kept() -> None:
    text = "关于公开政府信息的若干规定" * 3
    kept = pairs(text) | characters(text)
    for length in range(1, len(text) + 1):
        assert set(asked(text[:length])) <= kept


def test_long_words_are_asked_by_fewer_pairs_that_still_cover_them() -> None:
    word = "".join(chr(0x4E00 + number) for number in range(LONGEST))
    found = asked(word)
    assert len(found) <= LONGEST // 2 + 1
    assert set("".join(found)) == set(word)


def test_titles_and_marks_are_no_words_of_a_text() -> None:
    assert title_tokens("政府") == {"t:政", "t:府", "t:政府"}
    assert all(len(token) > 2 for token in title_tokens("a b"))
    assert pieces.mark("year", 2024) == "year:2024"
