"""导入台账: an office's ledger of running and closed requests, tried first, with a report for every row."""

from __future__ import annotations

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
from .carried import CarriedForm, carried
from .case_fields import OneFile


class LedgerForm(CarriedForm):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    file = OneFile(label="台账（XLSX）", required=False, widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    nothing = "请选择台账文件"

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        agency.initial = agencies.first()
        if agencies.count() == 1:
            agency.widget = forms.HiddenInput()


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
        kept = carried(data)
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
