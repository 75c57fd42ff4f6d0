"""The questions that end at an outcome, a page each, and the sheet of the letter that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, Decision
from gongkai.cases.words import Kind
from gongkai.desk.case_decide import BY_STEP
from gongkai.statute import letters, questions
from tests.cases import walk

from .cases import TODAY, made
from .conftest import SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

FIELDS = {"found": "经检索有此信息。", "reasons": "属于可以公开的信息。"}


@pytest.fixture
def case(housing: Agency, clerk: Person) -> Case:
    walk.turn_to(housing, date(2026, 3, 2))
    return made(housing, clerk)


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def decide(case: Case, answers: list[int]) -> str:
    return f"/desk/cases/{case.pk}/decide/?" + "&".join(f"a={n}" for n in answers)


def ways(at: str = questions.START, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], str]]:
    """Every way through the tree, with its end."""
    question = questions.tree(TODAY).get(at)
    if question is None:
        yield path, at
        return
    for n, answer in enumerate(question.answers):
        yield from ways(answer.next, (*path, n))


def test_every_way_ends_at_a_page_that_says_where(case: Case, client: Client) -> None:
    for path, end in ways():
        response = client.get(decide(case, list(path)))
        text = text_of(response)
        assert response.status_code == 200, path
        if end in BY_STEP:
            assert letters.letter_kind(end, TODAY).title in text, end
        else:
            assert f"/draft/{end}/?" in text, end
        assert 'type="radio"' not in text, end


def test_a_question_is_a_page_with_its_articles_and_those_before(case: Case, client: Client) -> None:
    text = text_of(client.get(decide(case, [0])))
    assert "是不是政府信息" in text
    assert "《条例》第二条" in text
    assert "已经回答" in text
    assert text.count('type="radio"') == len(questions.tree(TODAY)["information"].answers)


def test_an_answer_that_is_none_ends_the_way_there(case: Case, client: Client) -> None:
    text = text_of(client.get(decide(case, [0, 99, 0])))
    assert "是不是政府信息" in text
    assert "申请内容是否明确" in text_of(client.get(f"/desk/cases/{case.pk}/decide/?a=x"))


def granted() -> list[int]:
    return next(list(path) for path, end in ways() if end == "granted")


def test_the_outcome_names_article_letter_remedy_row_and_evidence(case: Case, client: Client) -> None:
    text = text_of(client.get(decide(case, granted())))
    for words in ("予以公开", "第三十六条", "告知书", "行政复议", "表三“", "保密审查", "还没有"):
        assert words in text


def test_a_letter_that_has_to_go_out_first_is_led_to(case: Case, client: Client) -> None:
    text = text_of(client.get(decide(case, [1])))
    assert "先发出《" in text
    case.received_on = TODAY
    case.events.update(on=TODAY)
    assert f"/desk/cases/{case.pk}/steps/supplement/" in text_of(client.get(decide(case, [1])))


def draft(case: Case, reply: str = "granted", query: str = "") -> str:
    return f"/desk/cases/{case.pk}/draft/{reply}/{query}"


def test_the_draft_keeps_the_way_that_led_to_it(case: Case, client: Client) -> None:
    query = "?" + "&".join(f"a={n}" for n in granted())
    text = text_of(client.post(draft(case, query=query), FIELDS, follow=True))
    assert "草稿已保存" in text
    assert "经检索有此信息。" in text
    decision = Decision.objects.get()
    assert decision.reply == "granted"
    assert decision.path[0][0].startswith("申请内容是否明确")
    assert "怎样得出这一结果" in text_of(client.get(f"/desk/cases/{case.pk}/"))


def test_a_draft_with_gaps_is_kept_and_told_before_it_is_submitted(case: Case, client: Client) -> None:
    client.post(draft(case), {"found": "只写了一半。"})
    text = text_of(client.get(f"/desk/cases/{case.pk}/"))
    assert "提交审批以前" in text
    assert "缺少" in text
    assert "只写了一半。" in text_of(client.get(draft(case)))


PART = {
    "withheld-0-part": "第3页银行账号",
    "withheld-0-ground": "third-party",
    "withheld-0-reason": "涉及他人财产",
}


def test_one_more_part_and_a_reason_from_the_library_lose_nothing(case: Case, client: Client) -> None:
    fields: dict[str, Any] = {**FIELDS, **PART, "rows-withheld": "1"}
    text = text_of(client.post(draft(case, "partial"), {**fields, "more": "withheld"}))
    assert 'name="withheld-1-' in text
    assert "涉及他人财产" in text
    assert "还没有保存" in text
    assert not Decision.objects.exists()


def test_parts_held_back_are_kept_each_with_its_ground(case: Case, client: Client) -> None:
    text = text_of(client.get(draft(case, "partial")))
    names = {line.split('"')[0] for line in text.split('name="withheld-0-')[1:]}
    fields = {f"withheld-0-{name}": "third-party" if name == "ground" else f"{name}的内容" for name in names}
    response = client.post(draft(case, "partial"), {**FIELDS, **fields, "rows-withheld": "1"}, follow=True)
    assert "草稿已保存" in text_of(response)
    assert [one.ground for one in Decision.objects.get().withheld.all()] == ["third-party"]


def test_a_correction_has_results_of_its_own(housing: Agency, clerk: Person, client: Client) -> None:
    walk.turn_to(housing, date(2026, 3, 2))
    case = made(housing, clerk, kind=Kind.CORRECTION)
    assert client.get(decide(case, [])).status_code == 404
    text = text_of(client.get(f"/desk/cases/{case.pk}/correct/"))
    assert "转送有权更正的行政机关" in text
    response = client.post(f"/desk/cases/{case.pk}/correct/corrected/", {}, follow=True)
    assert response.status_code == 200
    assert Decision.objects.get().reply == "corrected"
    assert client.get(draft(case)).status_code == 404


def test_who_does_not_work_on_it_decides_nothing(case: Case, reviewer: Person, sign_in: SignIn) -> None:
    other = sign_in(reviewer)
    for address in (decide(case, []), draft(case), f"/desk/cases/{case.pk}/write/receipt/"):
        assert other.get(address).status_code == 404
    assert other.post(draft(case), FIELDS).status_code == 404
    assert not Decision.objects.exists()


def test_a_letter_that_only_tells(case: Case, client: Client) -> None:
    assert "登记回执" in text_of(client.get(f"/desk/cases/{case.pk}/write/"))
    response = client.post(f"/desk/cases/{case.pk}/write/receipt/", {}, follow=True)
    assert "草稿已保存" in text_of(response)
    assert client.get(f"/desk/cases/{case.pk}/write/granted/").status_code == 404
