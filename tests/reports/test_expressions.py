"""Where an answer is: sums and differences of named figures, nothing missing taken for nought."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.reports.expressions import Found, Kind, Part, parse
from gongkai.reports.lines import lines


def test_what_may_be_written() -> None:
    found = parse(" [1/总计]+[3-2-total] － {常住  人口} - <主动公开政府信息> ")
    assert found.parts == (
        Part(Kind.CELL, "3-1-total"), Part(Kind.CELL, "3-2-total"), Part(Kind.TYPED, "常住 人口", True),
        Part(Kind.RECORD, "items", True),
    )  # fmt: skip
    assert found.names(Kind.TYPED) == ("常住 人口",)
    assert [one.words for one in found.parts[:2]] == [
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "  ", "1", "[1/总计] * 2", "-[1/总计]", "[1/总计] [2/总计]", "[1/总计] +", "__import__('os')", "[9/总计]",
     "{}", "{ }", "<没有的数据项>", "[1/总计", "[1/总计] + 3", "{a}" + "+{a}" * 20, "{" + "长" * 61 + "}"],
)  # fmt: skip
def test_what_may_not(text: str) -> None:
    with pytest.raises(Refused):
        parse(text)


@given(st.text("[]{}<>+-/1a总计 ", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Refused):
        assert parse(text).parts


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.booleans()), min_size=1, max_size=20))
def test_it_comes_to_what_is_added_and_taken_off(numbers: list[tuple[int, bool]]) -> None:
    text = "".join(f"{'-' if minus else '+'}{{n{at}}}" for at, (_, minus) in enumerate(numbers))
    text = text.lstrip("+") if text[0] == "+" else "{n}" + text
    values = {"n": 0, **{f"n{at}": number for at, (number, _) in enumerate(numbers)}}
    answer = parse(text).answer(lambda part: Found(values[part.name], "表"))
    assert answer.value == sum(-number if minus else number for number, minus in numbers)
    assert answer.missing == ()


def test_one_part_missing_makes_all_of_it_missing() -> None:
    def look_up(part: Part) -> Found:
        return Found(None, "没有填") if part.kind == Kind.TYPED else Found(3, "年报")

    answer = parse("[1/总计] + {常住人口}").answer(look_up)
    assert (answer.value, answer.missing) == (None, ("常住人口：没有填",))
    assert answer.basis == ("一、本年新收政府信息公开申请数量 3（年报）",)


def test_every_cell_of_every_edition_can_be_named() -> None:
    for code, line in lines().items():
        for cell in line.cells.values():
            assert parse(f"[{cell.name}]").parts[0].name == code
