"""Takes existing stock in: today's list of an office, all of it or nothing, with a report for every row.

import_items(user, agency, source, *, name="", dry_run=False, at) -> Outcome

``source``: a list (XLSX, CSV) by its path or its bytes, or a folder of a list and attachments (``stock_folder``).

What is taken in was public before it came here: it is public at once, under its proved original day beside the day
it came in, and counts in the year of the former. The list itself is the proof: its SHA-256, the row and the
channel are kept with each item. Nobody reviews it anew; the checks look over it every night as over all stock.

A list is read twice: first for the index numbers it brings, behind which the series goes on; then its rows are
written in portions, in one transaction. Neither pass keeps the rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from gongkai.agencies import locked_years
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import GongkaiError, Refused
from gongkai.publication import attaching, locked, numbering, stopping
from gongkai.publication.changing import changed
from gongkai.publication.describing import put
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.import_report import Line, Report
from gongkai.publication.models import Column, Item, Showing, Version
from gongkai.publication.states import ItemState, State
from gongkai.publication.stock_entries import Entry, entry
from gongkai.publication.stock_folder import Folder
from gongkai.publication.stock_rows import open_rows
from gongkai.publication.words import DisclosureClass
from gongkai.readers.wording import Wording

# Rows written in one statement. SQLite takes 32,766 values in one; an item has some thirty.
PORTION: Final = 500
_BASIS: Final = "《条例》第十九条"


@dataclass(frozen=True)
class Outcome:
    """``applied`` is False for a dry run, and when any row has an error: then nothing was taken in. ``years``:
    those, over by then, whose figures it changes."""

    report: Report
    applied: bool
    years: tuple[int, ...] = ()

    @property
    def taken(self) -> int:
        return self.report.counts["taken"]

    @property
    def errors(self) -> int:
        return self.report.counts["error"]


class _Undo(Exception):
    """Leaves the transaction so that nothing of it stays."""


def import_items(
    user: Who,
    agency: Agency,
    source: Path | bytes,
    *,
    name: str = "",
    dry_run: bool = False,
    progress: Callable[[int], object] | None = None,
    at: datetime,
) -> Outcome:
    """A dry run does everything and takes it back, so it meets the same refusals as the real one. Refused for a
    file that is no such list. ``name``: what the file is called, for the proof; ``progress`` is told the number of
    rows now and then."""
    ensure(user, "items.import", agency, on=day(at))
    report = Report(progress)
    folder = Folder(source) if isinstance(source, Path) else None
    listed = folder.list if folder is not None else source
    assert isinstance(listed, Path | bytes)
    try:
        with transaction.atomic():
            Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
            stock = _Stock(user, agency, report, _Proof(name, _sha256(listed)), folder, at)
            stock.go_on_behind(row.values["索引号"] for row in open_rows(listed))
            stock.take(entry(row, today=day(at)) for row in open_rows(listed))
            if dry_run or report.counts["error"]:
                raise _Undo
            stock.record()
    except _Undo:
        return Outcome(report, applied=False, years=tuple(sorted(stock.years)))
    except IntegrityError as error:
        # An index number of the list was given between our question and our answer.
        raise Refused("导入时有人发布了使用相同索引号的信息，没有导入任何内容；请再导入一次。") from error
    return Outcome(report, applied=True, years=tuple(sorted(stock.years)))


@dataclass(frozen=True)
class _Proof:
    """The list, by its name and its SHA-256."""

    name: str
    sha256: str

    def of(self, one: Entry, on: date) -> str:
        """What proves the original day of a row; "" where the list does not know it."""
        if one.public_on is None:
            return ""
        what = f"“{self.name}”" if self.name else ""
        return f"{on}导入的存量清单{what}第{one.row}行（SHA-256：{self.sha256}）"


@dataclass(frozen=True)
class _File:
    """A file beside the list and what is read in it; its bytes are read again when it is stored."""

    path: Path
    words: Wording


@dataclass
class _Row:
    """One row on its way: an item, its version and its channels, none in the database yet."""

    entry: Entry
    item: Item
    version: Version
    showings: list[Showing] = field(default_factory=list)
    files: list[_File] = field(default_factory=list)


class _Stock:
    """The rows of a list as they become items, a portion at a time."""

    def __init__(
        self, user: Who, agency: Agency, report: Report, proof: _Proof, folder: Folder | None, at: datetime
    ) -> None:
        self._user, self._agency, self._report, self._at = user, agency, report, at
        self._proof, self._folder = proof, folder
        self._by, self._today = person(user), day(at)
        self._numbers = numbering.Taking(agency)
        # By number, else by what an item says of itself: eight bytes each, of all that is here and in the list.
        self._here = set(_known(agency))
        self._columns = _columns(agency)
        # The years over whose figures change.
        self.years: set[int] = set()

    def go_on_behind(self, numbers: Iterable[str]) -> None:
        """The series of each year goes on behind the highest number of the list that is written like it."""
        highest: dict[int, int] = {}
        reader = numbering.Reader(self._agency)
        for text in numbers:
            year, number = reader.read("".join(text.split())) or (0, 0)
            highest[year] = max(number, highest.get(year, 0))
        for year in sorted(highest):
            if highest[year]:
                numbering.go_on_behind(self._agency, year, highest[year])

    def take(self, entries: Iterator[Entry]) -> None:
        while portion := list(islice(entries, PORTION)):
            self._portion(portion)
        for path in self._folder.left() if self._folder else ():
            self._report.add(Line(0, "error", "", path.name, "清单中没有以此命名的信息；请改名为索引号或者标题。"))
        self._numbers.save()

    def record(self) -> None:
        agency, at = self._agency, self._at
        locked_years.enter(self._user, agency, self.years, about=agency, verb="items.import", at=at)
        data = {"sha256": self._proof.sha256, "taken": self._report.counts["taken"]}
        agency = self._agency
        record("items.import", actor=actor(self._user), agency=agency, object=agency, data=data, at=self._at)

    def _portion(self, portion: Sequence[Entry]) -> None:
        used = _used([one.number for one in portion if one.number])
        rows = []
        for one in portion:
            faults = [*one.faults, *self._faults(one, used)]
            files = self._files(one, faults)
            if faults:
                self._report.add(Line(one.row, "error", one.number, one.title, "".join(faults)))
                continue
            row = self._row(one, files)
            rows.append(row)
            notes = "；".join(one.notes)
            self._report.add(Line(one.row, "taken", str(row.item.number), one.title, notes))
        # Once a row is wrong nothing of the list stays, so nothing more is written; the rest is still looked at.
        if rows and not self._report.counts["error"]:
            self._save(rows)
            for row in rows:
                self.years |= locked.years(locked.NOWHERE, locked.of(row.item), at=self._at)

    def _faults(self, one: Entry, used: set[str]) -> Iterator[str]:
        mark = hash(one.number) if one.number else hash((one.title, one.document_number, one.made_on))
        if mark in self._here:
            yield "索引号在清单中重复。" if one.number else "系统或者清单中已有标题、文号、成文日期都相同的信息。"
        elif one.number in used:
            yield "索引号在系统中已有；已经导入过的，请从清单中删去。"
        self._here.add(mark)
        try:
            stopping.ensure_none([one.text])
        except Refused as refusal:
            yield str(refusal)

    def _files(self, one: Entry, faults: list[str]) -> list[_File]:
        """What lies beside the list for this row, looked at as any attachment is before it is stored."""
        found = []
        for path in self._folder.of(one) if self._folder else ():
            try:
                words = attaching.wording(path.read_bytes())
                stopping.ensure_none(words.pages, raw=words.raw)
                found.append(_File(path, words))
            except GongkaiError as error:
                faults.append(f"附件“{path.name}”：{error}")
        return found

    def _row(self, one: Entry, files: list[_File]) -> _Row:
        public_on = one.public_on or self._today
        said = {
            "title": one.title, "summary": one.summary, "document_number": one.document_number,
            "issuer": self._agency.name, "made_on": one.made_on, "category": one.category, "subject": one.subject,
            "genre": one.genre, "validity": one.validity, "ended_on": one.ended_on,
            "disclosure_class": DisclosureClass.ACTIVE, "class_basis": _BASIS,
            "column_id": self._columns.get(one.category) if one.category else None,
        }  # fmt: skip
        item = Item(
            agency=self._agency, number=one.number or self._numbers.take(public_on), released_at=self._at,
            changed_at=self._at, first_public_on=public_on, original_proof=self._proof.of(one, self._today),
            came_in_on=self._today, created_at=self._at, created_by=self._by,
        )  # fmt: skip
        version = Version(
            number=1, body=one.body, text=one.text, released_at=self._at, released_by=self._by,
            state=State.RELEASED, created_at=self._at, created_by=self._by,
        )  # fmt: skip
        put(item, said)
        put(version, said)
        proof = item.original_proof[:200]
        showings = [
            Showing(
                way=way, place=place, from_on=public_on, proof_note=proof, added_by=self._by, added_at=self._at,
                passed_by=self._by, passed_at=self._at,
            )
            for way, place in one.ways
        ]  # fmt: skip
        return _Row(one, item, version, showings, files)

    def _save(self, rows: Sequence[_Row]) -> None:
        """Items need a version to be public, versions an item: hence three statements."""
        Item.objects.bulk_create([row.item for row in rows])
        for row in rows:
            row.version.item = row.item
            row.version.sha256 = fingerprint(row.version, bare=True)
            for showing in row.showings:
                showing.item = row.item
        Version.objects.bulk_create([row.version for row in rows])
        self._attach([row for row in rows if row.files])
        Showing.objects.bulk_create([showing for row in rows for showing in row.showings])
        own = Version.objects.filter(item=OuterRef("pk"), number=1).values("pk")
        mine = Item.objects.filter(pk__in=[row.item.pk for row in rows])
        mine.update(state=ItemState.PUBLIC, current=Subquery(own))
        for row in rows:
            row.item.state, row.item.current = ItemState.PUBLIC, row.version
        changed([row.item for row in rows])

    def _attach(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            for order, file in enumerate(row.files):
                name = file.path.name
                attaching.put(row.version, file.path.read_bytes(), name, file.words, order=order, at=self._at)
            row.version.sha256 = fingerprint(row.version)
            row.version.save(update_fields=["sha256"])


def _known(agency: Agency) -> Iterator[int]:
    """What an item of this agency says of itself, as a number of eight bytes."""
    rows = Item.objects.filter(agency=agency).values_list("title", "document_number", "made_on")
    for said in rows.iterator(chunk_size=2000):
        yield hash(said)


def _used(numbers: Sequence[str]) -> set[str]:
    """Those that any item in the portal has."""
    here = Item.objects.filter(number__in=numbers).values_list("number", flat=True)
    return {number for number in here if number}


def _columns(agency: Agency) -> dict[str, int]:
    """The column for a category, where the agency's list has exactly one that items stand in."""
    leaves = Column.objects.filter(agency=agency, until_on=None, children=None).exclude(category="")
    found: dict[str, list[int]] = {}
    for pk, category in leaves.values_list("pk", "category"):
        found.setdefault(category, []).append(pk)
    return {category: keys[0] for category, keys in found.items() if len(keys) == 1}


def _sha256(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
