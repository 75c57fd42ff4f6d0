"""A district's own sentences: from a year on, in place of the shipped ones or besides them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.reports.models import OwnSentence
from gongkai.reports.texts import own
from gongkai.reports.texts.drafting import draft
from gongkai.reports.texts.knowing import catalogue
from gongkai.supervision.models import Article
from tests.district import found
from tests.reports.conftest import AT, TODAY, entries

WORDS = "{short}始终把政府网站作为公开信息的重要途径"


def kept(user: Person, district: Agency, **more: Any) -> OwnSentence:
    given: dict[str, Any] = {"code": "publish", "place": "publish", "order": 10, "text": WORDS, "from_year": 2024}
    return own.edit(user, district, **{**given, **more}, at=AT)


def text(agency: Agency, year: int = 2024) -> str:
    return "\n".join(draft(agency, year, {}).sections[1])


def test_the_districts_words_stand_in_place_of_the_shipped_ones(
    supervisor: Person, district: Agency, bureau: Agency
) -> None:
    assert "按照法定的内容、时限和程序" in text(bureau)
    made = kept(supervisor, district)
    assert "民政局始终把政府网站作为公开信息的重要途径。" in text(bureau)
    assert "按照法定的内容、时限和程序" not in text(bureau)
    (entry,) = entries("reports.sentence")
    assert (entry.object, json.loads(entry.data)["code"]) == (made.key, "publish")


def test_from_its_year_on_and_the_years_before_keep_their_words(
    supervisor: Person, district: Agency, bureau: Agency
) -> None:
    kept(supervisor, district, from_year=2023)
    kept(supervisor, district, text="{short}公开再深化", from_year=2024)
    assert "按照法定的内容" in text(bureau, 2022)
    assert "始终把政府网站" in text(bureau, 2023)
    assert "公开再深化" in text(bureau, 2024)


def test_an_earlier_year_put_in_later_ends_before_the_next(
    supervisor: Person, district: Agency, bureau: Agency
) -> None:
    kept(supervisor, district, from_year=2024)
    earlier = kept(supervisor, district, text="{short}早先的话", from_year=2022)
    assert earlier.until_year == 2023
    assert "早先的话" in text(bureau, 2023)
    assert "始终把政府网站" in text(bureau, 2024)


def test_the_same_year_again_takes_the_place(supervisor: Person, district: Agency, bureau: Agency) -> None:
    kept(supervisor, district)
    kept(supervisor, district, text="{short}换一种说法。")
    assert OwnSentence.objects.count() == 1
    assert "换一种说法。" in text(bureau)
    assert "。。" not in text(bureau)


def test_without_words_a_shipped_sentence_is_left_out(
    supervisor: Person, district: Agency, bureau: Agency
) -> None:
    kept(supervisor, district, text="")
    assert "没有新公开政府信息" in text(bureau)
    assert "按照法定的内容" not in text(bureau)


def test_a_sentence_of_its_own_is_told_once_there_is_what_it_names(
    supervisor: Person, district: Agency, bureau: Agency
) -> None:
    made = kept(supervisor, district, code="", order=25, text="全年写稿{articles}篇")
    assert made.code == "own-1"
    assert "写稿" not in text(bureau)
    Article.objects.create(agency=bureau, title="稿", on=AT.date().replace(year=2024), outlet="报", created_at=AT)
    assert "全年写稿1篇。" in text(bureau)
    assert kept(supervisor, district, code="", text="另一句").code == "own-2"


def test_it_may_need_a_fact_that_it_does_not_name(supervisor: Person, district: Agency, bureau: Agency) -> None:
    kept(supervisor, district, code="", text="稿件多多", needs=["articles"])
    assert "稿件多多" not in text(bureau)


def test_retired_it_gives_way_to_the_shipped_words(supervisor: Person, district: Agency, bureau: Agency) -> None:
    made = own.retire(supervisor, kept(supervisor, district, from_year=2022), until_year=2023, at=AT)
    assert "始终把政府网站" in text(bureau, 2023)
    assert "按照法定的内容" in text(bureau, 2024)
    assert [one.object for one in entries("reports.sentence_retire")] == [made.key]
    with pytest.raises(WrongState, match="已经停用"):
        own.retire(supervisor, made, until_year=2023, at=AT)
    with pytest.raises(Refused, match="不能更早"):
        own.retire(supervisor, made, until_year=2021, at=AT)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "公开{nothing}条"}, "没有“nothing”这一数据项"),
        ({"text": "公开{items条"}, "花括号"),
        ({"needs": ["nothing"]}, "没有“nothing”"),
        ({"place": "nowhere"}, "段落"),
        ({"text": "字" * 2001}, "最多2000字"),
        ({"text": " 。 ", "code": ""}, "请填写句子的文字"),
        ({"from_year": 2020}, "起始年度"),
        ({"from_year": 2026}, "起始年度"),
    ],
)
def test_refused_and_nothing_changed(
    supervisor: Person, district: Agency, change: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        kept(supervisor, district, **change)
    assert not OwnSentence.objects.exists()
    assert not entries("reports.sentence")


def test_nobody_else_may(clerk: Person, head: Person, district: Agency) -> None:
    for person in (clerk, head):
        with pytest.raises(NotAllowed):
            kept(person, district)
    assert not OwnSentence.objects.exists()


def test_another_district_keeps_the_shipped_words(supervisor: Person, district: Agency) -> None:
    other = found("示范市乙区人民政府", None, 20, Kind.GOVERNMENT)
    kept(supervisor, district)
    assert "按照法定的内容" in text(found("乙区民政局", other))


def test_what_holds_for_a_year_can_be_listed(supervisor: Person, district: Agency) -> None:
    made = kept(supervisor, district)
    assert list(own.holding(district, 2024)) == [made]
    assert list(own.holding(district, 2023)) == []
    assert str(made) == "publish 2024"
    assert TODAY.year == 2025


def test_labels_stand_for_codes_both_ways() -> None:
    words = "{short}公开{items}条，其中{applicants:label}，共{topics:number}个"
    assert own.readable(words) == "{机关简称}公开{主动公开政府信息}条，其中{申请人:label}，共{重点领域:number}个"
    assert own.coded(own.readable(words)) == words
    assert own.coded(words) == words
    assert own.readable("{nothing}") == "{nothing}"


def test_no_two_facts_have_one_label() -> None:
    labels = [one.label for one in catalogue().values()]
    assert len(labels) == len(set(labels))
    assert all(own.coded(f"{{{label}}}") != f"{{{label}}}" for label in labels)
