"""Secrecy markings in what is to be published. A marking in its place stops; the bare words only ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkai.papers.secrecy_marks import LEVELS, Mark, marks
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.models.items import PAGE_END

EDITION: Final = "2"
_SOURCE: Final = "《保守国家秘密法》、《政府信息公开条例》第十四条、第十七条"
# These words name other things that a text may speak of freely.
_OTHER: Final = (
    "商业秘密",
    "国家秘密",
    "工作秘密",
    "技术秘密",
    "机密性",
    "保守秘密",
    "泄露秘密",
    "秘密级",
    "个人秘密",
)


def look(subject: Subject) -> Iterator[Found]:
    for place, text in subject.texts.items():
        if any(level in text for level in LEVELS):
            # A marking stands on the first page, in what is attached as in what is uploaded.
            for mark in marks(text.split(PAGE_END)):
                if mark.stops or not any(word in mark.text for word in _OTHER):
                    yield _found(subject, place, text, mark)


def _found(subject: Subject, place: str, text: str, mark: Mark) -> Found:
    severity = Severity.STOP if mark.stops else Severity.DECIDE
    start, end = _line(text, mark.page, mark.line)
    at = text.find(mark.level, start, end)
    start, end = (at, at + len(mark.level)) if at >= 0 else (start, end)
    if mark.stops:
        message = f"有{mark.level}标志，不得公开，也不得在本系统存储、处理。"
    else:
        message = f"出现“{mark.level}”，请确认不涉及国家秘密。"
    return subject.at(Kind.SECRECY, "mark" if mark.stops else "word", severity, message, place, start, end,
                      source=_SOURCE)  # fmt: skip


def _line(text: str, page: int, number: int) -> tuple[int, int]:
    """Where the line stands, counted as the marks are: by page, those with something in them."""
    pages = text.split(PAGE_END)
    first = sum(len(one) + len(PAGE_END) for one in pages[: page - 1])
    at, seen = first, 0
    for line in pages[page - 1].splitlines(keepends=True):
        seen += bool(line.strip())
        if seen == number:
            return at, at + len(line)
        at += len(line)
    return first, first + len(pages[page - 1])
