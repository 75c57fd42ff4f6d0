"""The versions of a report with their figures, and what was written of the published ones."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.reports.models.reports import Intake, Report
from gongkai.reports.states import COMPILING, State

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
