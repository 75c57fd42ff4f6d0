"""The audit chain: what was done, by whom, where, to what and why. Rows are only ever added.

Keys are plain text (``person:3``, ``agency:12``, ``report:5``), so an entry outlives what it speaks of.
No personal data: names, contacts and contents never enter an entry.
"""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One link. ``digest`` covers every other column and the digest before it."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    agency = models.CharField(max_length=60, blank=True)
    object = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    # Canonical JSON as text: a JSON column would not give back the bytes that were hashed.
    data = models.TextField(default="{}")
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "audit_entry"
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["object", "sequence"], name="audit_object"),
            models.Index(fields=["agency", "sequence"], name="audit_agency"),
            models.Index(fields=["actor", "sequence"], name="audit_actor"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.object}"
