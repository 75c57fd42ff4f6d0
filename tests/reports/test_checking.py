"""Which reports a report is compared with: last year's, those of merged bodies, and what cannot be compared."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from tests.district import found

from .conftest import AT, in_review

MERGED_ON = date(2024, 6, 1)


def _merge(before: list[Agency], after: Agency) -> None:
    agencies.merge(before, after, on=MERGED_ON, reason="批复", by=OPERATOR, at=AT)


def _accepted(user: Person, agency: Agency, to_next: int) -> ReportVersion:
    version = in_review(user, agency.name, 2023, to_next=to_next)
    return actions.accept(user, version, at=AT)


def _relations(version: ReportVersion) -> set[str]:
    version.refresh_from_db()
    return {finding["relation"] for finding in version.check_findings}


@pytest.fixture
def joined(district: Agency, bureau: Agency, finance: Agency) -> Agency:
    """A body formed of the two bureaus in June 2024."""
    new = found("示范区综合服务局", district, 40)
    Agency.objects.filter(pk=new.pk).update(valid_from=MERGED_ON)
    new.refresh_from_db()
    _merge([bureau, finance], new)
    return new


def test_a_body_formed_of_two_carries_over_what_both_left(
    supervisor: Person, bureau: Agency, finance: Agency, joined: Agency
) -> None:
    _accepted(supervisor, bureau, 3)
    _accepted(supervisor, finance, 1)
    fits = in_review(supervisor, joined.name, 2024, carried=4, to_next=3)
    assert "A4" not in _relations(fits)
    assert not [one for one in fits.unchecked if "A4" in one]
    wrong = in_review(supervisor, joined.name, 2024, carried=3, to_next=3)
    found = [f for f in wrong.check_findings if f["relation"] == "A4"]
    assert [(f["cells"], f["expected"], f["found"]) for f in found] == [
        (["2/自然人"], "4", "3"),
        (["2/总计"], "4", "3"),
    ]
    assert "机构合并前2个机关" in found[0]["message"]


def test_who_is_missing_is_named_and_nothing_is_compared(
    supervisor: Person, bureau: Agency, finance: Agency, joined: Agency
) -> None:
    _accepted(supervisor, bureau, 3)
    version = in_review(supervisor, joined.name, 2024, carried=9, to_next=3)
    assert "A4" not in _relations(version)
    (said,) = version.unchecked
    assert finance.name in said
    assert bureau.name not in said
    assert "A4" in said


def test_the_last_of_them_that_comes_in_is_compared_at_once(
    supervisor: Person, bureau: Agency, finance: Agency, joined: Agency
) -> None:
    version = in_review(supervisor, joined.name, 2024, carried=2, to_next=3)
    _accepted(supervisor, bureau, 3)
    assert "A4" not in _relations(version)
    last = _accepted(supervisor, finance, 1)
    assert "A4" in _relations(version)
    assert version.unchecked == []
    actions.reopen(supervisor, last, reason="看错", at=AT)
    assert "A4" not in _relations(version)
    assert finance.name in version.unchecked[0]


def test_who_took_another_in_needs_both_reports(supervisor: Person, bureau: Agency, finance: Agency) -> None:
    _merge([bureau, finance], bureau)
    _accepted(supervisor, bureau, 3)
    version = in_review(supervisor, bureau.name, 2024, carried=3, to_next=3)
    assert "A4" not in _relations(version)
    assert finance.name in version.unchecked[0]
    _accepted(supervisor, finance, 2)
    assert "A4" in _relations(version)
    assert "A4" not in _relations(in_review(supervisor, bureau.name, 2024, carried=5, to_next=3))


def test_nobody_guesses_how_a_parted_agency_shared_its_work_out(
    supervisor: Person, bureau: Agency, finance: Agency
) -> None:
    agencies.split(bureau, [bureau, finance], on=MERGED_ON, reason="批复", by=OPERATOR, at=AT)
    _accepted(supervisor, bureau, 3)
    _accepted(supervisor, finance, 1)
    for name in (bureau.name, finance.name):
        version = in_review(supervisor, name, 2024, carried=2, to_next=3)
        assert "A4" not in _relations(version)
        assert version.unchecked == [
            f"{bureau.name}在2024年分出部分职能，上年办件归谁无法由报告得知，"
            "未核对上年结转（A4）和现行有效件数（A7）。"
        ]


def test_a_merger_of_another_year_changes_nothing(
    supervisor: Person, bureau: Agency, finance: Agency, joined: Agency
) -> None:
    """2025 goes on from the joined body's own report of 2024 alone."""
    actions.accept(supervisor, in_review(supervisor, joined.name, 2024, carried=0, to_next=3), at=AT)
    version = in_review(supervisor, joined.name, 2025, carried=3, to_next=3)
    assert "A4" not in _relations(version)
    assert version.unchecked == []
