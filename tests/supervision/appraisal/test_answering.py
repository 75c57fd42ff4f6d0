"""A sheet as it comes in: what is no answer, that a code is used up, that nothing leads from it to anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.supervision.appraisal import answering, codes
from gongkai.supervision.appraisal import running as steps
from gongkai.supervision.appraisal.questions import asked_of
from gongkai.supervision.models import AnswerSheet, PanelCode, Questionnaire
from tests.district import together

from .made import AFTER, AT, answered, invitations, invited_panel, sheet


def names(one: Questionnaire) -> list[str]:
    return [each.name for each in asked_of(one)]


def test_a_sheet_has_no_time_no_code_and_no_place_in_a_row(head: Person, running: Questionnaire) -> None:
    code, *_ = invitations(head, running)
    answered(running, 1, codes=[code], several=["0", "2"], words="换得慢")
    (one,) = AnswerSheet.objects.all()
    assert {field.name for field in AnswerSheet._meta.fields} == {"id", "panel", "answers", "texts"}
    assert one.id.version == 4
    assert one.answers == {names(running)[0]: 1, names(running)[1]: [0, 2]}
    assert PanelCode.objects.filter(panel=one.panel).count() == 7
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.actor, entry.object, entry.data) == (
        "appraisals.answer", "visitor", running.key, '{"panel":2}',
    )  # fmt: skip
    assert "换得慢" not in "".join(Entry.objects.values_list("data", flat=True))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"scale": None}, "请回答“1. 示范区民政局"),
        ({"scale": 4}, "不在选项之内"),
        ({"scale": "-1"}, "不在选项之内"),
        ({"scale": "²"}, "不在选项之内"),
        ({"several": ["7"]}, "不在选项之内"),
        ({"several": "0"}, "不在选项之内"),
        ({"several": ["u"]}, "不在选项之内"),
        ({"words": "长" * 101}, "最多100个字"),
    ],
)
def test_what_is_no_answer(running: Questionnaire, given: dict[str, object], why: str) -> None:
    told = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        answering.answer(running, sheet(running, **{"scale": 0, **given}), at=AT)  # type: ignore[arg-type]  # wrong on purpose
    assert not AnswerSheet.objects.exists()
    assert Entry.objects.count() == told


def test_a_code_is_good_for_one_sheet_of_its_questionnaire(head: Person, running: Questionnaire) -> None:
    code, *_ = invitations(head, running)
    answered(running, 0, codes=[code.lower().replace("-", " ")])
    for wrong in (code, "ABCD-ABCD-ABCD-ABCD"):
        with pytest.raises(answering.WrongCode, match="不对，或者已经用过"):
            answered(running, 0, codes=[wrong])
    assert AnswerSheet.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sheets_with_one_code_at_once(head: Person, running: Questionnaire) -> None:
    code, *_ = invitations(head, running)
    found = together(*[lambda: answering.answer(running, sheet(running), code=code, at=AT)] * 2)
    assert sum(isinstance(one, answering.WrongCode) for one in found) == 1
    assert AnswerSheet.objects.count() == 1


def test_codes_are_made_once_and_anew_with_a_reason(
    head: Person, clerk: Person, stranger: Person, running: Questionnaire
) -> None:
    panel = invited_panel(running)
    for who in (clerk, stranger):
        with pytest.raises(NotAllowed):
            codes.issue(who, panel, at=AT)
    first = codes.issue(head, panel, at=AT)
    assert len(set(first)) == 8
    kept = set(PanelCode.objects.values_list("sha256", flat=True))
    assert not kept & set(first)
    answered(running, 0, codes=first)
    with pytest.raises(Refused, match="重发以后没有用过的旧码全部作废"):
        codes.issue(head, panel, at=AT)
    second = codes.issue(head, panel, reason="通知书丢失", at=AT)
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.reason, entry.data) == (
        "appraisals.codes", "通知书丢失", '{"again":true,"codes":7,"panel":2}',
    )  # fmt: skip
    with pytest.raises(answering.WrongCode):
        answered(running, 0, codes=first[1:])
    answered(running, *[0] * 7, codes=second)
    with pytest.raises(Refused, match="都已答卷"):
        codes.issue(head, panel, reason="再发", at=AT)
    with pytest.raises(Refused, match="不发邀请码"):
        codes.issue(head, running.panels.get(opening="anyone"), at=AT)


def test_only_within_its_days(running: Questionnaire) -> None:
    for days in (-1, 11):
        with pytest.raises(Refused, match="现在不能答卷"):
            answering.answer(running, sheet(running), at=AT + timedelta(days=days))
    assert answering.answer(running, sheet(running), at=AT + timedelta(days=10)).name == "群众"


def test_neither_a_draft_nor_what_is_closed_takes_one(head: Person, draft: Questionnaire) -> None:
    with pytest.raises(WrongState, match="草稿"):
        answered(draft, 0)
    steps.close(head, steps.open_(head, draft, at=AT), at=AFTER)
    with pytest.raises(WrongState):
        answered(draft, 0)
    assert not AnswerSheet.objects.exists()
