"""What a compiled version was made from, and who signed it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.documents.models import StoredFile
from gongkai.reports.models.versions import ReportVersion


class Compilation(models.Model):
    """What a version was compiled from: for each leaf cell the keys of the records behind it, and for every cell
    its figure, where it comes from and what was decided about it (``compiling.freezing`` writes ``data``).

    Locked with the version: ``sha256`` is the hash of the figures and records in ``data``, ``report_sha256`` that
    of the report, which has the text.
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
