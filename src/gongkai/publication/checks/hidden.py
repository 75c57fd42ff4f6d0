"""What attachments hide (``documents.examining``). A file nobody could look into is a finding, never a pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from gongkai.documents import examining
from gongkai.documents.models import Examination
from gongkai.papers.hidden.findings import KINDS
from gongkai.papers.personal import LABELS
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models import Attachment
from gongkai.publication.models.checks import Kind, Severity

EDITION: Final = f"1.{examining.EDITION}"
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
# Told, but nobody has to decide it.
_HARMLESS: Final = frozenset({"author", "property", "thumbnail", "picture-thumbnail", "custom-data", "signature"})
# What is seen is found by the check of personal data in the text.
_SEEN: Final = frozenset(str(kind) for kind in LABELS)


def look(subject: Subject) -> Iterator[Found]:
    at = datetime.combine(subject.on, time(12), tzinfo=_SHANGHAI)
    for attachment in subject.attachments:
        yield from _hides(attachment, examining.examine(attachment.file, at=at))


def _hides(attachment: Attachment, report: Examination) -> Iterator[Found]:
    place, name = f"attachment:{attachment.token}", attachment.name[:80]
    if not report.examined:
        message = f"附件《{name}》没能检查隐藏内容（{report.unexamined[:160]}），请人工核对。"
        yield Found(Kind.HIDDEN, "unexamined", Severity.DECIDE, message, place, words=attachment.file.sha256)
        return
    by_kind: dict[str, list[str]] = {}
    for one in examining.findings(report):
        if one.kind not in _SEEN:
            by_kind.setdefault(one.kind, []).append(one.where)
    for kind, places in by_kind.items():
        severity = Severity.HINT if kind in _HARMLESS else Severity.DECIDE
        advice = "可以清除后换上干净的文件。" if KINDS[kind].cleanable else "请用原软件处理后重新上传。"
        where = "、".join(dict.fromkeys(places))[:120]
        message = f"附件《{name}》有{KINDS[kind].label}（{where}，共{len(places)}处）；{advice}"
        yield Found(Kind.HIDDEN, kind, severity, message, place, words=attachment.file.sha256)
