"""A questionnaire as it is written: what is refused, who may, and that nothing of it changes once it is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.supervision.appraisal import drafting, running
from gongkai.supervision.appraisal.questions import asked_of, options_of, written
from gongkai.supervision.models import Panel, Question, Questionnaire
from tests.district import invited

from . import made
from .made import AT, SCALE, TITLE, drafted


def last() -> Entry:
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


@pytest.mark.parametrize("role", list(Role))
def test_who_drafts(bureau: Agency, finance: Agency, district: Agency, role: Role) -> None:
    ours, theirs, above = (invited(f"p{one.pk}", one, role) for one in (bureau, finance, district))
    may = {ours: role in (Role.CLERK, Role.HEAD, Role.SUPERVISOR), theirs: False, above: role == Role.SUPERVISOR}
    for who, able in may.items():
        told = Entry.objects.count()
        if able:
            one = drafted(who, bureau)
            assert (last().verb, last().object, one.created_by) == ("appraisals.draft", one.key, who)
            continue
        with pytest.raises(NotAllowed):
            drafted(who, bureau)
        assert Entry.objects.count() == told


def test_it_appraises_the_agency_itself_or_those_below(
    bureau: Agency, finance: Agency, district: Agency, clerk: Person, supervisor: Person
) -> None:
    own = drafted(clerk, bureau)
    assert [one.agency for one in own.appraised.all()] == [bureau]
    with pytest.raises(Refused, match="“示范区财政局”不是本机关或者所属的机关"):
        drafting.edit(clerk, own, {"appraised": [finance]}, at=AT)
    with pytest.raises(Refused, match="请选择被评议的机关"):
        drafting.edit(clerk, own, {"appraised": []}, at=AT)
    assert [one.agency for one in own.appraised.all()] == [bureau]
    above = drafted(supervisor, district, appraised=[bureau, finance])
    drafting.edit(supervisor, above, {"appraised": [finance, district], "title": "全区评议"}, at=AT)
    assert {one.agency for one in above.appraised.all()} == {finance, district}
    above.refresh_from_db()
    assert (above.title, last().verb) == ("全区评议", "appraisals.edit")


def test_days_that_end_before_they_begin(bureau: Agency, clerk: Person) -> None:
    with pytest.raises(Refused, match="截止日期不能早于开始日期"):
        drafted(clerk, bureau, closes_on=date(2024, 11, 1))
    with pytest.raises(Refused, match="名称"):
        drafted(clerk, bureau, title=" ")
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("one", "是", "请写2到20个选项"),
        ("one", "是\n是", "“是”写了两次"),
        ("several", "网站\n不了解", "不是一个选项"),
        ("scale", "满意\n不满意", "先写分值再写含义"),
        ("scale", "5\n4", "先写分值再写含义"),
        ("scale", "5 满意\n1 不满意\n3 一般", "从高到低或者从低到高"),
        ("scale", "5 满意\n5 很满意", "不能重复"),
        ("scale", "1e9 满意\n5 很满意", "先写分值再写含义"),
        ("one", f"{'长' * 101}\n短", "超过100个字"),
    ],
)
def test_options_that_are_none(kind: str, text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        options_of(kind, text)


def test_options_are_read_and_written_the_same_way() -> None:
    assert options_of("text", "甲\n乙") == []
    found = options_of("scale", "5分　非常满意\n\n2.50 一般\n-1 不满意")
    assert found[1] == {"label": "一般", "points": "2.5"}
    assert written(Question(kind="scale", options=found)) == "5 非常满意\n2.5 一般\n-1 不满意"


def test_questions_are_put_changed_moved_and_removed(clerk: Person, draft: Questionnaire) -> None:
    first, second, third = draft.questions.all()
    drafting.put_question(
        clerk, draft, {"kind": "one", "text": "改过", "options": "是\n否"}, question=second, at=AT
    )
    drafting.move_question(clerk, third, up=True, at=AT)
    assert [one.text for one in draft.questions.all()] == [first.text, third.text, "改过"]
    drafting.move_question(clerk, first, up=True, at=AT)
    drafting.remove_question(clerk, first, at=AT)
    assert [(one.order, one.text) for one in draft.questions.all()] == [(1, third.text), (2, "改过")]
    assert last().verb == "appraisals.question-remove"
    with pytest.raises(Refused, match="只问一次"):
        drafting.put_question(clerk, draft, {"kind": "text", "text": "意见", "each": True}, at=AT)
    with pytest.raises(Refused, match="最多字数"):
        drafting.put_question(clerk, draft, {"kind": "text", "text": "意见", "most": 0}, at=AT)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "企业", "opening": "anyone"}, "只能有一个"),
        ({"name": "群众", "opening": "invited", "size": 3}, "已经有评议主体"),
        ({"name": "企业", "opening": "invited"}, "请填写名单人数"),
        ({"name": "企业", "opening": "invited", "size": 5001}, "请填写名单人数"),
        ({"name": "企业", "opening": "invited", "size": 5, "weight": Decimal(0)}, "权重应大于0"),
        ({"name": "企业", "opening": "post", "size": 5}, "怎样参加"),
    ],
)
def test_panels_that_are_none(clerk: Person, draft: Questionnaire, given: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        drafting.put_panel(clerk, draft, given, at=AT)
    assert draft.panels.count() == 2


def test_the_database_knows_two_panels_of_anybody_are_one(draft: Questionnaire) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.create(questionnaire=draft, order=9, name="甲", opening="anyone")


@pytest.mark.parametrize(
    "change",
    [
        lambda user, one: drafting.edit(user, one, {"title": "甲"}, at=AT),
        lambda user, one: drafting.put_question(user, one, {"kind": "text", "text": "甲"}, at=AT),
        lambda user, one: drafting.put_panel(user, one, {"name": "甲", "opening": "invited", "size": 1}, at=AT),
        lambda user, one: drafting.move_question(user, one.questions.first(), up=False, at=AT),
        lambda user, one: drafting.remove_question(user, one.questions.first(), at=AT),
        lambda user, one: drafting.remove_panel(user, one.panels.first(), at=AT),
    ],
)
def test_nothing_of_it_changes_once_it_is_open(
    head: Person, running: Questionnaire, change: Callable[[Person, Questionnaire], object]
) -> None:
    told = Entry.objects.count()
    with pytest.raises(WrongState, match="评议中"):
        change(head, running)
    assert (running.questions.count(), running.panels.count()) == (3, 2)
    assert Entry.objects.count() == told


def test_who_looked_before_somebody_else_acted(clerk: Person, draft: Questionnaire) -> None:
    with pytest.raises(Stale):
        drafting.edit(clerk, draft, {"title": "甲"}, revision=draft.revision - 1, at=AT)


def test_the_next_of_the_series(clerk: Person, head: Person, stranger: Person, running: Questionnaire) -> None:
    made.answered(running, 0)
    with pytest.raises(NotAllowed):
        drafting.copied(stranger, running, at=AT)
    again = drafting.copied(clerk, running, at=AT)
    assert (again.title, again.opens_on, again.state) == ("2025年度政务公开社会评议", date(2025, 11, 20), "draft")
    assert (again.issue, again.copied_from, last().verb) == (2, running, "appraisals.copy")
    assert [one.options for one in again.questions.all()] == [one.options for one in running.questions.all()]
    assert [one.weight for one in again.panels.all()] == [Decimal(40), Decimal(60)]
    assert not any(one.sheets.exists() or one.codes.exists() for one in again.panels.all())
    assert running.title == TITLE


def test_a_question_of_each_body_is_a_field_of_each(
    bureau: Agency, finance: Agency, district: Agency, supervisor: Person
) -> None:
    one = made.written(supervisor, district, appraised=[bureau, finance])
    asked = asked_of(one)
    assert [(each.number, each.subject) for each in asked] == [(1, bureau), (1, finance), (2, None), (3, None)]
    assert asked[0].label == "1. 示范区民政局：您对政务公开工作是否满意"


@pytest.mark.parametrize(
    ("lacks", "why"),
    [
        (lambda one: one.panels.all().delete(), "评议主体"),
        (lambda one: one.questions.exclude(kind="text").delete(), "只有文字问题不能统计"),
        (lambda one: one.panels.filter(order=1).update(weight=None), "合计100"),
        (lambda one: one.panels.filter(order=1).update(weight=30), "合计100"),
        (lambda one: Questionnaire.objects.filter(pk=one.pk).update(opens_on="2024-11-01", closes_on="2024-11-02"),
         "截止日期已过"),
    ],
)  # fmt: skip
def test_what_keeps_it_from_being_opened(
    head: Person, draft: Questionnaire, lacks: Callable[[Questionnaire], object], why: str
) -> None:
    lacks(draft)
    with pytest.raises(Refused, match=why):
        running.open_(head, draft, at=AT)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_clerk_does_not_open(clerk: Person, head: Person, draft: Questionnaire) -> None:
    with pytest.raises(NotAllowed):
        running.open_(clerk, draft, at=AT)
    assert running.open_(head, draft, at=AT).state == "open"
    assert last().verb == "appraisals.open"
    assert SCALE.startswith("4")
