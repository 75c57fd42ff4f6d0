"""What was published and what came in, compared with what the audit chain tells of it.

Triggers refuse changes and hashes show them, but who owns the database can take triggers away and write hashes
anew, or hide a version as if it had never been published. The chain tells apart from the rows when which version
became public, whose it is, with which hash, note and files; and the chain's head lies outside of the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.reports.models import Intake, Rendering, ReportVersion
from gongkai.reports.states import State

PUBLISHED, WRITTEN, REMOVED = "reports.publish", "reports.render", "reports.demo_remove"
TAKEN_IN = "reports.take_in"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``key`` is that of a version or of a file that came in. ``what`` names what is not as told, or is ``gone``
    (of a version: public no more) or ``untold``."""

    key: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One publication: what the row must say, and its files by format (None in older entries)."""

    facts: Mapping[str, object]
    files: dict[str, str] | None


def contradictions() -> list[Contradiction]:
    """Every version and every original of which row and chain tell differently; nothing when all is as it was."""
    return [*_compared(_told(), _versions(), _files()), *_originals()]


def _originals() -> Iterator[Contradiction]:
    """The files that came in, by the hash that the chain told then: what everything else is read from."""
    told: dict[str, str] = {}
    for entry in Entry.objects.filter(verb__in=[TAKEN_IN, REMOVED]).order_by("sequence").iterator():
        data = json.loads(entry.data)
        if entry.verb == TAKEN_IN:
            told[entry.object] = data["sha256"]
        else:
            for key in data.get("intakes", ()):
                told.pop(key, None)
    kept = {
        f"intake:{pk}": sha256 for pk, sha256 in Intake.objects.order_by("pk").values_list("pk", "file__sha256")
    }
    for key, sha256 in told.items():
        if kept.get(key) != sha256:
            yield Contradiction(key, ("file",) if key in kept else ("gone",))
    for key in kept.keys() - told.keys():
        yield Contradiction(key, ("untold",))


def _compared(
    told: Mapping[str, _Told], versions: Mapping[str, ReportVersion], files: Mapping[str, Mapping[str, str]]
) -> Iterator[Contradiction]:
    newest = {(one.facts["agency"], one.facts["year"]): key for key, one in told.items()}
    for key, one in told.items():
        version = versions.get(key)
        if version is None:
            yield Contradiction(key, ("gone",))
            continue
        current = newest[one.facts["agency"], one.facts["year"]] == key
        expected = {**one.facts, "state": State.PUBLISHED if current else State.SUPERSEDED}
        found = _facts(version)
        wrong = [name for name, value in expected.items() if found[name] != value]
        if one.files is not None and files.get(key, {}) != one.files:
            wrong.append("files")
        if wrong:
            yield Contradiction(key, tuple(wrong))
    for key in versions.keys() - told.keys():
        yield Contradiction(key, ("untold",))


def _told() -> dict[str, _Told]:
    """By version's key, in the order of publication."""
    out: dict[str, _Told] = {}
    for entry in Entry.objects.filter(verb__in=[PUBLISHED, WRITTEN, REMOVED]).order_by("sequence").iterator():
        data = json.loads(entry.data)
        if entry.verb == PUBLISHED:
            out[entry.object] = _publication(entry, data)
        elif entry.verb == REMOVED:
            for key in data.get("versions", ()):
                out.pop(key, None)
        elif entry.object in out and (files := out[entry.object].files) is not None:
            files.setdefault(data["format"], data["sha256"])
    return out


def _publication(entry: Entry, data: Mapping[str, object]) -> _Told:
    facts = {name: data[name] for name in ("year", "number", "sha256")}
    facts |= {"agency": entry.agency, "note": entry.reason, "by": entry.actor, "at": entry.at}
    files = data.get("files")
    return _Told(facts, dict(files) if isinstance(files, dict) else None)


def _versions() -> dict[str, ReportVersion]:
    """Everything that has a public number, a hash, or says it is published."""
    private = {"public_number": None, "sha256": "", "published_at": None}
    found = ReportVersion.objects.exclude(**private).select_related("report__agency", "published_by")
    return {v.key: v for v in found.only(*_COLUMNS)}


_COLUMNS = (
    "state", "note", "public_number", "published_at", "sha256",
    "report__year", "report__agency__id", "published_by__id",
)  # fmt: skip


def _facts(version: ReportVersion) -> dict[str, str | int | datetime | None]:
    return {
        "agency": version.agency.key,
        "year": version.year,
        "number": version.public_number,
        "sha256": version.sha256,
        "note": version.note,
        "by": version.published_by.key if version.published_by else OPERATOR.key,
        "at": version.published_at,
        "state": version.state,
    }


def _files() -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    found = Rendering.objects.exclude(file=None).order_by()
    for version, format, sha256 in found.values_list("version", "format", "file__sha256"):
        out.setdefault(f"version:{version}", {})[format] = sha256
    return out
