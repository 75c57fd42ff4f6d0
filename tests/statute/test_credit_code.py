from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.credit_code import ALPHABET, check_character, fault, normal

_BODIES = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the standard's own example
        "11100000000013127D",  # published by the State Council's general office site
    ],
)
def test_published_codes_are_right(code: str) -> None:
    assert fault(code) == ""


@given(_BODIES)
def test_the_check_character_makes_a_code_right(body: str) -> None:
    assert fault(body + check_character(body)) == ""


@given(_BODIES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    changed = code[:place] + other + code[place + 1 :]
    assert (fault(changed) == "") == (changed == code)


@given(_BODIES, st.integers(0, 15))
def test_every_swap_of_neighbours_is_found(body: str, place: int) -> None:
    code = body + check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (fault(swapped) == "") == (swapped == code)


@pytest.mark.parametrize(
    ("code", "words"),
    [("", "现为0位"), ("1" * 17, "现为17位"), ("1" * 19, "现为19位"), ("O1350100M000100Y43", "字符 O")],
)
def test_it_says_what_is_wrong(code: str, words: str) -> None:
    assert words in fault(code)


def test_it_says_which_character_would_be_right() -> None:
    assert "第18位应为 3，现为 4" in fault("91350100M000100Y44")


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    fault(normal(text))


def test_full_width_and_small_letters_are_the_same_code() -> None:
    assert normal(" ９１３５０１００m0001 00y43\n") == "91350100M000100Y43"


def test_a_body_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="17"):
        check_character("123")
