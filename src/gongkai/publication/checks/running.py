"""Checking one version, and keeping what was found beside what was decided of it before.

look(version, …) -> (Found, …)             only looks
run(version, …) -> [Finding, …]            looks and keeps; what stands now, in the order of the rules
refresh(version, …) -> bool                the same for old stock: only by rules that changed since
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongkai.agencies.who import day
from gongkai.errors import Stale
from gongkai.publication.checks import duplicates, links
from gongkai.publication.checks.found import Found, Subject, subject_of
from gongkai.publication.checks.rules import RULES, editions
from gongkai.publication.models import Version
from gongkai.publication.models.checks import Checked, Decision, Finding, Kind

ALL = tuple(RULES)
_SEEN = ("start", "end", "excerpt", "proposal", "message", "source", "severity", "gone_at")


def look(subject: Subject, kinds: Collection[Kind] = ALL) -> tuple[Found, ...]:
    """What these rules find; nothing is kept."""
    return tuple(one for kind in kinds for one in RULES[kind].look(subject))


def run(version: Version, *, at: datetime) -> list[Finding]:
    """By all rules. May look into attachments for the first time, which takes seconds for each: call it outside
    of a transaction that holds anything. Stale when the text was changed meanwhile."""
    return _run(version, ALL, at)


def refresh(version: Version, *, at: datetime) -> bool:
    """By those rules that changed since it was checked; whether there were any."""
    now = editions(version.item.agency, day(at))
    before = Checked.objects.filter(version=version, revision=version.revision).first()
    changed = [kind for kind in ALL if before is None or before.editions.get(str(kind)) != now[str(kind)]]
    if changed:
        _run(version, changed, at)
    return bool(changed)


def again(version: Version, kind: Kind, *, at: datetime) -> list[Finding]:
    """By one rule, where what it depends on changed outside of the text (an address died)."""
    return _run(version, [kind], at)


def _run(version: Version, kinds: Collection[Kind], at: datetime) -> list[Finding]:
    subject = _subject(version, day(at))
    found = look(subject, kinds)
    now = editions(subject.agency, day(at))
    return _keep(subject, kinds, found, {str(kind): now[str(kind)] for kind in kinds}, at)


def _subject(version: Version, on: date) -> Subject:
    return subject_of(version, on=on, own_address=settings.GONGKAI_ADDRESS)


@transaction.atomic
def _keep(
    subject: Subject, kinds: Collection[Kind], found: Iterable[Found], now: dict[str, str], at: datetime
) -> list[Finding]:
    version = Version.objects.select_for_update(no_key=True, of=("self",)).get(pk=subject.version.pk)
    if version.revision != subject.version.revision:
        raise Stale("检查期间有人修改了内容，请重新提交。")
    known = {one.fingerprint: one for one in version.findings.filter(kind__in=kinds)}
    seen, fresh = [], []
    for fingerprint, one in _numbered(found):
        row = known.pop(fingerprint, None)
        if row is None:
            fresh.append(_row(version, subject, fingerprint, one, at))
        else:
            seen.append(_seen(row, one))
    Finding.objects.bulk_update(seen, _SEEN, batch_size=200)
    Finding.objects.bulk_create(_carried(version, fresh), batch_size=200)
    if Kind.DUPLICATES in kinds:
        duplicates.remember(subject)
    if Kind.LINKS in kinds:
        links.remember(subject, at)
    gone = [row.pk for row in known.values() if row.gone_at is None]
    Finding.objects.filter(pk__in=gone).update(gone_at=at)
    _note(version, kinds, now, at)
    return list(version.findings.filter(gone_at=None))


def _numbered(found: Iterable[Found]) -> Iterator[tuple[str, Found]]:
    times: Counter[str] = Counter()
    for one in found:
        first = one.fingerprint(0)
        times[first] += 1
        yield one.fingerprint(times[first] - 1), one


def _row(version: Version, subject: Subject, fingerprint: str, one: Found, at: datetime) -> Finding:
    return Finding(
        version=version, agency=subject.agency, kind=one.kind, code=one.code, place=one.place,
        fingerprint=fingerprint, found_at=at, **_shown(one),
    )  # fmt: skip


def _shown(one: Found) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "excerpt": one.excerpt[:240],
        "proposal": one.proposal[:240],
        "message": one.message[:400],
        "source": one.source[:240],
        "severity": one.severity,
    }


def _seen(row: Finding, one: Found) -> Finding:
    for name, value in _shown(one).items():
        setattr(row, name, value)
    row.gone_at = None
    return row


@dataclass(frozen=True, slots=True)
class _Decided:
    reason: str
    by: int | None
    at: datetime | None


def _carried(version: Version, fresh: list[Finding]) -> list[Finding]:
    """With what was decided of the same words at the same place in an earlier version of the item."""
    prints = [one.fingerprint for one in fresh]
    before = Finding.objects.filter(
        version__item=version.item_id, decision=Decision.KEEP, fingerprint__in=prints
    ).order_by("decided_at")
    decided = {one.fingerprint: _Decided(one.reason, one.decided_by_id, one.decided_at) for one in before}
    for one in fresh:
        known = decided.get(one.fingerprint)
        if known and one.severity != "stop":
            one.decision, one.reason = Decision.KEEP, known.reason
            one.decided_by_id, one.decided_at = known.by, known.at
    return fresh


def _note(version: Version, kinds: Collection[Kind], now: dict[str, str], at: datetime) -> None:
    row, _ = Checked.objects.get_or_create(
        version=version, defaults={"editions": {}, "revision": version.revision, "at": at}
    )
    # Rules that were not asked now saw another text; they are asked when their turn comes.
    kept = row.editions if row.revision == version.revision else {}
    row.editions, row.revision, row.at = {**kept, **now}, version.revision, at
    row.save(update_fields=["editions", "revision", "at"])
