"""A letter by a signed link, which ends. The address itself opens nothing: mail systems look where links lead, so
only the button counts as opening."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.cases import delivering
from gongkai.cases.following import linked
from gongkai.cases.models import ElectronicDelivery

from .form_page import form_page


@form_page
def letter(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    delivery = delivering.by_link(token, at=at)
    if delivery is None:
        return render(request, "portal/letters/ended.html", {"column": "follow"}, status=404)
    if request.method == "POST":
        delivering.open_(delivery, at=at)
        return redirect("portal:letter", token=token)
    return _page(request, delivery, token)


@form_page
def file(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Only to be saved; any other key is a page that is not there."""
    found = _file(token, key, timezone.now())
    if found is None:
        raise Http404
    name, data = found
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _page(request: HttpRequest, delivery: ElectronicDelivery, token: str) -> HttpResponse:
    case = delivery.service.case
    context = {
        "column": "follow",
        "agency": case.agency,
        "case": case,
        "token": token,
        "delivery": delivery,
        "files": linked.files(delivery),
    }
    return render(request, "portal/letters/letter.html", context)


def _file(token: str, key: str, at: datetime) -> tuple[str, bytes] | None:
    delivery = delivering.by_link(token, at=at)
    found = linked.fetch(delivery, key, at=at) if delivery else None
    return (found[0].name, found[1]) if found else None
