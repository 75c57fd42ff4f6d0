"""The text of a compiled version with every figure bound to its record, kept beside the plain one that is printed.

drafted(compiled) -> {part: plain}               what ``Compilation`` keeps, part by part (0, 1, 5, 6)
put(version, part, paragraphs)                   a person wrote: what they left standing stays bound
facts_of(version) -> Facts                       what the records say now
followed_by(version) -> {part: text}             brought up to the records
changes(version) -> (Change, …)                  what the records say otherwise now
marked(version) -> {part: (Mark, …)}             numbers that equal no record
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.reports import figures
from gongkai.reports.compiling.cells import Compiled
from gongkai.reports.models import Compilation, ReportVersion
from gongkai.reports.texts.drafting import library_of
from gongkai.reports.texts.editing import edited
from gongkai.reports.texts.facts import Facts
from gongkai.reports.texts.following import Change, followed, rejoined
from gongkai.reports.texts.gathering import gathered
from gongkai.reports.texts.marks import Mark, marks
from gongkai.reports.texts.pieces import Text, dump, load

TEXT = "text"


def drafted(compiled: Compiled) -> dict[str, Any]:
    return {str(part): dump(text) for part, text in compiled.text.parts.items()}


def kept(compilation: Compilation) -> dict[int, Text]:
    return {int(part): load(plain) for part, plain in compilation.data.get(TEXT, {}).items()}


def put(version: ReportVersion, part: int, paragraphs: Sequence[str]) -> None:
    """In the caller's transaction; nothing for a version that came as a file, and for a part without records."""
    found = Compilation.objects.filter(version=version).first()
    text = kept(found).get(part) if found else None
    if found is None or text is None:
        return
    library = library_of(version.agency, version.year)
    written = rejoined(edited(text, "\n".join(paragraphs)), facts_of(version), library)
    found.data[TEXT][str(part)] = dump(written)
    found.save(update_fields=["data"])


def facts_of(version: ReportVersion) -> Facts:
    """What the records say now. Of the tables the version's own figures, with what persons entered instead: its
    text says what its tables say."""
    return gathered(version.agency, version.year, figures.annual_report(version).figures)


def followed_by(version: ReportVersion) -> Mapping[int, Text]:
    """What a person worded keeps its words, and only its figures change."""
    library, facts = library_of(version.agency, version.year), facts_of(version)
    return {part: followed(text, facts, library).text for part, text in kept(version.compilation).items()}


def changes(version: ReportVersion) -> tuple[Change, ...]:
    """Nothing for a version that came as a file. A figure whose record is gone is left to the person."""
    found = Compilation.objects.filter(version=version).first()
    if found is None:
        return ()
    library, facts = library_of(version.agency, version.year), facts_of(version)
    every = (followed(text, facts, library).changes for text in kept(found).values())
    return tuple(one for some in every for one in some if one.now is not None)


def marked(version: ReportVersion) -> Mapping[int, tuple[Mark, ...]]:
    """By part, where there are any; the paragraphs are those that are printed."""
    found = Compilation.objects.filter(version=version).first()
    if found is None:
        return {}
    facts = facts_of(version)
    every = {part: marks(text, facts) for part, text in kept(found).items()}
    return {part: some for part, some in every.items() if some}
