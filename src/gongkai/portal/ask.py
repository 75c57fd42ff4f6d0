"""依申请公开 before the form: whom to ask, by which ways, how long it takes, and what is not a request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts
from gongkai.cases.asking.usual import usual_days
from gongkai.cases.models import Draft
from gongkai.reports import catalogue
from gongkai.ui.limits import Challenge

from . import ask_draft, ask_steps
from .ask_agencies import found, online, ways, with_askable
from .public_page import public_page

_MAX_QUERY = 100


@public_page
def choose(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    text = " ".join(catalogue.words(request.GET.get("q", "")[:_MAX_QUERY]))
    context = {"column": "ask", "text": text, "groups": found(text, on), "begun": ask_draft.begun(request)}
    return _unkept(render(request, "portal/ask/choose.html", context))


@public_page
@with_askable
def agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    return agency_page(request, agency)


def agency_page(request: HttpRequest, agency: Agency, challenge: Challenge | None = None) -> HttpResponse:
    """``challenge``: asked before somebody begins who begins very often."""
    on, draft = timezone.localdate(), ask_draft.open_draft(request, agency)
    context = {
        "column": "ask",
        "agency": agency,
        "online": online(agency, on),
        "ways": ways(agency, on),
        "usual": usual_days(agency, on=on),
        "draft": draft,
        "go_on": _go_on(agency, draft) if draft else "",
        "receipt": None if draft else ask_draft.submitted(request, agency),
        "challenge": challenge,
    }
    return _unkept(render(request, "portal/ask/agency.html", context))


def _go_on(agency: Agency, draft: Draft) -> str:
    """Where its owner left it."""
    left = ask_steps.unanswered(drafts.values_of(draft))
    return ask_draft.to(agency, "ask_step", left.code) if left else ask_draft.to(agency, "ask_check")


def _unkept(response: HttpResponse) -> HttpResponse:
    """It shows whether this browser has begun a request: nothing for the next who sits at it."""
    response["Cache-Control"] = "no-store"
    return response
