"""What a compiled version was made from, kept beside it, and how the records have changed since.

dump(compiled, keys) -> data                         as ``Compilation`` keeps it
store(version, compiled, *, by, at) -> Compilation   of a draft; written anew when it is compiled again
freeze(version, report_sha256)                       at publication: never changed again
differences(version) -> (Difference, …)              where the records say something else now
frozen(version, cell) -> (key, …)                    the records that a figure was made from
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.accounts.models import Person
from gongkai.reports.compiling import bound, records
from gongkai.reports.compiling.cells import Compiled
from gongkai.reports.compiling.tables import compile
from gongkai.reports.models import Compilation, ReportVersion
from gongkai.reports.stored import dump_value, load_value
from gongkai.statute.form import Value

Keys = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell of which the records say something else than when it was compiled. ``gone`` and ``came`` are keys
    of records; both may be there while the figure is the same."""

    cell: str
    then: Value
    now: Value
    gone: tuple[str, ...]
    came: tuple[str, ...]


def dump(compiled: Compiled, keys: Keys) -> dict[str, Any]:
    cells = {name: [dump_value(cell.value), cell.source.name, cell.note] for name, cell in compiled.cells.items()}
    return {"cells": cells, "records": {cell: list(some) for cell, some in keys.items()}}


def sha256(data: Mapping[str, Any]) -> str:
    """Of the list as canonical JSON: anyone who has the list can take it again."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def store(
    version: ReportVersion,
    compiled: Compiled,
    *,
    text: Mapping[str, Any] | None = None,
    by: Person | None,
    at: datetime,
) -> Compilation:
    """In the caller's transaction. ``text``: where a person has written in it (``bound``)."""
    data = dump(compiled, records.keys(compiled.agency, compiled.year))
    data[bound.TEXT] = text if text is not None else bound.drafted(compiled)
    made, _ = Compilation.objects.update_or_create(
        version=version,
        defaults={"data": data, "sha256": sha256(_records_of(data)), "compiled_by": by, "compiled_at": at},
    )
    return made


def _records_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The part of it that the hash is of: figures and records, without the text, which the report has."""
    return {name: data[name] for name in ("cells", "records")}


def of(version: ReportVersion) -> Compilation | None:
    """None for a version that came as a file."""
    return Compilation.objects.filter(version=version).first()


def freeze(version: ReportVersion, report_sha256: str) -> str:
    """Bind the list to the report's hash, which locks it; the hash of the list, "" for a version without one."""
    found = of(version)
    if found is None:
        return ""
    found.report_sha256 = report_sha256
    found.save(update_fields=["report_sha256"])
    return found.sha256


def frozen(compilation: Compilation, cell: str) -> tuple[str, ...]:
    """The keys behind any cell as they were. KeyError for a cell that the form has not."""
    kept: dict[str, list[str]] = compilation.data["records"]
    return records.of_cell({leaf: tuple(some) for leaf, some in kept.items()}, cell)


def differences(version: ReportVersion) -> tuple[Difference, ...]:
    """Cell by cell in the order of the form; nothing for a version that was not compiled."""
    found = of(version)
    if found is None:
        return ()
    now = compile(version.agency, version.year)
    keys = records.keys(version.agency, version.year)
    return tuple(
        one
        for cell, current in now.cells.items()
        if (one := _difference(found, cell, current.value, records.of_cell(keys, cell))) is not None
    )


def _difference(kept: Compilation, cell: str, now: Value, keys: Sequence[str]) -> Difference | None:
    then = load_value(kept.data["cells"][cell][0])
    before, after = Counter(frozen(kept, cell)), Counter(keys)
    gone, came = tuple((before - after).elements()), tuple((after - before).elements())
    return Difference(cell, then, now, gone, came) if gone or came or then != now else None
