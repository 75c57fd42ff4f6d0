"""Attachments that the text speaks of and that are not there, that nobody could read, or that are named badly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind, Severity

EDITION: Final = "1"
# 附件：1.申请表 …, as the rules of the format of official documents have it, or 附件: and a single name.
_LIST: Final = re.compile(r"(?m)^[ \t\u3000]*附\s?件\s?[:：][ \t\u3000]*(?P<first>[^\n]*)")
_NUMBERED: Final = re.compile(r"^[ \t\u3000]*(?P<number>\d{1,2})\s?[.．、][ \t\u3000]*(?P<name>[^\n]+)")
_MENTION: Final = re.compile(
    r"(?:见|按照|填写|填报|报送|随文|下载)(?:本文|本通知|文后|后附的?)?附[件表](?:\d{1,2})?|[（(]附[件表]\d{0,2}[)）]"
)
# The attachment itself, printed below the text.
_INSIDE: Final = re.compile(r"(?m)^[ \t\u3000]*附\s?[件表]\s?\d{0,2}[ \t\u3000]*$")
_POOR: Final = re.compile(
    r"(?i)^(?:附[件表]\s?\d{0,3}|新建.*|未命名.*|文档\d*|\d+|[0-9a-f-]{16,}|img[_-]?\d+|scan\w*)(?:\.\w+)?$"
)
_BARE: Final = re.compile(r"[\W_]+|^附件\d*")


def look(subject: Subject) -> Iterator[Found]:
    yield from _missing(subject)
    for one in subject.attachments:
        if one.unread:
            yield Found(
                Kind.ATTACHMENTS, "unread", Severity.DECIDE,
                f"附件《{one.name[:80]}》的文字无法读出（{one.unread[:120]}），其中的个人信息和用语没有检查，请人工核对。",
                f"attachment:{one.token}", words=one.file.sha256,
            )  # fmt: skip
        if _POOR.match(one.name.strip()):
            yield Found(
                Kind.ATTACHMENTS, "name", Severity.HINT, f"附件名称“{one.name[:80]}”没有说明内容。",
                f"attachment:{one.token}", words=one.name,
            )  # fmt: skip


def _missing(subject: Subject) -> Iterator[Found]:
    text = subject.texts["body"]
    inside = len(_INSIDE.findall(text))
    listed = list(_listed(text))
    if listed and len(listed) > max(len(subject.attachments), inside):
        lacking = len(listed) - max(len(subject.attachments), inside)
        message = f"正文列出{len(listed)}个附件，缺{lacking}个。"
        start, end = listed[0][1], listed[-1][2]
        yield subject.at(Kind.ATTACHMENTS, "missing", Severity.DECIDE, message, "body", start, end)
    elif listed and subject.attachments and not inside:
        yield from _otherwise_named(subject, listed)
    elif not listed and not subject.attachments and not inside and (spoken := _MENTION.search(text)):
        message = "正文提到附件，没有上传附件。"
        yield subject.at(Kind.ATTACHMENTS, "missing", Severity.DECIDE, message, "body", *spoken.span())


def _otherwise_named(subject: Subject, listed: list[tuple[str, int, int]]) -> Iterator[Found]:
    names = [_bare(one.name.rpartition(".")[0] or one.name) for one in subject.attachments]
    for name, start, end in listed:
        wanted = _bare(name)
        if wanted and not any(wanted in other or other in wanted for other in names if other):
            message = f"正文列出的附件“{name[:60]}”与上传的附件名称对不上。"
            yield subject.at(Kind.ATTACHMENTS, "otherwise-named", Severity.HINT, message, "body", start, end)


def _listed(text: str) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of every attachment that the last list of the text names."""
    heads = list(_LIST.finditer(text))
    if not heads:
        return
    head = heads[-1]
    first = _NUMBERED.match(head["first"])
    if not first:
        if head["first"].strip():
            yield head["first"].strip(), head.start(), head.end()
        return
    yield first["name"].strip(), head.start(), head.end()
    at = head.end() + 1
    for line in text[at:].splitlines(keepends=True):
        found = _NUMBERED.match(line)
        if not found:
            return
        yield found["name"].strip(), at, at + len(line.rstrip("\n"))
        at += len(line)


def _bare(name: str) -> str:
    return _BARE.sub("", name).casefold()
