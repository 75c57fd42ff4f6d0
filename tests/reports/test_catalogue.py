"""Finding what is published, and only that."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports import catalogue, sql
from gongkai.reports import published as published_ones
from gongkai.reports.models import Rendering, ReportVersion
from tests.district import found

from .conftest import TODAY

pytestmark = pytest.mark.django_db


def test_agencies_are_those_that_owe_a_report_in_official_order(
    street: Agency, finance: Agency, bureau: Agency, district: Agency
) -> None:
    found("办公室", bureau, 1, Kind.INTERNAL)
    found("救助站", bureau, 2, Kind.PUBLIC_INSTITUTION)
    assert list(catalogue.agencies(TODAY)) == [district, bureau, finance, street]


def test_who_published_once_stays(published: ReportVersion) -> None:
    Agency.objects.filter(pk=published.agency.pk).update(valid_until=date(2024, 12, 31))
    assert published.agency in catalogue.agencies(TODAY)


def test_who_is_gone_and_never_published_is_not_there(version: ReportVersion) -> None:
    """A version in review does not bring an agency back."""
    Agency.objects.filter(pk=version.agency.pk).update(valid_until=date(2024, 12, 31))
    assert version.agency not in catalogue.agencies(TODAY)
    assert catalogue.agency(f"a{version.agency.pk}", TODAY) is None


def test_an_agency_by_its_word(bureau: Agency) -> None:
    assert catalogue.agency(f"a{bureau.pk}", TODAY) == bureau
    assert catalogue.agency("a0", TODAY) is None


@pytest.mark.parametrize("text", ["民政", "示范 民政", "民政 2024", "民政局 2024年", "2024年度", "", "  "])
def test_words_that_find_it(published: ReportVersion, text: str) -> None:
    assert list(catalogue.search(text)) == [published]


@pytest.mark.parametrize("text", ["财政", "民政 2023", "民政 财政", "２０２４", "%", "_"])
def test_words_that_do_not(published: ReportVersion, text: str) -> None:
    assert list(catalogue.search(text)) == []


def test_narrowed_by_year_kind_and_agency(published: ReportVersion, finance: Agency) -> None:
    assert list(catalogue.search(year=2024, kind="department", agency=published.agency)) == [published]
    assert not catalogue.search(year=2023).exists()
    assert not catalogue.search(kind="street_office").exists()
    assert not catalogue.search(agency=finance).exists()


def test_what_is_in_review_is_not_found(version: ReportVersion) -> None:
    assert not catalogue.search("民政").exists()
    assert catalogue.latest(5) == []
    assert published_ones.renderings([version]) == []


def test_files_are_those_that_could_be_written(published: ReportVersion) -> None:
    assert [r.format for r in published_ones.renderings([published])] == ["html", "json"]
    sql.drop(connection)  # as if there had been no font: what was written is locked
    Rendering.objects.filter(version=published, format="html").update(file=None, error="没有字体。")
    assert [r.format for r in published_ones.renderings([published])] == ["json"]
