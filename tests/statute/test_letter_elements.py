"""Which letters there are, what each must hold, and that nothing incomplete or wrong passes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute.elements import Element, blank, faults_of, missing_of, read_element
from gongkai.statute.letters import (
    LetterKind,
    faults,
    letter_kind,
    letter_kinds,
    missing,
    supplement_items,
)
from gongkai.statute.outcomes import replies

from .examples import Example, each

ON = date(2026, 3, 30)
KINDS = letter_kinds(ON)
CODES = [one.code for one in KINDS]
# What statute demands of every decision, whatever it decides.
EVERY_DECISION = {
    "organ", "number", "addressee", "received_on", "case_number", "request", "found", "decision", "reasons",
    "articles", "remedy", "contact", "dated_on",
}  # fmt: skip


def sample(element: Element) -> object:
    """A value of the element's kind."""
    if element.kind == "parts":
        return [{part.code: sample(part) for part in element.parts}]
    if element.kind == "choice":
        return element.choices[0][0]
    return {"date": "2026-03-30", "number": 3, "money": 100, "link": "https://example.gov.cn/a"}.get(
        element.kind, f"{element.label}。"
    )


def full(kind: LetterKind) -> dict[str, object]:
    """Values of a complete letter, its optional elements too."""
    return {one.code: sample(one) for one in kind.elements}


@pytest.mark.parametrize("code", CODES)
def test_a_full_letter_lacks_nothing_and_an_empty_one_all_it_requires(code: str) -> None:
    kind = letter_kind(code, ON)
    assert faults(kind, full(kind)) == ()
    assert {one.code for one in missing(kind, {})} == {one.code for one in kind.elements if one.wanted({})}
    assert missing(kind, {})


@pytest.mark.parametrize("code", CODES)
def test_each_required_element_is_missed_by_name_and_article(code: str) -> None:
    kind = letter_kind(code, ON)
    for one in (e for e in kind.elements if e.wanted(full(kind))):
        values = {**full(kind), one.code: "  "}
        assert missing(kind, values) == (one,)
        (fault,) = faults(kind, values)
        assert fault.element == one
        assert one.label in fault.says
        assert one.article in fault.says


@each("letters")
def test_what_some_letters_lack(example: Example) -> None:
    kind = letter_kind(example["letter"], ON)
    values = {**full(kind), **example.get("holds", {})}
    for code in example.get("lacks", ()):
        del values[code]
    assert [one.code for one in missing(kind, values)] == example["missing"]


def test_there_is_a_letter_for_each_reply() -> None:
    answers = {one.code: one for one in KINDS if one.answers}
    assert set(answers) == {one.code for one in replies(ON)}
    for one in replies(ON):
        assert answers[one.code].title == one.document
        assert answers[one.code].articles == one.articles
        assert set(one.must_say) <= set(answers[one.code].elements)
        assert answers[one.code].remedy_kind == one.remedy


@pytest.mark.parametrize("code", [one.code for one in KINDS if one.answers and one.code != "withdrawn"])
def test_every_decision_holds_what_every_decision_must(code: str) -> None:
    required = {one.code for one in letter_kind(code, ON).elements if one.required}
    assert required >= EVERY_DECISION


def test_what_is_given_says_in_which_form_and_when() -> None:
    for code in ("granted", "partial"):
        assert {"form", "provided_on", "where"} <= {one.code for one in letter_kind(code, ON).elements}


def test_the_procedural_documents_are_all_there() -> None:
    assert {one.code for one in KINDS if not one.answers} == {
        "application-form",
        "registration-form",
        "receipt",
        "acceptance",
        "supplement-notice",
        "reasons-notice",
        "extension-notice",
        "delay-notice",
        "consultation-notice",
        "fee-notice",
        "third-party-consultation",
        "consultation-reply",
        "third-party-release",
        "joint-maker-consultation",
        "agency-consultation",
        "assistance-letter",
        "correction-notice",
        "transfer-notice",
        "service-receipt",
        "approval-form",
    }


@pytest.mark.parametrize("code", CODES)
def test_each_element_stands_once_and_is_described(code: str) -> None:
    kind = letter_kind(code, ON)
    codes = [one.code for one in kind.elements]
    assert len(codes) == len(set(codes))
    assert all(one.label and one.article for one in kind.elements)
    assert kind.title
    assert kind.articles


def test_letters_to_others_have_no_place_for_who_asked() -> None:
    for kind in KINDS:
        if not kind.names_applicant:
            codes = {one.code for one in kind.elements}
            assert not codes & {"addressee", "applicant_name", "applicant_contact", "identity_proof", "request"}
    assert {one.to for one in KINDS if not one.names_applicant} == {"third-party", "joint-maker", "agency"}


def test_who_carries_a_remedy() -> None:
    without = {one.code for one in KINDS if one.answers and not one.remedy}
    assert without == {"withdrawn"}
    on_the_way = {one.code for one in KINDS if not one.answers and one.remedy}
    assert on_the_way == {"third-party-release", "correction-notice"}
    for kind in KINDS:
        assert kind.remedy == ("remedy" in {one.code for one in kind.elements})


def test_letters_are_numbered_and_forms_are_not() -> None:
    forms = {one.code for one in KINDS if not one.number_pattern}
    assert forms == {
        "application-form", "registration-form", "receipt", "acceptance", "consultation-reply", "service-receipt",
        "approval-form",
    }  # fmt: skip
    for kind in KINDS:
        assert bool(kind.number_pattern) == ("number" in {one.code for one in kind.elements})
    assert letter_kind("not-held", ON).number_pattern == "{代字}〔{year}〕{n}号"


