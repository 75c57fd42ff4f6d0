"""Content with the handling of requests: asked beside an answer, by the one engine, and tied to no request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from gongkai.agencies.models import Agency
from gongkai.supervision.appraisal import drafting, running
from gongkai.supervision.appraisal.questions import asked_of
from gongkai.supervision.models import AnswerSheet, Questionnaire
from tests.cases.following import walks
from tests.cases.walk import Office, at

from .followed import counted_apart, followed, in_browser, looked_at, office_of, text_of

NEXT = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    counted_apart(monkeypatch)
    with looked_at(NEXT):
        yield


@pytest.fixture
def office(bureau: Agency) -> Office:
    return office_of(bureau)


def satisfaction(office: Office, place: str) -> Questionnaire:
    given = {"title": "依申请公开满意度", "opens_on": NEXT, "closes_on": date(2026, 12, 31), "place": place}
    one = drafting.draft(office.clerk, office.agency, given, at=at(NEXT))
    question = {"kind": "scale", "text": "您对办理情况是否满意", "options": "3 满意\n2 一般\n1 不满意"}
    drafting.put_question(office.clerk, one, question, at=at(NEXT))
    drafting.put_panel(office.clerk, one, {"name": "申请人", "opening": "anyone"}, at=at(NEXT))
    return running.open_(office.head, one, at=at(NEXT))


def test_it_is_offered_once_there_is_an_answer(office: Office) -> None:
    mine = followed(office)
    one = satisfaction(office, "answers")
    assert "评价办理情况" not in text_of(in_browser(mine))
    walks.answered(office, mine)
    client = in_browser(mine)
    page = text_of(client)
    assert "也不与您的申请关联" in page
    assert f"/appraisals/{one.pk}/" in page
    (asked,) = asked_of(one)
    assert (
        "谢谢您参加评议" in client.post(f"/appraisals/{one.pk}/", {asked.name: "0"}, follow=True).content.decode()
    )
    assert AnswerSheet.objects.get().answers == {asked.name: 0}


def test_one_for_the_pages_of_the_agency_is_not(office: Office) -> None:
    mine = followed(office)
    satisfaction(office, "page")
    walks.answered(office, mine)
    assert "评价办理情况" not in text_of(in_browser(mine))
