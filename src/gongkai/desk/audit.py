"""审计: what was done, by whom, where and why, and whether the chain still holds. For the auditor only."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.heads import kept
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.audit.models import Entry
from gongkai.audit.verify import head, verify
from gongkai.ui.pages import page_of

from .access import Asking, reading, working
from .audit_verbs import VERBS
from .audit_words import Said, said
from .people_forms import WithAgency
from .tables import csv_response

CSV_HEAD = ("序号", "时间", "事项", "经办", "机关", "对象", "理由", "内容", "摘要值")
_CSV_ROWS = 50_000


class AuditSearch(WithAgency):
    verb = forms.ChoiceField(label="事项", choices=[("", "全部"), *VERBS.items()], required=False)
    agency = forms.ModelChoiceField(
        label="机关", queryset=Agency.objects.none(), required=False, empty_label="全部"
    )
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))


@reading
def audit_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("audit.view")
    agencies = asking.within("audit.view")
    search = AuditSearch(request.GET or None, agencies=agencies)
    found = _filtered(_visible(agencies), search).order_by("-sequence")
    if "csv" in request.GET:
        return csv_response(f"审计-{asking.on}", CSV_HEAD, (_csv_line(one) for one in said(found[:_CSV_ROWS])))
    page = page_of(request, found)
    context = {"page": page, "rows": said(page), "search": search, "head": head()}
    return render(request, "desk/audit/list.html", context)


@working
def audit_verify(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Walks the whole chain now; changes nothing, and is asked for by a button since it may take a while."""
    asking.ensure_somewhere("audit.view")
    faults = verify(kept()) if request.method == "POST" else None
    return render(request, "desk/audit/verify.html", {"faults": faults, "head": head(), "at": asking.at})


def _visible(agencies: AgencyQuerySet) -> QuerySet[Entry]:
    """Entries of these agencies; those of no agency belong to whoever audits from the root."""
    keys = [agency.key for agency in agencies]
    if any(agency.parent_id is None for agency in agencies):
        keys.append("")
    return Entry.objects.filter(agency__in=keys)


def _filtered(found: QuerySet[Entry], search: AuditSearch) -> QuerySet[Entry]:
    wanted = search.cleaned_data if search.is_valid() else {}
    if verb := wanted.get("verb"):
        found = found.filter(verb=verb)
    if agency := wanted.get("agency"):
        found = found.filter(agency=agency.key)
    if since := wanted.get("since"):
        found = found.filter(at__date__gte=since)
    if until := wanted.get("until"):
        found = found.filter(at__date__lte=until)
    return found


def _csv_line(one: Said) -> tuple[object, ...]:
    e = one.entry
    at = f"{timezone.localtime(e.at):%Y-%m-%d %H:%M:%S}"
    return (e.sequence, at, one.verb, one.actor, one.agency, e.object, e.reason, one.facts, e.digest)
