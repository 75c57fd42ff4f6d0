"""Annual reports: the files that come in, the versions they become, their figures, and the days they are due.

An ``Intake`` is one file that was dropped, and the work of reading it (a row with a lease). A ``Report`` is
what one agency owes for one year; its ``ReportVersion`` holds what was read, one ``ReportFigure`` a cell.
A published version is locked with its hash; triggers (``sql``) refuse every change of it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.reports.states import COMPILING, IntakeState, State

# Digits that every database keeps exactly; SQLite holds 15.
MAX_DIGITS = 15
PLACES = 8


class FigureState(models.TextChoices):
    """What stands in a cell. OPEN (several readings) and ABSENT (no such cell in the file) wait for a person."""

    NUMBER = "number", "数字"
    BLANK = "blank", "空白"
    SLASH = "slash", "不适用（/）"
    OPEN = "open", "待确认"
    ABSENT = "absent", "原件没有"


UNDECIDED = (FigureState.OPEN, FigureState.ABSENT)


class Report(models.Model):
    """What an agency owes for a year. It is there from the first file on; without one nothing came."""

    agency = models.ForeignKey(Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField("年度")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "agency__rank"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="report_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2008) & Q(year__lte=2100), name="report_has_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"

    @property
    def key(self) -> str:
        return f"report:{self.pk}"


class Intake(models.Model):
    """One file that was dropped. ``collector`` is the agency whose desk took it in; ``agency`` and ``year``
    are what it was said, or proven, to be. ``reason`` says in a sentence why it cannot be read, or why it
    still waits for a person (``question``)."""

    batch = models.UUIDField(db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField("文件名", max_length=200)
    collector = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="collected")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="intakes")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    taken_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_in_at = models.DateTimeField("收到时间")
    # The same bytes were taken in before; both stay, and a person is told.
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="duplicates")

    state = models.CharField(max_length=20, choices=IntakeState.choices, default=IntakeState.WAITING)
    reason = models.TextField(blank=True)
    question = models.TextField(blank=True)
    # The lease: who reads, until when it is theirs, and how often it was begun.
    claimed_by = models.CharField(max_length=40, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-taken_in_at", "-pk"]
        indexes = [models.Index(fields=["state", "claimed_until", "id"], name="intake_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_known_state"),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.READING) | (Q(claimed_until__isnull=False) & ~Q(claimed_by="")),
                name="intake_reading_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.UNREADABLE) | ~Q(reason=""), name="intake_unreadable_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"intake:{self.pk}"


class IntakeReading(models.Model):
    """What was read from a file, as ``stored`` writes it: report, reader's findings, candidates, blocks."""

    intake = models.OneToOneField(Intake, on_delete=models.CASCADE, related_name="reading")
    data: models.JSONField[Any, Any] = models.JSONField()

    def __str__(self) -> str:
        return f"reading of {self.intake_id}"


class ReportVersion(models.Model):
    """One version of a report. ``number`` counts every version, ``public_number`` the published ones.

    ``content`` is head and text (``stored.dump`` without figures); ``canonical`` is the JSON document that was
    locked, ``sha256`` its hash, which anyone can take again from the JSON download.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.READ)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, related_name="versions")
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="revisions")
    note = models.TextField("更正说明", blank=True)
    edition = models.CharField(max_length=10, blank=True)
    content: models.JSONField[Any, Any] = models.JSONField()
    candidates: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reader_findings: models.JSONField[Any, Any] = models.JSONField(default=list)
    check_findings: models.JSONField[Any, Any] = models.JSONField(default=list)
    # What the other reports could not tell, in sentences (subordinates missing, no last year).
    unchecked: models.JSONField[Any, Any] = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    hints = models.PositiveIntegerField(default=0)
    open_cells = models.PositiveIntegerField(default=0)

    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    # When a compiled one was signed and filed; one that came as a file has its intake's moment.
    submitted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accept_reasons: models.JSONField[Any, Any] = models.JSONField(default=dict)
    returned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    comments = models.TextField("退回意见", blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    public_number = models.PositiveSmallIntegerField(null=True)
    canonical = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["report", "public_number"], name="version_public_number_once"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=[State.READ, State.RETURNED]),
                name="version_one_in_review",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state__in=COMPILING), name="version_one_compiled"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state=State.ACCEPTED), name="version_one_accepted"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state=State.PUBLISHED), name="version_one_published"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="version_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.PUBLISHED])
                | (Q(open_cells=0) & Q(accepted_at__isnull=False)),
                name="version_nothing_half_read_is_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | (Q(published_at__isnull=False) & Q(public_number__isnull=False) & ~Q(sha256="")),
                name="version_published_is_locked",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(comments=""), name="version_returned_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"

    @property
    def key(self) -> str:
        return f"version:{self.pk}"

    @property
    def locked(self) -> bool:
        return bool(self.sha256)

    @property
    def agency(self) -> Agency:
        return self.report.agency

    @property
    def year(self) -> int:
        return self.report.year


class Compilation(models.Model):
    """What a version was compiled from: for each leaf cell the keys of the records behind it, and for every cell
    its figure, where it comes from and what was decided about it (``compiling.freezing`` writes ``data``).

    Locked with the version: ``sha256`` is the hash of ``data``, ``report_sha256`` that of the report.
    """

    version = models.OneToOneField(ReportVersion, on_delete=models.CASCADE, related_name="compilation")
    data: models.JSONField[Any, Any] = models.JSONField()
    compiled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    compiled_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    report_sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"compilation of {self.version_id}"


class Signature(models.Model):
    """An agency's head signed a version: by name, on a day; ``scan`` is the signed and sealed page."""

    version = models.OneToOneField(ReportVersion, on_delete=models.CASCADE, related_name="signature")
    name = models.CharField("签发人", max_length=60)
    signed_on = models.DateField("签发日期")
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="signature_has_a_name")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.signed_on}"


