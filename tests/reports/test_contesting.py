from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.reports import actions, queries
from gongkai.reports.models import Objection, ReportVersion
from gongkai.reports.states import State

from .conftest import AT, TODAY, entries, in_review

WHY = "第3行与去年公布的口径一致"
LATER = AT + timedelta(hours=1)
ANSWERS = (actions.uphold, actions.withdraw_return)
Answer = Callable[..., ReportVersion]


@pytest.fixture
def returned(version: ReportVersion, supervisor: Person) -> ReportVersion:
    return actions.return_(supervisor, version, comments="表三第3行有误", at=AT)


@pytest.fixture
def contested(returned: ReportVersion, clerk: Person) -> ReportVersion:
    return actions.contest(clerk, returned, reason=WHY, at=AT)


def _nothing_changed(version: ReportVersion) -> None:
    version.refresh_from_db()
    assert (version.state, version.comments) == (State.RETURNED, "表三第3行有误")
    assert not version.objections.exclude(outcome="").exists()
    assert not entries("reports.uphold")
    assert not entries("reports.withdraw_return")


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_an_agency_contests_a_return(who: str, request: pytest.FixtureRequest, returned: ReportVersion) -> None:
    user = request.getfixturevalue(who)
    done = actions.contest(user, returned, reason=f" {WHY} ", at=AT)
    assert done.state == State.RETURNED
    one = done.objections.get()
    assert (one.reason, one.by, one.at, one.returned_at, one.outcome) == (WHY, user, AT, AT, "")
    (entry,) = entries("reports.contest")
    assert (entry.reason, entry.object, entry.actor) == (WHY, returned.key, user.key)


@pytest.mark.parametrize("who", ["reviewer", "supervisor", "auditor", "outsider"])
def test_who_is_not_of_the_agencys_side_contests_nothing(
    who: str, request: pytest.FixtureRequest, returned: ReportVersion
) -> None:
    with pytest.raises(NotAllowed):
        actions.contest(request.getfixturevalue(who), returned, reason=WHY, at=AT)
    assert not Objection.objects.exists()
    assert not entries("reports.contest")


def test_a_return_is_contested_with_a_reason_and_once(returned: ReportVersion, clerk: Person) -> None:
    with pytest.raises(Refused, match="理由"):
        actions.contest(clerk, returned, reason="  ", at=AT)
    assert not Objection.objects.exists()
    actions.contest(clerk, returned, reason=WHY, at=AT)
    with pytest.raises(WrongState, match="已经提出过异议"):
        actions.contest(clerk, returned, reason=WHY, at=LATER)
    assert len(entries("reports.contest")) == 1


def test_what_was_not_returned_is_not_contested(version: ReportVersion, clerk: Person) -> None:
    with pytest.raises(WrongState):
        actions.contest(clerk, version, reason=WHY, at=AT)
    assert not Objection.objects.exists()


def test_a_return_that_is_upheld_stands(contested: ReportVersion, supervisor: Person, clerk: Person) -> None:
    done = actions.uphold(supervisor, contested, reason="口径今年有变", at=LATER)
    assert (done.state, done.comments) == (State.RETURNED, "表三第3行有误")
    one = done.objections.get()
    assert (one.outcome, one.answer, one.answered_by, one.answered_at) == (
        Objection.Outcome.UPHELD,
        "口径今年有变",
        supervisor,
        LATER,
    )
    (entry,) = entries("reports.uphold")
    assert (entry.reason, entry.object, entry.actor) == ("口径今年有变", contested.key, supervisor.key)
    with pytest.raises(WrongState, match="已经提出过异议"):
        actions.contest(clerk, contested, reason=WHY, at=LATER)
    newer = in_review(supervisor, received=8)
    contested.refresh_from_db()
    assert (contested.state, newer.state) == (State.SUPERSEDED, State.READ)


def test_a_return_that_is_withdrawn_leads_back_into_review(
    contested: ReportVersion, supervisor: Person, clerk: Person
) -> None:
    done = actions.withdraw_return(supervisor, contested, reason="机关所说属实", at=LATER)
    done.refresh_from_db()
    assert (done.state, done.comments, done.returned_by, done.returned_at) == (State.READ, "", None, None)
    assert done.objections.get().outcome == Objection.Outcome.WITHDRAWN
    (entry,) = entries("reports.withdraw_return")
    assert (entry.reason, entry.object) == ("机关所说属实", contested.key)
    again = actions.return_(supervisor, done, comments="另有一处", at=LATER)
    assert actions.contest(clerk, again, reason=WHY, at=LATER).objections.count() == 2


def test_after_a_withdrawal_it_is_accepted(contested: ReportVersion, supervisor: Person) -> None:
    back = actions.withdraw_return(supervisor, contested, reason="属实", at=LATER)
    assert actions.accept(supervisor, back, at=LATER).state == State.ACCEPTED


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_needs_an_objection_and_a_reason(
    answer: Answer, returned: ReportVersion, supervisor: Person, clerk: Person
) -> None:
    with pytest.raises(WrongState, match="没有待决定的异议"):
        answer(supervisor, returned, reason="好", at=AT)
    actions.contest(clerk, returned, reason=WHY, at=AT)
    with pytest.raises(Refused, match="理由"):
        answer(supervisor, returned, reason=" ", at=AT)
    _nothing_changed(returned)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("who", ["clerk", "reviewer", "head", "auditor", "outsider"])
def test_the_agency_does_not_answer_its_own_objection_to_a_return_from_above(
    answer: Answer, who: str, request: pytest.FixtureRequest, contested: ReportVersion
) -> None:
    with pytest.raises(NotAllowed):
        answer(request.getfixturevalue(who), contested, reason="好", at=LATER)
    _nothing_changed(contested)


def test_a_return_from_within_is_answered_within_but_not_by_who_contests(
    version: ReportVersion, reviewer: Person, head: Person
) -> None:
    actions.return_(reviewer, version, comments="表三第3行有误", at=AT)
    actions.contest(head, version, reason=WHY, at=AT)
    with pytest.raises(NotAllowed, match="异议由您提出"):
        actions.uphold(head, version, reason="好", at=LATER)
    _nothing_changed(version)
    assert actions.withdraw_return(reviewer, version, reason="好", at=LATER).state == State.READ


def test_the_steps_offered_follow_the_objection(
    returned: ReportVersion, clerk: Person, head: Person, supervisor: Person
) -> None:
    assert queries.verbs(clerk, returned, on=TODAY) == {"contest": ""}
    assert queries.verbs(supervisor, returned, on=TODAY) == {}
    actions.contest(clerk, returned, reason=WHY, at=AT)
    assert queries.verbs(clerk, returned, on=TODAY) == {}
    assert queries.verbs(supervisor, returned, on=TODAY) == {"uphold": "", "withdraw_return": ""}
    assert "不能由本机关" in queries.verbs(head, returned, on=TODAY)["uphold"]
