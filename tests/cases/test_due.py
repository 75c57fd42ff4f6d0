"""The date that follows from the events, and a holiday notice that moves open ones."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies import calendars
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cases import due
from gongkai.cases.models import Case
from gongkai.statute.calendar import parse_notice

from . import deeds, walk
from .walk import Office, at

NOTICE = """
year = 2027
reference = "国办发明电〔2026〕9号"
checked_on = 2026-11-27
off = [2027-01-01, 2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11]
on = [2027-01-31]
"""


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2025, 1, 20), date(2025, 2, 21)),
        (date(2024, 9, 9), date(2024, 10, 12)),
        (date(2026, 2, 9), date(2026, 3, 13)),
        (date(2026, 2, 21), date(2026, 3, 20)),
        (date(2026, 2, 14), date(2026, 3, 20)),
        (date(2026, 4, 20), date(2026, 5, 20)),
    ],
)
def test_rules_1_to_4_through_a_case(office: Office, received: date, last: date) -> None:
    case = walk.now(walk.opened(office.agency, received))
    assert (case.due_on, case.provisional) == (last, False)
    assert case.calendar_version == calendars.calendar_for(office.agency).version


def test_it_explains_itself(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    found = due.explain(case, on=date(2026, 3, 2))
    assert found is not None
    assert any("第三十三条" in one.article for one in found.because)


def test_before_it_counts_as_received_there_is_none(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    case.events.all().delete()
    assert due.refresh(case, on=date(2026, 3, 2)) is None
    held = walk.now(case)
    assert (held.due_on, held.waiting_for, held.calendar_version) == (None, "", "")


def test_rule_51_into_an_unknown_year_it_is_provisional(office: Office) -> None:
    case = walk.now(walk.opened(office.agency, date(2026, 12, 4)))
    assert case.provisional


def test_a_notice_moves_open_cases_says_which_and_leaves_closed_ones(office: Office) -> None:
    moves = walk.opened(office.agency, date(2027, 1, 18))
    stays = walk.opened(office.agency, date(2026, 3, 2))
    over = deeds.answered(office)
    office.closed(over, deeds.NEXT)
    before = walk.now(over)
    change = calendars.add_notice(parse_notice(NOTICE), by=OPERATOR, at=at(date(2026, 11, 27)))
    assert [one.what for one in change.moved] == [moves.number]
    held = walk.now(moves)
    assert change.moved[0].now == held.due_on
    assert not held.provisional
    assert walk.now(stays).due_on == date(2026, 3, 30)
    after = walk.now(over)
    assert (after.due_on, after.calendar_version) == (before.due_on, before.calendar_version)
    (entry,) = Entry.objects.filter(verb="cases.redate")
    assert (entry.object, entry.actor) == (moves.key, "operator")


def test_an_answered_case_keeps_its_date_too(office: Office) -> None:
    case = walk.opened(office.agency, date(2027, 1, 18))
    Case.objects.filter(pk=case.pk).update(state="answered")
    calendars.add_notice(parse_notice(NOTICE), by=OPERATOR, at=at(date(2026, 11, 27)))
    assert walk.now(case).provisional


def test_a_later_look_moves_an_open_consultation(office: Office) -> None:
    made = deeds.asked(office, "agency", question="能否公开？", reply_by="2026-03-20")
    case = walk.now(made.case)
    first = due.explain(case, on=date(2026, 3, 10))
    later = due.explain(case, on=date(2026, 3, 20))
    assert first is not None
    assert later is not None
    assert first.on is not None
    assert later.on is not None
    assert first.on < later.on