class ReportFigure(models.Model):
    """One cell of one version. ``value`` is there exactly when ``state`` is NUMBER; ``original_…`` is what was
    read, kept for as long as the cell stands corrected."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="figures")
    cell = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=FigureState.choices)
    value = models.DecimalField(max_digits=MAX_DIGITS + PLACES, decimal_places=PLACES, null=True)
    inferred = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    page = models.PositiveIntegerField(null=True)
    table = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)
    column = models.PositiveIntegerField(null=True)
    original_state = models.CharField(max_length=10, choices=FigureState.choices, blank=True)
    original_value = models.DecimalField(max_digits=MAX_DIGITS + PLACES, decimal_places=PLACES, null=True)
    corrected_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    correction_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["cell", "version"], name="figure_by_cell")]
        constraints = [
            models.UniqueConstraint(fields=["version", "cell"], name="figure_once"),
            models.CheckConstraint(
                condition=Q(state=FigureState.NUMBER, value__isnull=False)
                | (~Q(state=FigureState.NUMBER) & Q(value__isnull=True)),
                name="figure_value_is_a_number",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) | (~Q(original_state="") & ~Q(correction_reason="")),
                name="figure_corrected_keeps_its_original",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.value if self.value is not None else self.state}"

    @property
    def corrected(self) -> bool:
        return self.corrected_at is not None


class Correction(models.Model):
    """One decision of a person on one cell; an undone one stays and says so."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="corrections")
    cell = models.CharField(max_length=60)
    from_state = models.CharField(max_length=10, choices=FigureState.choices)
    from_value = models.DecimalField(max_digits=MAX_DIGITS + PLACES, decimal_places=PLACES, null=True)
    to_state = models.CharField(max_length=10, choices=FigureState.choices)
    to_value = models.DecimalField(max_digits=MAX_DIGITS + PLACES, decimal_places=PLACES, null=True)
    reason = models.TextField("理由")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.cell} {self.from_value} → {self.to_value}"


class Rewording(models.Model):
    """One decision of a person on one part of the text (``wording``): 0 is what stands before the first section,
    n the n-th section. Texts are lists of paragraphs; an undone rewording stays and says so."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="rewordings")
    part = models.PositiveSmallIntegerField()
    from_text: models.JSONField[Any, Any] = models.JSONField()
    to_text: models.JSONField[Any, Any] = models.JSONField()
    reason = models.TextField("理由")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rewording_says_why")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.part}"


class Objection(models.Model):
    """What an agency says against a return, and what the reviewer answered. ``returned_at`` names the return: a
    version may be returned again, and each return is contested once."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持退回"
        WITHDRAWN = "withdrawn", "撤销退回"

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="objections")
    returned_at = models.DateTimeField()
    reason = models.TextField("异议的理由")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField("决定的理由", blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "returned_at"], name="objection_once_a_return"),
            models.CheckConstraint(condition=~Q(reason=""), name="objection_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at=None)
                | (~Q(outcome="") & ~Q(answer="") & Q(answered_at__isnull=False)),
                name="objection_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.outcome}"


class Rendering(models.Model):
    """One published version in one format: the bytes that were written when it was published, or the sentence
    why this format could not be written."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="renderings")
    format = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    error = models.TextField(blank=True)
    rendered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="rendering_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, error="") | (Q(file__isnull=True) & ~Q(error="")),
                name="rendering_is_there_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.format}"


class DueDate(models.Model):
    """The day a district set for the reports of one year, earlier than the law's (Art. 49)."""

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="due_dates")
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("截止日期")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "year"], name="due_date_once_a_year"),
            models.CheckConstraint(condition=Q(due_on__year=F("year") + 1), name="due_date_in_the_year_after"),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.year}: {self.due_on}"


class OwnSentence(models.Model):
    """A sentence of the annual reports in a district's own words, for the reports of some years (``texts.own``).

    In place of the shipped one of the same ``code``; without ``text`` that one is not told. Never edited: a new
    one follows from a later year on, so that a report of last year is drafted in last year's words.
    """

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="own_sentences")
    code = models.CharField(max_length=40)
    # ``texts.library.Place.code`` and where it stands in that paragraph.
    place = models.CharField("段落", max_length=20)
    order = models.PositiveSmallIntegerField("次序")
    text = models.TextField("文字", blank=True)
    # Names of facts without which it is not told, beside those in its words.
    needs: models.JSONField[Any, Any] = models.JSONField(default=list)
    from_year = models.PositiveSmallIntegerField("起始年度")
    until_year = models.PositiveSmallIntegerField("截止年度", null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["district", "place", "order", "code", "from_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "code", "from_year"], name="own_sentence_once_a_year"),
            models.CheckConstraint(
                condition=Q(until_year=None) | Q(until_year__gte=F("from_year")),
                name="own_sentence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.from_year}"

    @property
    def key(self) -> str:
        return f"sentence:{self.pk}"
