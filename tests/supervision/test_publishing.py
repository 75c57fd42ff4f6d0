"""An inspection made public: worded by one, approved by another, taken back with a reason; no more than that."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.supervision import inspecting, public, publishing, rectifying
from gongkai.supervision.inspection_states import Said, State
from gongkai.supervision.models import Inspection, PublicSentence, Shortcoming
from gongkai.supervision.publishing import Words
from tests.district import invited

from .test_inspecting import DUE, NOW, begun, judged, last

LATER = NOW + timedelta(days=3)
WHOLE = "公开工作总体规范，指南和培训需要改进。"


@pytest.fixture
def second(district: Agency) -> Person:
    return invited("fuhe", district, Role.SUPERVISOR)


@pytest.fixture
def closed(bureau: Agency, supervisor: Person) -> Inspection:
    return inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)


def said(inspection: Inspection, *, done: str = "", whole: str = WHOLE) -> list[Words]:
    """Of the whole and of everything that was found."""
    found = publishing.shortcomings(inspection)
    return [
        Words(Said.WHOLE, whole),
        *(Words(Said.FOUND, f"{one.verdict.title}不够规范。", one.pk) for one in found),
        *(Words(Said.DONE, done, one.pk) for one in found),
    ]


def published(inspection: Inspection, one: Person, other: Person) -> Inspection:
    publishing.word(one, inspection, said(inspection), at=LATER)
    return publishing.publish(other, inspection, at=LATER)


def test_worded_by_one_and_made_public_by_another(closed: Inspection, supervisor: Person, second: Person) -> None:
    publishing.word(supervisor, closed, said(closed), at=LATER)
    assert (last().verb, json.loads(last().data)) == ("inspections.word", {"sentences": 3})
    assert not public.shown().exists()
    made = publishing.publish(second, closed, at=LATER)
    assert (made.state, made.published_at) == (State.PUBLISHED, LATER)
    assert (last().verb, json.loads(last().data)) == ("inspections.publish", {"sentences": 3})
    (told,) = public.told(public.shown(closed.agency))
    assert told.whole == WHOLE
    assert [one.found for one in told.found] == ["指南不够规范。", "培训不够规范。"]
    assert [(one.state, one.on, one.done) for one in told.found] == [("待整改", DUE, "")] * 2


def test_the_public_is_told_nothing_else(closed: Inspection, supervisor: Person, second: Person) -> None:
    one = Shortcoming.objects.get(verdict__title="培训")
    clerk = invited("jingban", closed.agency, Role.CLERK)
    rectifying.assign(clerk, one, unit="办公室甲", at=LATER)
    rectifying.prove(clerk, one, proof="签到表在乙处", at=LATER)
    rectifying.accept(supervisor, one, words="核实丙", at=LATER)
    published(closed, supervisor, second)
    (told,) = public.told(public.shown())
    text = json.dumps([asdict(found) for found in told.found], ensure_ascii=False, default=str)
    for hidden in ("办公室甲", "签到表", "核实丙", one.verdict.ground, clerk.name, supervisor.name):
        assert hidden not in text
    assert told.settled == 1
    assert told.found[1].on == LATER.date()


def test_nobody_approves_their_own(closed: Inspection, supervisor: Person, second: Person) -> None:
    publishing.word(second, closed, said(closed), at=LATER)
    told = Entry.objects.count()
    # One began the inspection, the other worded it.
    for who in (supervisor, second):
        with pytest.raises(NotAllowed, match="其他人员审核"):
            publishing.publish(who, closed, at=LATER)
    closed.refresh_from_db()
    assert (closed.state, Entry.objects.count()) == (State.CLOSED, told)
    assert not PublicSentence.objects.exclude(approved_at=None).exists()


def test_the_database_lets_nobody_approve_their_own_either(closed: Inspection, second: Person) -> None:
    publishing.word(second, closed, said(closed), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicSentence.objects.update(approved_by=second, approved_at=LATER)


def test_nothing_is_public_without_a_sentence_of_everything(
    closed: Inspection, supervisor: Person, second: Person
) -> None:
    with pytest.raises(Refused, match="总体情况、“指南”、“培训”"):
        publishing.publish(second, closed, at=LATER)
    publishing.word(supervisor, closed, said(closed)[:2], at=LATER)
    with pytest.raises(Refused, match="还没有公开表述：“培训”"):
        publishing.publish(second, closed, at=LATER)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("长" * 501, "最多500字"),
        ("联系张某13800138000", "电话号码"),
        ("公开了11010519491231002X的名单", "身份证号"),
    ],
)
def test_personal_data_and_long_ones_are_refused(
    closed: Inspection, supervisor: Person, text: str, why: str
) -> None:
    told = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        publishing.word(supervisor, closed, said(closed, whole=text), at=LATER)
    assert (PublicSentence.objects.count(), Entry.objects.count()) == (0, told)


def test_a_draft_is_worded_anew_and_dropped(closed: Inspection, supervisor: Person, second: Person) -> None:
    publishing.word(supervisor, closed, [Words(Said.WHOLE, "甲")], at=NOW)
    publishing.word(second, closed, [Words(Said.WHOLE, "乙")], at=LATER)
    one = closed.sentences.get()
    assert (one.text, one.written_by, one.written_at) == ("乙", second, LATER)
    told = Entry.objects.count()
    publishing.word(supervisor, closed, [Words(Said.WHOLE, "乙")], at=LATER)
    assert Entry.objects.count() == told
    publishing.word(supervisor, closed, [Words(Said.WHOLE, "")], at=LATER)
    assert not closed.sentences.exists()


def test_what_was_done_is_told_later_and_waits_for_a_second_person(
    closed: Inspection, supervisor: Person, second: Person
) -> None:
    published(closed, supervisor, second)
    with pytest.raises(Refused, match="没有待审核"):
        publishing.approve(second, closed, at=LATER)
    publishing.word(supervisor, closed, said(closed, done="已经改进。", whole="新的总体表述。"), at=LATER)
    (told,) = public.told(public.shown())
    assert (told.whole, told.found[0].done) == (WHOLE, "")
    with pytest.raises(NotAllowed):
        publishing.approve(supervisor, closed, at=LATER)
    publishing.approve(second, closed, at=LATER)
    assert last().verb == "inspections.approve"
    (told,) = public.told(public.shown())
    assert (told.whole, told.found[0].done) == ("新的总体表述。", "已经改进。")
    # What was public before can still be told.
    assert closed.sentences.filter(about=Said.WHOLE).count() == 2


def test_taken_back_it_is_gone_and_says_why(closed: Inspection, supervisor: Person, second: Person) -> None:
    published(closed, supervisor, second)
    for reason in ("", "电话13800138000", "长" * 301):
        with pytest.raises(Refused):
            publishing.take_back(supervisor, closed, reason=reason, at=LATER)
    publishing.take_back(supervisor, closed, reason="得分计算有误，核对后重新公布", at=LATER)
    assert (last().verb, last().reason) == ("inspections.take_back", "得分计算有误，核对后重新公布")
    assert not public.shown().exists()
    gone = public.taken_back(closed.agency, 2024, 2)
    assert gone is not None
    assert gone.taken_back_because == "得分计算有误，核对后重新公布"
    publishing.publish(second, closed, at=LATER)
    assert public.shown().exists()
    assert public.taken_back(closed.agency, 2024, 2) is None


def test_steps_in_the_wrong_state(bureau: Agency, supervisor: Person, second: Person, closed: Inspection) -> None:
    with pytest.raises(WrongState):
        publishing.take_back(supervisor, closed, reason="甲", at=LATER)
    with pytest.raises(WrongState):
        publishing.approve(second, closed, at=LATER)
    published(closed, supervisor, second)
    with pytest.raises(WrongState):
        publishing.publish(second, closed, at=LATER)
    with pytest.raises(Stale):
        publishing.word(supervisor, closed, said(closed), revision=0, at=LATER)


def test_what_an_office_found_of_itself_is_nobody_elses(bureau: Agency, clerk: Person) -> None:
    own = inspecting.close(clerk, judged(clerk, begun(clerk, bureau, own=True)), at=NOW)
    for step in (
        lambda: publishing.word(clerk, own, [Words(Said.WHOLE, "甲")], at=LATER),
        lambda: publishing.publish(clerk, own, at=LATER),
    ):
        with pytest.raises(Refused, match="自查的结果不通报"):
            step()


def test_a_shortcoming_of_another_inspection(closed: Inspection, finance: Agency, supervisor: Person) -> None:
    other = inspecting.close(supervisor, judged(supervisor, begun(supervisor, finance)), due_on=DUE, at=NOW)
    theirs = publishing.shortcomings(other)[0]
    with pytest.raises(Refused, match="不是这次检查"):
        publishing.word(supervisor, closed, [Words(Said.FOUND, "甲", theirs.pk)], at=LATER)


def test_a_stranger_changes_nothing(closed: Inspection, supervisor: Person, second: Person, clerk: Person) -> None:
    published(closed, supervisor, second)
    told = Entry.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: publishing.word(clerk, closed, [Words(Said.WHOLE, "丁")], at=LATER),
        lambda: publishing.approve(clerk, closed, at=LATER),
        lambda: publishing.take_back(clerk, closed, reason="甲", at=LATER),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    assert (Entry.objects.count(), public.shown().count()) == (told, 1)


def test_what_was_made_known_before_there_were_sentences_is_not_public(closed: Inspection) -> None:
    Inspection.objects.filter(pk=closed.pk).update(state=State.PUBLISHED, published_at=NOW)
    assert not public.shown().exists()


def test_the_mean_of_a_quarter_says_of_how_many(
    closed: Inspection, finance: Agency, supervisor: Person, second: Person
) -> None:
    other = inspecting.close(supervisor, judged(supervisor, begun(supervisor, finance)), due_on=DUE, at=NOW)
    for one in (closed, other):
        published(one, supervisor, second)
    Inspection.objects.filter(pk=other.pk).update(score=91)
    (mean,) = public.averages(public.shown())
    assert (mean.year, mean.quarter, str(mean.score), mean.number) == (2024, 2, "93.5", 2)


def test_many_are_told_in_two_questions(
    closed: Inspection, supervisor: Person, second: Person, django_assert_num_queries: object
) -> None:
    published(closed, supervisor, second)
    with django_assert_num_queries(3):  # type: ignore[operator]  # pytest-django's
        public.told(public.shown())
