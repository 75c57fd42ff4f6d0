"""All that is wrong with a form is said at once, with its article; and what is missing without being wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases.applicants import Details
from gongkai.cases.asking.submitting import check
from gongkai.cases.asking.wanted import FIELDS, mobile_of, wanted, will_follow

from .asking import CREDIT_CODE, NUMBER
from .web import FILLED


def wrong(**more: Any) -> dict[str, str]:
    return check(FILLED | more)


def test_nothing_is_wrong_with_a_whole_form() -> None:
    assert wrong() == {}


def test_everything_wrong_is_said_at_once() -> None:
    found = check({})
    assert set(found) == {"kind", "name", "phone", "description", "form", "route"}
    assert "第二十九条" in found["name"]
    assert "第二十九条" in found["route"]


def test_what_for_is_never_asked() -> None:
    assert not {"purpose", "use", "reason", "why"} & set(FIELDS)


@pytest.mark.parametrize("more", [{"document": "", "document_number": ""}, {"proof": ""}, {"proof": "in_person"}])
def test_no_proof_of_identity_is_no_fault(more: dict[str, str]) -> None:
    assert wrong(**more) == {}


def test_it_is_said_what_will_follow() -> None:
    told = will_follow(FILLED, [])
    assert "补正" in told["proof"]
    assert "第三十条" in told["proof"]
    assert "当面出示" in will_follow(FILLED | {"proof": "in_person"}, [])["proof"]
    assert will_follow(FILLED, ["identity"]) == {}
    agent = FILLED | {"party_role": "agent", "party_name": "李四"}
    assert set(will_follow(agent, ["identity"])) == {"party_role"}
    assert will_follow(agent, ["identity", "authority"]) == {}
    assert will_follow(agent | {"party_role": "joint"}, ["identity"]) == {}


@pytest.mark.parametrize("kind", ["business", "research", "welfare", "legal", "other"])
def test_an_organisation_of_each_kind(kind: str) -> None:
    more = {"kind": kind, "name": "某公司", "document": "credit_code", "document_number": CREDIT_CODE}
    assert set(wrong(**more)) <= {"document_number"}
    assert wrong(**more | {"document": "other"}) == {}


@pytest.mark.parametrize(
    ("more", "field", "word"),
    [
        ({"document_number": NUMBER[:-1] + "9"}, "document_number", "其他证件"),
        ({"document": ""}, "document", "一并填写"),
        ({"document_number": ""}, "document_number", "一并填写"),
        ({"document": "credit_code"}, "document_number", "公民没有"),
        ({"document": "nonsense"}, "document_number", "证件类型"),
        ({"kind": "nonsense"}, "kind", "五类"),
        ({"name": "长" * 101}, "name", "100字"),
        ({"email": "not an address"}, "email", "写法不对"),
        ({"phone": "", "address": "", "route": "direct"}, "phone", "至少"),
        ({"address": ""}, "address", "邮政寄送"),
        ({"description": "   "}, "description", "第二十九条"),
        ({"description": "长" * 5001}, "description", "5000字"),
        ({"document_number_asked": "长" * 101}, "document_number_asked", "100字"),
        ({"form": ""}, "form", "第二十九条"),
        ({"form": "telepathy"}, "form", "第二十九条"),
        ({"route": "notice"}, "route", "第二十九条"),
        ({"route": "electronic"}, "electronic_service", "书面同意"),
        ({"what": "nonsense"}, "what", "种类"),
        ({"proof": "nonsense"}, "proof", "身份证明"),
        ({"notify": ["mail"]}, "notify", "电子邮箱"),
        ({"notify": ["text"], "phone": "0533-1234567"}, "notify", "手机"),
        ({"notify": ["pigeon"]}, "notify", "通知方式"),
        ({"party_role": "agent"}, "party_name", "姓名"),
        ({"party_name": "李四"}, "party_role", "代理人"),
        ({"party_role": "nonsense", "party_name": "李四"}, "party_role", "代理人"),
        ({"party_role": "agent", "party_name": "张三丰", "party_document": "id_card", "party_number": NUMBER},
         "party_number", "不能既是"),
        ({"party_role": "joint", "party_name": "李四", "party_document": "id_card", "party_number": "1"},
         "party_number", "核对"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(more: dict[str, Any], field: str, word: str) -> None:
    found = wrong(**more)
    assert set(found) == {field}
    assert word in found[field]


def test_an_agent_may_be_reached_instead() -> None:
    more = {"phone": "", "address": "", "route": "direct", "party_role": "agent", "party_name": "李四",
            "party_phone": "13900000000"}  # fmt: skip
    assert wrong(**more) == {}
    assert wanted(FILLED | more).mobile == "13900000000"


def test_every_fault_stands_at_a_field_of_the_form() -> None:
    assert set(check(dict.fromkeys(FIELDS, "x" * 6000))) <= set(FIELDS)


@given(st.dictionaries(st.sampled_from(FIELDS), st.text() | st.lists(st.text(), max_size=3)))
def test_whatever_comes_it_is_judged_and_not_a_crash(values: dict[str, Any]) -> None:
    assert set(check(values)) <= set(FIELDS)


@pytest.mark.parametrize(
    ("phone", "mobile"),
    [("13812345678", "13812345678"), ("+86 138-1234-5678", "13812345678"), ("0533-1234567", ""), ("", ""),
     ("12812345678", ""), ("138123456789", "")],
)  # fmt: skip
def test_a_mobile_telephone(phone: str, mobile: str) -> None:
    assert mobile_of(phone) == mobile


def test_numbers_are_kept_as_they_are_compared() -> None:
    assert wanted(FILLED | {"document_number": " 3703 0519 9001 0112 31 "}).applicant.document_number == NUMBER
    assert wanted({}).applicant == Details("", "")
