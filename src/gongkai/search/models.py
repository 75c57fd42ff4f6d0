"""What is indexed: documents, their text in pieces, and whether a rebuilding of the index is under way.

A document is whatever a capability above gives a number and a day; search knows nothing else about it. The index
itself, over character pairs, is a table of FTS5 (SQLite) or a column (PostgreSQL), made by ``search.sql``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Document(models.Model):
    """One document in the index. ``title`` is what counts as its title, normalised, one line a title."""

    id = models.BigIntegerField(primary_key=True)
    # Day, then number (``search.places``): the order newest first.
    position = models.BigIntegerField(unique=True)
    # Neighbours in that order; on PostgreSQL the newest are looked through first.
    slot = models.IntegerField(default=0)
    title = models.TextField()
    # Marks to filter by, with spaces between.
    marks = models.TextField(blank=True)
    # SHA-256 over all that is indexed of it.
    digest = models.CharField(max_length=64)
    # What the capability above compares its own records with.
    stamp = models.CharField(max_length=64)

    class Meta:
        ordering = ["-position"]
        indexes = [models.Index(fields=["slot", "position"], name="document_in_slot")]

    def __str__(self) -> str:
        return f"document {self.pk}"


class Piece(models.Model):
    """At most 2,000 characters of the normalised text of a document, and a row of the index. A document of several
    pieces has one more without text: the row that stands for all of it. ``id``: see ``search.sql``."""

    position = models.BigIntegerField(db_index=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"piece {self.pk}"


class Rebuild(models.Model):
    """The index is or was made anew. While one is not finished nobody can search: half an index would lie."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Why, in words.
    reason = models.CharField(max_length=200, blank=True)
    # The position up to which it is done; None: the old index is not taken away yet.
    reached = models.BigIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    # Until it is finished; the database holds to one at a time.
    running = models.BooleanField(default=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["running"], condition=Q(running=True), name="rebuild_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"rebuild {self.pk}"
