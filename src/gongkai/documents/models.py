"""Files by their SHA-256. What they are for, and who may have them, is said by the object they are bound to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.fields import EncryptedTextField


class StoredFile(models.Model):
    """One sequence of bytes, stored once. ``name`` is what it was first called, of an encrypted one its
    ending only; what refers to it may call it otherwise. ``kind`` is what its content says it is, never its name.

    ``sha256`` and ``size`` are always those of the content. An encrypted file lies on disk as ``stored_as`` (the
    SHA-256 of what lies there), under a key of its own, which the field keys guard: when they are rotated this row
    is rewritten and the bytes stay as they are.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    encrypted = models.BooleanField(default=False)
    stored_as = models.CharField(max_length=64, blank=True)
    file_key = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "encrypted"], name="stored_file_once"),
            models.CheckConstraint(condition=Q(size__gte=0), name="stored_file_has_a_size"),
            models.CheckConstraint(
                condition=Q(encrypted=False, stored_as="") | (Q(encrypted=True) & ~Q(stored_as="")),
                name="stored_file_encrypted_lies_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def on_disk(self) -> str:
        """The SHA-256 of what lies on disk, which is its name there."""
        return self.stored_as or self.sha256
