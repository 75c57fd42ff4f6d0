"""What a file hides from whoever reads it, and a copy of it that hides nothing.

``examine`` tells by content what a file is and looks into every corner that its kind is known to have, into files
inside it too. It never raises: what cannot be looked into is not examined, and says why. ``clean`` makes a new
copy without what no reader sees, examines that copy again, and leaves what is visible as it is; text under a box
and personal data in plain sight are for redaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gongkai.errors import Refused, TooLarge

from . import limits
from .dispatch import cleaned, looked
from .findings import KINDS, Cleaned, Finding, Report, Sort
from .signatures import lost

__all__ = ["KINDS", "Cleaned", "Finding", "Report", "Sort", "clean", "examine"]


def examine(data: bytes, name: str = "") -> Report:
    """The report on a file. ``name`` is only looked into for personal data."""
    return looked(data, name)


def clean(data: bytes, name: str = "") -> Cleaned:
    """A new copy without what is hidden, and proof: the copy was examined again.

    Raises Refused where this kind of file, or this one, cannot be cleaned; Unreadable or TooLarge where it cannot
    be read. A file in which there is nothing to take away is returned as it is. Nothing is returned that still
    holds what it says was removed.
    """
    if len(data) > limits.MAX_INPUT:
        raise TooLarge(f"文件超过{limits.MAX_INPUT // limits.MIB}MB，未清除；请拆分后再试。")
    before = examine(data, name)
    if before.examined and not any(finding.cleanable for finding in before.findings):
        return Cleaned(data, (), before.findings)
    copy = cleaned(data)
    after = examine(copy, name)
    if not after.examined:
        raise Refused(f"清除后仍有检查不了的内容（{after.unexamined}），没有保存清除后的文件；请另存后再试。")
    return Cleaned(copy, (*_gone(before.findings, after.findings), *lost(data)), after.findings)


def _gone(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """What is found no more. Places shift when something goes, so kind and text tell."""
    still = Counter((finding.kind, finding.text) for finding in after)
    for finding in before:
        key = finding.kind, finding.text
        if still[key]:
            still[key] -= 1
        else:
            yield finding