def test_rule_46_no_document_asks_what_the_information_is_for() -> None:
    for kind in KINDS:
        said = "".join(one.code + one.label for one in kind.elements)
        assert "purpose" not in said
        assert "用途" not in said
    assert {one.code for one in letter_kind("application-form", ON).elements} == {
        "applicant_name", "identity_proof", "applicant_contact", "description", "form", "route",
    }  # fmt: skip


def test_rule_47_what_an_application_lacks_is_to_be_supplemented() -> None:
    values = full(letter_kind("application-form", ON))
    assert supplement_items(values) == ()
    del values["identity_proof"]
    (lacks,) = supplement_items(values)
    assert lacks.label == "身份证明"
    assert "不能因此不予处理" in lacks.hint


def test_the_law_gives_its_own_words_for_consequences_and_silence() -> None:
    third = letter_kind("third-party-consultation", ON)
    assert "15个工作日" in third.element("opinion_period").text
    assert "同意" not in third.element("silence").text.split("。")[0]
    joint = letter_kind("joint-maker-consultation", ON)
    assert "视为同意公开" in joint.element("silence").text
    assert "20个工作日" in letter_kind("fee-notice", ON).element("pay_period").text
    assert "视为放弃申请" in letter_kind("supplement-notice", ON).element("consequence").text


def test_a_draft_is_not_asked_for_what_issuing_fills() -> None:
    kind = letter_kind("not-held", ON)
    values = full(kind)
    del values["number"], values["dated_on"]
    assert [one.code for one in missing(kind, values)] == ["number", "dated_on"]
    assert missing(kind, values, at_issue=False) == ()
    assert faults(kind, values, at_issue=False) == ()


def test_the_fields_of_the_desk_are_what_a_clerk_writes() -> None:
    assert [one.code for one in letter_kind("not-held", ON).written_by("clerk")] == ["found", "reasons"]
    assert [one.code for one in letter_kind("process", ON).written_by("clerk")] == ["found", "which", "reasons"]


def test_an_own_word_of_a_reply_takes_the_place_of_the_common_one() -> None:
    assert letter_kind("not-held", ON).element("found").label == "检索情况"
    assert letter_kind("process", ON).element("found").label == "检索、征求意见和审查情况"


@pytest.mark.parametrize(
    ("code", "element", "value", "says"),
    [
        ("already-public", "published_on", "2026-02-30", "应为日期"),
        ("already-public", "published_on", "上周", "应为日期"),
        ("already-public", "link", "www.example.gov.cn", "应为可以打开的网址"),
        ("no-payment", "amount", "一百元", "应为整数金额"),
        ("no-payment", "amount", True, "应为整数金额"),
        ("no-payment", "amount", -1, "应为整数金额"),
        ("process", "which", "rumour", "只能从所列各项中选择"),
        ("partial", "withheld", "第3页", "缺少“不予公开的内容”"),
        ("partial", "withheld", [{"part": "第3页", "ground": "not-held", "reason": "无"}], "第1项：“依据”"),
        ("partial", "withheld", ["第3页"], "缺少“不予公开的内容”"),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_a_fault(code: str, element: str, value: object, says: str) -> None:
    kind = letter_kind(code, ON)
    (fault,) = faults(kind, {**full(kind), element: value})
    assert says in fault.says


def test_a_day_may_be_a_day() -> None:
    kind = letter_kind("already-public", ON)
    assert faults(kind, {**full(kind), "published_on": date(2026, 3, 2)}) == ()


def test_an_optional_list_of_the_wrong_kind_is_a_fault_too() -> None:
    part = Element("part", "部分", "第一条")
    many = Element("many", "各部分", "第一条", kind="parts", required=False, parts=(part,))
    assert faults_of([many], {}) == ()
    assert [f.says for f in faults_of([many], {"many": "一"})] == ["“各部分”应逐项填写。"]
    assert [f.says for f in faults_of([many], {"many": [{"part": ""}]})] == [
        "“各部分”第1项：缺少“部分”（第一条）。"
    ]


@given(st.sampled_from(CODES), st.data())
def test_missing_is_always_part_of_the_faults(code: str, data: st.DataObject) -> None:
    kind = letter_kind(code, ON)
    values = full(kind)
    for gone in data.draw(st.sets(st.sampled_from([one.code for one in kind.elements]))):
        del values[gone]
    lacks = set(missing(kind, values))
    assert lacks <= {fault.element for fault in faults(kind, values)}
    assert all(one.code not in values for one in lacks)


@pytest.mark.parametrize(
    ("value", "is_blank"), [(None, True), ("", True), (" \n", True), ([], True), (0, False), ("0", False)]
)
def test_a_zero_is_a_value_and_a_space_is_none(value: object, is_blank: bool) -> None:
    assert blank(value) is is_blank


def test_a_condition_on_any_value() -> None:
    one = Element("b", "乙", "第一条", when=("a", ""))
    assert missing_of([one], {}) == ()
    assert missing_of([one], {"a": "有"}) == (one,)
    assert missing_of([one], {"a": "有", "b": "有"}) == ()


def test_an_element_of_an_unknown_kind_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        read_element({"code": "a", "label": "甲", "article": "第一条", "kind": "sound"})
    with pytest.raises(KeyError):
        read_element({"code": "a", "label": "甲"})


def test_choices_are_told_in_words() -> None:
    which = letter_kind("process", ON).element("which")
    assert which.choice("draft") == "过程稿"
    with pytest.raises(KeyError):
        which.choice("rumour")


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(Refused, match="没有“love-letter”这种文书"):
        letter_kind("love-letter", ON)
