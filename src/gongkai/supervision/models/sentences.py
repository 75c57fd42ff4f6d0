"""What the public reads of an inspection: sentences of their own, never the evidence or the proof."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.supervision.inspection_states import Said
from gongkai.supervision.models.inspections import Inspection, Shortcoming


class PublicSentence(models.Model):
    """One wording (公开表述), written by an inspector and approved by somebody else.

    The latest approved one is what the public reads; a newer one waits beside it until it is approved. None is
    edited once it is approved, so what was read when can be told.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="sentences")
    shortcoming = models.ForeignKey(Shortcoming, null=True, on_delete=models.CASCADE, related_name="sentences")
    about = models.CharField(max_length=10, choices=Said.choices)
    text = models.CharField("公开表述", max_length=500)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="sentence_says_something"),
            models.CheckConstraint(
                condition=Q(about=Said.WHOLE, shortcoming=None)
                | ~Q(about=Said.WHOLE) & Q(shortcoming__isnull=False),
                name="sentence_of_the_whole_or_a_shortcoming",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(written_by=None) | ~Q(approved_by=F("written_by")),
                name="sentence_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(about=Said.WHOLE, approved_at=None),
                name="sentence_one_waits_of_the_whole",
            ),
            models.UniqueConstraint(
                fields=["shortcoming", "about"], condition=Q(approved_at=None, shortcoming__isnull=False),
                name="sentence_one_waits_of_each",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"sentence {self.pk}"
