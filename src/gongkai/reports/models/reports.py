"""What an agency owes for a year, and the files in which it comes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.reports.states import IntakeState


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
