"""An inspection up to its score: records answer, a person judges the rest, and nothing without evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.publication import obligations
from gongkai.supervision import inspecting
from gongkai.supervision.inspection_states import Repair, Result, State
from gongkai.supervision.models import Inspection, Shortcoming, Training, Verdict
from gongkai.supervision.queries import inspections, year_of
from tests.district import SHANGHAI, invited

from .conftest import made

NOW = datetime(2024, 7, 10, 9, 0, tzinfo=SHANGHAI)
DUE = date(2024, 8, 10)


def last() -> Entry:
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    return entry


def begun(user: Person, agency: Agency, *, own: bool = False) -> Inspection:
    return inspecting.begin(user, agency, year=2024, quarter=2, own=own, at=NOW)


def point(inspection: Inspection, title: str) -> Verdict:
    return inspection.verdicts.get(title=title)


def judged(user: Person, inspection: Inspection) -> Inspection:
    """All that waits for a person is fine."""
    for one in inspection.verdicts.filter(result=Result.WAITING):
        inspecting.judge(user, one, result="passed", at=NOW)
    return inspection


def test_records_answer_what_they_can_and_the_rest_waits(
    bureau: Agency, supervisor: Person, clerk: Person
) -> None:
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2024, 4, 1), at=NOW)
    found = begun(supervisor, bureau)
    late, training = point(found, "公开时限"), point(found, "培训")
    assert (late.result, late.number, late.taken_off, late.automatic) == ("failed", 1, Decimal(2), True)
    assert "“预算”：2024-04-01形成" in late.ground
    assert (training.result, training.taken_off) == ("failed", Decimal(2))
    assert point(found, "栏目更新").result == Result.CANNOT
    assert point(found, "栏目更新").taken_off == 0
    assert "没有建立主动公开目录" in point(found, "栏目更新").ground
    assert {one.title for one in found.verdicts.filter(result=Result.WAITING)} == {
        "安全、泄密等严重问题", "答复文书",
    }  # fmt: skip
    entry = last()
    assert (entry.verb, entry.object) == ("inspections.begin", found.key)
    assert json.loads(entry.data) == {"year": 2024, "quarter": 2, "own": False}


@pytest.mark.parametrize(("year", "quarter"), [(2024, 4), (2025, 1), (2024, 0), (2024, 5)])
def test_a_quarter_that_has_not_begun(bureau: Agency, supervisor: Person, year: int, quarter: int) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        inspecting.begin(supervisor, bureau, year=year, quarter=quarter, at=NOW)


def test_a_quarter_is_looked_at_once_by_each(bureau: Agency, supervisor: Person, clerk: Person) -> None:
    begun(supervisor, bureau)
    with pytest.raises(Refused, match="检查已经有了"):
        begun(supervisor, bureau)
    begun(clerk, bureau, own=True)
    with pytest.raises(Refused, match="自查已经有了"):
        begun(clerk, bureau, own=True)


@pytest.mark.parametrize("role", list(Role))
def test_who_inspects_and_who_looks_at_themselves(bureau: Agency, district: Agency, role: Role) -> None:
    ours, above = invited("ours", bureau, role), invited("above", district, role)
    for who, own, may in (
        (above, False, role == Role.SUPERVISOR),
        (ours, True, role in (Role.CLERK, Role.HEAD)),
        (above, True, False),
    ):
        if may:
            assert begun(who, bureau, own=own).own is own
        else:
            told = Entry.objects.count()
            with pytest.raises(NotAllowed):
                begun(who, bureau, own=own)
            assert Entry.objects.count() == told


def test_the_records_are_asked_again_and_what_a_person_judged_stays(bureau: Agency, supervisor: Person) -> None:
    found = begun(supervisor, bureau)
    inspecting.judge(supervisor, point(found, "指南"), result="passed", ground="指南在区政府网站", at=NOW)
    made(Training, bureau, date(2024, 4, 2))
    inspecting.look(supervisor, found, at=NOW)
    assert point(found, "培训").result == Result.PASSED
    guide = point(found, "指南")
    assert (guide.result, guide.automatic, guide.by) == (Result.PASSED, False, supervisor)
    assert last().verb == "inspections.look"


@pytest.mark.parametrize(
    ("result", "off", "ground", "why"),
    [
        ("failed", "2", "", "没有证据不能扣分"),
        ("failed", "7", "抽查三件", "最多扣6.0分"),
        ("failed", "-1", "抽查三件", "最多扣"),
        ("passed", "1", "", "只有“有问题”的项目可以扣分"),
        ("cannot", "0", " ", "为什么不能判定"),
        ("cannot", "1", "没有答复", "只有“有问题”"),
        ("waiting", "0", "甲", "请选择判定结果"),
    ],
)
def test_nothing_is_taken_off_without_evidence(
    bureau: Agency, supervisor: Person, result: str, off: str, ground: str, why: str
) -> None:
    found = begun(supervisor, bureau)
    told = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        inspecting.judge(
            supervisor, point(found, "答复文书"), result=result, taken_off=Decimal(off), ground=ground, at=NOW
        )
    assert point(found, "答复文书").result == Result.WAITING
    assert Entry.objects.count() == told


def test_the_database_takes_nothing_off_without_evidence_either(bureau: Agency, supervisor: Person) -> None:
    one = point(begun(supervisor, bureau), "答复文书")
    for change in (
        {"result": "failed", "taken_off": 1, "ground": ""},
        {"result": "passed", "taken_off": 1, "ground": "甲"},
        {"result": "failed", "taken_off": 7, "ground": "甲"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verdict.objects.filter(pk=one.pk).update(**change)


def test_records_are_overruled_with_a_reason_only(bureau: Agency, supervisor: Person) -> None:
    found = begun(supervisor, bureau)
    with pytest.raises(Refused, match="请写明理由"):
        inspecting.judge(supervisor, point(found, "培训"), result="passed", at=NOW)
    inspecting.judge(supervisor, point(found, "培训"), result="passed", ground="参加了区里的培训，签到表", at=NOW)
    assert json.loads(last().data) == {"point": 14, "result": "passed", "off": "0"}


def test_a_point_that_waits_keeps_it_open(bureau: Agency, supervisor: Person) -> None:
    with pytest.raises(Refused, match="还有项目没有判定：安全、泄密等严重问题、答复文书"):
        inspecting.close(supervisor, begun(supervisor, bureau), due_on=DUE, at=NOW)


@pytest.mark.parametrize("due_on", [None, NOW.date(), date(2025, 7, 20)])
def test_what_is_to_be_put_right_has_a_day(bureau: Agency, supervisor: Person, due_on: date | None) -> None:
    found = judged(supervisor, begun(supervisor, bureau))
    with pytest.raises(Refused, match="整改期限"):
        inspecting.close(supervisor, found, due_on=due_on, at=NOW)
    assert not Shortcoming.objects.exists()


def test_the_score_and_what_is_to_be_put_right(bureau: Agency, supervisor: Person) -> None:
    found = judged(supervisor, begun(supervisor, bureau))
    closed = inspecting.close(supervisor, found, due_on=DUE, at=NOW)
    # No guide and no training: 2 and 2.
    assert (closed.state, closed.on, closed.score) == (State.CLOSED, NOW.date(), Decimal(96))
    rows = list(Shortcoming.objects.order_by("pk"))
    assert [(one.verdict.title, one.due_on, one.state) for one in rows] == [
        ("指南", DUE, Repair.OPEN), ("培训", DUE, Repair.OPEN),
    ]  # fmt: skip
    assert json.loads(last().data) == {"score": "96.0", "failed": 2}


def test_one_veto_fails_the_whole(bureau: Agency, supervisor: Person) -> None:
    found = begun(supervisor, bureau)
    veto = point(found, "安全、泄密等严重问题")
    inspecting.judge(supervisor, veto, result="failed", ground="2024-05-01伪造发稿日期，截图", at=NOW)
    assert inspecting.close(supervisor, judged(supervisor, found), due_on=DUE, at=NOW).score == 0


def test_what_an_office_finds_of_itself_has_a_score_and_no_list(bureau: Agency, clerk: Person) -> None:
    found = inspecting.close(clerk, judged(clerk, begun(clerk, bureau, own=True)), at=NOW)
    assert found.score == 96
    assert not Shortcoming.objects.exists()


def test_a_closed_one_is_changed_no_more(bureau: Agency, supervisor: Person) -> None:
    found = judged(supervisor, begun(supervisor, bureau))
    inspecting.close(supervisor, found, due_on=DUE, at=NOW)
    steps: list[Callable[[], object]] = [
        lambda: inspecting.judge(supervisor, point(found, "培训"), result="passed", ground="甲", at=NOW),
        lambda: inspecting.look(supervisor, found, at=NOW),
        lambda: inspecting.close(supervisor, found, due_on=DUE, at=NOW),
    ]
    for step in steps:
        with pytest.raises(WrongState):
            step()


def test_a_stranger_takes_no_step_and_changes_nothing(
    bureau: Agency, supervisor: Person, stranger: Person
) -> None:
    found = begun(supervisor, bureau)
    told = Entry.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: inspecting.judge(stranger, point(found, "答复文书"), result="passed", at=NOW),
        lambda: inspecting.look(stranger, found, at=NOW),
        lambda: inspecting.close(stranger, found, due_on=DUE, at=NOW),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    assert (Entry.objects.count(), point(found, "答复文书").result) == (told, Result.WAITING)


def test_who_saw_an_older_page_is_told(bureau: Agency, supervisor: Person) -> None:
    found = begun(supervisor, bureau)
    inspecting.judge(supervisor, point(found, "答复文书"), result="passed", revision=0, at=NOW)
    with pytest.raises(Stale):
        inspecting.judge(supervisor, point(found, "答复文书"), result="passed", revision=0, at=NOW)


def test_the_year_tells_its_inspections(bureau: Agency, supervisor: Person, clerk: Person) -> None:
    inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)
    begun(clerk, bureau, own=True)
    first, second = year_of(bureau, 2024).inspections
    assert (first.quarter, first.on, first.score, first.findings, first.rectified, first.own) == (
        2, NOW.date(), 96.0, 2, 0, False,
    )  # fmt: skip
    assert (second.score, second.own, second.on) == (None, True, NOW.date())


def test_what_an_office_finds_of_itself_is_its_own_until_it_is_closed(
    bureau: Agency, supervisor: Person, clerk: Person
) -> None:
    found = begun(clerk, bureau, own=True)
    assert found in inspections(clerk, on=NOW.date())
    assert found not in inspections(supervisor, on=NOW.date())
    inspecting.close(clerk, judged(clerk, found), at=NOW)
    assert found in inspections(supervisor, on=NOW.date())
