"""Findings at the field or the attachment they are about, beside the list that holds them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from gongkai.publication.models import Attachment
from gongkai.publication.models.checks import Decision, Finding, Severity


def at_fields(found: Iterable[Finding]) -> Mapping[str, Sequence[Finding]]:
    """Those that nobody let stand, by the field of the version; what is about all attachments stands where they
    are added."""
    by_place: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        if one.decision != Decision.KEEP:
            by_place[{"attachments": "added"}.get(one.place, one.place)].append(one)
    return dict(by_place)


def with_findings(
    attachments: Iterable[Attachment], found: Mapping[str, Sequence[Finding]]
) -> Sequence[tuple[Attachment, Sequence[Finding]]]:
    """Each attachment with what was found in it."""
    return [(one, found.get(f"attachment:{one.token}", ())) for one in attachments]


def hints(found: Iterable[Finding]) -> Sequence[Finding]:
    return [one for one in found if one.severity == Severity.HINT]


def but_hints(found: Iterable[Finding]) -> Sequence[Finding]:
    """What stops or must be decided."""
    return [one for one in found if one.severity != Severity.HINT]
