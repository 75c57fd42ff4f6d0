"""A list handed out as a file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def csv_download(name: str, text: str) -> HttpResponse:
    """A CSV as a download; ``name`` is what the file is called, without its ending."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response


def xlsx_download(name: str, data: bytes) -> HttpResponse:
    """A workbook as a download."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response
