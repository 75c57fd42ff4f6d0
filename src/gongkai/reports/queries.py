"""What the desk asks about annual reports. Everything goes through ``within``: what a person may not see is not
there (``DoesNotExist``). What everybody may see is in ``published``; the district's table in ``table``.

Files
  intakes(user, *, on) -> QuerySet[Intake]             newest first; filter it further
  intake(user, pk, *, on) -> Intake
  progress(user, batch, *, on) -> Progress             how far the files dropped together are
  proposals(user, intake, *, on) -> (agencies, year)   for ``bind``
  original(user, intake, *, on) -> Original            the bytes as they came, name and content type
  extracted(intake) -> Document | None                 the original as blocks, to show beside the tables

Versions
  versions(user, *, on) -> QuerySet[ReportVersion]     newest first; filter by report__agency, report__year, state
  version(user, pk, *, on) -> ReportVersion
  review(version) -> Review                            report, figures by cell, findings, candidates, what is open
  verbs(user, version, *, on) -> {verb: "" | reason}   the steps this state and person allow; a reason: why not yet
  corrections(version) -> QuerySet[Correction]         rewordings(version) -> QuerySet[Rewording]
  work_for(user, *, on) -> Work                        counts for the rail

Elsewhere
  table.district_table(user, district, year, *, on) -> DistrictTable      table.districts(user, *, on)
  export.figures_csv(versions) -> str
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, may, within
from gongkai.documents import queries as documents
from gongkai.documents.kinds import content_type
from gongkai.readers.document import Document
from gongkai.reports import checking, contesting, figures, reviewing
from gongkai.reports.matching import match
from gongkai.reports.models import (
    UNDECIDED,
    Correction,
    Intake,
    IntakeReading,
    Objection,
    ReportFigure,
    ReportVersion,
    Rewording,
)
from gongkai.reports.states import COMPILING, MOVES, IntakeState, State
from gongkai.reports.stored import load_document, load_reading
from gongkai.statute.form import AnnualReport, Finding


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the files of one batch are; ``doubtful`` were read and wait for ``bind``."""

    intakes: tuple[Intake, ...]
    waiting: int
    reading: int
    read: int
    unreadable: int
    doubtful: int

    @property
    def total(self) -> int:
        return len(self.intakes)

    @property
    def settled(self) -> int:
        return self.total - self.waiting - self.reading

    @property
    def done(self) -> bool:
        return self.settled == self.total


