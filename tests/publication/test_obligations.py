"""What was formed and must be public: due, late, too early, excused, fulfilled by an item (rules 31 to 34)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import calendars
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.publication import columns, departing, drafting, obligations, releasing
from gongkai.publication.models import Item, Obligation, Version
from gongkai.publication.obligations import Standing
from gongkai.statute.calendar import Notice, Regional

from .conftest import AT, MADE_ON, TODAY, nothing_after, passed
from .law import told

LATER = AT + timedelta(days=7)


def owed(user: Person, agency: Agency, **more: Any) -> Obligation:
    given: dict[str, Any] = {"title": "低保标准调整的通知", "formed_on": MADE_ON, "at": AT, **more}
    return obligations.enter(user, agency, **given)


@pytest.mark.parametrize(
    ("period", "formed_on", "due_on", "target_on"),
    [
        ("ordinary", date(2026, 1, 30), date(2026, 3, 5), date(2026, 3, 5)),
        ("budget", date(2026, 1, 26), date(2026, 2, 15), date(2026, 2, 14)),
        ("penalty", date(2026, 3, 2), date(2026, 3, 11), date(2026, 3, 11)),
    ],
)
def test_its_day_and_how_it_came_about(
    clerk: Person, bureau: Agency, period: str, formed_on: date, due_on: date, target_on: date
) -> None:
    made = owed(clerk, bureau, period=period, formed_on=formed_on)
    assert (made.due_on, made.target_on, made.provisional) == (due_on, target_on, False)
    assert told("obligations.enter") == {
        "period": period, "formed_on": formed_on.isoformat(), "due_on": due_on.isoformat(),
    }  # fmt: skip
    assert str(formed_on) in obligations.explained(made).because[0].text


def test_the_period_is_that_of_its_column(head: Person, clerk: Person, bureau: Agency) -> None:
    column = columns.add(head, bureau, title="行政许可结果", period="licence", at=AT)
    made = owed(clerk, bureau, column=column, formed_on=date(2026, 3, 2))
    assert (made.period, made.due_on) == ("licence", date(2026, 3, 11))


def test_the_region_and_a_new_notice_move_what_is_open(clerk: Person, bureau: Agency) -> None:
    open_one = owed(clerk, bureau)
    done = owed(clerk, bureau, title="另一件")
    obligations.excuse(clerk, done, reason="重复登记", at=AT)
    before = done.due_on
    local = Regional("x", "示范区放假通知", TODAY, (date(2026, 3, 17),))
    change = calendars.add_regional(bureau, local, by=OPERATOR, at=AT)
    assert [one.what for one in change.moved] == ["低保标准调整的通知"]
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert open_one.due_on == before + timedelta(days=1)
    assert done.due_on == before


def test_a_day_in_an_unknown_year_is_provisional_until_the_notice_is_there(clerk: Person, bureau: Agency) -> None:
    at = datetime(2026, 12, 15, 9, tzinfo=AT.tzinfo)
    made = owed(clerk, bureau, formed_on=date(2026, 12, 14), at=at)
    assert made.provisional
    calendars.add_notice(Notice(2027, "国办发明电〔2026〕1号", date(2026, 12, 15), (date(2027, 1, 1),), ()),
                           by=OPERATOR, at=at)  # fmt: skip
    made.refresh_from_db()
    assert not made.provisional


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "写明"), ({"formed_on": TODAY + timedelta(days=1)}, "形成日期"),
        ({"formed_on": date(2001, 1, 1)}, "形成日期"), ({"period": "whenever"}, "公开时限"),
        ({"not_before": date(2026, 3, 1)}, "不得早于"),
    ],
)  # fmt: skip
def test_what_cannot_be_entered(clerk: Person, bureau: Agency, fields: dict[str, Any], says: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=says):
        owed(clerk, bureau, **fields)
    assert not Obligation.objects.exists()
    assert nothing_after(before)


def test_another_agencys_column_or_item_does_not_serve(
    clerk: Person, stranger: Person, bureau: Agency, finance: Agency, public: Item
) -> None:
    theirs = columns.add(stranger, finance, title="财政", at=AT)
    with pytest.raises(Refused, match="本机关的栏目"):
        owed(clerk, bureau, column=theirs)
    mine = owed(stranger, finance)
    with pytest.raises(Refused, match="本机关的信息"):
        obligations.name(stranger, mine, item=public, at=AT)


@pytest.mark.parametrize("who", ["reviewer", "stranger", "supervisor"])
def test_who_may_not_changes_nothing(
    who: str, clerk: Person, bureau: Agency, request: pytest.FixtureRequest
) -> None:
    made = owed(clerk, bureau)
    person = request.getfixturevalue(who)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        owed(person, bureau)
    with pytest.raises(NotAllowed):
        obligations.excuse(person, made, reason="x", at=AT)
    made.refresh_from_db()
    assert made.closed_at is None
    assert nothing_after(before)


def test_a_shown_item_fulfils_it_at_once(clerk: Person, bureau: Agency, public: Item) -> None:
    made = obligations.name(clerk, owed(clerk, bureau), item=public, at=AT)
    assert (made.fulfilled_on, made.closed_at) == (TODAY, public.changed_at)
    assert obligations.standing(made, TODAY) == Standing.IN_TIME
    assert told("obligations.name") == {"item": public.key, "fulfilled_on": TODAY.isoformat()}
    with pytest.raises(WrongState, match="办结"):
        obligations.name(clerk, made, item=public, at=AT)


def test_an_item_on_its_way_fulfils_it_on_its_release(clerk: Person, bureau: Agency, approved: Version) -> None:
    made = obligations.name(clerk, owed(clerk, bureau), item=approved.item, at=AT)
    assert made.closed_at is None
    releasing.release(clerk, approved, at=LATER)
    made.refresh_from_db()
    assert made.fulfilled_on == TODAY + timedelta(days=7)
    assert made.closed_at == LATER


def test_what_was_public_before_it_might_is_too_early_and_what_came_later_is_late(
    clerk: Person, bureau: Agency, public: Item
) -> None:
    early = owed(clerk, bureau, not_before=TODAY + timedelta(days=1))
    early = obligations.name(clerk, early, item=public, at=AT)
    assert obligations.standing(early, TODAY) == Standing.TOO_EARLY
    late = owed(clerk, bureau, formed_on=date(2026, 1, 5), title="旧件")
    late = obligations.name(clerk, late, item=public, at=AT)
    assert obligations.standing(late, TODAY) == Standing.DONE_LATE


def test_a_change_is_fulfilled_by_a_version_after_it(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency, public: Item
) -> None:
    made = owed(clerk, bureau, of_change=True, formed_on=TODAY)
    made = obligations.name(clerk, made, item=public, at=AT)
    assert made.closed_at is None
    again = drafting.revise(clerk, public, note="更正金额", at=LATER)
    drafting.edit(clerk, again, summary="更正后的概述。", at=LATER)
    releasing.release(clerk, passed(again, clerk, reviewer, head, LATER), at=LATER)
    made.refresh_from_db()
    assert made.fulfilled_on == LATER.date()


def test_rule_33_a_penalty_that_was_quashed_is_withdrawn_in_three_days(
    clerk: Person, head: Person, bureau: Agency, public: Item
) -> None:
    made = owed(clerk, bureau, period="penalty-withdrawal", formed_on=TODAY, title="处罚决定被撤销", item=public)
    assert (made.closed_at, made.due_on) == (None, date(2026, 3, 19))
    departing.withdraw(head, public, reason="处罚决定已被依法撤销。", at=AT + timedelta(days=1))
    made.refresh_from_db()
    assert made.fulfilled_on == TODAY + timedelta(days=1)
    assert obligations.standing(made, TODAY) == Standing.IN_TIME


def test_an_excuse_has_its_reason_and_can_be_taken_back(clerk: Person, bureau: Agency) -> None:
    made = owed(clerk, bureau, period="penalty")
    with pytest.raises(Refused, match="社会影响"):
        obligations.excuse(clerk, made, reason=" ", at=AT)
    made = obligations.excuse(clerk, made, reason="不具有一定社会影响", at=AT)
    assert obligations.standing(made, date(2027, 1, 1)) == Standing.EXCUSED
    assert told("obligations.excuse") == {}
    with pytest.raises(Refused, match="理由"):
        obligations.reopen(clerk, made, reason="", at=AT)
    made = obligations.reopen(clerk, made, reason="有社会影响", at=AT)
    assert (made.excused, made.closed_at) == ("", None)
    with pytest.raises(WrongState):
        obligations.reopen(clerk, made, reason="x", at=AT)


def test_what_was_entered_wrongly_is_dated_anew(clerk: Person, bureau: Agency) -> None:
    made = owed(clerk, bureau)
    with pytest.raises(Refused, match="理由"):
        obligations.change(clerk, made, title="通知", formed_on=date(2026, 3, 2), reason="", at=AT)
    before = made.due_on
    made = obligations.change(clerk, made, title="通知", formed_on=date(2026, 3, 2), reason="签发日期看错", at=AT)
    assert (made.due_on, made.title) == (date(2026, 3, 30), "通知")
    assert told("obligations.change")["from"] == before.isoformat()


def test_two_who_looked_at_the_same_page(clerk: Person, officer: Person, bureau: Agency) -> None:
    made = owed(clerk, bureau)
    obligations.change(clerk, made, title="通知", formed_on=TODAY, reason="x", revision=0, at=AT)
    with pytest.raises(Stale):
        obligations.excuse(officer, made, reason="x", revision=0, at=AT)


def test_the_database_finds_each_by_how_it_stands(clerk: Person, bureau: Agency, public: Item) -> None:
    soon = TODAY + timedelta(days=7)
    made = {
        Standing.LATE: owed(clerk, bureau, formed_on=date(2026, 1, 5)),
        Standing.SOON: owed(clerk, bureau, formed_on=date(2026, 3, 9), period="licence"),
        Standing.OPEN: owed(clerk, bureau, formed_on=TODAY),
        Standing.EXCUSED: obligations.excuse(clerk, owed(clerk, bureau), reason="x", at=AT),
        Standing.IN_TIME: obligations.name(clerk, owed(clerk, bureau), item=public, at=AT),
        Standing.DONE_LATE: obligations.name(
            clerk, owed(clerk, bureau, formed_on=date(2026, 1, 5)), item=public, at=AT
        ),
        Standing.TOO_EARLY: obligations.name(
            clerk, owed(clerk, bureau, not_before=TODAY + timedelta(days=1)), item=public, at=AT
        ),
    }
    for standing, one in made.items():
        assert obligations.standing(one, TODAY, soon=soon) == standing
        found = obligations.visible(clerk, on=TODAY).filter(obligations.where(standing, TODAY, soon))
        assert list(found) == [one], standing


def test_nobody_sees_what_is_not_theirs(
    clerk: Person, stranger: Person, supervisor: Person, bureau: Agency
) -> None:
    made = owed(clerk, bureau)
    assert list(obligations.visible(supervisor, on=TODAY)) == [made]
    assert not obligations.visible(stranger, on=TODAY).exists()
