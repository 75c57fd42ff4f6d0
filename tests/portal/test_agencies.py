"""An agency's page: whom to ask, its reports, and what became of it."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.actions import Contact
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports.models import ReportVersion
from tests.district import found
from tests.reports.conftest import AT

from .conftest import Page, publish

pytestmark = pytest.mark.django_db

CONTACT = Contact(
    office="民政局办公室", address="示范区公开路5号", hours="工作日 9:00—17:00", phone="000-55500005",
    fax="", email="gk@demo.invalid", postcode="990001",
)  # fmt: skip


def test_whom_to_ask(page: Page, bureau: Agency) -> None:
    actions.set_contact(bureau, CONTACT, by=OPERATOR, at=AT)
    text = page(f"/agencies/a{bureau.pk}/")
    for part in ("民政局办公室", "示范区公开路5号", "990001", "000-55500005", "gk@demo.invalid"):
        assert part in text
    assert "传真" not in text


def test_without_a_contact_it_says_so(page: Page, bureau: Agency) -> None:
    assert "还没有填写联系方式" in page(f"/agencies/a{bureau.pk}/")


def test_reports_stand_newest_first(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau, 2023)
    publish(supervisor, bureau, 2024)
    text = page(f"/agencies/a{bureau.pk}/")
    assert text.index("2024年度报告") < text.index("2023年度报告")
    assert f"/agencies/a{bureau.pk}/years/" in text


def test_without_reports_it_says_how_they_come(page: Page, bureau: Agency) -> None:
    text = page(f"/agencies/a{bureau.pk}/")
    assert "还没有公布年度报告" in text
    assert "第四十九条" in text
    assert "/years/" not in text


def test_a_corrected_report_is_marked(page: Page, corrected: ReportVersion) -> None:
    assert "已更正，第2版" in page(f"/agencies/a{corrected.agency.pk}/")


def test_an_abolished_agency_keeps_its_reports_and_names_its_successor(
    page: Page, report: ReportVersion, finance: Agency
) -> None:
    Agency.objects.filter(pk=report.agency.pk).update(valid_until=date(2025, 6, 30))
    Succession.objects.create(predecessor=report.agency, successor=finance, from_on=date(2025, 7, 1))
    text = page(f"/agencies/a{report.agency.pk}/")
    assert "2025年6月30日撤销或合并" in text
    assert "2024年度报告" in text
    assert "示范区财政局" in text
    assert "前身" in page(f"/agencies/a{finance.pk}/")


def test_an_abolished_agency_without_reports_is_gone(page: Page, bureau: Agency) -> None:
    Agency.objects.filter(pk=bureau.pk).update(valid_until=date(2015, 6, 30))
    assert "没有这个机关" in page(f"/agencies/a{bureau.pk}/", 404)


def test_an_inner_unit_has_no_page(page: Page, bureau: Agency) -> None:
    unit = found("民政局办公室", bureau, 1, Kind.INTERNAL)
    assert "没有这个机关" in page(f"/agencies/a{unit.pk}/", 404)
