"""The text evened out and cut into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.form import AnnualReport, Section
from gongkai.statute.form.prose import even, sentences, whole_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到 申请\u3000８２　件", "收到申请82件"),
        ("收到申请1,234件", "收到申请1234件"),
        ("收到申请１，２３４件", "收到申请1234件"),
        ("收到申请12,345,678件", "收到申请12345678件"),
        ("收到申请20件,办结15件;其中(公开)5件", "收到申请20件，办结15件；其中（公开）5件"),
        ("分别为20，120件", "分别为20，120件"),
        ("占３３．９％", "占33.9%"),
        ("全年收到政府信息公開申請三件，辦結兩件", "全年收到政府信息公开申请三件，办结两件"),
        ("政(zheng)府信息公（gong）开申请(qing)5件(含结转)", "政府信息公开申请5件（含结转）"),
        ("", ""),
    ],
)
def test_white_space_width_and_script(text: str, expected: str) -> None:
    assert even(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("82", 82),
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一千二百三十四", 1234),
        ("三万零五十", 30050),
        ("二〇二四", 2024),
        ("件", None),
        ("1.5", None),
    ],
)
def test_numbers_in_either_script(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@given(st.integers(0, 10**9))
def test_digits_are_themselves(number: int) -> None:
    assert whole_number(str(number)) == number


def test_sentences_know_their_place_and_their_paragraph() -> None:
    section = Section("一、总体情况", 1, ("概述。", "（二）依申请公开。收到申请5件；办结5件！其余无"), "一")
    told = list(sentences(AnnualReport(sections=(section,))))
    assert [s.text for s in told] == ["概述", "（二）依申请公开", "收到申请5件", "办结5件", "其余无"]
    assert [s.number for s in told] == [1, 2, 2, 2, 2]
    assert told[2].place == "一、总体情况，第2段"
    assert told[2].before == "（二）依申请公开。"
    assert told[2].after == "；办结5件！其余无"


def test_sections_that_the_form_does_not_have_are_left_out() -> None:
    extra = Section("七、附件", None, ("收到申请5件。",), "七")
    assert list(sentences(AnnualReport(sections=(extra,)))) == []


@given(st.text(alphabet="收到申请，。；！ 12３,\n（）", max_size=60))
def test_no_text_is_lost_or_doubled(text: str) -> None:
    told = sentences(AnnualReport(sections=(Section("一", 1, (text,)),)))
    kept = "".join(s.text for s in told)
    assert kept == "".join(c for c in even(text) if c not in "。！？；")
