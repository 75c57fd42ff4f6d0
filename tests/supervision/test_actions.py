"""A record of the work is written down, corrected and withdrawn by whoever may, and the chain tells it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.publication import doors
from gongkai.supervision import actions
from gongkai.supervision.kinds import KINDS, code_of, columns
from gongkai.supervision.models import Complaint, Correction, Evaluation, Proposal, Training
from tests.district import invited

from .conftest import AT, TODAY, made

GIVEN: dict[str, Any] = {"on": date(2024, 5, 7), "title": " 条例专题培训 ", "people": 12, "leader": True}


def last() -> Entry:
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


def test_a_record_is_written_down_and_the_chain_tells_kind_and_day_and_not_its_words(
    bureau: Agency, clerk: Person
) -> None:
    row = actions.enter(clerk, bureau, Training, GIVEN, at=AT)
    row.refresh_from_db()
    assert (row.agency, row.title, row.people, row.leader) == (bureau, "条例专题培训", 12, True)
    assert (row.created_by, row.created_at) == (clerk, AT)
    entry = last()
    assert (entry.verb, entry.actor, entry.object) == ("works.enter", clerk.key, row.key)
    assert json.loads(entry.data) == {"kind": "training", "on": "2024-05-07"}


@pytest.mark.parametrize("role", [Role.CLERK, Role.INFORMATION_OFFICER, Role.HEAD])
def test_the_office_and_its_people_record(bureau: Agency, role: Role) -> None:
    assert actions.enter(invited("a", bureau, role), bureau, Training, GIVEN, at=AT).pk


def test_the_supervisor_records_for_the_bodies_below(bureau: Agency, supervisor: Person) -> None:
    given = {"on": date(2024, 12, 1) - timedelta(days=30), "title": "年度考核", "result": "优秀"}
    assert actions.enter(supervisor, bureau, Evaluation, given, at=AT).agency == bureau


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_only_looks_records_nothing(bureau: Agency, role: Role) -> None:
    before = Entry.objects.count()
    person = invited("a", bureau, role)
    added = Entry.objects.count()
    with pytest.raises(NotAllowed):
        actions.enter(person, bureau, Training, GIVEN, at=AT)
    assert not Training.objects.exists()
    assert Entry.objects.count() == added > before


def test_a_neighbour_neither_records_nor_corrects_nor_withdraws(
    bureau: Agency, clerk: Person, stranger: Person
) -> None:
    row = actions.enter(clerk, bureau, Training, GIVEN, at=AT)
    told = Entry.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: actions.enter(stranger, bureau, Training, GIVEN, at=AT),
        lambda: actions.correct(stranger, row, {"people": 1}, reason="甲", at=AT),
        lambda: actions.withdraw(stranger, row, reason="甲", at=AT),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    row.refresh_from_db()
    assert (row.people, row.withdrawn_at, Entry.objects.count()) == (12, None, told)


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        (Training, {"on": TODAY + timedelta(days=1)}, "培训日期不能晚于今天"),
        (Training, {"on": date(2008, 4, 30)}, "不能早于2008年5月1日"),
        (Training, {"title": "  "}, "培训主题："),
        (Training, {"people": -1}, "参加人数："),
        (Training, {"role": "nobody"}, "方式："),
        (Proposal, {"kind": "deputies", "count": 2, "answered": 3}, "已办结件数不能多于件数"),
        (Proposal, {"kind": "deputies", "count": 2, "answered": 1, "published": 2}, "不能多于已办结件数"),
        (Complaint, {"channel": "phone", "result": "founded"}, "督促整改（《条例》第四十七条）"),
        (Complaint, {"channel": "phone", "answered_on": date(2024, 5, 8)}, "请选择核查结果"),
        (Complaint, {"channel": "phone", "result": "unfounded", "answered_on": date(2024, 5, 1)}, "不能早于收到"),
        (Evaluation, {"result": "优秀", "score": "12345678"}, "得分："),
    ],
)
def test_what_cannot_be_is_refused_in_the_words_of_the_form(
    bureau: Agency, clerk: Person, kind: Any, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        actions.enter(clerk, bureau, kind, {"on": date(2024, 5, 7), "title": "甲", **more}, at=AT)
    assert not kind.objects.exists()


def test_the_database_refuses_it_too(bureau: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        made(Proposal, bureau, kind="deputies", count=1, answered=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        made(Training, bureau, withdrawn_at=AT)


def test_a_field_of_no_kind_is_a_fault_of_the_program(bureau: Agency, clerk: Person) -> None:
    with pytest.raises(KeyError):
        actions.enter(clerk, bureau, Training, {**GIVEN, "agency": 3}, at=AT)


def test_a_correction_keeps_what_stood_there_before(bureau: Agency, clerk: Person) -> None:
    row = actions.enter(clerk, bureau, Training, GIVEN, at=AT)
    later = AT + timedelta(hours=1)
    given = {"people": 15, "on": date(2024, 5, 8), "leader": True}
    found = actions.correct(clerk, row, given, reason="签到表核对", at=later)
    assert (found.people, found.on, found.revision) == (15, date(2024, 5, 8), 1)
    (kept,) = Correction.objects.all()
    assert (kept.record, kept.reason, kept.by) == (row.key, "签到表核对", clerk)
    assert kept.before == {"people": 12, "on": "2024-05-07"}
    entry = last()
    assert (entry.verb, entry.reason) == ("works.correct", "签到表核对")
    assert json.loads(entry.data)["fields"] == ["on", "people"]


def test_a_correction_that_changes_nothing_tells_nothing(bureau: Agency, clerk: Person) -> None:
    given = {"on": date(2024, 5, 7), "title": "考核", "result": "优秀", "score": "90.50"}
    row = actions.enter(clerk, bureau, Evaluation, given, at=AT)
    told = Entry.objects.count()
    same = {**given, "score": "90.5"}
    assert actions.correct(clerk, row, same, reason="核对", at=AT).revision == 0
    assert Entry.objects.count() == told


def test_a_correction_needs_a_reason_and_sense(bureau: Agency, clerk: Person) -> None:
    row = actions.enter(clerk, bureau, Training, GIVEN, at=AT)
    with pytest.raises(Refused, match="理由"):
        actions.correct(clerk, row, {"people": 1}, reason=" ", at=AT)
    with pytest.raises(Refused, match="参加人数"):
        actions.correct(clerk, row, {"people": -1}, reason="核对", at=AT)
    row.refresh_from_db()
    assert row.people == 12
    assert not Correction.objects.exists()


def test_who_saw_an_older_page_is_told(bureau: Agency, clerk: Person) -> None:
    row = actions.enter(clerk, bureau, Training, GIVEN, at=AT)
    actions.correct(clerk, row, {"people": 15}, reason="核对", revision=0, at=AT)
    steps: list[Callable[[], object]] = [
        lambda: actions.correct(clerk, row, {"people": 16}, reason="核对", revision=0, at=AT),
        lambda: actions.withdraw(clerk, row, reason="重复", revision=0, at=AT),
    ]
    for step in steps:
        with pytest.raises(Stale):
            step()


def test_what_was_entered_by_mistake_is_withdrawn_once_and_for_a_reason(bureau: Agency, clerk: Person) -> None:
    row = actions.enter(clerk, bureau, Training, GIVEN, at=AT)
    with pytest.raises(Refused, match="理由"):
        actions.withdraw(clerk, row, reason="", at=AT)
    found = actions.withdraw(clerk, row, reason="重复登记", at=AT)
    assert (found.withdrawn_at, found.withdrawn_because) == (AT, "重复登记")
    assert (last().verb, last().reason) == ("works.withdraw", "重复登记")
    with pytest.raises(WrongState):
        actions.withdraw(clerk, row, reason="再撤", at=AT)
    with pytest.raises(WrongState):
        actions.correct(clerk, row, {"people": 1}, reason="再改", at=AT)


def test_a_complaint_by_telephone_has_the_period_of_one_through_the_form(bureau: Agency, clerk: Person) -> None:
    given: dict[str, Any] = {"on": date(2024, 5, 7), "title": "栏目不更新", "channel": "phone"}
    row = actions.enter(clerk, bureau, Complaint, given, at=AT)
    assert row.due_on == doors.due_on(bureau, "complain", date(2024, 5, 7)).on
    own = actions.enter(clerk, bureau, Complaint, {**given, "due_on": date(2024, 5, 20)}, at=AT)
    assert own.due_on == date(2024, 5, 20)


@pytest.mark.parametrize("kind", KINDS, ids=code_of)
def test_every_kind_is_written_down_in_the_same_way(bureau: Agency, kind: Any) -> None:
    given: dict[str, Any] = {"on": date(2024, 5, 7)}
    for one in columns(kind):
        if one.needed and one.name != "on":
            given[one.name] = one.field.flatchoices[0][0] if one.field.choices else "甲"
    row = actions.enter(OPERATOR, bureau, kind, given, at=AT)
    assert row.created_by is None
    assert last().object == row.key == f"{code_of(kind)}:{row.pk}"
