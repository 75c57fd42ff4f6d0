"""Head and contact of a report, out of the agency record; what the record lacks is a finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.statute.form import AnnualReport, Contact, Finding, edition_for

_LABELS: Final = {"address": "地址", "postcode": "邮政编码", "telephone": "联系电话", "email": "电子邮箱"}


def heading(agency: Agency, year: int) -> AnnualReport:
    """The report without text and figures."""
    form = edition_for(year)
    return AnnualReport(
        agency=agency.name,
        year=year,
        edition="2021" if form is not None and form.code == "2021" else None,
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        period=(date(year, 1, 1), date(year, 12, 31)),
        contact=contact(agency),
    )


def contact(agency: Agency) -> Contact:
    """Each part None where the record has it not; 无, the answer a guide may give for the fax, is no number."""
    return Contact(
        address=agency.address or None,
        postcode=agency.postcode or None,
        telephone=agency.phone or None,
        fax=agency.fax if any(one.isdigit() for one in agency.fax) else None,
        email=agency.email or None,
    )


def lacking(report: AnnualReport) -> Iterator[Finding]:
    """What the opening lines need and nobody gave; a fax is not asked for."""
    missing = [label for name, label in _LABELS.items() if not getattr(report.contact, name)]
    if missing:
        message = f"机关信息中没有{'、'.join(missing)}，报告开头无法写明联系方式；请在机关信息中补充。"
        yield Finding("sections", "warning", message, place="开头")
