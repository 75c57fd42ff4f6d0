"""The files that an applicant is given with an answer, and how each of them became fit to leave."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.cases.models.case import Case, CaseFile
from gongkai.documents.models import Redaction, StoredFile
from gongkai.fields import EncryptedTextField


class Release(models.Model):
    """One file to be given in one round. ``source`` is the original in the file of the case and stays sealed;
    ``file`` is what leaves: the original as it is, a cleaned copy, or a redacted one. Nothing leaves before it was
    examined for what it hides, or somebody wrote why it leaves unexamined, and another person checked it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="releases")
    round = models.PositiveSmallIntegerField(default=1)
    source = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="releases")
    # What the applicant sees it called.
    title = EncryptedTextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # A copy without what the original hides, once it was made.
    cleaned = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, null=True, related_name="+")
    # Why it leaves although nobody could examine it, or although something was found in it.
    reason = EncryptedTextField(blank=True)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    refused_reason = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "source"], name="release_once_a_round"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(file__isnull=False), name="release_checked_has_its_file"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("prepared_by")),
                name="release_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    @property
    def key(self) -> str:
        return f"release:{self.pk}"
