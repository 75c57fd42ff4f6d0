"""A compiled draft goes to the head of the agency, who signs it or sends it back; signed, it is filed.

hand_up(user, version, *, at)                               from the office to the head
send_back(user, version, *, comments, at)                   from the head to the office
sign(user, version, *, name, signed_on, scan=None, at)      signed and filed: from now on in review
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.errors import Refused
from gongkai.reports import drafting
from gongkai.reports.compiling.bound import changes
from gongkai.reports.compiling.freezing import differences
from gongkai.reports.models import ReportVersion, Signature
from gongkai.reports.reviewing import permitted
from gongkai.reports.states import after


@dataclass(frozen=True, slots=True)
class Scan:
    """The signed and sealed page as it was scanned."""

    name: str
    data: bytes


@transaction.atomic
def hand_up(user: Who, version: ReportVersion, *, at: datetime) -> ReportVersion:
    """Refused while the records say something else than the draft: what is signed must be what is there."""
    version = permitted(user, "reports.compile", version, at)
    version.state = after(version.state, "hand_up")
    changed, said = differences(version), changes(version)
    if changed or said:
        raise Refused(f"编制以后，记录有变化（{len(changed)}格，{len(said)}句）；请重新编制，看过以后再送签。")
    version.comments = ""
    version.save(update_fields=["state", "comments"])
    _record("reports.hand_up", user, version, at=at)
    return version


@transaction.atomic
def send_back(user: Who, version: ReportVersion, *, comments: str, at: datetime) -> ReportVersion:
    """Refused without a word of what has to change."""
    version = permitted(user, "reports.sign", version, at)
    version.state = after(version.state, "send_back")
    if not comments.strip():
        raise Refused("请写明要修改什么。")
    version.comments = comments.strip()
    version.save(update_fields=["state", "comments"])
    _record("reports.send_back", user, version, reason=version.comments, at=at)
    return version


@transaction.atomic
def sign(
    user: Who, version: ReportVersion, *, name: str, signed_on: date, scan: Scan | None = None, at: datetime
) -> ReportVersion:
    """By the first responsible person, on a day after the year and not to come. What was in review gives way."""
    version = permitted(user, "reports.sign", version, at)
    state = after(version.state, "sign")
    if not name.strip():
        raise Refused("请写明签发人的姓名。")
    if not date(version.year + 1, 1, 1) <= signed_on <= day(at):
        raise Refused(f"签发日期应在{version.year + 1}年1月1日至今天之间，请核对。")
    page = documents.store(scan.data, scan.name, at=at) if scan else None
    Signature.objects.update_or_create(
        version=version,
        defaults={
            "name": name.strip()[:60], "signed_on": signed_on, "scan": page, "by": person(user), "at": at,
        },
    )  # fmt: skip
    drafting.supersede_drafts(version.report, at)
    version.state, version.submitted_at, version.comments = state, at, ""
    version.save(update_fields=["state", "submitted_at", "comments"])
    data = {"signed_on": signed_on.isoformat(), "scan": page.sha256 if page else None}
    _record("reports.sign", user, version, data=data, at=at)
    return version


def _record(
    verb: str,
    user: Who,
    version: ReportVersion,
    *,
    reason: str = "",
    data: Mapping[str, object] | None = None,
    at: datetime,
) -> None:
    told = {"year": version.year, "number": version.number, **(data or {})}
    record(verb, actor=actor(user), agency=version.agency, object=version, reason=reason, data=told, at=at)
