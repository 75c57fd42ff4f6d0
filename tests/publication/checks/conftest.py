"""What the tests of checks share: a version as the checks see it, and what they find in it."""

from __future__ import annotations

from typing import Any

from gongkai.publication.checks import running
from gongkai.publication.checks.found import Found, Subject, subject_of
from gongkai.publication.models import Version
from gongkai.publication.models.checks import Finding, Kind
from tests.publication.conftest import TODAY

OWN = "https://www.example.gov.cn"


def subject(version: Version) -> Subject:
    return subject_of(version, on=TODAY, own_address=OWN)


def found(version: Version, kind: Kind, **changed: Any) -> list[Found]:
    """What the check of this kind finds in the version, with some of its fields otherwise; nothing is kept."""
    for name, value in changed.items():
        setattr(version, name, value)
    return list(running.look(subject(version), [kind]))


def codes(found: list[Found] | list[Finding]) -> list[str]:
    return [str(one.code) for one in found]
