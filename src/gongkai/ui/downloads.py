"""A list handed out as a file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def csv_download(name: str, text: str) -> HttpResponse:
    """A CSV as a download; ``name`` is what the file is called, without its ending."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response
