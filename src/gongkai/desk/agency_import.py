"""Sixty agencies at once from an XLSX: first a trial that changes nothing, then the import of the same list."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.importing import Outcome, import_agencies
from gongkai.agencies.listing import COLUMNS

from .access import Asking, accepted, working
from .agency_forms import ImportForm

# A list that was tried travels back in the page, signed, so that nobody picks the file twice. Longer ones are
# asked for again: Django takes at most 2.5 MB of form.
_KEPT_AT_MOST = 1_000_000
_SALT = "desk.agency-import"


@working
def agency_import(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Without ``apply`` a trial run."""
    asking.ensure_somewhere("agencies.edit")
    places = asking.within("agencies.edit").on(asking.on)
    form = ImportForm(request.POST or None, request.FILES or None, places=places)
    context: dict[str, object] = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        outcome = _tried(form, asking, dry_run="apply" not in request.POST)
        if outcome and outcome.applied:
            new, changed = outcome.count("create"), outcome.count("change")
            messages.success(
                request, f"已导入：新建 {new} 个，改动 {changed} 个，没有变化 {outcome.count('same')} 个。"
            )
            return redirect("desk:agencies")
        context |= {"outcome": outcome, "kept": _kept(form)}
    return render(request, "desk/agencies/import.html", context)


def _tried(form: ImportForm, asking: Asking, *, dry_run: bool) -> Outcome | None:
    data = _data(form)
    if data is None:
        form.add_error("file", "请选择机构名单（XLSX 文件）")
        return None
    outcomes: list[Outcome] = []
    under = form.cleaned_data["under"]
    accepted(
        form,
        lambda: outcomes.append(
            import_agencies(data, under=under, dry_run=dry_run, by=asking.person, at=asking.at)
        ),
    )
    return outcomes[0] if outcomes else None


def _data(form: ImportForm) -> bytes | None:
    """The file just chosen, else the one kept from the trial."""
    if chosen := form.cleaned_data.get("file"):
        data: bytes = chosen.read()
        return data
    try:
        return base64.b64decode(signing.loads(form.cleaned_data["kept"], salt=_SALT, max_age=3600))
    except signing.BadSignature:
        return None


def _kept(form: ImportForm) -> str:
    if chosen := form.cleaned_data.get("file"):
        chosen.seek(0)
        data = chosen.read()
        if len(data) > _KEPT_AT_MOST:
            return ""
        return signing.dumps(base64.b64encode(data).decode(), salt=_SALT)
    return str(form.cleaned_data["kept"])
