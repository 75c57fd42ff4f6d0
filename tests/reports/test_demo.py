from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.reports import demo, published
from gongkai.reports.models import Intake, Report, ReportVersion
from gongkai.reports.states import IntakeState, State
from gongkai.reports.table import district_table
from tests.district import found

from .conftest import AT, in_review

NOW = AT + timedelta(days=150)


@pytest.fixture
def invented_district(district: Agency, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """Ten agencies of a demonstration; their files are our own JSON, which reads fastest."""
    for n in range(10):
        found(f"示范区第{n}局", district, 10 + n)
    Agency.objects.update(demonstration=True)
    monkeypatch.setattr(demo, "_FORMATS", ("json",))
    district.refresh_from_db()
    return district


def test_two_years_are_published_and_the_last_is_open(invented_district: Agency) -> None:
    demo.create(NOW)
    assert published.years() == [2024, 2023, 2022]
    assert published.reports(year=2022).count() == published.reports(year=2023).count() == 11
    assert not ReportVersion.objects.filter(state=State.PUBLISHED, errors__gt=0).exists()
    open_year = ReportVersion.objects.filter(report__year=2024)
    assert open_year.filter(state=State.READ).count() == 2
    assert open_year.get(errors__gt=0).state == State.READ
    assert open_year.get(warnings__gt=0).state == State.READ
    assert Intake.objects.get(state=IntakeState.UNREADABLE).year == 2024
    assert not ReportVersion.objects.exclude(unchecked=[]).filter(report__year=2024, state="published").exists()


def test_the_table_tells_what_is_missing(invented_district: Agency) -> None:
    from gongkai.agencies.permissions import OPERATOR

    demo.create(NOW)
    table = district_table(OPERATOR, invented_district, 2024, on=NOW.date())
    assert {r.state for r in table.rows} == {"published", "read", "unreadable", "missing"}
    assert len(table.missing) == 4
    assert district_table(OPERATOR, invented_district, 2023, on=NOW.date()).missing == ()


def test_making_it_again_changes_nothing(invented_district: Agency) -> None:
    demo.create(NOW)
    before = set(ReportVersion.objects.values_list("pk", "state", "sha256"))
    demo.create(NOW + timedelta(days=1))
    assert set(ReportVersion.objects.values_list("pk", "state", "sha256")) == before


@pytest.mark.django_db(transaction=True)
def test_taking_it_away_leaves_what_is_real(invented_district: Agency, supervisor: object, folder: Path) -> None:
    from gongkai.agencies.permissions import OPERATOR

    real = found("别区民政局")
    kept = in_review(OPERATOR, "别区民政局")  # type: ignore[arg-type]
    demo.create(NOW)
    assert demo.remove(NOW) == 11 * 2 + 8
    assert list(Report.objects.all()) == [kept.report]
    assert kept.report.agency == real
    assert [f.pk for f in StoredFile.objects.all()] == [kept.intake.file_id]  # type: ignore[union-attr]
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1
    assert demo.remove(NOW) == 0


def test_nothing_is_made_where_there_is_no_demonstration(district: Agency) -> None:
    demo.create(NOW)
    assert not Report.objects.exists()
