"""A list handed out as CSV or as a workbook, so that a spreadsheet opens it as it was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from gongkai.ui.downloads import csv_download, xlsx_download
from gongkai.writers.spreadsheet import csv_text, xlsx_bytes


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    return csv_download(name, csv_text(head, rows))


def xlsx_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    return xlsx_download(name, xlsx_bytes(name[:31], head, rows))
