"""One JSON line an event, with the request's number, without anybody's data."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongkai.logs import JsonFormatter, request_id
from gongkai.ui.headers import security_headers
from gongkai.ui.request_number import request_number


def _line(name: str = "gongkai.x", message: str = "done", *args: object, **extra: object) -> dict[str, object]:
    record = logging.LogRecord(name, logging.INFO, __file__, 1, message, args, None)
    record.__dict__.update(extra)
    found: dict[str, object] = json.loads(JsonFormatter().format(record))
    return found


def test_a_line_says_when_where_and_what() -> None:
    line = _line("gongkai.x", "已发布 %s", "report:5", verb="reports.publish", actor="person:3")
    assert line["event"] == "已发布 report:5"
    assert (line["level"], line["logger"], line["verb"], line["actor"]) == (
        "info", "gongkai.x", "reports.publish", "person:3",
    )  # fmt: skip
    assert str(line["at"]).endswith("+00:00")


def test_facts_that_are_not_named_stay_out() -> None:
    assert "email" not in _line(email="a@example.gov.cn")


def test_what_others_write_keeps_its_words_and_loses_its_values() -> None:
    line = _line("django.request", "Not Found: %s", "/desk/?q=张三", status_code=404)
    assert "张三" not in json.dumps(line, ensure_ascii=False)
    assert (line["event"], line["status"]) == ("Not Found: %s", 404)


def test_an_exception_gives_its_kind_and_place_and_not_its_text() -> None:
    try:
        raise ValueError("张三")
    except ValueError:
        record = logging.LogRecord("gongkai", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    line = json.loads(JsonFormatter().format(record))
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["trace"][0]
    assert "张三" not in json.dumps(line, ensure_ascii=False)


def _ask(caplog: pytest.LogCaptureFixture, **headers: str) -> tuple[HttpResponse, str]:
    inside: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        inside.append(request_id.get())
        assert request.number == request_id.get()  # type: ignore[attr-defined]
        return HttpResponse("x")

    with caplog.at_level(logging.INFO, "gongkai.request"):
        response = request_number(view)(RequestFactory().get("/?q=张三", **headers))  # type: ignore[arg-type]
    return response, inside[0]


def test_every_request_has_a_number_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    first, inside = _ask(caplog)
    second, _ = _ask(caplog)
    assert first["X-Request-ID"] == inside
    assert len(inside) == 16
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert request_id.get() == ""


def test_a_number_from_outside_is_not_taken(caplog: pytest.LogCaptureFixture) -> None:
    response, _ = _ask(caplog, HTTP_X_REQUEST_ID="evil\nline")
    assert "evil" not in response["X-Request-ID"]


def test_a_request_is_logged_without_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    _ask(caplog)
    (record,) = caplog.records
    line = JsonFormatter().format(record)
    assert "张三" not in line
    assert {"method", "status", "milliseconds", "route"} <= set(json.loads(line))


def test_pages_load_from_here_only() -> None:
    response = security_headers(lambda request: HttpResponse("x"))(RequestFactory().get("/"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_a_view_may_be_stricter() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("x", headers={"Content-Security-Policy": "sandbox"})

    assert security_headers(view)(RequestFactory().get("/"))["Content-Security-Policy"] == "sandbox"
