"""导入台账: an office's ledger of running and closed requests, tried first, with a report for every row."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.cases import importing
from gongkai.cases.importing import Outcome
from gongkai.cases.ledger import COLUMNS
from gongkai.errors import NotAllowed, ReadError, Refused

from .access import Asking, accepted, working
from .case_fields import OneFile

# A ledger that was tried is carried along in the form up to this size, so that it need not be chosen twice.
_CARRIED = 2**20


class LedgerForm(forms.Form):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    file = OneFile(label="台账（XLSX）", required=False, widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        agency.initial = agencies.first()
        if agencies.count() == 1:
            agency.widget = forms.HiddenInput()

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
            self.add_error("file", "请选择台账文件")
        return given


@working
def ledger_import(request: HttpRequest, asking: Asking) -> HttpResponse:
    agencies = asking.within("cases.settings").filter(pk__in=asking.within("cases.register")).on(asking.on)
    if not agencies.exists():
        raise NotAllowed("导入台账要能登记申请并设置编号，请由本机关政府信息公开工作机构负责人办理。")
    sent = request.method == "POST"
    form = LedgerForm(request.POST if sent else None, request.FILES if sent else None, agencies=agencies)
    found: list[Outcome] = []
    kept = ""
    if sent and form.is_valid():
        data, applying = form.data_of(), "apply" in request.POST
        if _taken(form, asking, data, applying, found) and found[0].applied:
            messages.success(request, f"台账已导入，共 {len(found[0].lines)} 件。")
        kept = base64.b64encode(data).decode() if len(data) <= _CARRIED else ""
    outcome = found[0] if found else None
    # What is to be put right stands first; nobody looks for it among thousands.
    lines = sorted(outcome.lines, key=lambda line: line.step != "error") if outcome else ()
    context = {"form": form, "outcome": outcome, "lines": lines, "kept": kept, "columns": COLUMNS}
    return render(request, "desk/settings/ledger.html", context)


def _taken(form: LedgerForm, asking: Asking, data: bytes, applying: bool, found: list[Outcome]) -> bool:
    """A file that cannot be read is told at its field."""
    agency = form.cleaned_data["agency"]

    def step() -> None:
        try:
            found.append(importing.import_cases(asking.person, agency, data, dry_run=not applying, at=asking.at))
        except ReadError as error:
            raise Refused(str(error)) from error

    return accepted(form, step)
