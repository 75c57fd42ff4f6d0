"""社会评议 on the portal: answered without script, once a browser and once a code; read when published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.supervision.appraisal import codes, concluding, drafting, running
from gongkai.supervision.appraisal.questions import asked_of
from gongkai.supervision.models import AnswerSheet, PanelCode, Questionnaire
from tests.supervision.appraisal import made
from tests.supervision.appraisal.made import AFTER, AT, TITLE

from .conftest import Page
from .followed import counted_apart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AT, tick=False) as travel:
        yield travel


@pytest.fixture
def draft(bureau: Agency) -> Questionnaire:
    return made.written(OPERATOR, bureau)


@pytest.fixture
def running_one(draft: Questionnaire) -> Questionnaire:
    return made.opened(OPERATOR, draft)


def filled(one: Questionnaire, scale: str = "0", words: str = "", **more: str) -> dict[str, str]:
    """As a browser sends it: what is not chosen is not there."""
    fields = {each.name: scale for each in asked_of(one) if each.question.kind == "scale"}
    texts = {each.name: words for each in asked_of(one) if each.question.kind == "text"}
    return {**fields, **texts, **more}


def sent(client: Client, one: Questionnaire, given: dict[str, str]) -> str:
    response = client.post(f"/appraisals/{one.pk}/", given, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def published(one: Questionnaire, at: datetime = AFTER) -> Questionnaire:
    closed = running.close(OPERATOR, one, at=at)
    bodies = {each.agency_id: "良好" for each in closed.appraised.all()}
    concluding.conclude(OPERATOR, closed, bodies, at=at)
    concluding.approve(OPERATOR, closed, at=at)
    return concluding.publish(OPERATOR, closed, at=at)


def test_a_sheet_is_answered_without_signing_in(client: Client, page: Page, running_one: Questionnaire) -> None:
    text = page(f"/appraisals/{running_one.pk}/")
    assert "不问姓名和联系方式" in text
    assert "只计入所在的评议主体" in text
    given = filled(running_one, "1", "公告栏换得慢")
    assert "谢谢您参加评议" in sent(client, running_one, given)
    (sheet,) = AnswerSheet.objects.all()
    assert sheet.panel.name == "群众"
    assert 1 in sheet.answers.values()
    assert "公告栏换得慢" in sheet.texts
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.actor, entry.data) == ("appraisals.answer", "visitor", '{"panel":1}')


def test_a_browser_answers_once(client: Client, running_one: Questionnaire) -> None:
    sent(client, running_one, filled(running_one))
    assert "您在这个浏览器上已经答过一次" in client.get(f"/appraisals/{running_one.pk}/").content.decode()
    sent(client, running_one, filled(running_one))
    assert AnswerSheet.objects.count() == 1
    sent(Client(), running_one, filled(running_one))
    assert AnswerSheet.objects.count() == 2


def test_a_code_answers_once_and_is_gone(client: Client, running_one: Questionnaire) -> None:
    first, second, *_ = made.invitations(OPERATOR, running_one)
    text = sent(client, running_one, filled(running_one, code=first.lower()))
    assert "谢谢您参加评议" in text
    assert AnswerSheet.objects.get().panel.name == "人大代表"
    assert PanelCode.objects.count() == 7
    text = sent(client, running_one, filled(running_one, words="再来一次", code=first))
    assert "邀请码不对，或者已经用过" in text
    assert "再来一次" in text
    assert first in text
    assert 'id="id_code_wrong"' in text
    assert AnswerSheet.objects.count() == 1
    # A browser may hold several members of a panel; a code is what counts.
    sent(client, running_one, filled(running_one, code=second))
    assert AnswerSheet.objects.count() == 2


def test_what_lacks_is_told_at_its_question_and_nothing_is_lost(
    client: Client, running_one: Questionnaire
) -> None:
    given = filled(running_one, words="电话没人接")
    scale = next(each for each in asked_of(running_one) if each.question.kind == "scale")
    del given[scale.name]
    text = sent(client, running_one, given)
    assert "请回答第1题（示范区民政局）" in text
    assert f'href="#id_{scale.name}"' in text
    assert f'id="id_{scale.name}_wrong"' in text
    assert "电话没人接" in text
    assert not AnswerSheet.objects.exists()


def test_whoever_sends_many_is_asked_a_question(
    running_one: Questionnaire, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GONGKAI_ASK_RATE = 1
    counted_apart(monkeypatch)
    sent(Client(), running_one, filled(running_one))
    text = sent(Client(), running_one, filled(running_one, words="第二份"))
    assert 'name="challenge"' in text
    assert "第二份" in text
    assert AnswerSheet.objects.count() == 1


def test_outside_its_days_it_takes_nothing(client: Client, page: Page, running_one: Questionnaire) -> None:
    for day, said in (("2024-11-19", "从2024年11月20日开始"), ("2024-12-01", "已经结束，不再收答卷")):
        with time_machine.travel(f"{day} 09:00+08:00", tick=False):
            assert said in page(f"/appraisals/{running_one.pk}/")
            assert said in sent(client, running_one, filled(running_one))
    assert not AnswerSheet.objects.exists()


def test_a_draft_and_a_withdrawn_one_were_never_there(page: Page, draft: Questionnaire) -> None:
    for address in ("", "thanks/", "results/"):
        assert "没有这次评议" in page(f"/appraisals/{draft.pk}/{address}", 404)
    running.withdraw(OPERATOR, made.opened(OPERATOR, draft), reason="问题有误", at=AT)
    for address in ("", "thanks/", "results/"):
        assert "没有这次评议" in page(f"/appraisals/{draft.pk}/{address}", 404)
    assert TITLE not in page("/appraisals/")


def test_one_by_code_alone_asks_for_it(client: Client, bureau: Agency, page: Page) -> None:
    one = made.drafted(OPERATOR, bureau)
    drafting.put_question(OPERATOR, one, {"kind": "one", "text": "满意吗", "options": "是\n否"}, at=AT)
    panel = drafting.put_panel(OPERATOR, one, {"name": "企业", "opening": "invited", "size": 5}, at=AT)
    made.opened(OPERATOR, one)
    assert "请填写邀请码" in sent(client, one, {})
    (code, *_) = codes.issue(OPERATOR, panel, at=AT)
    name = asked_of(one)[0].name
    assert "谢谢您参加评议" in sent(client, one, {name: "1", "code": code})
    assert AnswerSheet.objects.get().answers == {name: 1}


def test_it_stands_on_the_pages_of_its_agency(page: Page, bureau: Agency, running_one: Questionnaire) -> None:
    address = f"/agencies/a{bureau.pk}/appraisals/"
    assert TITLE in page("/appraisals/")
    with time_machine.travel(AFTER, tick=False):
        assert "现在没有正在进行的评议" in page("/appraisals/")
        published(running_one)
        assert f"/appraisals/{running_one.pk}/results/" in page("/appraisals/")
    assert bureau.name in page(address) or address


def test_results_are_read_once_they_are_published(client: Client, page: Page, running_one: Questionnaire) -> None:
    invited = made.invitations(OPERATOR, running_one)
    made.answered(running_one, 0, 0, 1, 1, "u", 3, words="秘密的话")
    made.answered(running_one, 0, 0, 1, 1, codes=invited)
    with time_machine.travel(AFTER, tick=False):
        page(f"/appraisals/{running_one.pk}/results/", 404)
        published(running_one)
        text = page(f"/appraisals/{running_one.pk}/results/")
        csv = client.get(f"/appraisals/{running_one.pk}/results/?csv").content.decode("utf-8-sig")
        answer = client.get(f"/appraisals/{running_one.pk}/")
    assert answer["Location"] == f"/appraisals/{running_one.pk}/results/"
    assert "满意=4分" in text
    assert "5人计分" in text
    assert "少于5份" in text
    assert "按权重合计：" not in text
    assert "秘密的话" not in text
    assert "秘密的话" not in csv
    assert "人大代表,少于5，不单独统计" in csv
    assert '<svg class="chart lying"' in text
