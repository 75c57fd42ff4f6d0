"""A table that is tried before it is taken in: carried along in the form, so that it need not be chosen twice."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms

# Larger ones are chosen again.
_CARRIED = 2**20


class CarriedForm(forms.Form):
    """Each page adds its ``file``; ``nothing`` is said when there is none, now or from before."""

    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    nothing = "请选择表格文件"

    def data_of(self) -> bytes:
        """What was chosen now, else what was tried before."""
        if file := self.cleaned_data["file"]:
            return bytes(file.read())
        try:
            return base64.b64decode(self.cleaned_data["kept"], validate=True)
        except (binascii.Error, ValueError):
            return b""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("kept"):
            self.add_error("file", self.nothing)
        return given


def carried(data: bytes) -> str:
    """For ``kept``; "" of what is too large."""
    return base64.b64encode(data).decode() if len(data) <= _CARRIED else ""
