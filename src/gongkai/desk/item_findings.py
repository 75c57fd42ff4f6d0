"""A finding of the automatic checks, settled in its place: it may stay, or will be put right, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.errors import NotAllowed, Refused
from gongkai.publication import checks
from gongkai.publication.models.checks import Finding

from .access import Asking, sending
from .item_found import item_of


@sending
def item_finding(request: HttpRequest, asking: Asking, pk: int, finding: int) -> HttpResponse:
    item = item_of(asking, pk)
    found = Finding.objects.filter(pk=finding, version__item=item).first()
    if found is None:
        raise Http404
    settle = checks.settle_alike if request.POST.get("alike") else checks.settle
    try:
        settle(
            asking.person, found, decision=request.POST.get("decision", ""), reason=request.POST.get("reason", ""),
            at=asking.at,
        )  # fmt: skip
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已记下处理决定。")
    return redirect(f"{reverse('desk:item', args=[pk])}#finding-{found.pk}")
