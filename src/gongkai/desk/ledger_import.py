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
from gongkai.errors import NotAllowed

from .access import Asking, posted_with_files, working
from .carried import CarriedForm
from .case_fields import OneFile
from .tried import tried


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
    form = LedgerForm(*posted_with_files(request), agencies=agencies)

    def take(data: bytes, dry_run: bool) -> Outcome:
        agency = form.cleaned_data["agency"]
        return importing.import_cases(asking.person, agency, data, dry_run=dry_run, at=asking.at)

    found = tried(request, form, take)
    if found.applied:
        messages.success(request, f"台账已导入，共 {found.applied} 件。")
    context = {
        "form": form, "outcome": found.outcome, "lines": found.rows, "kept": found.kept, "columns": COLUMNS,
    }  # fmt: skip
    return render(request, "desk/settings/ledger.html", context)
