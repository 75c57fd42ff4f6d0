"""A list handed out as CSV, so that a spreadsheet opens it as it was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from gongkai.ui.downloads import csv_download
from gongkai.writers.spreadsheet import csv_text


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    return csv_download(name, csv_text(head, rows))
