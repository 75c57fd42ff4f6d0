"""What persons decided on a version: a cell, a part of the text, a return that is contested."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.reports.models.versions import MAX_DIGITS, PLACES, FigureState, ReportVersion


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
