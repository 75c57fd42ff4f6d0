"""The supervisor sees how far every report is, compiled and from files side by side."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.errors import NotAllowed
from gongkai.reports import actions
from gongkai.reports.collecting import Filing, Stage, collected
from gongkai.reports.models import ReportVersion
from tests.district import invited

from .conftest import AT, TODAY, in_review


def of(supervisor: Person, district: Agency, agency: Agency, *, on: date = TODAY) -> Filing:
    (found,) = [one for one in collected(supervisor, district, 2024, on=on) if one.agency == agency]
    return found


def test_everybody_who_owes_one_the_district_last(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    found = collected(supervisor, district, 2024, on=TODAY)
    assert [one.agency for one in found] == [bureau, finance, district]
    assert {(one.stage, one.compiled, one.version, one.source) for one in found} == {(Stage.NONE, None, None, "")}


def test_a_compiled_one_step_by_step(
    supervisor: Person, clerk: Person, head: Person, district: Agency, bureau: Agency
) -> None:
    version = actions.open_compiled(clerk, bureau, 2024, at=AT)
    drafted = of(supervisor, district, bureau)
    assert (drafted.stage, drafted.compiled, drafted.version, drafted.filed_on) == (Stage.DRAFT, True, None, None)
    actions.hand_up(clerk, version, at=AT)
    assert of(supervisor, district, bureau).stage is Stage.SIGNING
    version = actions.sign(head, version, name="王某", signed_on=TODAY, at=AT)
    filed = of(supervisor, district, bureau)
    assert (filed.stage, filed.version, filed.filed_on, filed.source) == (
        Stage.SUBMITTED, version, TODAY, "由记录编制",
    )  # fmt: skip
    assert filed.signed is not None
    assert (filed.signed.name, filed.signed.signed_on) == ("王某", TODAY)


def test_a_file_returned_contested_accepted_published(
    version: ReportVersion, supervisor: Person, clerk: Person, district: Agency, bureau: Agency
) -> None:
    came = of(supervisor, district, bureau)
    assert (came.stage, came.source, came.compiled, came.signed) == (Stage.SUBMITTED, "上传文件", False, None)
    actions.return_(supervisor, version, comments="表三不符", at=AT)
    assert of(supervisor, district, bureau).stage is Stage.RETURNED
    actions.contest(clerk, version, reason="与原件一致", at=AT)
    assert of(supervisor, district, bureau).stage is Stage.CONTESTED
    actions.withdraw_return(supervisor, version, reason="属实", at=AT)
    accepted = actions.accept(supervisor, version, at=AT)
    assert of(supervisor, district, bureau).stage is Stage.ACCEPTED
    actions.publish(supervisor, accepted, at=AT)
    assert of(supervisor, district, bureau).stage is Stage.PUBLISHED


def test_what_is_furthest_counts_beside_a_draft(
    clerk: Person, supervisor: Person, district: Agency, bureau: Agency
) -> None:
    actions.open_compiled(clerk, bureau, 2024, at=AT)
    file = in_review(supervisor)
    found = of(supervisor, district, bureau)
    assert (found.stage, found.version, found.compiled) == (Stage.SUBMITTED, file, False)


def test_late_by_the_district_s_own_day(supervisor: Person, district: Agency, bureau: Agency) -> None:
    assert not of(supervisor, district, bureau).late
    actions.set_due_date(supervisor, district, year=2024, due_on=TODAY - timedelta(days=3), at=AT)
    found = of(supervisor, district, bureau)
    assert (found.late, found.days_late, found.due.on) == (True, 3, TODAY - timedelta(days=3))


def test_who_may_not_see_the_district(clerk: Person, district: Agency, bureau: Agency) -> None:
    for person in (clerk, invited("x", bureau, Role.HEAD)):
        with pytest.raises(NotAllowed):
            collected(person, district, 2024, on=TODAY)
