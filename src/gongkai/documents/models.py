"""Files by their SHA-256. What they are for, and who may have them, is said by the object they are bound to."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One sequence of bytes, stored once. ``name`` is what it was first called; what refers to it may call
    it otherwise. ``kind`` is what its content says it is, never its name."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.name
