"""Reply kinds: every leaf row is reached, rows and remedies are dated, evidence and words as the law asks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute import outcomes
from gongkai.statute.outcomes import (
    articles_for,
    evidence_for,
    grounds,
    leaf_rows,
    part_grounds,
    replies,
    reply,
    row_at,
    row_label,
)

from .examples import Example, each

ON = date(2026, 3, 30)
CODES = [one.code for one in replies(ON)]
WITHHELD = (
    "state-secret",
    "forbidden-by-law",
    "three-securities",
    "third-party",
    "internal-affairs",
    "process",
    "enforcement-file",
)


@each("outcomes")
def test_rows_and_remedies_by_day(example: Example) -> None:
    found = reply(example["reply"], example["on"])
    assert (found.row, found.remedy) == (example["row"], example["remedy"])
    assert row_at(example["reply"], example["on"]) == example["row"]
    if "evidence" in example:
        assert example["evidence"] in {one.code for one in found.evidence}


def test_there_are_21_leaf_rows_and_each_is_reached() -> None:
    assert len(leaf_rows()) == 21
    assert {one.row for one in replies(ON)} == set(leaf_rows())


def test_in_the_form_of_2019_each_of_its_rows_is_reached() -> None:
    assert len(leaf_rows("2019")) == 19
    assert {one.row for one in replies(date(2020, 6, 1))} == set(leaf_rows("2019"))


@given(st.dates(date(2019, 5, 15), date(2030, 12, 31)))
def test_any_day_has_rows_of_the_form_of_its_year(on: date) -> None:
    edition = "2019" if on.year < 2021 else "2021"
    assert {one.row for one in replies(on)} <= set(leaf_rows(edition))


def test_the_codes_are_each_once_and_there_is_one_for_every_reply_of_the_law() -> None:
    assert len(CODES) == len(set(CODES)) == 27


def test_before_the_regulation_of_2019_there_is_none() -> None:
    assert replies(date(2019, 5, 14)) == ()
    assert len(replies(date(2019, 5, 15))) == 26
    with pytest.raises(Refused, match="2019年5月15日"):
        reply("granted", date(2019, 5, 14))


def test_nobody_is_no_longer_handled_for_not_paying_before_there_was_a_fee() -> None:
    with pytest.raises(Refused):
        reply("no-payment", date(2020, 12, 31))
    assert reply("no-payment", date(2021, 1, 1)).row == "3.6.2"


@pytest.mark.parametrize("code", CODES)
def test_each_names_its_article_letter_sentence_and_sources(code: str) -> None:
    found = reply(code, ON)
    assert found.title
    assert found.document.endswith("告知书")
    assert found.articles
    assert all("条" in article or "〔" in article for article in found.articles)
    assert found.decision.endswith("。")
    assert found.row_reference
    assert found.remedy_reference
    assert set(found.unverified) <= {"articles", "row", "remedy"}
    assert found.must_say
    assert all(one.label and one.article for one in found.must_say)


@pytest.mark.parametrize("code", CODES)
def test_the_row_stands_under_the_group_the_form_prints(code: str) -> None:
    found = reply(code, ON)
    assert found.group in row_label(found.row)


def test_review_comes_first_for_arts_14_to_16_and_nothing_else() -> None:
    assert {one.code for one in replies(ON) if one.remedy == "review-first"} == {*WITHHELD, "partial"}
    assert tuple(one.code for one in replies(ON) if one.withholds) == WITHHELD
    for code in WITHHELD:
        assert any(f"第十{n}条" in article for article in reply(code, ON).articles for n in "四五六")


def test_what_courts_do_not_docket() -> None:
    assert {one.code for one in replies(ON) if one.remedy == "not-docketed"} == {
        "registry-look-up",
        "no-ready-information",
        "petition",
        "repeat",
        "publication",
    }


def test_what_no_official_text_was_found_for_is_marked() -> None:
    doubtful = {one.code: one.unverified for one in replies(ON) if one.unverified}
    assert doubtful["already-public"] == ("row",)
    assert "row" in doubtful["withdrawn"]
    assert doubtful["confirm-again"] == ("articles", "remedy")
    assert {"not-information", "party-paper", "archive"} <= set(doubtful)
    assert not {"granted", "partial", "not-held", *WITHHELD} & set(doubtful)


def codes(found: tuple[outcomes.Evidence, ...]) -> set[str]:
    return {one.code for one in found}


def test_every_letter_that_decides_was_reviewed_twice() -> None:
    for one in replies(ON):
        both = {"disclosure-review", "secrecy-review"}
        assert both <= codes(one.evidence) or one.code == "withdrawn"
    assert codes(reply("withdrawn", ON).evidence) == {"withdrawal"}


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        ("already-public", "published-proof"),
        ("state-secret", "secrecy-marking"),
        ("three-securities", "harm-assessment"),
        ("third-party", "third-party-consulted"),
        ("not-held", "search-record"),
        ("still-unclear", "supplement-noticed"),
        ("repeat", "earlier-reply"),
        ("excessive", "reasons-asked"),
        ("no-supplement", "supplement-notice-expired"),
        ("no-payment", "fee-notice-expired"),
    ],
)
def test_the_file_must_hold_what_the_agency_has_to_prove(code: str, needs: str) -> None:
    assert needs in codes(evidence_for(code, ON))


def test_a_partial_disclosure_needs_what_each_of_its_grounds_needs() -> None:
    found = evidence_for("partial", ON, parts=["state-secret", "third-party", "process"])
    assert codes(found) == {
        "secrecy-marking",
        "third-party-consulted",
        "disclosure-review",
        "secrecy-review",
    }
    assert len(found) == len(set(found))


def test_rule_15_giving_against_a_third_partys_will_needs_reasons_and_the_notice_first() -> None:
    plain, over = evidence_for("granted", ON), evidence_for("granted", ON, override=True)
    assert codes(over) - codes(plain) == {"override-reasons", "third-party-notified"}


def test_every_evidence_that_is_asked_for_is_described() -> None:
    asked = {one.code for each_reply in replies(ON) for one in each_reply.evidence}
    asked |= {"override-reasons", "third-party-notified"}
    assert asked == set(outcomes.evidence())
    assert all(one.label and one.article and one.hint for one in outcomes.evidence().values())


def test_grounds_of_a_part_are_the_seven_and_what_is_no_information() -> None:
    assert {one.code for one in grounds(ON)} == {*WITHHELD, "not-information"}
    (withheld,) = (one for one in reply("partial", ON).must_say if one.code == "withheld")
    (ground,) = (one for one in withheld.parts if one.code == "ground")
    assert {code for code, _ in ground.choices} == {one.code for one in grounds(ON)}


def test_a_partial_disclosure_without_a_ground_or_with_another_is_refused() -> None:
    with pytest.raises(Refused, match="第三十七条"):
        part_grounds([], ON)
    with pytest.raises(Refused, match="信息不存在"):
        part_grounds(["process", "not-held"], ON)
    assert [one.code for one in part_grounds(["process", "process"], ON)] == ["process"]


def test_a_partial_disclosure_rests_on_the_articles_of_its_grounds() -> None:
    found = articles_for("partial", ON, ["process", "third-party"])
    assert found[0] == "《条例》第三十七条"
    assert {"《条例》第十六条第二款", "《条例》第十五条", "《条例》第三十二条"} <= set(found)
    assert len(found) == len(set(found))
    assert articles_for("granted", ON) == reply("granted", ON).articles


def test_an_unknown_reply_or_row_is_told_apart() -> None:
    with pytest.raises(Refused, match="没有“sealed”这种答复"):
        reply("sealed", ON)
    with pytest.raises(KeyError):
        row_label("3.9")


def test_the_table_says_when_it_was_checked() -> None:
    assert outcomes.checked_on() >= date(2026, 11, 23)


def test_articles_are_cited_each_once_and_the_law_only_where_it_changes() -> None:
    assert outcomes.cited(["《条例》第三十六条第（三）项", "《条例》第十五条", "《条例》第十五条"]) == (
        "《条例》第三十六条第（三）项、第十五条"
    )
    assert outcomes.cited(["《条例》第四十二条", "国办函〔2020〕109号第六条", "《条例》第二条"]) == (
        "《条例》第四十二条、国办函〔2020〕109号第六条、《条例》第二条"
    )
    assert outcomes.cited([]) == ""


def test_an_item_that_was_cited_among_several_is_not_cited_again() -> None:
    several = "《条例》第三十六条第（二）项、第（三）项"
    assert outcomes.cited(["《条例》第三十七条", several, "《条例》第三十六条第（三）项", "《条例》第十五条"]) == (
        "《条例》第三十七条、第三十六条第（二）项、第（三）项、第十五条"
    )
    assert outcomes.cited(["《条例》第三十六条第（三）项", "《条例》第三十六条第（四）项"]) == (
        "《条例》第三十六条第（三）项、第三十六条第（四）项"
    )
