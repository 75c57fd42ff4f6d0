"""Files by their SHA-256. What they are for, and who may have them, is said by the object they are bound to."""

from __future__ import annotations

from typing import Any

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


class Scan(models.Model):
    """What the virus scanner said of a file. A scanner that does not answer holds the file (WAITING); it never
    passes it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待查毒"
        CLEAN = "clean", "未发现病毒"
        INFECTED = "infected", "发现病毒"

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="scan")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    found = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="scan_waiting")]

    def __str__(self) -> str:
        return f"scan {self.pk}"


class Examination(models.Model):
    """What a file hides (``papers.hidden``), found once for its bytes by one edition of the rules."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="examinations")
    edition = models.CharField(max_length=20)
    examined = models.BooleanField()
    # Why it could not be examined, in words; "" where it was.
    unexamined = models.TextField(blank=True)
    # [[kind, where, text], …] as JSON; the texts are masked, and still tell something.
    findings = EncryptedTextField(default="[]")
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["file", "edition"], name="examination_once")]

    def __str__(self) -> str:
        return f"examination {self.pk}"


class Redaction(models.Model):
    """The boxes and page decisions drawn over one file, the copy burned from them, and the proof of it. Drawn by
    one person, checked by another; ``result`` and ``proof`` fall away when a box changes."""

    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="redactions")
    result = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # What was checked by which reader, as JSON (``papers.redaction.Proof``).
    proof: models.JSONField[Any, Any] = models.JSONField(default=dict)
    burned_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    checked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    # What was left uncovered stands in it.
    refused_reason = EncryptedTextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    # The pages of the original, counted once: [[width, height, whether a machine reads its text], …].
    sheets: models.JSONField[Any, Any] = models.JSONField(default=list)
    # The keys of everybody who drew or decided any of it: none of them checks it.
    drawers: models.JSONField[Any, Any] = models.JSONField(default=list)
    # Burning takes long: a row with a lease, done by a worker (``documents.burning``). ``failure``: why there is
    # no result, in words.
    asked_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(asked_at__isnull=False), name="redaction_to_burn"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(result__isnull=False), name="redaction_checked_was_burned"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("drawn_by")),
                name="redaction_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"redaction {self.pk}"

    @property
    def key(self) -> str:
        return f"redaction:{self.pk}"


class RedactionBox(models.Model):
    """One box, in fractions of the page as it is displayed, from its top left corner; with its reason."""

    redaction = models.ForeignKey(Redaction, on_delete=models.CASCADE, related_name="boxes")
    page = models.PositiveIntegerField()
    x0 = models.FloatField()
    y0 = models.FloatField()
    x1 = models.FloatField()
    y1 = models.FloatField()
    # The code of the ground (``statute.outcomes``: why it is withheld).
    reason = models.CharField(max_length=40)
    # The term or the kind of personal data it came from; "" for one drawn by hand.
    term = EncryptedTextField(blank=True)
    kind = models.CharField(max_length=20, blank=True)
    # The same words may stay where they are seen elsewhere (``papers.redaction.Box``).
    here_only = models.BooleanField(default=False)

    class Meta:
        ordering = ["page", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(x0__gte=0, y0__gte=0, x1__lte=1, y1__lte=1)
                & Q(x0__lt=models.F("x1"), y0__lt=models.F("y1")),
                name="redaction_box_on_the_page",
            ),
        ]

    def __str__(self) -> str:
        return f"box {self.pk}"


class RedactionPage(models.Model):
    """What becomes of one page (``papers.redaction.Page``); a page without one blocks the release."""

    redaction = models.ForeignKey(Redaction, on_delete=models.CASCADE, related_name="pages")
    page = models.PositiveIntegerField()
    decision = models.CharField(max_length=20)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["page"]
        constraints = [models.UniqueConstraint(fields=["redaction", "page"], name="redaction_page_once")]

    def __str__(self) -> str:
        return f"page {self.page}"
