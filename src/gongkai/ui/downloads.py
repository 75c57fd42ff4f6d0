"""A list handed out as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, StreamingHttpResponse

from gongkai.writers.spreadsheet import csv_lines


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


def csv_stream(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same of a list of any length: it is written while it is read."""
    response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response


def json_stream(name: str, rows: Iterable[Mapping[str, object]]) -> StreamingHttpResponse:
    """An array of any length; days and times by ISO 8601."""
    response = StreamingHttpResponse(_array(rows), content_type="application/json")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.json"
    return response


def _array(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + DjangoJSONEncoder(ensure_ascii=False).encode(row)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
