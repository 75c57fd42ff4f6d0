"""Remedies: the kind follows from the ground, the words name body, court and periods, the days roll."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute import remedies
from gongkai.statute.calendar import official
from gongkai.statute.outcomes import replies
from gongkai.statute.remedies import Remedy, remedy, review_body_rule, worded

from .examples import Example, each

ON = date(2026, 3, 30)
BODY, COURT = "某区人民政府", "某区人民法院"
CALENDAR = official()
UNTIL = {
    "review": remedies.review_until,
    "suit": remedies.suit_until,
    "after-review": remedies.after_review_until,
    "unanswered-review": remedies.unanswered_review_until,
    "unanswered-suit": remedies.unanswered_suit_until,
    "untold": remedies.untold_review_until,
}


def told(code: str, *parts: str, on: date = ON) -> Remedy:
    return remedy(code, on=on, review_body=BODY, court=COURT, parts=parts)


@each("remedies")
def test_rules_24_to_26(example: Example) -> None:
    found = UNTIL[example["step"]](example["from"], CALENDAR)
    assert (found.on, found.provisional) == (example["until"], False)


@each("remedies", "body")
def test_rule_28_one_review_body_by_kind(example: Example) -> None:
    found = review_body_rule(example["kind"], ON, special=example.get("special", ""))
    assert found.rule == example["body"]
    assert found.article.startswith("《行政复议法》第二十")


DAYS = st.dates(date(2024, 1, 1), date(2026, 5, 1))


@given(st.sampled_from(sorted(UNTIL)), DAYS)
def test_the_last_day_is_never_a_day_of_rest_and_never_early(step: str, day: date) -> None:
    found = UNTIL[step](day, CALENDAR).on
    least = {"after-review": 15, "review": 60, "unanswered-review": 60}.get(step, 181)
    assert CALENDAR.is_working(found)
    assert found >= day + timedelta(days=least)


@given(st.sampled_from(sorted(UNTIL)), DAYS)
def test_a_later_receipt_never_gives_an_earlier_last_day(step: str, day: date) -> None:
    assert UNTIL[step](day + timedelta(days=1), CALENDAR).on >= UNTIL[step](day, CALENDAR).on


def test_a_last_day_in_a_year_without_a_notice_is_provisional() -> None:
    found = remedies.suit_until(date(2026, 8, 3), CALENDAR)
    assert found.provisional
    assert found.missing_years == (2027,)


@pytest.mark.parametrize("code", [one.code for one in replies(ON) if one.code != "partial"])
def test_the_words_follow_the_kind_of_the_reply(code: str) -> None:
    found = told(code)
    kind = next(one.remedy for one in replies(ON) if one.code == code)
    assert found.kind == kind
    assert (BODY in found.text) == (kind != "none")
    assert ("60日" in found.text) == (kind != "none")
    assert ("先向" in found.text) == (kind == "review-first")
    assert ("6个月" in found.text and COURT in found.text) == (kind == "review-or-lawsuit")


def test_rule_27_review_first_names_the_article_and_leaves_no_direct_suit() -> None:
    found = told("process")
    assert "应当" in found.text
    assert "第二十三条" in found.text
    assert "15日内" in found.text
    assert "6个月" not in found.text
    assert "《行政复议法》第二十三条" in found.articles


def test_a_look_up_under_the_same_heading_has_no_review_first() -> None:
    found = told("registry-look-up")
    assert found.kind == "not-docketed"
    assert "先向" not in found.text
    assert BODY in found.text
    assert "诉讼" not in found.text


def test_a_partial_disclosure_states_both() -> None:
    found = told("partial", "process", "third-party")
    assert found.mixed
    assert found.kind == "review-first"
    assert "如对本告知书中不予公开的部分不服，应当" in found.text
    assert f"其他内容不服，可以自收到本告知书之日起60日内向{BODY}申请行政复议，也可以" in found.text
    assert "6个月" in found.text


def test_a_partial_disclosure_with_another_ground_tells_which_part_goes_to_review_first() -> None:
    found = told("partial", "process", "not-information")
    assert "依据《条例》第十四条、第十五条、第十六条不予公开的部分" in found.text


def test_a_partial_disclosure_that_holds_back_no_information_has_no_review_first() -> None:
    found = told("partial", "not-information")
    assert (found.kind, found.mixed) == ("review-or-lawsuit", False)
    assert "先向" not in found.text


def test_a_partial_disclosure_without_its_grounds_is_refused() -> None:
    with pytest.raises(Refused, match="第三十七条"):
        told("partial")


def test_the_periods_come_as_numbers_too() -> None:
    found = told("not-held")
    assert (found.review_days, found.suit_months, found.after_review_days) == (60, 6, 15)


def test_no_decision_no_remedy() -> None:
    found = remedy("withdrawn", on=ON, review_body="")
    assert (found.kind, found.text, found.articles) == ("none", "", ())


def test_a_body_or_court_without_a_name_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"行政复议机关.*请先在机关资料中填写"):
        remedy("process", on=ON, review_body=" ", court=COURT)
    with pytest.raises(Refused, match="人民法院"):
        remedy("not-held", on=ON, review_body=BODY)
    assert remedy("process", on=ON, review_body=BODY).text
    assert remedy("repeat", on=ON, review_body=BODY).text


def test_rule_29_the_online_way_is_told_where_there_is_one() -> None:
    link = "https://example.gov.cn/fuyi"
    found = remedy("not-held", on=ON, review_body=BODY, court=COURT, review_link=link)
    assert found.text.endswith(f"可以通过以下网址在线提交行政复议申请：{link}。")
    assert "《行政复议法》第二十二条第二款" in found.articles
    assert "网址" not in told("not-held").text


def test_the_rule_for_the_body_comes_along_when_the_kind_of_agency_is_told() -> None:
    found = remedy("process", "street_office", on=ON, review_body=BODY)
    assert found.rule is not None
    assert found.rule.says == "设立该派出机关的人民政府"
    assert told("process").rule is None


def test_a_letter_to_a_third_party_carries_its_remedy() -> None:
    found = worded("review-or-lawsuit", on=ON, review_body=BODY, court=COURT)
    assert BODY in found.text
    assert COURT in found.text
    assert not found.mixed


def test_no_letter_of_before_2024_is_worded() -> None:
    before = date(2023, 12, 31)
    with pytest.raises(Refused, match="2024年1月1日以前"):
        told("process", on=before)
    with pytest.raises(Refused, match="2024年1月1日以前"):
        review_body_rule("department", before)
    with pytest.raises(Refused, match="2024年1月1日以前"):
        remedies.untold_review_until(before, CALENDAR)


def test_an_unknown_kind_of_agency_is_refused() -> None:
    with pytest.raises(Refused, match="请在机关资料中选择类型"):
        review_body_rule("club", ON)


def test_no_words_are_left_unfilled() -> None:
    for one in replies(ON):
        text = told(one.code, *(["process"] if one.code == "partial" else [])).text
        assert "{" not in text
        assert not text or text.endswith("。")
