"""Addresses of agencies and reports, as templates write them."""

from __future__ import annotations

from django import template
from django.urls import reverse

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.reports.models import Rendering, ReportVersion

register = template.Library()

_FORMATS = {
    "html": "网页（HTML）",
    "docx": "文档（DOCX，可编辑）",
    "pdf": "版式文件（PDF）",
    "xlsx": "表格（XLSX）",
    "json": "数据（JSON）",
}


@register.filter
def agency_url(agency: Agency) -> str:
    return reverse("portal:agency", args=[addresses.word(agency)])


@register.filter
def years_url(agency: Agency) -> str:
    return reverse("portal:years", args=[addresses.word(agency)])


@register.filter
def word(agency: Agency) -> str:
    return addresses.word(agency)


@register.filter
def report_url(version: ReportVersion) -> str:
    """The permanent address of the report, whichever version holds."""
    return reverse("portal:report", args=[addresses.word(version.agency), version.year])


@register.filter
def version_url(version: ReportVersion) -> str:
    """The address of this very version."""
    return reverse("portal:version", args=[addresses.word(version.agency), version.year, version.public_number])


@register.filter
def file_url(rendering: Rendering) -> str:
    version = rendering.version
    address = [addresses.word(version.agency), version.year, version.public_number, rendering.format]
    return reverse("portal:file", args=address)


@register.filter
def format_name(format: str) -> str:
    return _FORMATS[format]
