"""The files of a published version: the bytes that were written when it was published."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from gongkai import writers
from gongkai.agencies.models import Agency
from gongkai.reports import published
from gongkai.reports.models import Rendering, ReportVersion

from .absent import no_file, no_report
from .asked import with_agency
from .reports import find

# The saved page has a style sheet of its own and nothing that runs.
_SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
@with_agency
def file(request: HttpRequest, agency: Agency, year: int, number: int, format: str) -> HttpResponse:
    version = find(agency, year, number)
    if version is None:
        return no_report(request, agency, year)
    rendering = _rendering(version, format)
    if rendering is None or rendering.file is None:
        return no_file(request, agency, year)
    return _response(request, version, rendering, format, rendering.file.sha256)


def _rendering(version: ReportVersion, format: str) -> Rendering | None:
    try:
        return published.rendering(version, format)
    except Rendering.DoesNotExist:
        return None


def _response(
    request: HttpRequest, version: ReportVersion, rendering: Rendering, format: str, sha256: str
) -> HttpResponse:
    response = HttpResponse(content_type=writers.MEDIA_TYPES[format])
    etag = quote_etag(sha256)
    response["ETag"] = etag
    # The bytes at this address never change; an hour, so that a shared copy does not outlive the site's.
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(version, format))}"
    response["Content-Security-Policy"] = _SEALED
    response["X-Robots-Tag"] = "noindex"
    found = get_conditional_response(request, etag=etag, response=response)
    if isinstance(found, HttpResponse) and found is not response:
        return found
    response.content = published.content(rendering)
    return response


def file_name(version: ReportVersion, format: str) -> str:
    """``示范区民政局2024年政府信息公开工作年度报告（第2版）.pdf``; the first version carries no number."""
    number = f"（第{version.public_number}版）" if version.public_number != 1 else ""
    return f"{version.agency.name}{version.year}年政府信息公开工作年度报告{number}.{format}"
