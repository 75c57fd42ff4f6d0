"""The body of a version as the desk shows it: pictures and files by their addresses at the desk."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.papers import rich_text
from gongkai.publication.models import Version
from gongkai.ui.rich import offer


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


def offer_pictures(field: forms.Field, version: Version) -> None:
    """The pictures among its files, for the editor to put into the body."""
    found = [one for one in version.attachments.select_related("file") if one.file.kind == "picture"]
    under = reverse("desk:item_file", args=[version.item_id, version.number, "x"]).removesuffix("x/")
    offer(
        field, shown=under, pictures=[(f"/items/{version.item_id}/files/{one.token}/", one.name) for one in found]
    )
