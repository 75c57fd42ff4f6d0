"""A field for a day, as every sheet asks for it."""

from __future__ import annotations

from django import forms


def day_field(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """Missing or wrong, it says so with its own name."""
    errors = {"required": f"请填写{label}", "invalid": f"{label}应是 2025-01-31 这样的日期"}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, error_messages=errors, help_text=hint)
