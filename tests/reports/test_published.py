from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions, published
from gongkai.reports.models import Rendering, ReportVersion

from .conftest import AT, in_review


def _publish(user: Person, name: str = "示范区民政局", year: int = 2024, **changes: object) -> ReportVersion:
    version = in_review(user, name, year, **changes)
    reasons = dict.fromkeys(("A1", "A2", "A3", "A4"), "机关确认")
    actions.accept(user, version, reasons=reasons, at=AT)
    return actions.publish(user, version, at=AT)


def test_only_what_is_published_is_there(
    supervisor: Person, bureau: Agency, finance: Agency, version: ReportVersion
) -> None:
    assert not published.agencies().exists()
    assert published.years() == []
    actions.accept(supervisor, version, at=AT)
    assert not published.reports().exists()
    with pytest.raises(ReportVersion.DoesNotExist):
        published.report(published.code_of(bureau), 2024)
    with pytest.raises(Agency.DoesNotExist):
        published.agency(published.code_of(bureau))
    with pytest.raises(Rendering.DoesNotExist):
        published.rendering(version, "json")
    actions.publish(supervisor, version, at=AT)
    assert list(published.agencies()) == [bureau]
    assert published.agency(published.code_of(bureau)) == bureau
    assert published.years() == [2024]
    assert published.report(published.code_of(bureau), 2024) == version


def test_a_version_in_review_does_not_shine_through(supervisor: Person, bureau: Agency) -> None:
    old = _publish(supervisor)
    newer = in_review(supervisor, received=99)
    assert list(published.reports()) == [old]
    assert published.versions(old.report) == [old]
    with pytest.raises(ReportVersion.DoesNotExist):
        published.report(published.code_of(bureau), 2024, 2)
    assert published.series(bureau, ["1/自然人"])[0].values == ((2024, 5),)
    assert not Rendering.objects.filter(version=newer).exists()


@pytest.mark.parametrize("code", ["", "a", "a0", "a99999", "x", "0" * 18, "a1 OR 1=1", "A1"])
def test_an_address_that_leads_nowhere(code: str, supervisor: Person, bureau: Agency) -> None:
    _publish(supervisor)
    with pytest.raises(ReportVersion.DoesNotExist):
        published.report(code, 2024)
    with pytest.raises(Agency.DoesNotExist):
        published.agency(code)


def test_an_agency_with_a_credit_code_goes_by_it(supervisor: Person, bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(credit_code="11990001000000020T")
    version = _publish(supervisor)
    assert published.report("11990001000000020T", 2024) == version
    assert published.report(f"a{bureau.pk}", 2024) == version


def test_reports_by_year_and_agency_in_official_order(supervisor: Person, bureau: Agency, finance: Agency) -> None:
    second = _publish(supervisor, "示范区财政局")
    first = _publish(supervisor)
    older = _publish(supervisor, year=2023)
    assert list(published.reports()) == [first, second, older]
    assert list(published.reports(year=2024)) == [first, second]
    assert list(published.reports(agency=bureau)) == [first, older]
    assert published.years() == [2024, 2023]


def test_years_side_by_side(supervisor: Person, bureau: Agency) -> None:
    _publish(supervisor, year=2022, received=3)
    _publish(supervisor, year=2023, received=5, change={"规章/本年制发件数": None, "规章/本年废止件数": "/"})
    beside = published.side_by_side(bureau)
    assert beside.years == (2022, 2023)
    assert beside.editions == {2022: "2021", 2023: "2021"}
    assert beside.figures[2023]["规章/本年制发件数"] is None
    assert beside.figures[2023]["规章/本年废止件数"] == "/"
    received, nothing = published.series(bureau, ["1/自然人", "no such cell"])
    assert received.values == ((2022, 3), (2023, 5))
    assert nothing.values == ((2022, None), (2023, None))


def test_what_was_superseded_keeps_its_address_and_its_bytes(supervisor: Person, bureau: Agency) -> None:
    old = _publish(supervisor)
    before = published.content(published.rendering(old, "json"))
    newer = in_review(supervisor, received=9)
    actions.accept(supervisor, newer, at=AT)
    actions.publish(supervisor, newer, note="更正收件数。", at=AT + timedelta(days=1))
    code = published.code_of(bureau)
    assert published.report(code, 2024).note == "更正收件数。"
    assert published.content(published.rendering(published.report(code, 2024, 1), "json")) == before


def test_what_was_altered_behind_the_triggers_is_noticed(supervisor: Person, bureau: Agency) -> None:
    from django.db import connection

    from gongkai.reports import sql, tasks
    from gongkai.reports.models import ReportFigure

    version = _publish(supervisor)
    assert published.altered() == []
    tasks.verify(AT)
    sql.drop(connection)
    ReportFigure.objects.filter(version=version, cell="1/自然人").update(value=6)
    assert published.altered() == [version]
    with pytest.raises(tasks.AlteredReport, match="1份"):
        tasks.verify(AT)
    ReportFigure.objects.filter(version=version, cell="1/自然人").update(value=5)
    ReportVersion.objects.filter(pk=version.pk).update(sha256="0" * 64)
    assert published.altered() == [version]
    sql.install(connection)
