"""From what is published to the shapes of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai import writers
from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.reports import published
from gongkai.reports.lines import NOTHING, Found, Line
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import SLASH, Value
from gongkai.statute.form.plain import plain_value

from . import shapes


def absolute(name: str, *args: object, query: str = "") -> str:
    return f"{settings.GONGKAI_ADDRESS}{reverse(name, args=args)}{query}"


def agency(one: Agency) -> dict[str, Any]:
    return {
        "code": addresses.word(one),
        "name": one.name,
        "kind": one.kind,
        "kind_label": one.get_kind_display(),
        "parent": addresses.word(one.parent) if one.parent is not None else None,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "page": absolute("portal:agency", addresses.word(one)),
    }


def agency_detail(one: Agency) -> dict[str, Any]:
    names = shapes.ContactOut.model_fields
    return agency(one) | {
        "contact": {name: getattr(one, name) for name in names},
        "years": [v.year for v in published.reports(agency=one)],
    }


def report(version: ReportVersion, *, current: bool = True) -> dict[str, Any]:
    word = addresses.word(version.agency)
    return {
        "agency": word,
        "agency_name": version.agency.name,
        "edition": version.edition,
        "year": version.year,
        "page": absolute("portal:version", word, version.year, version.public_number),
        **_version(version, current),
    }


def report_detail(version: ReportVersion) -> dict[str, Any]:
    versions = published.versions(version.report)
    newest = versions[0].pk
    return report(version, current=version.pk == newest) | {
        "files": files(version),
        "versions": [_version(v, v.pk == newest) for v in versions],
    }


def _version(version: ReportVersion, current: bool) -> dict[str, Any]:
    word = addresses.word(version.agency)
    return {
        "version": version.public_number,
        "current": current,
        "published_at": timezone.localtime(version.published_at),
        "note": version.note,
        "sha256": version.sha256,
        "href": absolute("api:version", word, version.year, version.public_number),
    }


def files(version: ReportVersion) -> list[dict[str, Any]]:
    word = addresses.word(version.agency)
    return [
        {
            "format": r.format,
            "size": r.file.size,
            "media_type": writers.MEDIA_TYPES[r.format],
            "sha256": r.file.sha256,
            "href": absolute("portal:file", word, version.year, version.public_number, r.format),
        }
        for r in published.renderings([version])
        if r.file is not None
    ]


def figure(line: Line, found: Found, edition: str) -> dict[str, Any]:
    cell = line.cells.get(edition, line.cell)
    return {
        "figure": line.code,
        "cell": cell.name,
        "table": line.table,
        "row": cell.row.full_label,
        "column": "".join((*cell.column.group, cell.column.label)),
        "unit": cell.column.unit,
        "value": number(found.value),
        "state": state(found),
    }


def series(
    wanted: Sequence[Line], versions: Sequence[ReportVersion], found: Mapping[int, Mapping[str, Found]]
) -> Any:
    return [
        {
            "figure": line.code,
            "label": line.label,
            "values": [_year(v, found[v.pk].get(line.code, NOTHING)) for v in versions],
        }
        for line in wanted
    ]


def _year(version: ReportVersion, found: Found) -> dict[str, Any]:
    return {"year": version.year, "value": number(found.value), "state": state(found)}


def number(value: Value) -> int | float | None:
    plain = plain_value(value)
    return plain if isinstance(plain, int | float) else None


def state(found: Found) -> str:
    if not found.given:
        return "absent"
    return "blank" if found.value is None else "slash" if found.value == SLASH else "number"


def paged(request: HttpRequest, things: QuerySet[Any], page: int, size: int) -> tuple[dict[str, Any], Page[Any]]:
    """The frame of a list, and the page itself; Http404 for one that is not there."""
    paginator = Paginator(things, size)
    if page > paginator.num_pages:
        raise Http404(f"没有第 {page} 页，共 {paginator.num_pages} 页。")
    found = paginator.page(page)
    frame = {
        "count": paginator.count,
        "page": page,
        "pages": paginator.num_pages,
        "next": _beside(request, page + 1) if found.has_next() else None,
        "previous": _beside(request, page - 1) if found.has_previous() else None,
    }
    return frame, found


def _beside(request: HttpRequest, page: int) -> str:
    return following(request, page=page)


def following(request: HttpRequest, **changed: int) -> str:
    """The address that was asked for, with these parameters instead."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = str(value)
    return f"{settings.GONGKAI_ADDRESS}{request.path}?{query.urlencode()}"


def newest(versions: Sequence[ReportVersion]) -> datetime | None:
    return max((v.published_at for v in versions if v.published_at), default=None)
