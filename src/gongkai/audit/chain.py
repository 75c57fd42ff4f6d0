"""What is hashed, and how: pure, so that it can be recomputed by anybody from an export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

# What stands before the first entry.
GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    sequence: int
    at: datetime
    verb: str
    actor: str
    agency: str
    object: str
    reason: str
    data: str
    previous: str

    def digest(self) -> str:
        """SHA-256 over one canonical line: sorted keys, no white space, instants in UTC to the microsecond."""
        line = canonical({**self.__dict__, "at": instant(self.at)})
        return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """Where the chain stood: kept away from the machine it shows a tail that was cut off."""

    sequence: int
    digest: str

    def line(self) -> str:
        return f"{self.sequence} {self.digest}"

    @classmethod
    def parse(cls, line: str) -> Head:
        """Reads what ``line`` wrote, a date before it or not; ValueError when it is something else."""
        *_, sequence, digest = line.split()
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise ValueError(f"not the head of an audit chain: {line!r}")
        return cls(int(sequence), digest)


def canonical(value: Mapping[str, object]) -> str:
    """The one JSON text of a value; TypeError for what JSON has no form for, ValueError for NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
