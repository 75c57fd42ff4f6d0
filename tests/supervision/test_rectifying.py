"""What was found is given to a unit, proved, and looked at again by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.supervision import inspecting, rectifying
from gongkai.supervision.inspection_states import Repair
from gongkai.supervision.models import Shortcoming
from gongkai.supervision.queries import shortcomings, year_of

from .test_inspecting import DUE, NOW, begun, judged, last

LATER = NOW + timedelta(days=5)


@pytest.fixture
def found(bureau: Agency, supervisor: Person) -> Shortcoming:
    inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)
    return Shortcoming.objects.get(verdict__title="培训")


def test_from_the_finding_to_the_second_look(found: Shortcoming, clerk: Person, supervisor: Person) -> None:
    assert rectifying.assign(clerk, found, unit="办公室", at=LATER).unit == "办公室"
    assert last().verb == "shortcomings.assign"
    proved = rectifying.prove(clerk, found, proof="7月15日举办培训，台账已登记", at=LATER)
    assert (proved.state, proved.proved_by, proved.proved_at) == (Repair.PROVED, clerk, LATER)
    settled = rectifying.accept(supervisor, found, words="已核实", at=LATER)
    assert (settled.state, settled.looked, settled.looked_by) == (Repair.SETTLED, "已核实", supervisor)
    assert (last().verb, last().object) == ("shortcomings.accept", found.key)
    (inspected,) = year_of(found.agency, 2024).inspections
    assert (inspected.findings, inspected.rectified) == (2, 1)


def test_what_is_not_put_right_is_sent_back_with_a_new_day(
    found: Shortcoming, clerk: Person, supervisor: Person
) -> None:
    rectifying.prove(clerk, found, proof="计划培训", at=LATER)
    again = date(2024, 8, 20)
    back = rectifying.send_back(supervisor, found, words="还没有培训", due_on=again, at=LATER)
    assert (back.state, back.due_on, back.looked) == (Repair.OPEN, again, "还没有培训")
    assert last().verb == "shortcomings.send_back"
    assert rectifying.prove(clerk, found, proof="已培训", at=LATER).state == Repair.PROVED


@pytest.mark.parametrize(("words", "day"), [("", date(2024, 8, 20)), ("还没有", LATER.date())])
def test_a_return_says_why_and_until_when(
    found: Shortcoming, clerk: Person, supervisor: Person, words: str, day: date
) -> None:
    rectifying.prove(clerk, found, proof="计划培训", at=LATER)
    with pytest.raises(Refused):
        rectifying.send_back(supervisor, found, words=words, due_on=day, at=LATER)
    found.refresh_from_db()
    assert (found.state, found.looked_at) == (Repair.PROVED, None)


def test_words_are_asked_for(found: Shortcoming, clerk: Person) -> None:
    with pytest.raises(Refused, match="科室"):
        rectifying.assign(clerk, found, unit=" ", at=LATER)
    with pytest.raises(Refused, match="怎样整改"):
        rectifying.prove(clerk, found, proof="", at=LATER)


def test_steps_out_of_order(found: Shortcoming, clerk: Person, supervisor: Person) -> None:
    with pytest.raises(WrongState):
        rectifying.accept(supervisor, found, at=LATER)
    rectifying.prove(clerk, found, proof="已培训", at=LATER)
    with pytest.raises(WrongState):
        rectifying.prove(clerk, found, proof="再报", at=LATER)
    rectifying.accept(supervisor, found, at=LATER)
    with pytest.raises(WrongState):
        rectifying.send_back(supervisor, found, words="甲", due_on=date(2024, 9, 1), at=LATER)


def test_nobody_takes_a_step_of_the_other_side(
    found: Shortcoming, clerk: Person, supervisor: Person, stranger: Person
) -> None:
    told = Entry.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: rectifying.prove(supervisor, found, proof="甲", at=LATER),
        lambda: rectifying.prove(stranger, found, proof="甲", at=LATER),
        lambda: rectifying.assign(stranger, found, unit="甲", at=LATER),
        lambda: rectifying.accept(clerk, found, at=LATER),
        lambda: rectifying.send_back(clerk, found, words="甲", due_on=DUE, at=LATER),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    found.refresh_from_db()
    assert (found.state, found.unit, Entry.objects.count()) == (Repair.OPEN, "", told)


def test_nobody_looks_at_their_own_work(found: Shortcoming, clerk: Person, district: Agency) -> None:
    people.appoint(clerk, agency=district, role=Role.SUPERVISOR, from_on=NOW.date(), by=OPERATOR, at=NOW)
    rectifying.prove(clerk, found, proof="已培训", at=LATER)
    with pytest.raises(NotAllowed, match="其他人员复核"):
        rectifying.accept(clerk, found, at=LATER)


def test_who_saw_an_older_page_is_told(found: Shortcoming, clerk: Person) -> None:
    rectifying.assign(clerk, found, unit="办公室", revision=0, at=LATER)
    with pytest.raises(Stale):
        rectifying.prove(clerk, found, proof="已培训", revision=0, at=LATER)


def test_it_is_overdue_in_the_next_quarter(found: Shortcoming, clerk: Person, supervisor: Person) -> None:
    from gongkai.supervision import rules

    of = rules.span(2024, 3, date(2024, 8, 11))
    assert rules.counts("rectified", [found.agency], of) == {found.agency_id: 2}
    assert "2024年第2季度“培训”：应于2024-08-10以前整改" in "".join(rules.grounds("rectified", found.agency, of))


def test_a_neighbour_sees_none_of_it(found: Shortcoming, clerk: Person, stranger: Person) -> None:
    assert found in shortcomings(clerk, on=LATER.date())
    assert found not in shortcomings(stranger, on=LATER.date())
