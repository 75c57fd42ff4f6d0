"""The field of a body: a text field that becomes an editor where there is script (``ui/rich.js``).

RichTextField(label=…)                             in a form; its page has ``{{ form.media }}`` among its scripts
offer(field, shown=…, pictures=[(address, name)])  the pictures that may be put in, and where the desk shows them
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.widgets import Script

from gongkai.errors import TooLarge
from gongkai.papers import rich_text

LONGEST = 2_000_000


class RichTextarea(forms.Textarea):
    """Without script it is filled in with lines of text, or with simple HTML."""

    class Media:
        js = [Script("ui/rich.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 18, "class": "body", "data-rich": True, **(attrs or {})})


class RichTextField(forms.CharField):
    """Gives clean HTML; lines without any tag come as paragraphs."""

    widget = RichTextarea

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "strip": False, **more})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        try:
            return rich_text.typed(text)
        except TooLarge as error:
            raise forms.ValidationError(str(error)) from error


def offer(field: forms.Field, *, shown: str, pictures: Iterable[tuple[str, str]]) -> None:
    """``shown``: the address of the desk under which a token gives the file."""
    found = [{"src": address, "name": name} for address, name in pictures]
    field.widget.attrs |= {"data-shown": shown, "data-pictures": json.dumps(found, ensure_ascii=False)}
