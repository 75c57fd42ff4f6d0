"""What every dated record of the work has: whose, when, its name, who wrote it down, and that it was withdrawn.

A record is never deleted. One entered by mistake is withdrawn with a reason and counts nowhere from then on;
one entered wrongly is corrected, and what it said before stays (``Correction``).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency


class WorkRecord(models.Model):
    """One thing that an agency did for the openness of its work, on a day.

    Its year is that of ``on``. What a subclass declares is all there is to say about a kind: its fields with
    their labels make the form, the list, the workbook and the head of the table that is taken in (``kinds``).
    """

    # Years count by it: what its day is for this kind, and what its title is, in the words of the form.
    DAY: ClassVar[str] = "日期"
    TITLE: ClassVar[str] = "名称"
    HINT: ClassVar[str] = ""

    agency = models.ForeignKey(Agency, verbose_name="机关", on_delete=models.PROTECT, related_name="+")
    on = models.DateField("日期")
    title = models.CharField("名称", max_length=200)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.TextField(default="", editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["agency", "on"], condition=Q(withdrawn_at=None), name="%(class)s_counting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="%(class)s_withdrawn_says_why"
            ),
            models.CheckConstraint(
                condition=Q(on__gte="2008-05-01"), name="%(class)s_since_the_regulation",
                violation_error_message="日期不能早于2008年5月1日（《条例》施行之日）。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"

    def prepare(self) -> None:
        """What follows from what was written, before it is looked at: a kind fills in here what was left open."""


class Correction(models.Model):
    """What a record said before it was corrected, and why it was."""

    # "training:17", as the audit chain names it.
    record = models.CharField(max_length=60, db_index=True)
    before: models.JSONField[Any, Any] = models.JSONField()
    reason = models.TextField("理由")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"correction {self.pk}"
