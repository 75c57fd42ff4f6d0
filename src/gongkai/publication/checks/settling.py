"""What a person says of a finding, with a reason; and which findings keep a version from going on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, Stale, WrongState
from gongkai.publication.checks.found import FIELDS
from gongkai.publication.models import Version
from gongkai.publication.models.checks import Checked, Decision, Finding, Severity
from gongkai.publication.states import OPEN, State

_LOOKED_AT = (*OPEN, State.RELEASED)
# Not decided, or decided as wrong and not yet put right.
WAITS = Q(gone_at=None) & ~Q(decision=Decision.KEEP)


def open_findings(version: Version) -> list[Finding]:
    """Those that stand and are not kept, stops first, then as they stand in the text; hints among them."""
    return sorted(version.findings.filter(WAITS), key=_in_order)


def _in_order(one: Finding) -> tuple[int, int, str, int, int]:
    field = FIELDS.index(one.place) if one.place in FIELDS else len(FIELDS)
    return list(Severity).index(Severity(one.severity)), field, one.place, one.start or 0, one.pk


def blocking(version: Version) -> list[Finding]:
    """Those with which nothing can be submitted."""
    return [one for one in open_findings(version) if one.severity == Severity.STOP]


def undecided(version: Version) -> list[Finding]:
    """Those with which nothing can be approved: stops, and what a person must decide or put right first."""
    return [one for one in open_findings(version) if one.severity != Severity.HINT]


def ensure_submittable(version: Version) -> None:
    """Refused, with the first of the findings in words, while one blocks; Stale where the text as it is was not
    looked at."""
    if not Checked.objects.filter(version=version, revision=version.revision).exists():
        raise Stale("检查以后内容又有改动，请再提交一次。")
    _ensure_none(blocking(version), "自动检查发现必须改正的问题，不能提交审核")


def ensure_approvable(version: Version) -> None:
    """Refused while a finding is not decided, or was decided to be put right and still stands."""
    _ensure_none(undecided(version), "自动检查发现的问题还没有处理完，不能批准")


def _ensure_none(findings: list[Finding], why: str) -> None:
    if findings:
        words = "；".join(one.message.rstrip("。") for one in findings[:3])
        more = f"，等{len(findings)}项" if len(findings) > 3 else ""
        raise Refused(f"{why}：{words}{more}。")


def counts(versions: Iterable[int]) -> dict[int, int]:
    """Of each version, by its key, how many findings wait for somebody; for lists."""
    rows = Finding.objects.filter(WAITS, ~Q(severity=Severity.HINT), version__in=list(versions))
    by_version = rows.values("version").annotate(number=Count("pk")).order_by()
    return {row["version"]: row["number"] for row in by_version}


def standing(version: Version) -> QuerySet[Finding]:
    """All that the last run found, decided or not, for the page that shows them in place."""
    return version.findings.filter(gone_at=None).select_related("decided_by")


@transaction.atomic
def settle(user: Who, finding: Finding, *, decision: str, reason: str, at: datetime) -> Finding:
    """Refused without a reason, or to keep what no reason can keep; WrongState for a finding that is gone, or of
    a version that is past. Decided anew, the new decision stands."""
    held = _held(finding)
    ensure(user, "items.check", held.agency, on=day(at))
    _ensure_possible(held, decision, reason)
    held.decision, held.reason = Decision(decision), reason.strip()
    held.decided_by, held.decided_at = person(user), at
    held.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    data = {"finding": held.pk, "rule": _rule(held), "decision": str(held.decision)}
    record("checks.settle", actor=actor(user), agency=held.agency, object=held.version, data=data, at=at)
    return held


@transaction.atomic
def settle_alike(user: Who, finding: Finding, *, decision: str, reason: str, at: datetime) -> int:
    """The same for every open finding of this rule in this version; how many."""
    same = Finding.objects.filter(
        WAITS, version=finding.version_id, kind=finding.kind, code=finding.code
    ).order_by("pk")
    return len([settle(user, one, decision=decision, reason=reason, at=at) for one in same])


def _held(finding: Finding) -> Finding:
    rows = Finding.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("agency", "version").get(pk=finding.pk)


def _ensure_possible(held: Finding, decision: str, reason: str) -> None:
    if held.gone_at is not None or held.version.state not in _LOOKED_AT:
        raise WrongState("这个问题所在的内容已经变动，请刷新页面后再看。")
    if decision not in Decision.values:
        raise Refused("请选择处理决定。")
    if not reason.strip():
        raise Refused("请写明理由。")
    if decision == Decision.KEEP and held.severity == Severity.STOP:
        raise Refused("这个问题必须改正，不能保留：" + held.message)


def _rule(finding: Finding) -> str:
    """The rule without the word it is about: an agency's own pair might be a name."""
    return f"{finding.kind}:{finding.code.partition(':')[0]}"
