"""Searches that visitors want to be told of by mail."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.fields import EncryptedTextField


class SavedSearch(models.Model):
    """One address, one search. Nothing is sent before the link in the first mail was followed; once it is ended
    the address is gone from the row.

    ``asked`` is what the address of the search page would hold; ``seen`` is the newest release that was told.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    address = EncryptedTextField(blank=True)
    # So that one address saves the same search once; "" once ended.
    address_hash = models.CharField(max_length=64, blank=True)
    asked: models.JSONField[Any, Any] = models.JSONField(default=dict)
    # In the links of the mails; found by its SHA-256.
    token = EncryptedTextField(blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seen = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(confirmed_at__isnull=False, ended_at=None), name="saved_search_live"
            ),
            models.Index(fields=["address_hash"], name="saved_search_of_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(address="", address_hash="", token=""),
                name="saved_search_ended_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"saved search {self.pk}"

    @property
    def key(self) -> str:
        return f"saved-search:{self.pk}"
