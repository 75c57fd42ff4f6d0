"""One JSON line an event, with the request's number and without personal data.

Only what is listed here is written: the message, its origin, and named facts given with ``extra``. An
exception gives its type and where it came from, never its text or values, since those may quote a person.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Facts that code may add with extra=...; anything else in a record stays out.
FACTS = ("verb", "actor", "agency", "object", "status", "milliseconds", "method", "route", "task", "job", "count")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if number := request_id.get():
            line["request"] = number
        line |= {fact: getattr(record, fact) for fact in FACTS if hasattr(record, fact)}
        if status := getattr(record, "status_code", None):  # what Django calls it
            line["status"] = status
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = _places(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> str:
    """Our own loggers write whole sentences; others' arguments (paths, names, values) are left out."""
    if record.name == "gongkai" or record.name.startswith("gongkai."):
        return record.getMessage()
    return str(record.msg)


def _places(record: logging.LogRecord) -> list[str]:
    frames = traceback.extract_tb(record.exc_info[2]) if record.exc_info else []
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
