"""Files that show a repair."""

from __future__ import annotations

from django.db import models

from gongkai.accounts.models import Person
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField
from gongkai.supervision.models.inspections import Shortcoming


class ShortcomingFile(models.Model):
    """A screenshot, a notice, a list of who was trained: handed in with a proof, encrypted, for it may name some.

    ``round`` counts the proofs of its shortcoming: what was sent back keeps its files.
    """

    shortcoming = models.ForeignKey(Shortcoming, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    round = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"proof {self.pk}"
