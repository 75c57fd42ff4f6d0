"""Beginning a request on the portal, and leaving nothing of it behind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts
from gongkai.ui import limits

from . import ask, ask_draft, ask_steps
from .ask_agencies import with_askable
from .ask_draft import to


@require_POST
@with_askable
def begin(request: HttpRequest, agency: Agency) -> HttpResponse:
    """A draft, or the one that this browser has begun already."""
    first = to(agency, "ask_step", ask_steps.ALL[0].code)
    if ask_draft.open_draft(request, agency):
        return HttpResponseRedirect(first)
    if challenge := limits.check(request, "begin"):
        return ask.agency_page(request, agency, challenge)
    _, key = drafts.begin(agency, at=timezone.now())
    response = HttpResponseRedirect(first)
    ask_draft.keep(request, response, agency, key, for_=drafts.KEPT)
    return response


@require_POST
@with_askable
def discard(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The draft, or the receipt, is no longer in this browser; the draft is nowhere any more."""
    if draft := ask_draft.open_draft(request, agency):
        drafts.discard(draft, at=timezone.now())
    response = HttpResponseRedirect(reverse("portal:ask"))
    ask_draft.forget(response, agency)
    return response
