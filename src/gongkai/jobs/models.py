"""When each periodic job last ran: nothing is quietly not done."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One periodic job. ``claimed_until``: somebody runs it now, or died and loses it at that time."""

    name = models.CharField(max_length=60, primary_key=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # The kind of the last failure, never its text, which might quote a person.
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
