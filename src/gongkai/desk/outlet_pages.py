"""渠道对接: by which ways what an agency published reaches other platforms, and theirs comes here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.publication import columns
from gongkai.publication.models import Column, PushTarget, Source
from gongkai.publication.pushing import sending

from .access import Asking, accepted, reading, there

SETS = "publication.settings"
# As many agencies are offered; a district has a few hundred.
_MOST = 500


class EmbedForm(forms.Form):
    """What the embedded list shows; it changes only the code that is shown."""

    column = forms.ModelChoiceField(Column.objects.none(), label="栏目", required=False, empty_label="全部信息")
    lines = forms.IntegerField(label="显示几条", min_value=1, max_value=50, initial=10, required=False)
    size = forms.ChoiceField(label="字号", choices=[("", "普通"), ("large", "大字")], required=False)

    def __init__(self, data: Any = None, *, agency: Agency, asking: Asking) -> None:
        super().__init__(data)
        field = self.fields["column"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = columns.leaves(agency, asking.on)

    def query(self) -> str:
        if not self.is_bound or not self.is_valid():
            return ""
        given = self.cleaned_data
        column = given["column"].pk if given["column"] else None
        lines = given["lines"] if given["lines"] not in (None, 10) else None
        chosen = {"column": column, "lines": lines, "size": given["size"]}
        return urlencode({name: value for name, value in chosen.items() if value})


@dataclass(frozen=True, slots=True)
class TargetRow:
    target: PushTarget
    owed: int
    given_up: int


def agencies_of(asking: Asking) -> AgencyQuerySet:
    """Where this person looks at the catalogue, or sets how it is published."""
    return (asking.within("columns.view") | asking.within(SETS)).distinct().on(asking.on)


def agency_of(asking: Asking, pk: int) -> Agency:
    return there(lambda: agencies_of(asking).get(pk=pk))


def may_set(asking: Asking, agency: Agency) -> bool:
    return asking.within(SETS).filter(pk=agency.pk).exists()


@reading
def outlets_home(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The agencies to choose from; with one only, its page."""
    found = agencies_of(asking)
    if not found.exists():
        asking.ensure_somewhere("columns.view")
    if found.count() == 1:
        return redirect("desk:outlets_of", pk=found.get().pk)
    targets = _per_agency(PushTarget.objects.filter(ended_at=None))
    sources = _per_agency(Source.objects.filter(ended_at=None))
    failing = _per_agency(Source.objects.filter(ended_at=None).exclude(failing_since=None))
    rows = [(one, targets.get(one.pk, 0), sources.get(one.pk, 0), failing.get(one.pk, 0)) for one in found[:_MOST]]
    return render(request, "desk/outlets/agencies.html", {"rows": rows})


def _per_agency(found: Any) -> dict[int, int]:
    counts: dict[int, int] = {}
    for pk in found.values_list("agency", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


@reading
def outlets_of(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    form = EmbedForm(request.GET or None, agency=agency, asking=asking)
    targets = PushTarget.objects.filter(agency=agency, ended_at=None)
    word = addresses.word(agency)
    context = {
        "agency": agency,
        "several": agencies_of(asking).count() > 1,
        "may_set": may_set(asking, agency),
        "targets": [TargetRow(one, *sending.owed(one)) for one in targets],
        "sources": Source.objects.filter(agency=agency, ended_at=None),
        "form": form,
        "embed": _embed(agency, form.query()),
        "word": word,
        "address": settings.GONGKAI_ADDRESS,
        "may_import": asking.within("items.import").filter(pk=agency.pk).exists(),
    }
    return render(request, "desk/outlets/agency.html", context)


def _embed(agency: Agency, query: str) -> dict[str, str]:
    """The address of the list, and the code that an editor of another site pastes."""
    path = reverse("portal:embed", args=[addresses.word(agency)])
    address = f"{settings.GONGKAI_ADDRESS}{path}{'?' if query else ''}{query}"
    code = render_to_string("desk/outlets/snippet.html", {"agency": agency, "embedded": address}).strip()
    return {"address": address, "path": f"{path}{'?' if query else ''}{query}", "code": code}


def confirmed(
    request: HttpRequest, agency: Agency, form: forms.Form, step: Any, *, heading: str, button: str, words: str
) -> HttpResponse | None:
    """A page that asks before the step; None once it is done."""
    if request.method == "POST" and form.is_valid() and accepted(form, step):
        return None
    context = {"agency": agency, "form": form, "heading": heading, "button": button, "words": words}
    return render(request, "desk/outlets/sheet.html", context)