@dataclass(frozen=True, slots=True)
class Original:
    name: str
    content_type: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding; ``resolved`` when a person has since decided every cell that the reader was in doubt about."""

    finding: Finding
    resolved: bool


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a review page shows of a version."""

    version: ReportVersion
    report: AnnualReport
    figures: Mapping[str, ReportFigure]
    findings: tuple[Shown, ...]
    by_cell: Mapping[str, tuple[Shown, ...]]
    # row -> (its cells, the ways its digits can be cut)
    candidates: Mapping[str, tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]]
    open_cells: tuple[str, ...]
    unchecked: tuple[str, ...]
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for this person."""

    to_sign: int
    to_review: int
    to_publish: int
    doubtful: int
    unreadable: int


def intakes(user: Who, *, on: date) -> QuerySet[Intake]:
    """Files of agencies in view, and those not yet known whose that were taken in at a desk in view."""
    seen = within(user, "reports.view", on=on)
    mine = Q(agency__in=seen) | Q(agency=None, collector__in=seen)
    return Intake.objects.filter(mine).select_related("file", "agency", "collector", "taken_in_by")


def intake(user: Who, pk: int, *, on: date) -> Intake:
    return intakes(user, on=on).get(pk=pk)


def progress(user: Who, batch: UUID, *, on: date) -> Progress:
    found = tuple(intakes(user, on=on).filter(batch=batch).prefetch_related("versions").order_by("pk"))
    count = [i.state for i in found].count
    return Progress(
        intakes=found,
        waiting=count(IntakeState.WAITING),
        reading=count(IntakeState.READING),
        read=count(IntakeState.READ),
        unreadable=count(IntakeState.UNREADABLE),
        doubtful=sum(bool(i.question) for i in found),
    )


def proposals(user: Who, intake: Intake, *, on: date) -> tuple[tuple[Agency, ...], int | None]:
    """Agencies that the file may be of, likeliest first, and the year it says; for a person to choose from."""
    reading = IntakeReading.objects.filter(intake=intake).first()
    if reading is None:
        return (), intake.year
    report = load_reading(reading.data).report
    known = list(within(user, "reports.import", on=on).order_by("rank"))
    return match(report, known).proposed, report.year or intake.year


def original(user: Who, intake: Intake, *, on: date) -> Original:
    """The file as it came; ``Intake.DoesNotExist`` for who may not see it."""
    seen = intakes(user, on=on).get(pk=intake.pk)
    kind = seen.file.kind
    return Original(seen.name, content_type(kind), kind, documents.content(seen.file))


def extracted(intake: Intake) -> Document | None:
    """None where the file was not read, or there is nothing to show (our own JSON)."""
    reading = IntakeReading.objects.filter(intake=intake).first()
    plain = reading.data["document"] if reading else None
    return load_document(plain) if plain else None


def versions(user: Who, *, on: date) -> QuerySet[ReportVersion]:
    seen = within(user, "reports.view", on=on)
    # A draft is the office's own until it is filed.
    mine = Q(report__agency__in=within(user, "reports.compile", on=on) | within(user, "reports.sign", on=on))
    found = ReportVersion.objects.filter(mine | ~Q(state__in=COMPILING), report__agency__in=seen)
    return found.select_related("report__agency", "intake__file").defer("canonical").order_by("-created_at", "-pk")


def version(user: Who, pk: int, *, on: date) -> ReportVersion:
    return versions(user, on=on).get(pk=pk)


def review(version: ReportVersion) -> Review:
    found = {f.cell: f for f in version.figures.select_related("corrected_by")}
    corrected = {cell for cell, f in found.items() if f.corrected}
    shown = tuple(Shown(f, done) for f, done in checking.findings(version, corrected))
    by_cell: dict[str, tuple[Shown, ...]] = {}
    for one in shown:
        for cell in one.finding.cells:
            by_cell[cell] = (*by_cell.get(cell, ()), one)
    return Review(
        version=version,
        report=figures.annual_report(version, found.values()),
        figures=found,
        findings=shown,
        by_cell=by_cell,
        candidates={
            row: (tuple(cells), tuple(tuple(way) for way in ways))
            for row, (cells, ways) in version.candidates.items()
        },
        open_cells=tuple(cell for cell, f in found.items() if f.state in UNDECIDED),
        unchecked=tuple(version.unchecked),
        unexplained=tuple(reviewing.unexplained(version, {})),
    )


_VERBS = {
    "compile": "reports.compile",
    "hand_up": "reports.compile",
    "send_back": "reports.sign",
    "sign": "reports.sign",
    "correct": "reports.correct",
    "return": "reports.return",
    "contest": "reports.contest",
    "uphold": "reports.return",
    "withdraw_return": "reports.return",
    "accept": "reports.accept",
    "reopen": "reports.accept",
    "publish": "reports.publish",
    "revise": "reports.correct",
}


def verbs(user: Who, version: ReportVersion, *, on: date) -> dict[str, str]:
    """The steps that lead on from here and that this person has a role for; the text says what still stands in
    the way, "" when nothing does."""
    possible = [verb for state, verb in MOVES if state == version.state and verb in _VERBS]
    if version.state == State.RETURNED:
        possible = [verb for verb in possible if _contestable(version, verb)]
    return {
        verb: _obstacle(user, version, verb, on)
        for verb in possible
        if may(user, _VERBS[verb], version.agency, on=on)
    }


def has_role_for(user: Who, version: ReportVersion, verb: str, *, on: date) -> bool:
    """Does this person do this step for this agency at all, whatever state the version is in by now."""
    return may(user, _VERBS[verb], version.agency, on=on)


def _contestable(version: ReportVersion, verb: str) -> bool:
    """A return is contested once, and answered while that waits."""
    if verb == "contest":
        return not contesting.contested(version)
    return contesting.standing(version) is not None


def objections(version: ReportVersion) -> QuerySet[Objection]:
    """What was said against the returns of this version, newest first."""
    return version.objections.select_related("by", "answered_by").order_by("-pk")


def _obstacle(user: Who, version: ReportVersion, verb: str, on: date) -> str:
    if verb in ("uphold", "withdraw_return"):
        return contesting.barred(user, version, on=on)
    if verb != "accept":
        return ""
    drafted = reviewing.drafted_by(user, version, on=on)
    if drafted or not version.open_cells:
        return drafted
    return f"还有{version.open_cells}格没有确定，请逐格填写后再接受。"


def corrections(version: ReportVersion) -> QuerySet[Correction]:
    return version.corrections.select_related("by", "undone_by").order_by("-pk")


def rewordings(version: ReportVersion) -> QuerySet[Rewording]:
    return version.rewordings.select_related("by", "undone_by").order_by("-pk")


def work_for(user: Who, *, on: date) -> Work:
    seen = versions(user, on=on)
    to_accept = within(user, "reports.accept", on=on)
    to_publish = within(user, "reports.publish", on=on)
    files = intakes(user, on=on)
    to_sign = within(user, "reports.sign", on=on)
    return Work(
        to_sign=seen.filter(state=State.SIGNING, report__agency__in=to_sign).count(),
        to_review=seen.filter(state=State.READ, report__agency__in=to_accept).count(),
        to_publish=seen.filter(state=State.ACCEPTED, report__agency__in=to_publish).count(),
        doubtful=files.filter(state=IntakeState.READ).exclude(question="").count(),
        unreadable=files.filter(state=IntakeState.UNREADABLE).count(),
    )
