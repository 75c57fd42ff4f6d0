"""A return contested at the desk, and answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State

from .conftest import AT, SignIn, text_of


def address(name: str, version: ReportVersion) -> str:
    return reverse(f"desk:{name}", args=[version.pk])


@pytest.fixture
def returned(version: ReportVersion, supervisor: Person) -> ReportVersion:
    return actions.return_(supervisor, version, comments="表三不符", at=AT)


def test_the_agency_contests_and_the_reviewer_withdraws(
    returned: ReportVersion, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    ours, theirs = sign_in(clerk), sign_in(supervisor)
    assert address("contest", returned) in text_of(ours.get(address("review", returned)))
    assert "每次退回只能提出一次" in text_of(ours.get(address("contest", returned)))
    assert "请写明理由" in text_of(ours.post(address("contest", returned), {"reason": ""}))
    ours.post(address("contest", returned), {"reason": "与原件一致"})
    shown = text_of(theirs.get(address("review", returned)))
    assert "待决定" in shown
    assert "与原件一致" in shown
    assert address("contest", returned) not in text_of(ours.get(address("review", returned)))
    theirs.post(address("withdraw_return", returned), {"reason": "机关所说属实"})
    returned.refresh_from_db()
    assert returned.state == State.READ
    shown = text_of(ours.get(address("review", returned)))
    assert "撤销退回" in shown
    assert "机关所说属实" in shown


def test_the_reviewer_upholds_and_the_agency_reads_why(
    returned: ReportVersion, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    actions.contest(clerk, returned, reason="与原件一致", at=AT)
    sign_in(supervisor).post(address("uphold", returned), {"reason": "口径今年有变"})
    returned.refresh_from_db()
    assert returned.state == State.RETURNED
    shown = text_of(sign_in(clerk).get(address("review", returned)))
    assert "维持退回" in shown
    assert "口径今年有变" in shown
    assert "重新上传" in shown


def test_who_may_not_is_kept_out(returned: ReportVersion, clerk: Person, head: Person, sign_in: SignIn) -> None:
    actions.contest(clerk, returned, reason="与原件一致", at=AT)
    assert sign_in(clerk).post(address("uphold", returned), {"reason": "x"}).status_code == 404
    assert sign_in(head).post(address("withdraw_return", returned), {"reason": "x"}).status_code == 403
    returned.refresh_from_db()
    assert returned.state == State.RETURNED
