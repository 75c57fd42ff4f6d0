"""The automatic checks: before a review, and over old stock when a rule changed. A person decides.

run(version, at) -> [Finding, …]                  what stands now
open_findings / blocking / undecided(version)     what keeps it from going on
settle(user, finding, decision, reason, at)       what a person says of it
counts(versions) -> {version: how many wait}      for lists
"""

from __future__ import annotations

from gongkai.publication.checks.running import refresh, run
from gongkai.publication.checks.settling import (
    blocking,
    counts,
    ensure_approvable,
    ensure_submittable,
    open_findings,
    settle,
    settle_alike,
    standing,
    undecided,
)

__all__ = [
    "blocking", "counts", "ensure_approvable", "ensure_submittable", "open_findings", "refresh", "run", "settle",
    "settle_alike", "standing", "undecided",
]  # fmt: skip
