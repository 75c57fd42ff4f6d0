"""Reports for the demonstration's agencies, made through the same actions as any other, and taken away again.

Of the last year two are in review with findings, one file is unreadable, some are missing; the two years before
are published, the district's own report with them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai import writers
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.readers import read
from gongkai.reports import actions, invented, tasks
from gongkai.reports.actions import Dropped
from gongkai.reports.district import reporters
from gongkai.reports.models import Intake, LateChange, Rendering, Report, ReportVersion, Signature
from gongkai.statute.form import AnnualReport, Contact

_FORMATS = ("docx", "html", "json")
_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
# By place in the official order: of the last year these stay out.
_SLIPPED, _CONTRADICTED, _SCANNED, _MISSING = 3, 4, 7, (9, 12, 14)
# Whose report of this year is compiled from records (``demo_compiled``), by the number in their invented code: the
# street office whose whole year is there, one that published, one that was sent back.
YEAR: Final = 2024
DRAFTED, FILED, RETURNED = 11, 12, 15
COMPILED: Final = (DRAFTED, FILED, RETURNED)


def create(at: datetime) -> None:
    """What is there already stays as it is; each report is made whole or not at all."""
    last = timezone.localdate(at).year - 1
    for district in Agency.objects.filter(demonstration=True, kind=Kind.GOVERNMENT).order_by("rank"):
        for year in (last - 2, last - 1):
            _published_year(district, year, at)
        _open_year(district, last, at)


def remove(at: datetime) -> int:
    """Every report, file and date of demonstration agencies; how many reports. The files go with the commit."""
    with transaction.atomic():
        mine = Q(agency__demonstration=True) | Q(collector__demonstration=True)
        reports = Report.objects.filter(agency__demonstration=True)
        intakes = Intake.objects.filter(mine)
        written = Rendering.objects.filter(version__report__in=reports).exclude(file=None)
        scans = Signature.objects.filter(version__report__in=reports).exclude(scan=None)
        files = {key for rows, name in ((intakes, "file"), (written, "file"), (scans, "scan"))
                 for key in rows.values_list(name, flat=True)}  # fmt: skip
        count = reports.count()
        # Named, so that what the chain tells of them is known to have ended here.
        ended = ReportVersion.objects.filter(report__in=reports).exclude(public_number=None).order_by("pk")
        versions = [version.key for version in ended.only("pk")]
        written.delete()
        for version in ReportVersion.objects.filter(report__in=reports).order_by("-number"):
            version.delete()
        reports.delete()
        unused = intakes.filter(versions=None)
        dropped = [intake.key for intake in unused.order_by("pk").only("pk")]
        unused.delete()
        for model in apps.get_app_config("reports").get_models():
            if any(field.name == "district" for field in model._meta.fields):
                model._default_manager.filter(district__demonstration=True).delete()
        LateChange.objects.filter(agency__demonstration=True).delete()
        documents.forget(files)
        if count or dropped:
            data = {"reports": count, "versions": versions, "intakes": dropped}
            record("reports.demo_remove", actor=OPERATOR, agency=None, object="demo", data=data, at=at)
    return count


def _published_year(district: Agency, year: int, at: datetime) -> None:
    owing = reporters(district, year)
    made = [invented.report(_author(agency, n), year) for n, agency in enumerate(owing)]
    for n, (agency, report) in enumerate(zip(owing, made, strict=True)):
        if _compiles(agency, year):
            continue
        came = _morning(year, day=8 + n % 20, at=at)
        _through(agency, year, report, _FORMATS[n % len(_FORMATS)], came)
    own = invented.rolled_up(_author(district, len(owing)), year, made)
    _through(district, year, own, _FORMATS[0], _morning(year, day=80, at=at))


def _open_year(district: Agency, year: int, at: datetime) -> None:
    for n, agency in enumerate(reporters(district, year)):
        if _compiles(agency, year):
            continue
        came = _morning(year, day=8 + n % 26, at=at)
        report, format = invented.report(_author(agency, n), year), _FORMATS[n % len(_FORMATS)]
        if n == _SLIPPED:
            _drop(agency, year, _file(invented.with_a_slip(report), format), came)
        elif n == _CONTRADICTED:
            _drop(agency, year, _file(invented.with_another_number_in_the_text(report), format), came)
        elif n == _SCANNED:
            _drop(agency, year, Dropped(f"{agency.name}{year}年报扫描件.png", _PICTURE), came)
        elif n not in _MISSING:
            _through(agency, year, report, format, came)


@transaction.atomic
def _through(agency: Agency, year: int, report: AnnualReport, format: str, at: datetime) -> None:
    """Dropped, read, accepted a day later, published the day after."""
    intake = _drop(agency, year, _file(report, format), at)
    version = intake.versions.first() if intake else None
    if version is not None:
        day = timedelta(days=1)
        actions.accept(OPERATOR, version, at=at + day)
        actions.publish(OPERATOR, version, at=at + 2 * day)


@transaction.atomic
def _drop(agency: Agency, year: int, file: Dropped, at: datetime) -> Intake | None:
    """None when this agency has reported for the year already."""
    if Intake.objects.filter(agency=agency, year=year).exists():
        return None
    (intake,) = actions.take_in(OPERATOR, [file], agency=agency, year=year, at=at)
    tasks.work(at, read=read, among=Q(pk=intake.pk))
    intake.refresh_from_db()
    return intake


def _file(report: AnnualReport, format: str) -> Dropped:
    return Dropped(f"{report.title}.{format}", writers.write(report, format))


def number_of(agency: Agency) -> int:
    """Its number in the demonstration, as its invented code holds it; 0 for one without."""
    return int((agency.credit_code or "0" * 18)[8:16])


def _compiles(agency: Agency, year: int) -> bool:
    return year == YEAR and number_of(agency) in COMPILED


def _author(agency: Agency, number: int) -> invented.Author:
    contact = Contact(
        address=agency.address or None,
        postcode=agency.postcode or None,
        telephone=agency.phone or None,
        fax=agency.fax or None,
        email=agency.email or None,
    )
    plain = number_of(agency) in COMPILED
    return invented.Author(agency.name, number, contact, licenses=agency.kind == Kind.DEPARTMENT, plain=plain)


def _morning(year: int, *, day: int, at: datetime) -> datetime:
    """Nine o'clock on a day of the year after ``year``, but never later than two days before now."""
    start = datetime(year + 1, 1, 1, 9, tzinfo=timezone.get_default_timezone())
    return min(start + timedelta(days=day - 1), at - timedelta(days=2))
