"""Every kind of letter in its shipped wording: whole, the same in both formats, no gap by mistake."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.letters import templates
from gongkai.letters.composing import FORMS, compose
from gongkai.statute.letters import LetterKind, letter_kind
from gongkai.writers.letter import Letter, dump, lines, load, write
from tests.letters import sample
from tests.writers.test_letter import docx_text, pdf_text, squeezed

ON = sample.ON
CASE = {**sample.values("supplement-notice"), "addressee": "张某"}


def made(code: str, values: dict[str, Any] | None = None, *, strict: bool = True) -> Letter:
    kind = letter_kind(code, ON)
    given = sample.values(code) if values is None else values
    number = "示民公开〔2026〕3号" if kind.number_pattern else ""
    return compose(
        kind,
        templates.shipped(code),
        agency="示范区民政局",
        values=given,
        number=number,
        on=ON,
        strict=strict,
        law_on=ON,
    )


def printed(letter: Letter) -> str:
    return "\n".join(lines(letter))


def test_there_is_one_wording_for_each_kind_and_no_other() -> None:
    folder = files("gongkai.letters").joinpath("data/wording")
    assert {file.name.removesuffix(".txt") for file in folder.iterdir()} == set(sample.KINDS)


@pytest.mark.parametrize("code", sample.KINDS)
def test_shipped_wording_holds_every_element_and_reads_back_from_its_labels(code: str) -> None:
    kind, text = letter_kind(code, ON), templates.shipped(code)
    assert templates.normal(kind, text) == text
    assert templates.normal(kind, templates.readable(kind, text)) == text
    labels = [one.label for one in kind.elements]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("code", sample.KINDS)
def test_every_value_is_printed(code: str) -> None:
    kind = letter_kind(code, ON)
    said = squeezed(printed(made(code)))
    for one in kind.elements:
        if one.kind in ("text", "paragraph") and one.filled != "issue" and not one.text and one.code != "remedy":
            wanted = "示范区民政局" if one.code == "organ" else f"{one.label}的内容"
            hidden = one.code in ("addressee", "recipient") and code in FORMS
            assert hidden or wanted in said, one.code
        if one.text:
            assert squeezed(one.text) in said
    if kind.remedy:
        assert squeezed(sample.remedy_of(kind)) in said
    assert "【" not in said
    assert "。。" not in said


@pytest.mark.parametrize("code", sample.KINDS)
def test_what_lacks_an_element_is_refused_and_says_which(code: str) -> None:
    kind = letter_kind(code, ON)
    for one in kind.elements:
        if one.required and one.filled != "issue" and not one.text and one.code != "organ":
            values = sample.values(code)
            del values[one.code]
            with pytest.raises(Refused, match=re.escape(f"“{one.label}”")):
                made(code, values)


@pytest.mark.parametrize("code", sample.KINDS)
def test_a_draft_shows_its_gaps(code: str) -> None:
    said = printed(made(code, {}, strict=False))
    wanted = [
        one for one in letter_kind(code, ON).elements if one.wanted({}) and one.filled == "clerk" and not one.text
    ]
    for one in wanted:
        assert f"【{one.label}】" in said or one.kind == "choice"


def test_others_than_the_applicant_are_told_nothing_about_who_asked() -> None:
    for code in sample.KINDS:
        kind = letter_kind(code, ON)
        if not kind.names_applicant:
            values = {
                **sample.values(code),
                "addressee": "张某",
                "applicant_name": "张某",
                "request": "张某的申请",
            }
            assert "张某" not in printed(made(code, values))


def test_a_choice_decides_which_line_stands() -> None:
    refused = {**sample.values("correction-notice"), "correction": "refused", "corrected_to": ""}
    assert "更正的内容：" not in printed(made("correction-notice", refused))
    assert "更正的内容：" in printed(made("correction-notice"))


def test_withheld_parts_each_have_their_ground_and_reason() -> None:
    parts = [
        {"part": "第3页第二段", "ground": "third-party", "reason": "涉及个人隐私。"},
        {"part": "附件2", "ground": "process", "reason": "为讨论记录"},
    ]
    said = printed(made("partial", {**sample.values("partial"), "withheld": parts}))
    assert "1. 第3页第二段。依据：《条例》第三十六条第（三）项、第十五条、第三十二条（" in said
    assert "2. 附件2。" in said
    assert "理由：涉及个人隐私。" in said
    without = {**sample.values("partial"), "withheld": [{"part": "附件2", "ground": "process", "reason": ""}]}
    with pytest.raises(Refused, match="不予公开的内容"):
        made("partial", without)


def test_several_paragraphs_stay_several() -> None:
    letter = made("supplement-notice", {**CASE, "supplement_items": "1.身份证明\n2.内容描述\n\n"})
    assert "1.身份证明。" in letter.paragraphs
    assert "2.内容描述。" in letter.paragraphs


def test_marks_are_not_doubled_where_a_value_ends_with_one() -> None:
    letter = made("petition", {**sample.values("petition"), "where": "区信访局。"})
    assert "以下渠道提出：区信访局。\n" in printed(letter)


def test_online_filing_is_told_even_where_the_remedy_does_not() -> None:
    link = "https://review.example.gov.cn/"
    letter = made("granted", {**sample.values("granted"), "route": "electronic", "review_link": link})
    assert link in letter.remedy
    missing = {**sample.values("granted"), "route": "electronic", "review_link": ""}
    with pytest.raises(Refused, match="在线申请行政复议"):
        made("granted", missing)


def test_attachments_are_listed() -> None:
    letter = made("granted", {**sample.values("granted"), "attachments": ["甲文件", "乙文件"]})
    assert "附件：1. 甲文件\n2. 乙文件" in printed(letter)


def test_what_is_not_of_its_kind_is_refused() -> None:
    with pytest.raises(Refused, match="应为日期"):
        made("supplement-notice", {**CASE, "supplement_until": "下月"})


def test_a_form_leaves_room_to_write_by_hand() -> None:
    values = {**sample.values("service-receipt"), "served_on": "", "signed_by": "", "route": "post"}
    said = printed(made("service-receipt", values))
    assert "年　　月　　日" in said
    assert "■邮政寄送" in said
    assert "□当面送达" in said


@pytest.mark.parametrize("code", sample.KINDS)
@settings(max_examples=3)
@given(data=st.data())
def test_whatever_the_values_both_formats_print_the_same(code: str, data: st.DataObject) -> None:
    letter = made(code, data.draw(sample.drawn(code)))
    wanted = squeezed(printed(letter))
    assert pdf_text(write(letter, "pdf")) == wanted
    assert docx_text(write(letter, "docx")) == wanted
    assert load(json.loads(json.dumps(dump(letter)))) == letter


def test_no_kind_before_the_regulation() -> None:
    kind: LetterKind = letter_kind("granted", ON)
    assert kind.title
    with pytest.raises(Refused, match="没有"):
        letter_kind("granted", date(2018, 1, 1))
