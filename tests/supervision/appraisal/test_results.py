"""What is counted and what is told: no small group apart, no mean of several panels without their weights."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import repeat

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.supervision.appraisal import concluding, drafting, queries
from gongkai.supervision.appraisal import running as steps
from gongkai.supervision.appraisal.results import LEAST, Results, read, texts
from gongkai.supervision.models import AnswerSheet, Appraisal, PanelCode, Questionnaire
from gongkai.supervision.queries import year_of
from tests.district import invited
from tests.supervision.conftest import made as record_made

from . import made
from .made import AFTER, AT, TITLE, answered, invitations


def closed(head: Person, one: Questionnaire) -> Questionnaire:
    return steps.close(head, one, at=AFTER)


def counted(head: Person, one: Questionnaire) -> Results:
    return read(closed(head, one).results)


def agreed(clerk: Person, head: Person, one: Questionnaire, words: str = "良好") -> Questionnaire:
    found = closed(head, one)
    concluding.conclude(clerk, found, {each.agency_id: words for each in found.appraised.all()}, at=AFTER)
    return concluding.approve(head, found, at=AFTER)


def test_four_sheets_are_told_nowhere_and_not_even_kept(head: Person, running: Questionnaire) -> None:
    answered(running, *repeat(0, 7))
    answered(running, *repeat(3, LEAST - 1), codes=invitations(head, running))
    results = counted(head, running)
    many, few = results.parts[0].groups
    assert (many.number, many.mean) == (7, Decimal("4.00"))
    assert (few.number, few.options, few.mean, few.rated) == (None, (), None, 0)
    assert (results.parts[0].mixed, results.small, results.panels[1].told) == (None, True, "少于5份")
    running.refresh_from_db()
    assert running.results["parts"][0]["groups"][1] == {"panel": "人大代表", "number": None}


def test_a_question_that_few_answered_is_not_told_either(head: Person, running: Questionnaire) -> None:
    answered(running, 0, 0, 0, 1, "u", several=None)
    answered(running, "u", several=["0", "1"])
    scale, several = counted(head, running).parts
    assert (scale.groups[0].number, scale.groups[0].rated, scale.groups[0].mean) == (6, 4, None)
    assert several.groups[0].number is None


def test_shares_of_several_choices_are_of_those_who_answered(head: Person, running: Questionnaire) -> None:
    answered(running, *repeat(0, 5), several=["0", "1"])
    answered(running, 0, several=["2"])
    group = counted(head, running).parts[1].groups[0]
    assert [(one.number, one.share) for one in group.options] == [
        (5, Decimal("83.3")), (5, Decimal("83.3")), (1, Decimal("16.7")),
    ]  # fmt: skip


def test_without_weights_nothing_is_mixed(head: Person, draft: Questionnaire) -> None:
    draft.panels.update(weight=None)
    one = made.opened(head, draft)
    answered(one, *repeat(0, 5))
    answered(one, *repeat(3, 5), codes=invitations(head, one))
    results = counted(head, one)
    assert [group.mean for group in results.parts[0].groups] == [Decimal("4.00"), Decimal("1.00")]
    assert (results.parts[0].mixed, results.weighted) == (None, False)


def test_nobody_answered(head: Person, running: Questionnaire) -> None:
    results = counted(head, running)
    assert results.answered == 0
    assert all(group.number is None for part in results.parts for group in part.groups)


def test_words_go_without_the_name_of_a_small_panel(head: Person, running: Questionnaire) -> None:
    answered(running, *repeat(0, 5), words="丙")
    answered(running, 0, codes=invitations(head, running), words="甲")
    (asked, said), *_ = texts(running)
    assert asked == "3. 您的意见"
    assert sorted(said) == sorted([("", "甲"), *repeat(("群众", "丙"), 5)])
    assert "甲" not in json.dumps(closed(head, running).results, ensure_ascii=False)


def test_closing_counts_once_deletes_codes_and_needs_a_reason_before_its_day(
    head: Person, clerk: Person, running: Questionnaire
) -> None:
    invitations(head, running)
    with pytest.raises(NotAllowed):
        steps.close(clerk, running, at=AFTER)
    with pytest.raises(Refused, match="提前结束的，请写明理由"):
        steps.close(head, running, at=AT)
    found = steps.close(head, running, reason="都收齐了", at=AT)
    assert (found.ended_on, found.state) == (AT.date(), "closed")
    assert not PanelCode.objects.exists()
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.reason) == ("appraisals.close", "都收齐了")
    assert json.loads(entry.data) == {"sheets": {"1": 0, "2": 0}, "early": True}
    with pytest.raises(WrongState, match="现在可以：填写评议结果、审定结果、作废"):
        steps.close(head, found, at=AFTER)


def test_a_withdrawn_one_keeps_no_sheet(head: Person, running: Questionnaire) -> None:
    answered(running, 0, 1)
    invitations(head, running)
    with pytest.raises(Refused, match="作废的理由"):
        steps.withdraw(head, running, reason=" ", at=AT)
    assert AnswerSheet.objects.count() == 2
    assert steps.withdraw(head, running, reason="第一题有误", at=AT).state == "withdrawn"
    assert not AnswerSheet.objects.exists()
    assert not PanelCode.objects.exists()


def test_who_wrote_it_or_its_results_does_not_approve(
    bureau: Agency, clerk: Person, head: Person, running: Questionnaire
) -> None:
    found = closed(head, running)
    with pytest.raises(Refused, match="还没有填写评议结果"):
        concluding.approve(head, found, at=AFTER)
    with pytest.raises(Refused, match="请填写对示范区民政局的评议结果"):
        concluding.conclude(clerk, found, {}, at=AFTER)
    concluding.conclude(head, found, {bureau.pk: "良好"}, at=AFTER)
    with pytest.raises(NotAllowed, match="起草问卷或者填写评议结果的人不能审定"):
        concluding.approve(head, found, at=AFTER)
    with pytest.raises(NotAllowed):
        concluding.approve(clerk, found, at=AFTER)
    second = invited("second", bureau, Role.HEAD)
    assert concluding.approve(second, found, at=AFTER).approved_by == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Questionnaire.objects.filter(pk=found.pk).update(approved_by=head)


def test_what_was_approved_is_sent_back_with_a_reason(clerk: Person, head: Person, running: Questionnaire) -> None:
    found = agreed(clerk, head, running)
    with pytest.raises(Refused, match="退回的理由"):
        concluding.send_back(head, found, reason="", at=AFTER)
    back = concluding.send_back(head, found, reason="等次写错", at=AFTER)
    assert (back.state, back.approved_by) == ("closed", None)


def test_it_is_told_once_in_the_year(
    bureau: Agency, clerk: Person, head: Person, stranger: Person, running: Questionnaire
) -> None:
    found = agreed(clerk, head, running)
    by_hand = record_made(Appraisal, bureau, AFTER.date(), title=TITLE, scale="好、差", result="好")
    with pytest.raises(Refused, match="请先撤下手工登记的那一条"):
        concluding.publish(head, found, at=AFTER)
    assert queries.published().count() == 0
    Appraisal.objects.filter(pk=by_hand.pk).update(withdrawn_at=AFTER, withdrawn_because="重复")
    with pytest.raises(NotAllowed):
        concluding.publish(stranger, found, at=AFTER)
    concluding.publish(head, found, at=AFTER)
    (told,) = year_of(bureau, 2024).appraisals
    assert told.appraised.questionnaire == found
    assert json.loads(Entry.objects.order_by("-sequence")[0].data) == {"records": [told.key]}
    with pytest.raises(WrongState, match="复制成下一期"):
        concluding.publish(head, found, at=AFTER)


def test_who_sees_what(
    bureau: Agency, finance: Agency, district: Agency, supervisor: Person, clerk: Person, stranger: Person
) -> None:
    one = made.opened(supervisor, made.written(supervisor, district, appraised=[bureau]))
    for who, sees in ((supervisor, True), (clerk, False), (stranger, False)):
        assert queries.visible(who, on=AT.date()).exists() is sees
    assert list(queries.concerning(queries.open_now(AT.date()), bureau)) == [one]
    assert not queries.concerning(queries.open_now(AT.date()), finance).exists()
    assert not queries.open_now(AFTER.date()).exists()
    found = closed(supervisor, one)
    concluding.conclude(supervisor, found, {bureau.pk: "良好"}, at=AFTER)
    concluding.approve(invited("head", district, Role.HEAD), found, at=AFTER)
    assert not queries.visible(clerk, on=AT.date()).exists()
    concluding.publish(supervisor, found, at=AFTER)
    assert list(queries.visible(clerk, on=AT.date())) == [one]
    assert not queries.visible(clerk, on=AT.date(), verb="appraisals.draft").exists()
    assert not queries.visible(stranger, on=AT.date()).exists()


def test_beside_answers_it_stands_where_it_was_meant_to(head: Person, clerk: Person, draft: Questionnaire) -> None:
    assert not queries.on_answers(draft.agency, AT.date()).exists()
    drafting.edit(clerk, draft, {"place": "answers"}, at=AT)
    made.opened(head, draft)
    assert list(queries.on_answers(draft.agency, AT.date())) == [draft]
