"""The body of a version as the desk shows it: pictures and files by their addresses at the desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.papers import rich_text
from gongkai.publication.models import Version


def shown_body(version: Version) -> SafeString:
    """It was cleaned when it was stored, and is cleaned once more: whatever stands in the row."""
    tokens = {one.token for one in version.attachments.all()}

    def change(address: str) -> str:
        token = address.rstrip("/").rpartition("/")[2]
        return (
            reverse("desk:item_file", args=[version.item_id, version.number, token])
            if token in tokens
            else address
        )

    return mark_safe(rich_text.relinked(rich_text.clean(version.body), change))  # noqa: S308 - cleaned in this line
