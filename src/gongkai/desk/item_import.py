"""批量导入: a list of existing stock is tried in the background, shown row by row, and taken in whole or not.

The page may be left: what was uploaded stands in the list of imports, and goes on.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.documents import queries as documents
from gongkai.documents.files import MAX_SIZE
from gongkai.errors import NotAllowed, Refused
from gongkai.publication import import_runs, import_waking
from gongkai.publication.import_report import STEPS
from gongkai.publication.import_states import ImportState
from gongkai.publication.models import ImportRun
from gongkai.publication.stock_rows import COLUMNS
from gongkai.ui.pages import page_of

from .access import Asking, accepted, reading, sending, there, working
from .case_letter import download
from .tables import xlsx_response

_TONE = {ImportState.TRIED: "soon", ImportState.FAULTY: "late", ImportState.FAILED: "late", ImportState.DONE: "ok"}


class ImportForm(forms.Form):
    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择",
                                    error_messages={"required": "请选择机关"})  # fmt: skip
    list = forms.FileField(label="清单", widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
                           help_text=f"XLSX 或 CSV，不超过 {MAX_SIZE // 2**20} MB",
                           error_messages={"required": "请选择清单文件"})  # fmt: skip

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = asking.within("items.import").on(asking.on)
        if agency.queryset.count() == 1:
            agency.widget, agency.initial = forms.HiddenInput(), agency.queryset.get().pk


@working
def item_import(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What was imported before, and a new list to be tried; ``?blank`` hands out one with its head alone."""
    asking.ensure_somewhere("items.import")
    if "blank" in request.GET:
        return xlsx_response("存量清单", COLUMNS, ())
    form = ImportForm(request.POST or None, request.FILES or None, asking=asking)
    made: list[ImportRun] = []

    def step() -> None:
        given = form.cleaned_data
        file = given["list"]
        made.append(
            import_runs.begin(asking.person, given["agency"], data=file.read(), name=file.name, at=asking.at)
        )

    if form.is_valid() and accepted(form, step):
        import_waking.wake()
        return redirect("desk:item_import_run", pk=made[0].pk)
    page = page_of(request, import_runs.visible(asking.person, on=asking.on))
    context = {"form": form, "columns": COLUMNS, "page": page, "rows": [(one, tone(one)) for one in page]}
    return render(request, "desk/items/import.html", context)


def tone(run: ImportRun) -> str:
    return _TONE.get(ImportState(run.state), "info" if run.busy else "")


def run_of(asking: Asking, pk: int) -> ImportRun:
    return there(lambda: import_runs.visible(asking.person, on=asking.on).get(pk=pk))


@reading
def item_import_run(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """How far it is, asking again by itself; then every row that is wrong, or the button that takes it in."""
    run = run_of(asking, pk)
    context = {"run": run, "tone": tone(run), "done": import_runs.progress(run) if run.busy else run.total,
               "errors": [(line, STEPS[line["step"]]) for line in run.first_errors]}  # fmt: skip
    fragment = request.headers.get("HX-Request") == "true"
    return render(
        request, "desk/items/import_progress.html" if fragment else "desk/items/import_run.html", context
    )


@reading
def item_import_report(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """What happened to every row, as CSV."""
    run = run_of(asking, pk)
    if run.report is None:
        raise Http404
    return download(documents.content(run.report), f"导入结果-{run.pk}.csv", "text/csv; charset=utf-8")


@sending
def item_import_do(request: HttpRequest, asking: Asking, pk: int, verb: str) -> HttpResponse:
    """``confirm`` or ``discard``."""
    run = run_of(asking, pk)
    steps = {"confirm": import_runs.confirm, "discard": import_runs.discard}
    if verb not in steps:
        raise Http404
    try:
        steps[verb](asking.person, run, at=asking.at)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        if verb == "confirm":
            import_waking.wake()
        messages.success(request, "正在导入。" if verb == "confirm" else "已放弃这份清单，没有导入任何内容。")
    return redirect("desk:item_import_run", pk=pk)
