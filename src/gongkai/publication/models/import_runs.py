"""A list of existing stock on its way in: tried first, then taken in whole; found again by who left the page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.publication.import_states import ImportState


class ImportRun(models.Model):
    """``report`` is what happened to every row, as CSV; ``first_errors`` the first of them, for the page. How far
    a run is stands beside the database (``import_runs.progress``): nobody sees what it writes before it ends."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="import_runs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="import_runs")
    name = models.CharField("文件", max_length=200)
    state = models.CharField("情况", max_length=20, choices=ImportState.choices, default=ImportState.WAITING)
    total = models.PositiveIntegerField("行数", default=0)
    taken = models.PositiveIntegerField("收录", default=0)
    errors = models.PositiveIntegerField("有误", default=0)
    first_errors: models.JSONField[Any, Any] = models.JSONField(default=list)
    report = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    # The years, over by then, whose figures it changes, as the trial found; why it comes after their lock day.
    years: models.JSONField[Any, Any] = models.JSONField(default=list)
    late_because = models.TextField(blank=True)
    # Why it could not be done at all.
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["claimed_until"],
                condition=Q(state__in=("waiting", "trying", "confirmed", "taking")),
                name="import_run_free",
            )
        ]

    def __str__(self) -> str:
        return f"import run {self.pk}"

    @property
    def key(self) -> str:
        return f"import-run:{self.pk}"

    @property
    def busy(self) -> bool:
        return self.state in (
            ImportState.WAITING,
            ImportState.TRYING,
            ImportState.CONFIRMED,
            ImportState.TAKING,
        )
